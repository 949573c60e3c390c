import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { assumeRole } from '../../../src/credentials/login/role-session.ts';
import { REGION } from '../../support/aws/clients.ts';

const { signal } = new AbortController();
const ROLE = {
  region: REGION,
  roleArn: 'arn:aws:iam::123456789012:role/preparers',
  sessionSeconds: 3600,
};
const KEYS =
  '<Credentials><AccessKeyId>id</AccessKeyId><SecretAccessKey>secret key</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>';

const close: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of close.splice(0)) await each();
});

/** Keys of the role for a person, from an STS that answers with this. */
async function answered(result: string) {
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>${result}</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
      );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  close.push(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const { port } = server.address() as AddressInfo; // no pipe
  vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${port}`);
  return await assumeRole(ROLE, { idToken: 'an ID token', subject: 'preparer' }, signal);
}

const named = (subject: string) =>
  `<SubjectFromWebIdentityToken>${subject}</SubjectFromWebIdentityToken>`;

describe('keys of a role for a person', () => {
  it('are those STS gives for the subject of the sign-in', async () => {
    expect(await answered(`${named('preparer')}${KEYS}`)).toMatchObject({
      secretAccessKey: 'secret key',
      assumedRoleArn: 'not stated',
    });
  });

  it.each([
    ['for another subject', `${named('reviewer')}${KEYS}`, 'the answer is for another subject'],
    ['for nobody', KEYS, 'the answer is for another subject'],
    ['without keys', named('preparer'), 'the answer holds no keys'],
  ])('SOD-6 %s are refused', async (_, result, why) => {
    await expect(answered(result)).rejects.toMatchObject({
      name: 'LoginError',
      code: 'ROLE_REFUSED',
      message: expect.stringContaining(why),
    });
  });
});
