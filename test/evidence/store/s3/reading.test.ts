import { buffer } from 'node:stream/consumers';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PackageName } from '../../../../src/evidence/manifest/package-name.ts';
import { getObject } from '../../../../src/evidence/store/s3/download.ts';
import { stated } from '../../../../src/evidence/store/s3/s3-trouble.ts';
import { aLocation, aSealedFile } from '../../../contract/evidence-store.ts';
import { clientSettings } from '../../../support/aws/clients.ts';
import type { Fault } from '../../../support/aws/faults.ts';
import { aStoreIn, aStoreOn, FOLDER, useStandIn } from './on-bucket.ts';

const standIn = useStandIn();
const KEY = `${FOLDER}/${aLocation().packageName}.zip`;
const CONTENT = 'a package of some bytes '.repeat(1000);

afterEach(() => standIn.it.faults.clear());

async function aStoredPackage(changes: Parameters<typeof aStoreOn>[1] = {}) {
  const made = aStoreOn(standIn.it, changes);
  await made.store.put(await aSealedFile(CONTENT), aLocation());
  standIn.it.requests.clear();
  return {
    ...made,
    read: async () => (await buffer(made.store.read(aLocation()))).toString(),
    client: new S3Client(clientSettings(standIn.it)),
  };
}

const ofZip = { of: 's3.GetObject', path: `${aLocation().packageName}.zip`, skip: 1 } as const;

describe('a package read from a bucket', () => {
  it.each<[string, Fault]>([
    ['broken off', { do: 'drop', at: 7000 }],
    ['cut short with a length that says so', { do: 'truncate', at: 9000 }],
    ['stalled', { do: 'stall', at: 8000 }],
  ])('is taken up where it was %s', async (_, fault) => {
    const { read } = await aStoredPackage({ idleMs: 200 });
    standIn.it.faults.add({ ...fault, ...ofZip, times: 1 });
    expect(await read()).toBe(CONTENT);
    const [, , again] = standIn.it.requests.of('s3.GetObject');
    expect(again?.headers).toMatchObject({
      range: expect.stringMatching(/^bytes=[1-9][0-9]*-$/),
      'if-match': expect.any(String),
    });
    expect(again?.query).toContain('versionId=');
  });

  it('is given up when it breaks at the same place 5 times', async () => {
    const { read } = await aStoredPackage();
    standIn.it.faults.add({ do: 'drop', at: 0, ...ofZip });
    await expect(read()).rejects.toMatchObject({ code: 'STORE_FAILED', transient: true });
  });

  it('is refused at its end when a bit was turned', async () => {
    const { read } = await aStoredPackage();
    standIn.it.faults.add({ do: 'flip', at: 11, ...ofZip });
    await expect(read()).rejects.toMatchObject({
      code: 'DAMAGED',
      message: expect.stringContaining('expected SHA-256'),
    });
  });

  it('is refused when the rest of it is of another object', async () => {
    const { read } = await aStoredPackage();
    standIn.it.faults.add(
      { do: 'drop', at: 7000, ...ofZip, times: 1 },
      { do: 'error', status: 412, code: 'PreconditionFailed', ...ofZip, skip: 2 },
    );
    await expect(read()).rejects.toMatchObject({ name: 'EvidenceStoreError' });
  });

  it('says that S3 refuses to give it', async () => {
    const { read } = await aStoredPackage();
    standIn.it.faults.add({ do: 'error', status: 403, code: 'AccessDenied', ...ofZip });
    await expect(read()).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });

  it('says that it went away meanwhile, and that S3 left something out', async () => {
    const { read } = await aStoredPackage({ retention: { mode: 'none' } });
    standIn.it.faults.add({ do: 'delete-object', when: 'before', ...ofZip });
    await expect(read()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(() => stated(undefined, 's3://x/y')).toThrow('s3://x/y: S3 left out a part');
  });

  it('is read by whoever the environment says we are', async () => {
    const { bucket } = await aStoredPackage();
    const { accessKeyId, secretAccessKey } = standIn.it.key;
    vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
    const options = { credentials: undefined, firstWaitMs: undefined };
    const store = aStoreIn(standIn.it, bucket, options as never);
    expect(await store.list()).toEqual([aLocation()]);
    vi.unstubAllEnvs();
  });

  it('P04 ends nothing when it breaks before anybody reads it, and says so to who reads it then', async () => {
    const { bucket, client } = await aStoredPackage();
    standIn.it.faults.add({ do: 'drop', at: 0, of: 's3.GetObject' });
    const { body } = await getObject(client, { Bucket: bucket, Key: KEY });
    // without a listener the error would be thrown into the process
    await new Promise((closed) => body.once('close', closed));
    await expect(buffer(body)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('leaves no connection behind when its reader has enough', async () => {
    const { store } = await aStoredPackage();
    for await (const chunk of store.read(aLocation())) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });
});

describe('R-4 a package somebody touched', () => {
  it('is still listed under a delete marker, says so, and its name stays taken', async () => {
    const { bucket, store, read, client } = await aStoredPackage();
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: KEY }));
    const damaged = {
      code: 'DAMAGED',
      message: expect.stringContaining('expected 1 version and no delete marker, got 1 and 1'),
    };
    expect(await store.list()).toEqual([aLocation()]);
    await expect(store.get(aLocation())).rejects.toMatchObject(damaged);
    await expect(read()).rejects.toMatchObject(damaged);
    const again = store.put(await aSealedFile(CONTENT), aLocation());
    await expect(again).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  });

  it('is not read when there is a second version of it or of its digest', async () => {
    for (const Key of [KEY, `${KEY}.sha256`]) {
      const { bucket, store, client } = await aStoredPackage();
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'other' }));
      await expect(store.get(aLocation())).rejects.toMatchObject({
        code: 'DAMAGED',
        message: expect.stringContaining('got 2 and 0'),
      });
    }
  });

  it.each([
    ['empty', ''],
    ['of another package', `${'0'.repeat(64)}  other.zip\n`],
  ])('says that its digest is %s', async (_, line) => {
    const { bucket, store } = aStoreOn(standIn.it);
    await standIn.it.s3.put(bucket, KEY, Buffer.from('a'));
    await standIn.it.s3.put(bucket, `${KEY}.sha256`, Buffer.from(line));
    await expect(store.get(aLocation())).rejects.toMatchObject({ code: 'DAMAGED' });
  });
});

describe('a list of a bucket', () => {
  it('goes on where a page of S3 ends', async () => {
    const { bucket, store } = aStoreOn(standIn.it);
    const suffixes = Array.from({ length: 501 }, (_, n) => n.toString(16).padStart(6, '0'));
    for (const suffix of suffixes) {
      const zip = KEY.replace('abc123', suffix);
      await standIn.it.s3.put(bucket, zip, Buffer.from('x'));
      await standIn.it.s3.put(bucket, `${zip}.sha256`, Buffer.from('y'));
    }
    standIn.it.requests.clear();
    expect(await store.list()).toEqual(
      suffixes.map((suffix) => ({
        ...aLocation(),
        packageName: aLocation(suffix).packageName as PackageName,
      })),
    );
    expect(standIn.it.requests.of('s3.ListObjectVersions')).toHaveLength(2);
  });
});
