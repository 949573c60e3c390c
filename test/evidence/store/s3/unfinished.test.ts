import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { checkFixity } from '../../../../src/evidence/store/fixity.ts';
import type { Instant } from '../../../../src/kernel/clock.ts';
import { parseRunId } from '../../../../src/kernel/ids.ts';
import { aLocation, aSealedFile } from '../../../contract/evidence-store.ts';
import { clientSettings } from '../../../support/aws/clients.ts';
import { aStoreIn, aStoreOn, FOLDER, useStandIn } from './on-bucket.ts';

const standIn = useStandIn();
const KEY = `${FOLDER}/${aLocation().packageName}.zip`;
const RUN = parseRunId('0191d0a5-6b3a-4c57-9d0e-3c6f5a4b2c1d');
const ANOTHER_RUN = parseRunId('0191d0a5-6b3a-4c57-9d0e-3c6f5a4b2c1e');
const tomorrow = { now: () => new Date(Date.now() + 86_400_000).toISOString() as Instant };

afterEach(() => standIn.it.faults.clear());

async function fixityOf(bucket: string) {
  const signal = new AbortController().signal;
  const store = aStoreIn(standIn.it, bucket, { clock: tomorrow });
  return await checkFixity(store, { full: true, clock: tomorrow, signal });
}

/** A bucket whose only package was left without its digest, because S3 failed just then. */
async function anUnfinishedPackage(changes: Parameters<typeof aStoreOn>[1] = {}) {
  const made = aStoreOn(standIn.it, changes);
  const sealed = { ...(await aSealedFile()), runId: RUN };
  standIn.it.faults.add({ do: 'server-error', of: 's3.PutObject', path: '.zip.sha256' });
  const put = made.store.put(sealed, aLocation());
  await expect(put).rejects.toMatchObject({ code: 'STORE_FAILED', transient: true });
  standIn.it.faults.clear();
  const client = new S3Client(clientSettings(standIn.it));
  return { ...made, sealed, client, at: { Bucket: made.bucket, Key: KEY } };
}

describe('R-4 a package whose digest was not written', () => {
  it('is finished when the same run stores it again, and written once all the same', async () => {
    const { bucket, store, sealed } = await anUnfinishedPackage();
    const stored = await store.put(sealed, aLocation());
    expect(await store.get(aLocation())).toEqual(stored);
    expect(standIn.it.s3.versions(bucket)).toHaveLength(2);
    expect(await fixityOf(bucket)).toMatchObject({ outcome: 'no_defect_found', defects: [] });
  });

  it.each([
    ['other bytes', 'other bytes', RUN],
    ['another run', 'the bytes of a sealed ZIP', ANOTHER_RUN],
  ])('is not finished by %s', async (_, content, runId) => {
    const { bucket, store } = await anUnfinishedPackage();
    const other = store.put({ ...(await aSealedFile(content)), runId }, aLocation());
    await expect(other).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(standIn.it.s3.keys(bucket)).toEqual([KEY]);
  });

  it('is a defect that says how it is finished, and none once that was done', async () => {
    const legalHold = true;
    const { bucket, sealed } = await anUnfinishedPackage({ legalHold });
    const [defect] = (await fixityOf(bucket)).defects;
    expect(defect).toMatchObject({
      code: 'DIGEST_MISSING',
      words: expect.stringContaining('ipe store finish'),
    });
    const later = aStoreIn(standIn.it, bucket);
    expect(await later.finish(aLocation())).toMatchObject({ zipDigest: sealed.zipDigest });
    const found = await fixityOf(bucket);
    expect(found).toMatchObject({ defects: [], packages: [{ read: true, legalHold }] });
    expect(standIn.it.s3.versions(bucket).map((each) => each.legalHold)).toEqual([true, true]);
    // nothing is left to be finished
    await expect(later.finish(aLocation())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('R-2 that was held meanwhile is finished under the same hold', async () => {
    const { bucket, store } = await anUnfinishedPackage();
    expect(await store.placeHold(aLocation())).toEqual({ hasDigest: false });
    await store.finish(aLocation());
    expect(standIn.it.s3.versions(bucket).map((each) => each.legalHold)).toEqual([true, true]);
    expect(await fixityOf(bucket)).toMatchObject({ defects: [], packages: [{ legalHold: true }] });
    // a hold that is there already is placed once more without harm
    expect(await store.placeHold(aLocation())).toEqual({ hasDigest: true });
  });

  it('R-2 that was held before its run wrote the digest is held as a whole', async () => {
    const { bucket, store } = aStoreOn(standIn.it);
    const run = async () => void (await store.placeHold(aLocation()));
    standIn.it.faults.add({ do: 'run', when: 'after', run, of: 's3.PutObject', times: 1 });
    await store.put(await aSealedFile(), aLocation());
    expect(standIn.it.s3.versions(bucket).map((each) => each.legalHold)).toEqual([true, true]);
  });

  it('is finished where S3 states no checksum', async () => {
    const { bucket, store } = await anUnfinishedPackage();
    const set = { 'x-amz-checksum-sha256': null };
    standIn.it.faults.add({ do: 'answer-headers', of: 's3.HeadObject', set });
    await store.finish(aLocation());
    expect(await fixityOf(bucket)).toMatchObject({ defects: [] });
  });

  it('is not even looked for when it was cancelled before', async () => {
    const { store } = await anUnfinishedPackage();
    standIn.it.requests.clear();
    const finished = store.finish(aLocation(), AbortSignal.abort());
    await expect(finished).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(standIn.it.requests.entries).toEqual([]);
  });

  it.each([
    ['is looked at', 's3.HeadObject', ['ListObjectVersions']],
    ['begins to be read', 's3.GetObject', ['ListObjectVersions', 'HeadObject']],
  ])('is let be when it is cancelled as it %s', async (_, of, before) => {
    const { bucket, store } = await anUnfinishedPackage();
    standIn.it.requests.clear();
    const stop = new AbortController();
    standIn.it.faults.add({ do: 'run', when: 'before', run: () => stop.abort(), of });
    const finished = store.finish(aLocation(), stop.signal);
    await expect(finished).rejects.toMatchObject({ code: 'CANCELLED' });
    const asked = standIn.it.requests.entries.map(({ operation }) => operation);
    expect(asked).toEqual([...before, of.replace('s3.', '')]);
    expect(standIn.it.s3.keys(bucket)).toEqual([KEY]);
  });

  it('is read no further when it is cancelled meanwhile', async () => {
    const { store } = await anUnfinishedPackage();
    standIn.it.requests.clear();
    const stop = new AbortController();
    // nothing more comes, and nobody gives up waiting but whoever cancels
    standIn.it.faults.add({ do: 'stall', at: 3, of: 's3.GetObject' });
    const run = () => void setTimeout(() => stop.abort(), 20);
    standIn.it.faults.add({ do: 'run', when: 'before', run, of: 's3.GetObject' });
    const finished = store.finish(aLocation(), stop.signal);
    await expect(finished).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(standIn.it.requests.of('s3.GetObject')).toHaveLength(1);
  });

  it('is not finished when its bytes are not those that were noted', async () => {
    const { bucket, store } = await anUnfinishedPackage();
    standIn.it.faults.add({ do: 'flip', at: 3, of: 's3.GetObject' });
    await expect(store.finish(aLocation())).rejects.toMatchObject({ code: 'DAMAGED' });
    expect(standIn.it.s3.keys(bucket)).toEqual([KEY]);
  });

  it('is not finished when it is protected less than the settings ask for', async () => {
    const { bucket } = await anUnfinishedPackage({ retention: { mode: 'GOVERNANCE', days: 30 } });
    const finished = aStoreIn(standIn.it, bucket).finish(aLocation());
    await expect(finished).rejects.toMatchObject({ code: 'NOT_PROTECTED' });
    expect(standIn.it.s3.keys(bucket)).toEqual([KEY]);
  });

  it('is not finished when no run put it there, or somebody touched it', async () => {
    const { bucket, store } = aStoreOn(standIn.it, { retention: { mode: 'none' } });
    const client = new S3Client(clientSettings(standIn.it));
    const byHand = new PutObjectCommand({ Bucket: bucket, Key: KEY, Body: 'x' });
    await client.send(byHand);
    await expect(store.finish(aLocation())).rejects.toMatchObject({
      code: 'DAMAGED',
      message: expect.stringContaining('has no note of the digest'),
    });
    await client.send(byHand);
    await expect(store.finish(aLocation())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('R-1 before anything is read, a bucket', () => {
  it('that can lock packages is taken', async () => {
    await aStoreOn(standIn.it).store.requireObjectLock();
  });

  it.each([
    ['versions but no Object Lock', { versioning: true }, 'got Enabled and none'],
    ['neither versions nor Object Lock', {}, 'got none and none'],
  ])('with %s is refused', async (name, made, words) => {
    const bucket = `plain-${name.length}-${Date.now()}`;
    standIn.it.s3.createBucket(bucket, made);
    await expect(aStoreIn(standIn.it, bucket).requireObjectLock()).rejects.toMatchObject({
      code: 'NOT_PROTECTED',
      message: expect.stringContaining(words),
    });
  });

  it('that does not say so is told apart from one that has no lock', async () => {
    const { store } = aStoreOn(standIn.it);
    const of = 's3.GetObjectLockConfiguration';
    standIn.it.faults.add({ do: 'error', status: 403, code: 'AccessDenied', of });
    await expect(store.requireObjectLock()).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });
});
