import { writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { sha256 } from '../../../../src/kernel/digest.ts';
import { parseRunId } from '../../../../src/kernel/ids.ts';
import { aLocation, aSealedFile } from '../../../contract/evidence-store.ts';
import { aStoreOn, useStandIn } from './on-bucket.ts';

const standIn = useStandIn();
const PART = 5 * 1024 * 1024;

afterEach(() => standIn.it.faults.clear());

/** Everything a store sends to S3. */
const SENT = [
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CreateMultipartUpload',
  'GetBucketVersioning',
  'GetObject',
  'GetObjectLegalHold',
  'GetObjectLockConfiguration',
  'HeadObject',
  'ListMultipartUploads',
  'ListObjectVersions',
  'PutObject',
  'PutObjectLegalHold',
  'UploadPart',
];

it('P24 every request to a bucket says the account that must own it', async () => {
  const { store } = aStoreOn(standIn.it, { multipartThreshold: PART, partBytes: PART });
  standIn.it.requests.clear();
  await store.requireObjectLock();
  await store.reach();

  const unfinished = aLocation('def456');
  const runId = parseRunId('0191d0a5-6b3a-4c57-9d0e-3c6f5a4b2c1d');
  standIn.it.faults.add({ do: 'server-error', of: 's3.PutObject', path: '.zip.sha256' });
  const left = store.put({ ...(await aSealedFile()), runId }, unfinished);
  await expect(left).rejects.toMatchObject({ code: 'STORE_FAILED' });
  standIn.it.faults.clear();
  await store.finish(unfinished);

  const { path } = await aSealedFile();
  const bytes = Buffer.alloc(PART + 1);
  await writeFile(path, bytes);
  const large = { path, zipDigest: sha256(bytes) };
  const refused = { do: 'error', status: 400, code: 'BadDigest' } as const;
  standIn.it.faults.add({ ...refused, of: 's3.UploadPart', times: 1 });
  await expect(store.put(large, aLocation())).rejects.toMatchObject({ code: 'CONTENT_CHANGED' });
  standIn.it.faults.clear();
  await store.put(large, aLocation());

  await store.placeHold(unfinished);
  await buffer(store.read(unfinished));
  await store.get(unfinished);
  await store.custody(unfinished);
  await store.list();
  await store.listZips();
  await store.survey();

  const sent = standIn.it.requests.entries;
  expect([...new Set(sent.map(({ operation }) => operation))].sort()).toEqual(SENT);
  const silent = sent.filter(
    ({ headers }) => headers['x-amz-expected-bucket-owner'] !== standIn.it.account,
  );
  expect(silent.map(({ operation }) => operation)).toEqual([]);
});
