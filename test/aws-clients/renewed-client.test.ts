import { STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askCaller } from '../../src/aws/caller.ts';
import { type AwsCredentialsProvider, clientSettings } from '../../src/aws/client-settings.ts';
import { renewedClient } from '../../src/aws/renewed-client.ts';
import { REGION } from '../support/aws/clients.ts';
import {
  ACCOUNT,
  type AwsStandIn,
  STANDARD_KEY,
  startAwsStandIn,
} from '../support/aws/start-aws-stand-in.ts';

const NEVER = new AbortController().signal;
let standIn: AwsStandIn;

beforeAll(async () => {
  standIn = await startAwsStandIn();
  process.env['AWS_ENDPOINT_URL_STS'] = standIn.endpoint;
});
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL_STS'];
  await standIn.close();
});
beforeEach(() => {
  standIn.faults.clear();
  standIn.requests.clear();
});

/** Clients of a provider that says how it was asked. */
function clientsOf() {
  const asked: boolean[] = [];
  const credentials: AwsCredentialsProvider = async ({ forceRefresh = false } = {}) => {
    asked.push(forceRefresh);
    return STANDARD_KEY;
  };
  const clients = renewedClient(
    (anew) => new STSClient(clientSettings({ region: REGION, credentials }, { attempts: 1 }, anew)),
  );
  return { asked, clients, caller: () => clients.call((sts) => askCaller(sts, NEVER)) };
}

describe('P21 keys that expire between two calls', () => {
  it('are asked for anew, and the provider is told to forget the old ones', async () => {
    const { asked, caller, clients } = clientsOf();
    expect((await caller()).account).toBe(ACCOUNT);
    standIn.faults.add({ do: 'expired-token', of: 'sts', times: 1 });
    expect((await caller()).arn).toBe(STANDARD_KEY.arn);
    expect(asked).toEqual([false, true]);
    clients.close();
  });

  it('are asked for once by a call: what stays expired is told', async () => {
    const { caller, clients } = clientsOf();
    standIn.faults.add({ do: 'expired-token', of: 'sts' });
    await expect(caller()).rejects.toMatchObject({ name: expect.stringContaining('ExpiredToken') });
    expect(standIn.requests.of('sts.GetCallerIdentity')).toHaveLength(2);
    clients.close();
  });

  it('are asked for once by calls that run at the same time, and none of them is broken off', async () => {
    const { asked, caller, clients } = clientsOf();
    await caller();
    standIn.faults.add({ do: 'expired-token', of: 'sts', times: 3 });
    const answers = await Promise.all([caller(), caller(), caller()]);
    expect(answers.map(({ account }) => account)).toEqual([ACCOUNT, ACCOUNT, ACCOUNT]);
    expect(asked.filter((anew) => anew)).toHaveLength(1);
    clients.close();
  });

  it('any other trouble is told at once', async () => {
    const { asked, caller, clients } = clientsOf();
    standIn.faults.add({ do: 'error', status: 403, code: 'AccessDenied', of: 'sts' });
    await expect(caller()).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(asked).toEqual([false]);
    clients.close();
  });
});

it('an answer that does not begin is given up', async () => {
  standIn.faults.add({ do: 'delay', ms: 2_000, of: 'sts' });
  const access = { region: REGION, credentials: async () => STANDARD_KEY };
  const client = new STSClient(clientSettings(access, { answerMs: 100, attempts: 1 }));
  await expect(askCaller(client, NEVER)).rejects.toMatchObject({ name: 'TimeoutError' });
  client.destroy();
});
