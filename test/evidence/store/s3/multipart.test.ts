import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { checkFixity } from '../../../../src/evidence/store/fixity.ts';
import { compositeChecksum } from '../../../../src/evidence/store/s3/composite-checksum.ts';
import { systemClock } from '../../../../src/kernel/clock.ts';
import { sha256, sha256Bytes } from '../../../../src/kernel/digest.ts';
import { messageOf } from '../../../../src/kernel/errors.ts';
import { aLocation, aSealedFile } from '../../../contract/evidence-store.ts';
import { clientSettings } from '../../../support/aws/clients.ts';
import type { Fault } from '../../../support/aws/faults.ts';
import { aStoreOn, FOLDER, useStandIn } from './on-bucket.ts';

const standIn = useStandIn();
const KEY = `${FOLDER}/${aLocation().packageName}.zip`;
const PART = 5 * 1024 * 1024;
const BYTES = randomBytes(2 * PART + 1000);

afterEach(() => standIn.it.faults.clear());

async function aLargePackage() {
  const { path } = await aSealedFile();
  await writeFile(path, BYTES);
  return { path, zipDigest: sha256(BYTES) };
}

async function putAmid(...faults: readonly Fault[]) {
  const made = aStoreOn(standIn.it, { multipartThreshold: PART, partBytes: PART });
  standIn.it.requests.clear();
  standIn.it.faults.add(...faults);
  return { ...made, put: made.store.put(await aLargePackage(), aLocation()) };
}

const COMPOSITE = `${Buffer.from(
  sha256Bytes(
    ...[BYTES.subarray(0, PART), BYTES.subarray(PART, 2 * PART), BYTES.subarray(2 * PART)].map(
      (part) => sha256Bytes(part),
    ),
  ),
).toString('base64')}-3`;

describe('the checksum of an upload in parts', () => {
  it('is the same however the bytes come, and has no empty part', () => {
    const parts = compositeChecksum(4);
    for (const piece of ['a', 'bcdefg', 'h']) parts.update(Buffer.from(piece));
    const digests = ['abcd', 'efgh'].map((part) => sha256Bytes(Buffer.from(part)));
    const whole = Buffer.from(sha256Bytes(...digests)).toString('base64');
    expect(parts.checksum()).toBe(`${whole}-2`);
  });
});

describe('a package above the threshold', () => {
  it('is uploaded in parts, and what S3 states of them is checked and noted', async () => {
    const { bucket, store, put } = await putAmid();
    expect(await put).toMatchObject({ bytes: BYTES.length, zipDigest: sha256(BYTES) });
    expect(standIn.it.requests.of('s3.UploadPart')).toHaveLength(3);
    const client = new S3Client(clientSettings(standIn.it));
    const at = { Bucket: bucket, ChecksumMode: 'ENABLED' } as const;
    expect(await client.send(new HeadObjectCommand({ ...at, Key: KEY }))).toMatchObject({
      ChecksumSHA256: COMPOSITE,
      ChecksumType: 'COMPOSITE',
      ObjectLockMode: 'COMPLIANCE',
      Metadata: { 'sha256-hex': sha256(BYTES), 'part-bytes': String(PART) },
    });
    const digest = await client.send(new HeadObjectCommand({ ...at, Key: `${KEY}.sha256` }));
    expect(digest.Metadata).toMatchObject({ 'zip-checksum': COMPOSITE });
    expect(await store.custody(aLocation())).toMatchObject({
      ownChecksumAgrees: true,
      shortfalls: [],
    });
    expect(sha256(await buffer(store.read(aLocation())))).toBe(sha256(BYTES));
  });

  it('P23 whose end was not answered is known to be its own', async () => {
    const { put } = await putAmid({
      do: 'lost-answer',
      of: 's3.CompleteMultipartUpload',
      times: 1,
    });
    expect(await put).toMatchObject({ bytes: BYTES.length });
  });

  it('P22 is uploaded from its beginning when another write is under way', async () => {
    const { bucket, put } = await putAmid({
      do: 'error',
      status: 409,
      code: 'ConditionalRequestConflict',
      of: 's3.CompleteMultipartUpload',
      times: 1,
    });
    expect(await put).toMatchObject({ bytes: BYTES.length });
    expect(standIn.it.requests.of('s3.CreateMultipartUpload')).toHaveLength(2);
    expect(standIn.it.s3.openUploads(bucket)).toBe(0);
  });

  it('is ended again when S3 answers 200 with an error inside', async () => {
    const { put } = await putAmid({
      do: 'error-in-200',
      of: 's3.CompleteMultipartUpload',
      times: 1,
    });
    expect(await put).toMatchObject({ bytes: BYTES.length });
  });

  it('sends a part again when S3 is busy', async () => {
    const { put } = await putAmid({ do: 'server-error', of: 's3.UploadPart', times: 2 });
    expect(await put).toMatchObject({ bytes: BYTES.length });
    expect(standIn.it.requests.of('s3.UploadPart')).toHaveLength(5);
  });

  it('leaves no parts behind when one of them is refused', async () => {
    const { bucket, store, put } = await putAmid({
      do: 'error',
      status: 400,
      code: 'BadDigest',
      of: 's3.UploadPart',
      skip: 1,
    });
    await expect(put).rejects.toMatchObject({ code: 'CONTENT_CHANGED' });
    expect(standIn.it.s3.openUploads(bucket)).toBe(0);
    expect(await store.list()).toEqual([]);
  });

  const REFUSED = { do: 'error', status: 403, code: 'AccessDenied' } as const;

  it('says what failed first when its parts may not be removed, and they are found by a check', async () => {
    const damaged = { do: 'error', status: 400, code: 'BadDigest', of: 's3.UploadPart' } as const;
    const { bucket, store, put } = await putAmid(damaged, {
      ...REFUSED,
      of: 's3.AbortMultipartUpload',
    });
    await expect(put).rejects.toMatchObject({
      code: 'CONTENT_CHANGED',
      message: expect.stringMatching(/S3 received other bytes .* its parts could not be removed/),
      advice: expect.stringMatching(/^run the item again.*can be removed by whoever may abort/),
    });
    expect(standIn.it.s3.openUploads(bucket)).toBe(1);
    const signal = new AbortController().signal;
    const how = { full: false, clock: systemClock, signal };
    expect(await checkFixity(store, how)).toMatchObject({
      defects: [],
      unfinished: [
        {
          code: 'OPEN_UPLOAD',
          place: KEY.slice('evidence/'.length),
          words: expect.stringMatching(/begun at 20\d\d-.*Z: .* or they were left/),
        },
      ],
      notLookedFor: [],
    });
  });

  it('gives nothing up that was never begun', async () => {
    const { put } = await putAmid({ ...REFUSED, of: 's3.CreateMultipartUpload' });
    await expect(put).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: expect.not.stringContaining('parts'),
    });
    // without the id of an upload S3 would be asked to delete the package itself
    const sent = standIn.it.requests.entries.map(({ operation }) => operation);
    expect(new Set(sent)).toEqual(new Set(['ListObjectVersions', 'CreateMultipartUpload']));
  });

  it('says nothing of parts that are gone already', async () => {
    const damaged = { do: 'error', status: 400, code: 'BadDigest', of: 's3.UploadPart' } as const;
    const gone = { do: 'error', status: 404, code: 'NoSuchUpload' } as const;
    const { put } = await putAmid(damaged, { ...gone, of: 's3.AbortMultipartUpload' });
    const said = await put.catch((thrown: unknown) => messageOf(thrown));
    expect(said).toContain('S3 received other bytes');
    expect(said).not.toContain('parts');
  });

  it('says that it was cancelled though its parts may not be removed', async () => {
    const { store } = aStoreOn(standIn.it, { multipartThreshold: PART, partBytes: PART });
    const stop = new AbortController();
    const run = () => stop.abort();
    standIn.it.faults.add(
      { do: 'run', when: 'before', run, of: 's3.CreateMultipartUpload' },
      { ...REFUSED, of: 's3.AbortMultipartUpload' },
    );
    const put = store.put(await aLargePackage(), aLocation(), stop.signal);
    await expect(put).rejects.toMatchObject({
      code: 'CANCELLED',
      message: expect.stringContaining('its parts could not be removed'),
      advice: expect.stringMatching(/^The parts it left can be removed/),
    });
  });

  it('P22 of a name another took is refused, also when its parts may not be removed', async () => {
    const { bucket, store } = aStoreOn(standIn.it, { multipartThreshold: PART, partBytes: PART });
    const run = () => standIn.it.s3.put(bucket, KEY, Buffer.from('another'));
    standIn.it.faults.add(
      { do: 'run', when: 'before', run, of: 's3.CompleteMultipartUpload', times: 1 },
      { ...REFUSED, of: 's3.AbortMultipartUpload' },
    );
    const put = store.put(await aLargePackage(), aLocation());
    await expect(put).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
      message: expect.stringContaining('its parts could not be removed'),
    });
  });

  it('leaves no parts behind when the file is not the sealed one, or it is cancelled', async () => {
    const { bucket, store } = aStoreOn(standIn.it, { multipartThreshold: PART, partBytes: PART });
    const sealed = await aLargePackage();
    const other = store.put({ ...sealed, zipDigest: sha256('other') }, aLocation());
    await expect(other).rejects.toMatchObject({ code: 'CONTENT_CHANGED' });
    const stop = new AbortController();
    const run = () => stop.abort();
    standIn.it.faults.add({ do: 'run', when: 'before', run, of: 's3.CreateMultipartUpload' });
    const cancelled = store.put(sealed, aLocation(), stop.signal);
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(standIn.it.s3.openUploads(bucket)).toBe(0);
    expect(standIn.it.s3.keys(bucket)).toEqual([]);
    expect(sha256(await readFile(sealed.path))).toBe(sealed.zipDigest);
  });

  it('whose parts S3 states another checksum of is refused', async () => {
    const { put } = await putAmid({ do: 'wrong-checksum', of: 's3.HeadObject' });
    await expect(put).rejects.toMatchObject({ code: 'DAMAGED' });
  });
});
