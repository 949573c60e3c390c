import {
  DeleteObjectCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { checkFixity } from '../../../../src/evidence/store/fixity.ts';
import type { EvidenceStore } from '../../../../src/evidence/store/store.ts';
import { type Instant, systemClock } from '../../../../src/kernel/clock.ts';
import { aLocation, aSealedFile } from '../../../contract/evidence-store.ts';
import { clientSettings } from '../../../support/aws/clients.ts';
import { aStoreIn, aStoreOn, FOLDER, useStandIn } from './on-bucket.ts';

const standIn = useStandIn();
const KEY = `${FOLDER}/${aLocation().packageName}.zip`;
const PLACE = KEY.slice('evidence/'.length);
const DAY_MS = 86_400_000;
const tomorrow = { now: () => new Date(Date.now() + DAY_MS).toISOString() as Instant };

afterEach(() => standIn.it.faults.clear());

async function check(store: EvidenceStore, full = false) {
  const signal = new AbortController().signal;
  return await checkFixity(store, { full, clock: systemClock, signal });
}

async function aStoredPackage(changes: Parameters<typeof aStoreOn>[1] = {}) {
  const made = aStoreOn(standIn.it, changes);
  await made.store.put(await aSealedFile(), aLocation());
  const client = new S3Client(clientSettings(standIn.it));
  standIn.it.requests.clear();
  return { ...made, client, at: { Bucket: made.bucket, Key: KEY } };
}

describe('R-7 the fixity check of a bucket', () => {
  it('believes the checksum of S3, and reads all packages when told', async () => {
    const { store } = await aStoredPackage();
    const found = await check(store);
    expect(found).toMatchObject({ defects: [], unfinished: [] });
    expect(found.packages).toEqual([
      {
        place: PLACE,
        sha256: (await aSealedFile()).zipDigest,
        bytes: 25,
        read: false,
        versionId: expect.any(String),
        retention: { mode: 'COMPLIANCE', until: expect.stringMatching(/^20\d\d-.*Z$/) },
        legalHold: false,
      },
    ]);
    const paths = () => standIn.it.requests.of('s3.GetObject').map(({ path }) => path);
    expect(paths().filter((path) => path.endsWith('.zip'))).toEqual([]);
    expect((await check(store, true)).packages).toMatchObject([{ read: true }]);
    expect(paths().filter((path) => path.endsWith('.zip'))).toHaveLength(1);
  });

  it('reads what S3 states no checksum of', async () => {
    const { store } = await aStoredPackage();
    const set = { 'x-amz-checksum-sha256': null };
    standIn.it.faults.add({ do: 'answer-headers', of: 's3.HeadObject', set });
    expect((await check(store)).packages).toMatchObject([{ read: true }]);
  });

  it('names another checksum, and bytes that are others', async () => {
    const { store } = await aStoredPackage();
    standIn.it.faults.add({ do: 'wrong-checksum', of: 's3.HeadObject' });
    expect((await check(store)).defects).toMatchObject([{ code: 'CHANGED', place: PLACE }]);
    standIn.it.faults.clear();
    standIn.it.faults.add({ do: 'flip', at: 3, of: 's3.GetObject', skip: 1 });
    expect((await check(store, true)).defects).toMatchObject([{ code: 'DAMAGED', place: PLACE }]);
  });

  it('names retention that became shorter or went', async () => {
    const { store, client, at } = await aStoredPackage({
      retention: { mode: 'GOVERNANCE', days: 2557 },
    });
    const Retention = {
      Mode: 'GOVERNANCE',
      RetainUntilDate: new Date(Date.now() + DAY_MS),
    } as const;
    await client.send(
      new PutObjectRetentionCommand({ ...at, Retention, BypassGovernanceRetention: true }),
    );
    expect((await check(store)).defects).toMatchObject([
      { code: 'LESS_PROTECTED', words: expect.stringContaining('expected retention until') },
    ]);
    const gone = { 'x-amz-object-lock-mode': null, 'x-amz-object-lock-retain-until-date': null };
    standIn.it.faults.add({ do: 'answer-headers', of: 's3.HeadObject', set: gone });
    const found = await check(store);
    expect(found.packages).toMatchObject([{ retention: null }]);
    expect(found.defects.map(({ words }) => words)).toEqual([
      'expected lock mode GOVERNANCE, got none',
      expect.stringMatching(/^expected retention until .* got none$/),
      'its digest: expected lock mode GOVERNANCE, got none',
      expect.stringMatching(/^its digest: expected retention until .* got none$/),
    ]);
  });

  it('names what was stored under less than the settings ask for by now: mode, days, hold', async () => {
    const { bucket, store } = await aStoredPackage({ retention: { mode: 'GOVERNANCE', days: 30 } });
    expect((await check(store)).defects).toEqual([]);
    const wordsUnder = async (settings: Parameters<typeof aStoreIn>[2]) => {
      const { defects } = await check(aStoreIn(standIn.it, bucket, settings));
      expect(new Set(defects.map(({ code }) => code))).toEqual(new Set(['LESS_PROTECTED']));
      return defects.map(({ words }) => words).filter((words) => !words.startsWith('its digest'));
    };
    expect(await wordsUnder({ retention: { mode: 'COMPLIANCE', days: 2557 } })).toEqual([
      'expected lock mode COMPLIANCE, got GOVERNANCE',
      expect.stringMatching(/^expected retention until .*Z, got 20/),
    ]);
    const held = { retention: { mode: 'GOVERNANCE', days: 30 }, legalHold: true } as const;
    expect(await wordsUnder(held)).toEqual(['expected a legal hold, got none']);
    // less is no defect: what was asked for at sealing still stands
    const less = { retention: { mode: 'none' } } as const;
    expect((await check(aStoreIn(standIn.it, bucket, less))).defects).toEqual([]);
  });

  it('R-1 names retention that a clock far behind asked for', async () => {
    const { bucket } = aStoreOn(standIn.it);
    // as a clock 400 days behind would, which no store of ours lets pass any more
    const behind = aStoreIn(standIn.it, bucket, { retention: { mode: 'COMPLIANCE', days: 2157 } });
    await behind.put(await aSealedFile(), aLocation());
    const { defects } = await check(aStoreIn(standIn.it, bucket));
    expect(defects).toMatchObject([
      { code: 'LESS_PROTECTED', words: expect.stringContaining('expected retention until') },
      { code: 'LESS_PROTECTED', words: expect.stringContaining('its digest: expected retention') },
    ]);
  });

  it('names what was stored without retention where the settings ask for it', async () => {
    const { bucket, store } = await aStoredPackage({ retention: { mode: 'none' } });
    expect((await check(store)).defects).toEqual([]);
    const { defects } = await check(aStoreIn(standIn.it, bucket));
    expect(defects.map(({ words }) => words)).toEqual([
      'expected lock mode COMPLIANCE, got none',
      expect.stringMatching(/^expected retention until .*Z, got none$/),
      'its digest: expected lock mode COMPLIANCE, got none',
      expect.stringMatching(/^its digest: expected retention until .*Z, got none$/),
    ]);
  });

  it('R-2 names a hold that was lifted, though the settings place none any more', async () => {
    const { bucket, client, at } = await aStoredPackage({ legalHold: true });
    const store = aStoreIn(standIn.it, bucket);
    expect(await check(store)).toMatchObject({ defects: [], packages: [{ legalHold: true }] });
    await client.send(new PutObjectLegalHoldCommand({ ...at, LegalHold: { Status: 'OFF' } }));
    expect(await check(store)).toMatchObject({
      defects: [{ code: 'LESS_PROTECTED', words: 'expected a legal hold, got none' }],
      packages: [{ legalHold: false }],
    });
  });

  it('names another key than the settings have, and than it was stored with', async () => {
    const kmsKey = 'arn:aws:kms:eu-west-1:123456789012:key/evidence';
    const { bucket, store } = await aStoredPackage({ kmsKey });
    expect((await check(store)).defects).toEqual([]);
    const words = async (settings: Parameters<typeof aStoreIn>[2]) =>
      (await check(aStoreIn(standIn.it, bucket, settings))).defects.map((each) => each.words);
    const other = `${kmsKey}-2`;
    expect(await words({ kmsKey: other })).toEqual([
      `expected encryption with ${other}, got ${kmsKey}`,
      `its digest: expected encryption with ${other}, got ${kmsKey}`,
    ]);
    const set = { 'x-amz-server-side-encryption-aws-kms-key-id': other };
    standIn.it.faults.add({ do: 'answer-headers', of: 's3.HeadObject', set });
    expect(await words({})).toEqual([
      `expected encryption with ${kmsKey}, got ${other}`,
      `its digest: expected encryption with ${kmsKey}, got ${other}`,
    ]);
  });

  it('names a package that was put there by hand', async () => {
    const { bucket, store } = aStoreOn(standIn.it, { retention: { mode: 'none' } });
    const { zipDigest } = await aSealedFile('x');
    await standIn.it.s3.put(bucket, KEY, Buffer.from('x'));
    const line = `${zipDigest}  ${aLocation().packageName}.zip\n`;
    await standIn.it.s3.put(bucket, `${KEY}.sha256`, Buffer.from(line));
    const { packages, defects } = await check(store);
    expect(packages).toMatchObject([{ read: true }]);
    expect(defects.map(({ words }) => words)).toEqual([
      `expected its own note of SHA-256 ${zipDigest}, got undefined`,
      'its digest was written for version undefined',
    ]);
  });

  it('names delete markers, missing halves and what nobody stored', async () => {
    const { bucket, store, client, at } = await aStoredPackage({ clock: tomorrow });
    await client.send(new DeleteObjectCommand(at));
    const half = KEY.replace('abc123', '0000aa');
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: half, Body: 'no digest' }));
    const other = KEY.replace('abc123', '0000bb');
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: `${other}.sha256`, Body: 'no package' }),
    );
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'evidence/x', Body: 'x' }));
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'evidence/a' }));
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'elsewhere', Body: 'not ours' }));
    const { packages, defects } = await check(store);
    expect(packages).toEqual([]);
    expect(defects.map(({ code, place }) => [code, place])).toEqual([
      ['DAMAGED', PLACE],
      ['DIGEST_MISSING', half.slice('evidence/'.length)],
      ['PACKAGE_MISSING', `${other}.sha256`.slice('evidence/'.length)],
      ['PACKAGE_MISSING', 'a'],
      ['STRAY', 'x'],
    ]);
    expect(defects[0]?.advice).toMatch(/find out .* who did it, and run the item again/);
  });
});

describe('R-7 a package of a bucket that cannot be read', () => {
  const other = aLocation('def456');
  const refused = { do: 'error', status: 403, code: 'AccessDenied' } as const;

  it.each([
    ['S3 refuses it', { ...refused, of: 's3.HeadObject' }],
    ['S3 refuses its digest', { ...refused, of: 's3.GetObject' }],
    ['S3 fails', { do: 'server-error', of: 's3.HeadObject' }],
  ] as const)('is named when %s, and the others are checked', async (_, fault) => {
    const { store } = await aStoredPackage();
    await store.put(await aSealedFile('another'), other);
    standIn.it.faults.add({ ...fault, path: aLocation().packageName });
    const { packages, defects, outcome } = await check(store);
    expect(defects).toEqual([
      {
        code: 'UNREADABLE',
        place: PLACE,
        words: expect.stringMatching(/access is denied|cannot be reached/),
        advice: expect.stringMatching(/rights of this role|again later/),
      },
    ]);
    expect(packages).toMatchObject([{ place: PLACE.replace('abc123', 'def456') }]);
    expect(outcome).toBe('defects_found');
  });

  it('is named when its digest is far too long to be one, of which little is read', async () => {
    const { bucket, store } = aStoreOn(standIn.it);
    await standIn.it.s3.put(bucket, KEY, Buffer.from('a'));
    await standIn.it.s3.put(bucket, `${KEY}.sha256`, Buffer.alloc(5_000_000, 'x'));
    const [found] = (await check(store)).defects;
    expect(found).toMatchObject({ code: 'DAMAGED', place: PLACE });
    expect(found?.words.length).toBeLessThan(1000);
  });

  it('ends the check when it is the bucket or the login that is lost', async () => {
    const { store } = await aStoredPackage();
    standIn.it.faults.add({ ...refused, code: 'InvalidAccessKeyId', of: 's3', skip: 1 });
    await expect(check(store)).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: expect.stringContaining('AWS does not know us'),
    });
    standIn.it.faults.clear();
    standIn.it.faults.add({ do: 'error', status: 404, code: 'NoSuchBucket', of: 's3', skip: 1 });
    await expect(check(store)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('there is no bucket'),
    });
  });
});

describe('R-2 a legal hold', () => {
  it('is placed on a package and its digest, and read back', async () => {
    const { bucket, store } = await aStoredPackage();
    await store.placeHold(aLocation());
    expect(standIn.it.s3.versions(bucket).map(({ legalHold }) => legalHold)).toEqual([true, true]);
    expect(await store.custody(aLocation())).toMatchObject({ legalHold: true, shortfalls: [] });
  });

  it('is placed on every version of a package that somebody touched, without reading it', async () => {
    const { bucket, store, client, at } = await aStoredPackage();
    await client.send(new PutObjectCommand({ ...at, Body: 'another' }));
    await client.send(new DeleteObjectCommand(at));
    standIn.it.s3.setPolicy((action) => (action === 's3:GetObject' ? 'deny' : 'allow'));
    await store.placeHold(aLocation());
    standIn.it.s3.setPolicy(null);
    const held = standIn.it.s3.versions(bucket).filter(({ legalHold }) => legalHold);
    expect(held).toHaveLength(3);
  });

  it('is placed on nothing where there is no package', async () => {
    const { store } = aStoreOn(standIn.it);
    await expect(store.placeHold(aLocation())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('that does not stay is an error', async () => {
    const { store, client, at } = await aStoredPackage();
    const off = new PutObjectLegalHoldCommand({ ...at, LegalHold: { Status: 'OFF' } });
    const run = async () => void (await client.send(off));
    standIn.it.faults.add({
      do: 'run',
      when: 'after',
      run,
      of: 's3.PutObjectLegalHold',
      times: 1,
    });
    await expect(store.placeHold(aLocation())).rejects.toMatchObject({ code: 'NOT_PROTECTED' });
  });

  it('stops those who may delete once retention is over', async () => {
    const { bucket, store, client, at } = await aStoredPackage({ retention: { mode: 'none' } });
    await store.placeHold(aLocation());
    const VersionId = standIn.it.s3.versions(bucket, KEY)[0]?.versionId;
    const remove = () => client.send(new DeleteObjectCommand({ ...at, VersionId }));
    await expect(remove()).rejects.toThrow();
    const LegalHold = { Status: 'OFF' } as const;
    await client.send(new PutObjectLegalHoldCommand({ ...at, VersionId, LegalHold }));
    await remove();
    expect(await store.list()).toEqual([]);
  });
});
