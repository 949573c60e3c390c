import { afterEach, describe, expect, it, vi } from 'vitest';
import { holdPackages } from '../../src/app/store-hold.ts';
import { aLocation, aSealedFile } from '../contract/evidence-store.ts';
import { aStoreOn, FOLDER, useStandIn } from '../evidence/store/s3/on-bucket.ts';
import { aFolderOn } from './on-a-bucket.ts';

const standIn = useStandIn();
const { signal } = new AbortController();
const EVERYTHING = { item: undefined, entity: undefined, period: undefined };
const PLACE = `${FOLDER}/${aLocation().packageName}.zip`.slice('evidence/'.length);

afterEach(() => {
  standIn.it.faults.clear();
  vi.unstubAllEnvs();
});

describe('R-2 a legal hold on everything that is meant', () => {
  it('is placed on a ZIP whose digest was never written as well, and that is said', async () => {
    const { bucket, store } = aStoreOn(standIn.it);
    const folder = await aFolderOn(standIn.it, bucket);
    await store.put(await aSealedFile('another'), aLocation('def456'));
    standIn.it.faults.add({ do: 'server-error', of: 's3.PutObject', path: '.zip.sha256' });
    const put = store.put(await aSealedFile(), aLocation());
    await expect(put).rejects.toMatchObject({ code: 'STORE_FAILED' });
    standIn.it.faults.clear();
    const placed = await holdPackages(folder, { which: EVERYTHING, reason: 'LEG-1', signal });
    expect(placed).toMatchObject({
      held: [PLACE, PLACE.replace('abc123', 'def456')],
      withoutDigest: [PLACE],
      failed: [],
    });
    const held = standIn.it.s3.versions(bucket).map(({ legalHold }) => legalHold);
    expect(held).toEqual([true, true, true]);
  });

  it('U-2 on nothing that is there says where to see what is', async () => {
    const folder = await aFolderOn(standIn.it, aStoreOn(standIn.it).bucket);
    const held = holdPackages(folder, { which: EVERYTHING, reason: 'LEG-1', signal });
    await expect(held).rejects.toMatchObject({
      code: 'BAD_VALUE',
      advice: expect.stringContaining('ipe store check --json'),
    });
  });
});
