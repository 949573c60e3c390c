import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkStore } from '../../src/app/store-check.ts';
import { finishPackages } from '../../src/app/store-finish.ts';
import { holdPackages } from '../../src/app/store-hold.ts';
import { aStoreOn, useStandIn } from '../evidence/store/s3/on-bucket.ts';
import { REGION } from '../support/aws/clients.ts';
import { aFolderOn } from './on-a-bucket.ts';

const standIn = useStandIn();
const { signal } = new AbortController();

afterEach(() => vi.unstubAllEnvs());

describe('P28 a role that is not allowed', () => {
  it.each<[string, (folder: string) => Promise<unknown>]>([
    ['checks', (folder) => checkStore(folder, { folder: undefined, full: false, signal })],
    [
      'holds',
      (folder) => {
        const which = { item: undefined, entity: undefined, period: undefined };
        return holdPackages(folder, { which, reason: 'LEG-1', signal });
      },
    ],
    ['finishes', (folder) => finishPackages(folder, signal)],
  ])('%s nothing in a bucket, which is not even asked', async (_, act) => {
    const { bucket } = aStoreOn(standIn.it);
    const allowed = [{ account: standIn.it.account, role: 'nobody-else' }];
    const folder = await aFolderOn(standIn.it, bucket, { aws: { region: REGION, allowed } });
    standIn.it.requests.clear();
    await expect(act(folder)).rejects.toMatchObject({
      name: 'LoginError',
      code: 'ROLE_REFUSED',
      message: expect.stringContaining('is none of nobody-else'),
    });
    const asked = standIn.it.requests.entries.map(({ service }) => service);
    expect(new Set(asked)).toEqual(new Set(['sts']));
  });
});
