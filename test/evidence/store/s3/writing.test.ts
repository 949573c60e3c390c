import { appendFile } from 'node:fs/promises';
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/evidence/store/s3/s3-session.ts';
import { sealedBody } from '../../../../src/evidence/store/s3/sealed-body.ts';
import type { StoredPackage } from '../../../../src/evidence/store/store.ts';
import type { Instant } from '../../../../src/kernel/clock.ts';
import { parseRunId, type RunId } from '../../../../src/kernel/ids.ts';
import { parsePeriod } from '../../../../src/kernel/period.ts';
import { aLocation, aSealedFile } from '../../../contract/evidence-store.ts';
import { clientSettings } from '../../../support/aws/clients.ts';
import type { Fault } from '../../../support/aws/faults.ts';
import { aStoreIn, aStoreOn, aStoreOptions, FOLDER, useStandIn } from './on-bucket.ts';

const standIn = useStandIn();
const KEY = `${FOLDER}/${aLocation().packageName}.zip`;
const DAY_MS = 86_400_000;
const EVIDENCE_KEY = 'arn:aws:kms:eu-west-1:123456789012:key/evidence';

const daysAgo = (days: number) => ({
  now: () => new Date(Date.now() - days * DAY_MS).toISOString() as Instant,
});

afterEach(() => {
  standIn.it.faults.clear();
  standIn.it.s3.setPolicy(null);
});

/** Stores one package while these faults strike. */
async function putAmid(faults: readonly Fault[], changes: Parameters<typeof aStoreOn>[1] = {}) {
  const { bucket, store } = aStoreOn(standIn.it, changes);
  standIn.it.requests.clear();
  standIn.it.faults.add(...faults);
  const put = store.put(await aSealedFile(), aLocation());
  return { bucket, store, put };
}

/** How often a package and its digest were sent. */
const timesSent = () => standIn.it.requests.of('s3.PutObject').length;

describe('R-1 R-2 a package in a bucket', () => {
  it('stands under its digest, lock, hold, key and owner, and so does its digest file', async () => {
    const { bucket, store } = aStoreOn(standIn.it, {
      kmsKey: EVIDENCE_KEY,
      legalHold: true,
      clock: { now: () => '2096-01-31T10:20:30.400Z' as Instant },
    });
    const runId = parseRunId('0191d0a5-6b3a-4c57-9d0e-3c6f5a4b2c1d');
    const sealed = await aSealedFile();
    const { signal } = new AbortController();
    const { uri } = await store.put({ ...sealed, runId }, aLocation(), signal);
    expect(uri).toBe(`s3://${bucket}/${KEY}`);
    expect(standIn.it.s3.keys(bucket)).toEqual([KEY, `${KEY}.sha256`]);
    const client = new S3Client(clientSettings(standIn.it));
    for (const [Key, ContentType] of [
      [KEY, 'application/zip'],
      [`${KEY}.sha256`, 'text/plain; charset=utf-8'],
    ]) {
      const head = new HeadObjectCommand({ Bucket: bucket, Key, ChecksumMode: 'ENABLED' });
      expect(await client.send(head)).toMatchObject({
        ContentType,
        ChecksumType: 'FULL_OBJECT',
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: new Date('2103-02-01T10:20:31Z'),
        ObjectLockLegalHoldStatus: 'ON',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: EVIDENCE_KEY,
        BucketKeyEnabled: true,
        Metadata: {
          'run-id': runId,
          'ipe-id': 'IPE_07',
          'sha256-hex': sealed.zipDigest,
          schema: 'evidence/v1',
        },
      });
    }
    const line = await standIn.it.s3.read(bucket, `${KEY}.sha256`);
    expect(line.toString()).toBe(`${sealed.zipDigest}  ${aLocation().packageName}.zip\n`);
    for (const { headers } of standIn.it.requests.of('s3.PutObject').slice(-2)) {
      expect(headers).toMatchObject({
        'if-none-match': '*',
        'x-amz-expected-bucket-owner': standIn.it.account,
        'x-amz-checksum-sha256': expect.any(String),
      });
    }
  });

  it('R-1 is kept from the end of its period when that is still to come', async () => {
    const { bucket, store } = aStoreOn(standIn.it, { retention: { mode: 'GOVERNANCE', days: 10 } });
    const { cutoff } = parsePeriod('2099-12');
    const name = aLocation().packageName.replace('2025-09', '2099-12');
    const later = aLocation('abc123', { cutoff, packageName: name as never });
    await store.put(await aSealedFile(), later);
    const [version] = standIn.it.s3.versions(bucket);
    expect(version?.retention).toEqual({
      mode: 'GOVERNANCE',
      until: new Date(Date.parse('2100-01-01T00:00:00Z') + 10 * DAY_MS),
    });
  });

  it('R-1 asked for by a clock that is far behind is no success: the time of S3 decides', async () => {
    const { store } = aStoreOn(standIn.it, { clock: daysAgo(400) });
    await expect(store.put(await aSealedFile(), aLocation())).rejects.toMatchObject({
      code: 'NOT_PROTECTED',
      message: expect.stringContaining('expected retention until'),
      advice: expect.stringContaining('clock of this machine'),
    });
    expect(await store.list()).toEqual([]);
  });

  it('R-1 that S3 does not say the time of is no success', async () => {
    const set = { 'last-modified': null };
    const { put } = await putAmid([{ do: 'answer-headers', of: 's3.HeadObject', set }]);
    await expect(put).rejects.toThrow('expected the time it was stored, got none');
  });

  it('R-4 can be neither replaced, deleted nor kept shorter by the role that wrote it', async () => {
    const { bucket, store } = aStoreOn(standIn.it);
    await store.put(await aSealedFile(), aLocation());
    const client = new S3Client(clientSettings(standIn.it));
    const at = { Bucket: bucket, Key: KEY };
    const VersionId = standIn.it.s3.versions(bucket, KEY)[0]?.versionId;
    const shorter = { Mode: 'COMPLIANCE', RetainUntilDate: new Date(Date.now() + DAY_MS) } as const;
    for (const refused of [
      () => client.send(new DeleteObjectCommand({ ...at, VersionId })),
      () => client.send(new PutObjectCommand({ ...at, Body: 'other', IfNoneMatch: '*' })),
      () => client.send(new PutObjectRetentionCommand({ ...at, VersionId, Retention: shorter })),
      () =>
        client.send(
          new PutObjectRetentionCommand({
            ...at,
            VersionId,
            Retention: shorter,
            BypassGovernanceRetention: true,
          }),
        ),
    ]) {
      await expect(refused()).rejects.toMatchObject({
        name: expect.stringMatching(/^(AccessDenied|PreconditionFailed)$/),
      });
    }
    expect(await store.list()).toEqual([aLocation()]);
    expect((await store.custody(aLocation())).shortfalls).toEqual([]);
  });
});

/** What can be lost on the way to S3, by the headers that ask for it, and what is said then. */
const LOSSES: readonly (readonly [string, Record<string, string | null>, string])[] = [
  [
    'lock',
    {
      'x-amz-object-lock-mode': null,
      'x-amz-object-lock-retain-until-date': null,
    },
    'expected lock mode COMPLIANCE, got none; expected retention until',
  ],
  ['strength', { 'x-amz-object-lock-mode': 'GOVERNANCE' }, 'COMPLIANCE, got GOVERNANCE'],
  ['date', { 'x-amz-object-lock-retain-until-date': '2030-01-01T00:00:00Z' }, 'got 2030-01-01'],
  ['hold', { 'x-amz-object-lock-legal-hold': null }, 'expected a legal hold, got none'],
  [
    'key',
    {
      'x-amz-server-side-encryption': null,
      'x-amz-server-side-encryption-aws-kms-key-id': null,
      'x-amz-server-side-encryption-bucket-key-enabled': null,
    },
    'expected encryption aws:kms',
  ],
  [
    'own key',
    { 'x-amz-server-side-encryption-aws-kms-key-id': `${EVIDENCE_KEY}-of-another` },
    `expected encryption with ${EVIDENCE_KEY}, got ${EVIDENCE_KEY}-of-another`,
  ],
];

describe('an upload', () => {
  const RUN = parseRunId('0191d0a5-6b3a-4c57-9d0e-3c6f5a4b2c1d');
  const ANOTHER_RUN = parseRunId('0191d0a5-6b3a-4c57-9d0e-3c6f5a4b2c1e');

  /** Stores a package of a name that another writer takes after it was found to be free. */
  async function raceWith(
    content: string,
    runId: RunId,
    settings: Parameters<typeof aStoreIn>[2] = { clock: daysAgo(0.5) },
  ) {
    const { bucket, store } = aStoreOn(standIn.it);
    const other = aStoreIn(standIn.it, bucket, settings);
    const winner: Promise<StoredPackage>[] = [];
    const run = async () => {
      winner.push(other.put({ ...(await aSealedFile(content)), runId }, aLocation()));
      await winner[0];
    };
    standIn.it.faults.add({ do: 'run', when: 'before', run, of: 's3.PutObject', times: 1 });
    const put = store.put({ ...(await aSealedFile()), runId: RUN }, aLocation());
    return { bucket, store, put, won: async () => await winner[0] };
  }

  it('P22 of a name two writers race for succeeds for both when the same run brought the same bytes', async () => {
    const { bucket, store, put, won } = await raceWith('the bytes of a sealed ZIP', RUN);
    expect(await put).toEqual(await won());
    expect(standIn.it.s3.versions(bucket)).toHaveLength(2);
    expect(await store.get(aLocation())).toEqual(await put);
    expect((await store.custody(aLocation())).shortfalls).toEqual([]);
  });

  it('P22 of a name the same run took under less than is asked for is no success', async () => {
    const less = { retention: { mode: 'GOVERNANCE', days: 2557 } } as const;
    const { put, won } = await raceWith('the bytes of a sealed ZIP', RUN, less);
    await expect(put).rejects.toMatchObject({
      code: 'NOT_PROTECTED',
      message: expect.stringContaining('expected lock mode COMPLIANCE, got GOVERNANCE'),
    });
    await won();
  });

  it.each([
    ['other bytes', 'other bytes', RUN],
    ['the same bytes of another run', 'the bytes of a sealed ZIP', ANOTHER_RUN],
  ])('P22 of a name another writer took with %s is refused', async (_, content, runId) => {
    const { bucket, store, put, won } = await raceWith(content, runId);
    await expect(put).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(await store.get(aLocation())).toEqual(await won());
    expect(standIn.it.s3.versions(bucket)).toHaveLength(2);
  });

  it('P22 that a server lets two writers make is no success', async () => {
    const { bucket, store } = aStoreOn(standIn.it);
    const run = () => standIn.it.s3.put(bucket, KEY, Buffer.from('another'));
    const path = '.zip.sha256';
    standIn.it.faults.add({ do: 'run', when: 'after', run, of: 's3.PutObject', path, times: 1 });
    const put = store.put(await aSealedFile(), aLocation());
    await expect(put).rejects.toMatchObject({ code: 'DAMAGED' });
  });

  it('P22 tries again when S3 says that another write is under way', async () => {
    const conflict = { do: 'error', status: 409, code: 'ConditionalRequestConflict' } as const;
    const { put } = await putAmid([{ ...conflict, of: 's3.PutObject', times: 2 }]);
    expect(await put).toMatchObject({ bytes: 25 });
    expect(timesSent()).toBe(4);
  });

  it.each([
    ['the package', '.zip'],
    ['its digest', '.zip.sha256'],
  ])('P23 whose answer was lost is known to be its own: %s', async (_, path) => {
    const { store, put } = await putAmid([
      { do: 'lost-answer', of: 's3.PutObject', path, times: 1 },
    ]);
    const stored = await put;
    expect(await store.get(aLocation())).toEqual(stored);
    expect(timesSent()).toBe(3);
  });

  it.each([
    ['the package', '.zip'],
    ['its digest', '.zip.sha256'],
  ])('P23 P25 whose answer was lost and whose lock as well is no success: %s', async (_, path) => {
    const set = {
      'x-amz-object-lock-mode': null,
      'x-amz-object-lock-retain-until-date': null,
    };
    const { put } = await putAmid([
      { do: 'lost-answer', of: 's3.PutObject', path, times: 1 },
      { do: 'request-headers', of: 's3.PutObject', path, set, times: 1 },
    ]);
    await expect(put).rejects.toMatchObject({
      code: 'NOT_PROTECTED',
      message: expect.stringContaining('expected lock mode COMPLIANCE, got none'),
    });
  });

  it('P24 to a bucket of another account is refused in words that name it', async () => {
    const { bucket } = aStoreOn(standIn.it);
    const store = aStoreIn(standIn.it, bucket, { expectedOwner: '999999999999' });
    const words = {
      code: 'NOT_WRITABLE',
      message: expect.stringContaining(
        'is not owned by the expected account 999999999999, or access is denied',
      ),
    };
    await expect(store.put(await aSealedFile(), aLocation())).rejects.toMatchObject(words);
    await expect(store.list()).rejects.toMatchObject(words);
    await expect(store.reach()).rejects.toMatchObject(words);
    expect(standIn.it.s3.keys(bucket)).toEqual([]);
  });

  it.each(LOSSES)(
    'P25 that loses its %s on the way fails and shows no package',
    async (_, set, words) => {
      const { store, put } = await putAmid([{ do: 'request-headers', of: 's3.PutObject', set }], {
        legalHold: true,
        kmsKey: EVIDENCE_KEY,
      });
      await expect(put).rejects.toMatchObject({
        code: 'NOT_PROTECTED',
        message: expect.stringContaining(words),
      });
      expect(await store.list()).toEqual([]);
      await expect(store.get(aLocation())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  it.each(LOSSES)('P25 whose digest loses its %s on the way fails', async (_, set, words) => {
    const lost: Fault = { do: 'request-headers', of: 's3.PutObject', path: '.zip.sha256', set };
    const { put } = await putAmid([lost], { legalHold: true, kmsKey: EVIDENCE_KEY });
    await expect(put).rejects.toMatchObject({
      code: 'NOT_PROTECTED',
      message: expect.stringMatching(/^s3:\/\/\S+\.zip\.sha256 was written/),
    });
    await expect(put).rejects.toThrow(words);
  });

  it('P25 that is said to have no encryption at all fails', async () => {
    const set = { 'x-amz-server-side-encryption': null };
    const { put } = await putAmid([{ do: 'answer-headers', of: 's3.HeadObject', set }], {
      kmsKey: EVIDENCE_KEY,
    });
    await expect(put).rejects.toThrow('expected encryption aws:kms, got none');
  });

  it('P25 to a bucket without versions fails', async () => {
    const bucket = `plain-${Date.now()}`;
    standIn.it.s3.createBucket(bucket);
    const store = aStoreIn(standIn.it, bucket, { retention: { mode: 'none' } });
    await expect(store.put(await aSealedFile(), aLocation())).rejects.toMatchObject({
      code: 'NOT_PROTECTED',
      message: expect.stringContaining('has no version'),
    });
  });

  it('P25 to a bucket whose versions were suspended fails', async () => {
    const bucket = `suspended-${Date.now()}`;
    standIn.it.s3.createBucket(bucket, { versioning: true });
    const client = new S3Client(clientSettings(standIn.it));
    const VersioningConfiguration = { Status: 'Suspended' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
    const store = aStoreIn(standIn.it, bucket, { retention: { mode: 'none' } });
    await expect(store.put(await aSealedFile(), aLocation())).rejects.toMatchObject({
      code: 'NOT_PROTECTED',
      message: expect.stringContaining('has no version'),
    });
    expect(standIn.it.s3.versions(bucket)).toMatchObject([{ versionId: 'null' }]);
  });

  it('to a bucket without Object Lock says what the bucket needs', async () => {
    const bucket = `lockless-${Date.now()}`;
    standIn.it.s3.createBucket(bucket, { versioning: true });
    const put = aStoreIn(standIn.it, bucket).put(await aSealedFile(), aLocation());
    await expect(put).rejects.toMatchObject({
      code: 'STORE_FAILED',
      advice: expect.stringContaining('created with Object Lock'),
    });
  });

  it.each<[string, Fault]>([
    ['is busy', { do: 'throttle' }],
    ['has an error inside', { do: 'server-error' }],
    ['answers with a page for people', { do: 'html' }],
    ['breaks the connection', { do: 'reset', after: 5 }],
  ])('is sent again from its beginning when S3 %s', async (_, fault) => {
    const { put } = await putAmid([{ ...fault, of: 's3.PutObject', times: 4 }]);
    expect(await put).toMatchObject({ bytes: 25 });
    expect(timesSent()).toBe(6);
  });

  it('is sent again when nothing is answered', async () => {
    const silent: Fault = { do: 'delay', ms: 60_000, of: 's3.PutObject', path: '.zip', times: 1 };
    const { put } = await putAmid([silent], { idleMs: 200 });
    expect(await put).toMatchObject({ bytes: 25 });
  });

  it('gives up after 5 tries, and says that it may be better later', async () => {
    const { put } = await putAmid([{ do: 'server-error', of: 's3.PutObject' }]);
    await expect(put).rejects.toMatchObject({ code: 'STORE_FAILED', transient: true });
    expect(timesSent()).toBe(5);
  });

  it('that arrives as other bytes is refused', async () => {
    const { put, store } = await putAmid([
      { do: 'error', status: 400, code: 'BadDigest', of: 's3.PutObject' },
    ]);
    await expect(put).rejects.toMatchObject({ code: 'CONTENT_CHANGED' });
    expect(await store.list()).toEqual([]);
  });

  it.each<[string, Fault]>([
    ['checksum', { do: 'wrong-checksum' }],
    ['length', { do: 'answer-headers', set: { 'content-length': '24' } }],
  ])('that S3 states another %s of is refused', async (_, fault) => {
    const { put } = await putAmid([{ ...fault, of: 's3.HeadObject', times: 1 }]);
    await expect(put).rejects.toMatchObject({
      code: 'DAMAGED',
      message: expect.stringContaining('was written differently'),
    });
  });

  it('that S3 states no checksum of is read back', async () => {
    const set = { 'x-amz-checksum-sha256': null };
    const unstated: Fault = { do: 'answer-headers', of: 's3.HeadObject', set };
    expect(await (await putAmid([unstated])).put).toMatchObject({ bytes: 25 });
    expect(standIn.it.requests.of('s3.GetObject')).toHaveLength(3);
    standIn.it.faults.clear();
    const flipped: Fault = { do: 'flip', at: 3, of: 's3.GetObject' };
    await expect((await putAmid([unstated, flipped])).put).rejects.toMatchObject({
      code: 'DAMAGED',
    });
  });

  it.each([
    ['there is no such bucket', 404, 'NoSuchBucket', 'STORE_FAILED', 'there is no bucket'],
    ['the bucket is elsewhere', 301, 'PermanentRedirect', 'STORE_FAILED', 'is not in region'],
    ['nobody knows the key', 403, 'InvalidAccessKeyId', 'NOT_WRITABLE', 'does not know us'],
    ['something new is wrong', 400, 'NeverSeen', 'STORE_FAILED', KEY],
  ])('says in words that %s', async (_, status, code, ours, words) => {
    const { put } = await putAmid([{ do: 'error', status, code, of: 's3' }]);
    await expect(put).rejects.toMatchObject({
      code: ours,
      transient: false,
      message: expect.stringContaining(words),
    });
  });

  it('says in words that its role may not write', async () => {
    const { store } = aStoreOn(standIn.it);
    standIn.it.s3.setPolicy((action) => (action === 's3:PutObject' ? 'deny' : 'allow'));
    const put = store.put(await aSealedFile(), aLocation());
    await expect(put).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });

  it('gets new credentials once when a token has expired', async () => {
    let logins = 0;
    const credentials = async () => {
      logins += 1;
      return clientSettings(standIn.it).credentials;
    };
    const once = await putAmid([{ do: 'expired-token', of: 's3.PutObject', times: 1 }], {
      credentials,
    });
    expect(await once.put).toMatchObject({ bytes: 25 });
    expect(logins).toBe(2);
    const always = await putAmid([{ do: 'expired-token', of: 's3.PutObject' }], { credentials });
    await expect(always.put).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
    expect(timesSent()).toBe(2);
  });

  it('gets new credentials once for two that work at the same time', async () => {
    let logins = 0;
    const credentials = async () => {
      logins += 1;
      return clientSettings(standIn.it).credentials;
    };
    const { store } = aStoreOn(standIn.it, { credentials });
    standIn.it.faults.add({ do: 'expired-token', of: 's3.ListObjectVersions', times: 2 });
    await Promise.all([store.list(), store.list()]);
    expect(logins).toBe(2);
  });

  it.each([
    ['before it is sent', 's3.ListObjectVersions'],
    ['while it is sent', 's3.PutObject'],
  ])('stops when it is cancelled %s', async (_, of) => {
    const { store } = aStoreOn(standIn.it);
    const stop = new AbortController();
    standIn.it.faults.add({ do: 'run', when: 'before', run: () => stop.abort(), of });
    const put = store.put(await aSealedFile(), aLocation(), stop.signal);
    await expect(put).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await store.list()).toEqual([]);
  });

  it('stops when it is cancelled between two tries', async () => {
    const session = openSession({ ...aStoreOptions(standIn.it, 'any'), firstWaitMs: 3_600_000 });
    const stop = new AbortController();
    const waiting = session.wait('s3://any/thing', 5, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({
      code: 'CANCELLED',
      message: expect.stringContaining('s3://any/thing'),
    });
  });

  it('of a file that grew since it was sealed is refused', async () => {
    const sealed = await aSealedFile();
    await appendFile(sealed.path, ' and more');
    const sent = sealedBody(sealed, 25).toArray();
    await expect(sent).rejects.toMatchObject({ code: 'CONTENT_CHANGED' });
  });
});
