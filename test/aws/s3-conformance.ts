import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientSettings, REGION } from '../support/aws/clients.ts';

/** A server to try, and how to end it. */
export interface S3Server {
  readonly endpoint: string;
  /** The region its buckets are made in; the tests' own unless told. */
  readonly region?: string;
  readonly key: { readonly accessKeyId: string; readonly secretAccessKey: string };
  close(): Promise<void>;
}

const PART = 5 * 1024 * 1024;
const DAY_MS = 86_400_000;

/** The error a call ends in: its name and status. */
export async function failureOf(
  call: Promise<unknown>,
): Promise<{ readonly name: string; readonly status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata = '$metadata' in error ? error.$metadata : undefined;
    const status =
      typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
        ? Number(metadata.httpStatusCode)
        : undefined;
    return { name: error.name, status };
  }
  throw new Error('the call was answered and should have failed');
}

/** What every S3 does; run on the stand-in and on real servers, so that the stand-in stays honest. */
export function describeS3Conformance(name: string, start: () => Promise<S3Server>): void {
  describe(`${name} does what S3 does`, () => {
    let server: S3Server;
    let settings: ClientSettings;
    let s3: S3Client;

    beforeAll(async () => {
      server = await start();
      const { endpoint, region = REGION, key } = server;
      settings = { endpoint, region, credentials: key };
      s3 = new S3Client({ ...settings, forcePathStyle: true });
    });

    afterAll(async () => {
      s3?.destroy();
      await server?.close();
    });

    async function bucket(kind: 'plain' | 'versioned' | 'locked' = 'plain'): Promise<string> {
      const Bucket = `b-${randomUUID()}`;
      const locked = kind === 'locked' ? { ObjectLockEnabledForBucket: true } : {};
      await s3.send(new CreateBucketCommand({ Bucket, ...locked }));
      if (kind === 'versioned') {
        const VersioningConfiguration = { Status: 'Enabled' } as const;
        await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      }
      return Bucket;
    }

    async function put(Bucket: string, Key: string, Body: string, more: object = {}) {
      return await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
    }

    async function text(Bucket: string, Key: string, more: object = {}): Promise<string> {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
      return (await Body?.transformToString()) ?? '';
    }

    it('10.5 gives back the bytes, the type and the metadata it was given', async () => {
      const Bucket = await bucket();
      const answer = await put(Bucket, 'a', 'héllo', {
        ContentType: 'application/zip',
        Metadata: { 'run-id': 'r-1' },
      });
      expect(answer.ETag).toBe(`"${createHash('md5').update('héllo').digest('hex')}"`);
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
      expect(head).toMatchObject({
        ContentLength: 6,
        ContentType: 'application/zip',
        Metadata: { 'run-id': 'r-1' },
        ETag: answer.ETag,
      });
      expect(await text(Bucket, 'a')).toBe('héllo');
    });

    it('10.5 keeps keys with spaces, signs and letters of other alphabets apart', async () => {
      const Bucket = await bucket();
      const keys = ['a b', 'a+b', 'a%20b', 'ä/ö ü.zip', "it's(1)*!", 'emoji-😀', 'a//b', 'x=y&z'];
      for (const key of keys) await put(Bucket, key, key);
      for (const key of keys) expect(await text(Bucket, key)).toBe(key);
    });

    it('10.5 says which thing is missing: the key, the bucket', async () => {
      const Bucket = await bucket();
      const get = (Bucket: string) => s3.send(new GetObjectCommand({ Bucket, Key: 'none' }));
      expect(await failureOf(get(Bucket))).toEqual({ name: 'NoSuchKey', status: 404 });
      expect(await failureOf(get('b-none'))).toEqual({ name: 'NoSuchBucket', status: 404 });
      const head = s3.send(new HeadObjectCommand({ Bucket, Key: 'none' }));
      expect(await failureOf(head)).toEqual({ name: 'NotFound', status: 404 });
      await s3.send(new HeadBucketCommand({ Bucket }));
      const missing = s3.send(new HeadBucketCommand({ Bucket: 'b-none' }));
      expect(await failureOf(missing)).toMatchObject({ status: 404 });
    });

    it('10.5 gives a range, an open one and the last bytes; 416 beyond the end', async () => {
      const Bucket = await bucket();
      await put(Bucket, 'r', '0123456789');
      const get = (Range: string) => s3.send(new GetObjectCommand({ Bucket, Key: 'r', Range }));
      const middle = await get('bytes=2-4');
      expect(middle.$metadata.httpStatusCode).toBe(206);
      expect(middle.ContentRange).toBe('bytes 2-4/10');
      expect(await middle.Body?.transformToString()).toBe('234');
      expect(await (await get('bytes=7-')).Body?.transformToString()).toBe('789');
      expect(await (await get('bytes=-2')).Body?.transformToString()).toBe('89');
      expect(await (await get('bytes=8-99')).Body?.transformToString()).toBe('89');
      expect(await failureOf(get('bytes=10-'))).toEqual({ name: 'InvalidRange', status: 416 });
    });

    it('10.5 refuses to read an object that is not the one expected', async () => {
      const Bucket = await bucket();
      const { ETag = '' } = await put(Bucket, 'm', 'one');
      expect(await text(Bucket, 'm', { IfMatch: ETag })).toBe('one');
      await put(Bucket, 'm', 'two');
      const stale = s3.send(new GetObjectCommand({ Bucket, Key: 'm', IfMatch: ETag }));
      expect(await failureOf(stale)).toEqual({ name: 'PreconditionFailed', status: 412 });
    });

    it('10.5 writes a key once when asked to, and again over a delete marker', async () => {
      const Bucket = await bucket('versioned');
      await put(Bucket, 'once', 'first', { IfNoneMatch: '*' });
      const again = put(Bucket, 'once', 'second', { IfNoneMatch: '*' });
      expect(await failureOf(again)).toEqual({ name: 'PreconditionFailed', status: 412 });
      expect(await text(Bucket, 'once')).toBe('first');
      await s3.send(new DeleteObjectCommand({ Bucket, Key: 'once' }));
      await put(Bucket, 'once', 'third', { IfNoneMatch: '*' });
      expect(await text(Bucket, 'once')).toBe('third');
    });

    it('10.5 takes a stream of known length', async () => {
      const Bucket = await bucket();
      const plain = new S3Client({
        ...settings,
        forcePathStyle: true,
        requestChecksumCalculation: 'WHEN_REQUIRED',
      });
      const Body = Readable.from([Buffer.alloc(700_000, 1), Buffer.alloc(300_000, 2)]);
      await plain.send(new PutObjectCommand({ Bucket, Key: 's', Body, ContentLength: 1_000_000 }));
      const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket, Key: 's' }));
      expect(ContentLength).toBe(1_000_000);
      plain.destroy();
    });

    it('10.5 refuses bytes that are not those of Content-MD5', async () => {
      const Bucket = await bucket();
      const ContentMD5 = Buffer.alloc(16, 1).toString('base64');
      const wrong = put(Bucket, 'md5', 'text', { ContentMD5 });
      expect(await failureOf(wrong)).toEqual({ name: 'BadDigest', status: 400 });
      const get = s3.send(new GetObjectCommand({ Bucket, Key: 'md5' }));
      expect(await failureOf(get)).toMatchObject({ name: 'NoSuchKey' });
    });

    it('10.2 answers no unknown key and no wrong signature', async () => {
      const Bucket = await bucket();
      const ask = async (credentials: ClientSettings['credentials']) => {
        const client = new S3Client({ ...settings, credentials, forcePathStyle: true });
        const failure = await failureOf(client.send(new ListObjectsV2Command({ Bucket })));
        client.destroy();
        return failure;
      };
      const { accessKeyId, secretAccessKey } = server.key;
      expect(await ask({ accessKeyId: 'nobody', secretAccessKey })).toEqual({
        name: 'InvalidAccessKeyId',
        status: 403,
      });
      expect(await ask({ accessKeyId, secretAccessKey: 'wrong' })).toEqual({
        name: 'SignatureDoesNotMatch',
        status: 403,
      });
    });

    it('10.5 lists keys in the order of their bytes, page by page, none twice and none left out', async () => {
      const Bucket = await bucket();
      const keys = ['B', 'a/1', 'a/2', 'a/b/3', 'b', 'é', '😀'];
      for (const key of keys) await put(Bucket, key, key);
      const seen: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({
            Bucket,
            MaxKeys: 2,
            ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
          }),
        );
        expect(page.KeyCount).toBeLessThanOrEqual(2);
        seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(seen).toEqual(keys);
    });

    it('10.5 groups keys under a delimiter', async () => {
      const Bucket = await bucket();
      for (const key of ['a/1', 'a/2', 'a/b/3', 'a0', 'c']) await put(Bucket, key, key);
      const top = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
      expect(top.CommonPrefixes).toEqual([{ Prefix: 'a/' }]);
      expect(top.Contents?.map(({ Key }) => Key)).toEqual(['a0', 'c']);
      const below = await s3.send(
        new ListObjectsV2Command({ Bucket, Delimiter: '/', Prefix: 'a/' }),
      );
      expect(below.CommonPrefixes).toEqual([{ Prefix: 'a/b/' }]);
      expect(below.Contents?.map(({ Key }) => Key)).toEqual(['a/1', 'a/2']);
    });

    it('10.5 keeps every version; a delete without version only puts a marker on top', async () => {
      const Bucket = await bucket('versioned');
      const first = await put(Bucket, 'v', 'one');
      const second = await put(Bucket, 'v', 'two');
      expect(first.VersionId).not.toBe(second.VersionId);
      const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'v' }));
      expect(marker.DeleteMarker).toBe(true);
      const get = s3.send(new GetObjectCommand({ Bucket, Key: 'v' }));
      expect(await failureOf(get)).toEqual({ name: 'NoSuchKey', status: 404 });
      expect(await text(Bucket, 'v', { VersionId: first.VersionId })).toBe('one');
      const { Versions = [], DeleteMarkers = [] } = await s3.send(
        new ListObjectVersionsCommand({ Bucket }),
      );
      expect(Versions.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
        [second.VersionId, false],
        [first.VersionId, false],
      ]);
      expect(DeleteMarkers.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
        [marker.VersionId, true],
      ]);
      await s3.send(
        new DeleteObjectCommand({ Bucket, Key: 'v', VersionId: marker.VersionId ?? '' }),
      );
      expect(await text(Bucket, 'v')).toBe('two');
    });

    it('10.5 lists versions page by page, none twice and none left out', async () => {
      const Bucket = await bucket('versioned');
      const made: string[] = [];
      for (const key of ['p/a', 'p/b', 'q']) {
        const versions: string[] = [];
        for (const body of ['1', '2', '3']) {
          const { VersionId = '' } = await put(Bucket, key, body);
          versions.unshift(`${key} ${VersionId}`);
        }
        if (key.startsWith('p/')) made.push(...versions);
      }
      const seen: string[] = [];
      let marker: { KeyMarker?: string; VersionIdMarker?: string } | null = {};
      while (marker !== null) {
        const page: ListObjectVersionsCommandOutput = await s3.send(
          new ListObjectVersionsCommand({ Bucket, Prefix: 'p/', MaxKeys: 2, ...marker }),
        );
        seen.push(...(page.Versions ?? []).map(({ Key, VersionId }) => `${Key} ${VersionId}`));
        marker =
          page.IsTruncated === true
            ? {
                KeyMarker: page.NextKeyMarker ?? '',
                VersionIdMarker: page.NextVersionIdMarker ?? '',
              }
            : null;
      }
      expect(seen).toEqual(made);
    });

    it('10.5 deletes many keys in one request', async () => {
      const Bucket = await bucket();
      for (const key of ['x', 'y', 'z']) await put(Bucket, key, key);
      const Delete = { Objects: [{ Key: 'x' }, { Key: 'z' }] };
      const { Deleted = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
      expect(Deleted.map(({ Key }) => Key).sort()).toEqual(['x', 'z']);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      expect(Contents.map(({ Key }) => Key)).toEqual(['y']);
    });

    async function startUpload(Bucket: string, Key: string, more: object = {}) {
      const { UploadId = '' } = await s3.send(
        new CreateMultipartUploadCommand({ Bucket, Key, ...more }),
      );
      return async (PartNumber: number, Body: Buffer) => {
        const part = { Bucket, Key, UploadId, PartNumber, Body };
        const { ETag = '' } = await s3.send(new UploadPartCommand(part));
        return { PartNumber, ETag, UploadId };
      };
    }

    function complete(
      Bucket: string,
      Key: string,
      parts: readonly { PartNumber: number; ETag: string; UploadId: string }[],
    ) {
      return s3.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId: parts[0]?.UploadId ?? '',
          MultipartUpload: {
            Parts: parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })),
          },
        }),
      );
    }

    it('10.5 puts parts together in their order, whatever order they came in', async () => {
      const Bucket = await bucket();
      const part = await startUpload(Bucket, 'm');
      const last = await part(2, Buffer.from('end'));
      const first = await part(1, Buffer.alloc(PART, 'a'));
      const { ETag } = await complete(Bucket, 'm', [first, last]);
      expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'm' }));
      expect(head.ContentLength).toBe(PART + 3);
      expect(await text(Bucket, 'm', { Range: `bytes=${PART - 1}-` })).toBe('aend');
    });

    it('10.5 refuses parts out of order, parts too small, parts it never got', async () => {
      const Bucket = await bucket();
      const part = await startUpload(Bucket, 'm');
      const one = await part(1, Buffer.from('small'));
      const two = await part(2, Buffer.from('end'));
      expect(await failureOf(complete(Bucket, 'm', [two, one]))).toMatchObject({
        name: 'InvalidPartOrder',
        status: 400,
      });
      expect(await failureOf(complete(Bucket, 'm', [{ ...one, ETag: two.ETag }]))).toMatchObject({
        name: 'InvalidPart',
        status: 400,
      });
      expect(await failureOf(complete(Bucket, 'm', [one, two]))).toMatchObject({
        name: 'EntityTooSmall',
        status: 400,
      });
      const get = s3.send(new GetObjectCommand({ Bucket, Key: 'm' }));
      expect(await failureOf(get)).toMatchObject({ name: 'NoSuchKey' });
    });

    it('10.5 forgets an upload that was aborted', async () => {
      const Bucket = await bucket();
      const part = await startUpload(Bucket, 'm');
      const one = await part(1, Buffer.from('x'));
      const { UploadId } = one;
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'm', UploadId }));
      expect(await failureOf(complete(Bucket, 'm', [one]))).toMatchObject({
        name: 'NoSuchUpload',
        status: 404,
      });
    });

    const inDays = (days: number): Date =>
      new Date(Math.ceil((Date.now() + days * DAY_MS) / 1000) * 1000);

    async function locked(mode: 'COMPLIANCE' | 'GOVERNANCE') {
      const Bucket = await bucket('locked');
      const until = inDays(2);
      const { VersionId = '' } = await put(Bucket, 'k', 'sealed', {
        ObjectLockMode: mode,
        ObjectLockRetainUntilDate: until,
      });
      const object = { Bucket, Key: 'k', VersionId };
      const retain = (days: number, more: object = {}) =>
        s3.send(
          new PutObjectRetentionCommand({
            ...object,
            Retention: { Mode: mode, RetainUntilDate: inDays(days) },
            ...more,
          }),
        );
      return { object, until, retain };
    }

    it('10.5 lets nobody delete or shorten under COMPLIANCE, and lets everybody prolong', async () => {
      const { object, until, retain } = await locked('COMPLIANCE');
      const head = await s3.send(new HeadObjectCommand(object));
      expect(head.ObjectLockMode).toBe('COMPLIANCE');
      expect(head.ObjectLockRetainUntilDate).toEqual(until);
      const denied = { name: 'AccessDenied', status: 403 };
      const bypass = { BypassGovernanceRetention: true };
      expect(await failureOf(s3.send(new DeleteObjectCommand(object)))).toEqual(denied);
      expect(await failureOf(s3.send(new DeleteObjectCommand({ ...object, ...bypass })))).toEqual(
        denied,
      );
      expect(await failureOf(retain(1))).toEqual(denied);
      expect(await failureOf(retain(1, bypass))).toEqual(denied);
      await retain(4);
      const { Retention } = await s3.send(new GetObjectRetentionCommand(object));
      expect(Retention?.Mode).toBe('COMPLIANCE');
      expect(Retention?.RetainUntilDate?.getTime()).toBeGreaterThan(until.getTime());
      expect(await text(object.Bucket, 'k')).toBe('sealed');
    });

    it('10.5 lets GOVERNANCE be passed only by those who ask for it', async () => {
      const { object, retain } = await locked('GOVERNANCE');
      const denied = { name: 'AccessDenied', status: 403 };
      expect(await failureOf(s3.send(new DeleteObjectCommand(object)))).toEqual(denied);
      expect(await failureOf(retain(1))).toEqual(denied);
      await retain(1, { BypassGovernanceRetention: true });
      await s3.send(new DeleteObjectCommand({ ...object, BypassGovernanceRetention: true }));
      expect(await failureOf(s3.send(new GetObjectCommand(object)))).toMatchObject({ status: 404 });
    });

    it('10.5 keeps a version under legal hold until the hold is lifted', async () => {
      const Bucket = await bucket('locked');
      const { VersionId = '' } = await put(Bucket, 'h', 'held', {
        ObjectLockLegalHoldStatus: 'ON',
      });
      const object = { Bucket, Key: 'h', VersionId };
      const { LegalHold } = await s3.send(new GetObjectLegalHoldCommand(object));
      expect(LegalHold?.Status).toBe('ON');
      expect(await failureOf(s3.send(new DeleteObjectCommand(object)))).toEqual({
        name: 'AccessDenied',
        status: 403,
      });
      const off = { ...object, LegalHold: { Status: 'OFF' } } as const;
      await s3.send(new PutObjectLegalHoldCommand(off));
      await s3.send(new DeleteObjectCommand(object));
      expect(await failureOf(s3.send(new GetObjectCommand(object)))).toMatchObject({ status: 404 });
    });

    it("10.5 gives new versions the bucket's own retention", async () => {
      const Bucket = await bucket('locked');
      const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: 3 } } as const;
      const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
      await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
      const told = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
      expect(told.ObjectLockConfiguration).toEqual(ObjectLockConfiguration);
      await put(Bucket, 'd', 'default');
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'd' }));
      expect(head.ObjectLockMode).toBe('GOVERNANCE');
      const days = ((head.ObjectLockRetainUntilDate?.getTime() ?? 0) - Date.now()) / DAY_MS;
      expect(days).toBeGreaterThan(2.9);
      expect(days).toBeLessThan(3.1);
    });

    it('10.5 refuses a lock where the bucket has none, and a date that is over', async () => {
      const Bucket = await bucket();
      const lock = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: inDays(1) };
      expect(await failureOf(put(Bucket, 'l', 'x', lock))).toEqual({
        name: 'InvalidRequest',
        status: 400,
      });
      const configuration = s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
      expect(await failureOf(configuration)).toEqual({
        name: 'ObjectLockConfigurationNotFoundError',
        status: 404,
      });
      const past = { ...lock, ObjectLockRetainUntilDate: inDays(-1) };
      const refused = put(await bucket('locked'), 'l', 'x', past);
      expect(await failureOf(refused)).toEqual({ name: 'InvalidArgument', status: 400 });
    });
  });
}
