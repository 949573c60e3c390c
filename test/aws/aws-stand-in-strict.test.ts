import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterEach, describe, expect, it } from 'vitest';
import { ALGORITHMS, startChecksum } from '../support/aws/checksums.ts';
import { clientSettings } from '../support/aws/clients.ts';
import type { ObjectSink } from '../support/aws/service.ts';
import {
  type AwsStandIn,
  type AwsStandInOptions,
  startAwsStandIn,
} from '../support/aws/start-aws-stand-in.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { failureOf } from './s3-conformance.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(
  options: AwsStandInOptions = {},
): Promise<{ readonly standIn: AwsStandIn; readonly s3: S3Client }> {
  const standIn = await startAwsStandIn({ buckets: ['b'], ...options });
  const s3 = new S3Client(clientSettings(standIn));
  closing.push(async () => {
    s3.destroy();
    await standIn.close();
  });
  return { standIn, s3 };
}

const sha256 = (...data: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const one of data) hash.update(one);
  return hash.digest('base64');
};
const KMS_KEY = 'arn:aws:kms:eu-west-1:123456789012:key/evidence';
const until = new Date(Math.ceil((Date.now() + 86_400_000) / 1000) * 1000);

describe('checksums', () => {
  it('10.5 are those of the published check values', () => {
    const of = (algorithm: (typeof ALGORITHMS)[number]): string => {
      const checksum = startChecksum(algorithm);
      for (const part of ['1234', '56789']) checksum.update(Buffer.from(part));
      return checksum.digest().toString('hex');
    };
    expect(Object.fromEntries(ALGORITHMS.map((name) => [name, of(name)]))).toEqual({
      crc32: 'cbf43926',
      crc32c: 'e3069283',
      crc64nvme: 'ae8b14860a799888',
      sha1: createHash('sha1').update('123456789').digest('hex'),
      sha256: createHash('sha256').update('123456789').digest('hex'),
    });
  });
});

describe('where AWS is stricter than other servers, the stand-in is as strict', () => {
  it('10.5 stores a SHA-256 sent with the object and gives it back as that of the whole', async () => {
    const { s3 } = await start();
    const ChecksumSHA256 = sha256('sealed');
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'sealed', ChecksumSHA256 }));
    const asked = { Bucket: 'b', Key: 'k' };
    const head = await s3.send(new HeadObjectCommand({ ...asked, ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ChecksumSHA256, ChecksumType: 'FULL_OBJECT' });
    const unasked = await s3.send(new HeadObjectCommand(asked));
    expect(unasked.ChecksumSHA256).toBeUndefined();
    const part = await s3.send(
      new GetObjectCommand({ ...asked, Range: 'bytes=1-2', ChecksumMode: 'ENABLED' }),
    );
    expect(part.ChecksumSHA256).toBeUndefined();
    expect(await part.Body?.transformToString()).toBe('ea');
  });

  it('10.5 refuses bytes that do not have the checksum they came with, whatever its kind', async () => {
    const { standIn, s3 } = await start();
    const wrong = {
      ChecksumCRC32: 'AAAAAA==',
      ChecksumCRC32C: 'AAAAAA==',
      ChecksumCRC64NVME: 'AAAAAAAAAAA=',
      ChecksumSHA1: sha256('x').slice(0, 27).concat('='),
      ChecksumSHA256: sha256('other'),
    };
    for (const [name, value] of Object.entries(wrong)) {
      const put = s3.send(
        new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'sealed', [name]: value }),
      );
      expect(await failureOf(put), name).toEqual({ name: 'BadDigest', status: 400 });
    }
    expect(standIn.s3.keys('b')).toEqual([]);
  });

  it('10.5 takes the right checksum of every kind, and adds its own when none is sent', async () => {
    const { standIn, s3 } = await start();
    for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const) {
      await s3.send(
        new PutObjectCommand({ Bucket: 'b', Key: ChecksumAlgorithm, Body: 'x', ChecksumAlgorithm }),
      );
    }
    const checksum = startChecksum('crc64nvme');
    checksum.update(Buffer.from('x'));
    const ChecksumCRC64NVME = checksum.digest().toString('base64');
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: '64', Body: 'x', ChecksumCRC64NVME }));
    const plain = new S3Client({
      ...clientSettings(standIn),
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    await plain.send(new PutObjectCommand({ Bucket: 'b', Key: 'none', Body: 'x' }));
    plain.destroy();
    const head = await s3.send(
      new HeadObjectCommand({ Bucket: 'b', Key: 'none', ChecksumMode: 'ENABLED' }),
    );
    expect(head.ChecksumCRC64NVME).toBe(ChecksumCRC64NVME);
    expect(standIn.s3.keys('b')).toEqual(['64', 'CRC32', 'CRC32C', 'SHA1', 'SHA256', 'none']);
  });

  it('10.5 takes chunked streams apart and checks the trailer', async () => {
    const { standIn, s3 } = await start();
    const Body = () => Readable.from([Buffer.alloc(70_000, 1), Buffer.alloc(30_001, 2)]);
    const put = { Bucket: 'b', Key: 'k', ContentLength: 100_001 };
    await s3.send(new PutObjectCommand({ ...put, Body: Body() }));
    const [request] = standIn.requests.of('s3.PutObject');
    expect(request?.headers).toMatchObject({
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '100001',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    });
    const whole = Buffer.concat([Buffer.alloc(70_000, 1), Buffer.alloc(30_001, 2)]);
    expect(await standIn.s3.read('b', 'k')).toEqual(whole);
    const { ContentEncoding } = await s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }));
    expect(ContentEncoding).toBeUndefined();
  });

  const chunked = async (standIn: AwsStandIn, body: string, length: number): Promise<string> => {
    const answer = await fetch(`${standIn.endpoint}/b/k`, {
      method: 'PUT',
      body,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${standIn.key.accessKeyId}/20260131/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
        'content-encoding': 'aws-chunked',
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length': String(length),
        'x-amz-trailer': 'x-amz-checksum-crc32',
      },
    });
    return `${answer.status} ${/<Code>(\w+)/.exec(await answer.text())?.[1] ?? 'stored'}`;
  };

  it('10.5 refuses a chunked stream with a wrong length, a wrong trailer or broken framing', async () => {
    const { standIn } = await start({ signatures: 'parse' });
    const trailer = 'x-amz-checksum-crc32:y/Q5Jg==\r\n\r\n';
    const body = `9\r\n123456789\r\n0\r\n${trailer}`;
    expect(await chunked(standIn, body, 9)).toBe('200 stored');
    expect(await chunked(standIn, body, 10)).toBe('400 IncompleteBody');
    const other = body.replace('y/Q5Jg==', 'AAAAAA==');
    expect(await chunked(standIn, other, 9)).toBe('400 BadDigest');
    expect(await chunked(standIn, '9\r\n1234', 9)).toBe('400 IncompleteBody');
    expect(await chunked(standIn, 'zz\r\n1234', 9)).toBe('400 IncompleteBody');
    expect(await chunked(standIn, '9\r\n123456789\r\n0\r\n\r\n', 9)).toBe('400 BadDigest');
  });

  it('10.5 refuses a body whose hash was signed as another', async () => {
    const { standIn } = await start({ signatures: 'parse' });
    const answer = await fetch(`${standIn.endpoint}/b/k`, {
      method: 'PUT',
      body: 'text',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${standIn.key.accessKeyId}/20260131/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
        'x-amz-content-sha256': '0'.repeat(64),
      },
    });
    expect(await answer.text()).toContain('<Code>XAmzContentSHA256Mismatch</Code>');
    expect(standIn.s3.keys('b')).toEqual([]);
  });

  it('10.5 turns away who expects another owner of the bucket', async () => {
    const { standIn, s3 } = await start();
    standIn.s3.createBucket('foreign', { owner: '210987654321' });
    const put = (ExpectedBucketOwner: string) =>
      s3.send(
        new PutObjectCommand({ Bucket: 'foreign', Key: 'k', Body: 'x', ExpectedBucketOwner }),
      );
    expect(await failureOf(put(standIn.account))).toEqual({ name: 'AccessDenied', status: 403 });
    const head = s3.send(
      new HeadObjectCommand({
        Bucket: 'foreign',
        Key: 'k',
        ExpectedBucketOwner: standIn.account,
      }),
    );
    expect(await failureOf(head)).toMatchObject({ status: 403 });
    await put('210987654321');
    expect(standIn.s3.keys('foreign')).toEqual(['k']);
  });

  it('10.5 tells how an object is encrypted; its ETag then says nothing of the bytes', async () => {
    const { s3 } = await start();
    const encryption = {
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: KMS_KEY,
      BucketKeyEnabled: true,
    } as const;
    const put = { Bucket: 'b', Key: 'k', Body: 'x', ...encryption };
    const first = await s3.send(new PutObjectCommand(put));
    expect(first).toMatchObject(encryption);
    const second = await s3.send(new PutObjectCommand(put));
    expect(second.ETag).not.toBe(first.ETag);
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }));
    expect(head).toMatchObject({ ...encryption, ETag: second.ETag });
    const plain = await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'p', Body: 'x' }));
    expect(plain.ServerSideEncryption).toBe('AES256');
  });

  async function parts(s3: S3Client, more: object = {}) {
    const { UploadId = '' } = await s3.send(
      new CreateMultipartUploadCommand({
        Bucket: 'b',
        Key: 'm',
        ChecksumAlgorithm: 'SHA256',
        ...more,
      }),
    );
    const bodies = [Buffer.alloc(1000, 1), Buffer.from('end')];
    const sums = bodies.map((body) => sha256(body));
    const Parts: { PartNumber: number; ETag: string; ChecksumSHA256: string }[] = [];
    for (const [index, Body] of bodies.entries()) {
      const PartNumber = index + 1;
      const ChecksumSHA256 = sums[index] ?? '';
      const part = { Bucket: 'b', Key: 'm', UploadId, PartNumber, Body, ChecksumSHA256 };
      const answer = await s3.send(new UploadPartCommand(part));
      expect(answer.ChecksumSHA256).toBe(ChecksumSHA256);
      Parts.push({ PartNumber, ETag: answer.ETag ?? '', ChecksumSHA256 });
    }
    const composite = `${sha256(...sums.map((sum) => Buffer.from(sum, 'base64')))}-2`;
    return { UploadId, Parts, composite };
  }

  it('10.5 gives an upload in parts the composite of their SHA-256', async () => {
    const { s3 } = await start({ minPartSize: 100 });
    const { UploadId, Parts, composite } = await parts(s3);
    const done = await s3.send(
      new CompleteMultipartUploadCommand({
        Bucket: 'b',
        Key: 'm',
        UploadId,
        MultipartUpload: { Parts },
      }),
    );
    expect(done).toMatchObject({ ChecksumSHA256: composite, ChecksumType: 'COMPOSITE' });
    const head = await s3.send(
      new HeadObjectCommand({ Bucket: 'b', Key: 'm', ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({ ChecksumSHA256: composite, ChecksumType: 'COMPOSITE' });
  });

  it('10.5 refuses to put parts together without their SHA-256, or with another', async () => {
    const { s3 } = await start({ minPartSize: 100 });
    const { UploadId, Parts } = await parts(s3);
    const complete = (list: readonly object[]) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          Bucket: 'b',
          Key: 'm',
          UploadId,
          MultipartUpload: { Parts: [...list] },
        }),
      );
    const without = Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    expect(await failureOf(complete(without))).toEqual({ name: 'InvalidRequest', status: 400 });
    const other = Parts.map((part) => ({ ...part, ChecksumSHA256: sha256('other') }));
    expect(await failureOf(complete(other))).toEqual({ name: 'InvalidPart', status: 400 });
    const bad = s3.send(
      new UploadPartCommand({
        Bucket: 'b',
        Key: 'm',
        UploadId,
        PartNumber: 3,
        Body: 'x',
        ChecksumSHA256: sha256('y'),
      }),
    );
    expect(await failureOf(bad)).toEqual({ name: 'BadDigest', status: 400 });
    const kind = s3.send(
      new UploadPartCommand({ Bucket: 'b', Key: 'm', UploadId, PartNumber: 3, Body: 'x' }),
    );
    expect(await failureOf(kind)).toEqual({ name: 'InvalidRequest', status: 400 });
  });

  it('10.5 completes an upload in parts only where the key is free, when asked to', async () => {
    const { standIn, s3 } = await start({ minPartSize: 100 });
    const { UploadId, Parts } = await parts(s3);
    await standIn.s3.put('b', 'm', Buffer.from('first'));
    const complete = s3.send(
      new CompleteMultipartUploadCommand({
        Bucket: 'b',
        Key: 'm',
        UploadId,
        MultipartUpload: { Parts },
        IfNoneMatch: '*',
      }),
    );
    expect(await failureOf(complete)).toEqual({ name: 'PreconditionFailed', status: 412 });
    expect((await standIn.s3.read('b', 'm')).toString()).toBe('first');
  });

  it('10.5 refuses parts out of order, and an upload it does not know or no longer has', async () => {
    const { s3 } = await start({ minPartSize: 100 });
    const { UploadId, Parts } = await parts(s3);
    const complete = (UploadId: string, list: readonly object[]) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          Bucket: 'b',
          Key: 'm',
          UploadId,
          MultipartUpload: { Parts: [...list] },
        }),
      );
    const order = complete(UploadId, [...Parts].reverse());
    expect(await failureOf(order)).toEqual({ name: 'InvalidPartOrder', status: 400 });
    const gone = { name: 'NoSuchUpload', status: 404 };
    expect(await failureOf(complete('none', Parts))).toEqual(gone);
    await s3.send(new AbortMultipartUploadCommand({ Bucket: 'b', Key: 'm', UploadId }));
    expect(await failureOf(complete(UploadId, Parts))).toEqual(gone);
  });

  it('10.5 looks at the current version only when a key shall be free: a delete marker is none', async () => {
    const { standIn, s3 } = await start();
    standIn.s3.createBucket('versioned', { versioning: true });
    const put = () =>
      s3.send(new PutObjectCommand({ Bucket: 'versioned', Key: 'k', Body: 'x', IfNoneMatch: '*' }));
    await put();
    expect(await failureOf(put())).toEqual({ name: 'PreconditionFailed', status: 412 });
    await s3.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'k' }));
    await put();
    expect(standIn.s3.versions('versioned', 'k').map(({ stored }) => stored !== null)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("10.5 takes an upload of the SDK's own helper, locks and encryption included", async () => {
    const { standIn, s3 } = await start();
    standIn.s3.createBucket('locked', { lock: true });
    const folder = await tempFolder();
    const file = join(folder, 'package.zip');
    const bytes = Buffer.alloc(12 * 1024 * 1024, 'package');
    await writeFile(file, bytes);
    const upload = new Upload({
      client: s3,
      partSize: 5 * 1024 * 1024,
      queueSize: 2,
      params: {
        Bucket: 'locked',
        Key: 'p',
        Body: createReadStream(file),
        ChecksumAlgorithm: 'SHA256',
        IfNoneMatch: '*',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: KMS_KEY,
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: until,
        ExpectedBucketOwner: standIn.account,
      },
    });
    await upload.done();
    const head = await s3.send(
      new HeadObjectCommand({ Bucket: 'locked', Key: 'p', ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({
      ContentLength: bytes.length,
      SSEKMSKeyId: KMS_KEY,
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: until,
      ChecksumType: 'COMPOSITE',
    });
    expect(head.ChecksumSHA256).toMatch(/-3$/);
    expect(bytes.equals(await standIn.s3.read('locked', 'p'))).toBe(true);
    expect(standIn.s3.openUploads('locked')).toBe(0);
  });

  it('10.5 locks nothing that comes without checksum or MD5', async () => {
    const { standIn } = await start();
    standIn.s3.createBucket('locked', { lock: true });
    const plain = new S3Client({
      ...clientSettings(standIn),
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    plain.middlewareStack.remove('flexibleChecksumsMiddleware');
    const put = plain.send(
      new PutObjectCommand({
        Bucket: 'locked',
        Key: 'k',
        Body: 'x',
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: until,
      }),
    );
    expect(await failureOf(put)).toEqual({ name: 'InvalidRequest', status: 400 });
    plain.destroy();
  });

  it('10.5 lets a retention end with time, and then the version may go', async () => {
    const { standIn, s3 } = await start();
    await s3.send(new CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true }));
    const { VersionId = '' } = await s3.send(
      new PutObjectCommand({
        Bucket: 'locked',
        Key: 'k',
        Body: 'x',
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: until,
      }),
    );
    const version = { Bucket: 'locked', Key: 'k', VersionId };
    const early = s3.send(new DeleteObjectCommand(version));
    expect(await failureOf(early)).toEqual({ name: 'AccessDenied', status: 403 });
    standIn.clock.advance(2 * 86_400_000);
    await s3.send(new DeleteObjectCommand(version));
    expect(standIn.s3.versions('locked', 'k')).toEqual([]);
  });

  it('10.5 says so when an object has no retention', async () => {
    const { standIn, s3 } = await start();
    standIn.s3.createBucket('locked', { lock: true });
    await standIn.s3.put('locked', 'k', Buffer.from('x'));
    const get = s3.send(new GetObjectRetentionCommand({ Bucket: 'locked', Key: 'k' }));
    expect(await failureOf(get)).toEqual({ name: 'NoSuchObjectLockConfiguration', status: 404 });
  });

  it('10.5 asks the policy before each act: a role that may write and not delete', async () => {
    const { standIn, s3 } = await start({
      policy: (action, resource) =>
        /^s3:(Delete|Bypass|PutObjectRetention)/.test(action) && resource.includes('locked')
          ? 'deny'
          : 'allow',
    });
    standIn.s3.createBucket('locked', { lock: true });
    const put = await s3.send(new PutObjectCommand({ Bucket: 'locked', Key: 'k', Body: 'x' }));
    const version = { Bucket: 'locked', Key: 'k', VersionId: put.VersionId ?? '' };
    const denied = { name: 'AccessDenied', status: 403 };
    const { Key, Bucket } = version;
    expect(await failureOf(s3.send(new DeleteObjectCommand({ Bucket, Key })))).toEqual(denied);
    expect(await failureOf(s3.send(new DeleteObjectCommand(version)))).toEqual(denied);
    const Retention = { Mode: 'GOVERNANCE', RetainUntilDate: until } as const;
    const retain = s3.send(new PutObjectRetentionCommand({ ...version, Retention }));
    expect(await failureOf(retain)).toEqual(denied);
    const lock = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until } as const;
    const locked = s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...lock }));
    expect(await failureOf(locked)).toEqual(denied);
    standIn.s3.setPolicy(null);
    await s3.send(new PutObjectRetentionCommand({ ...version, Retention }));
    standIn.s3.setPolicy((action) => (action.includes('Bypass') ? 'deny' : 'allow'));
    const bypass = { ...version, BypassGovernanceRetention: true };
    expect(await failureOf(s3.send(new DeleteObjectCommand(bypass)))).toEqual(denied);
  });

  it('10.4 takes objects from the services beside it, as bytes or as a file, ETag included', async () => {
    const { standIn, s3 } = await start();
    const sink: ObjectSink = standIn.s3;
    const file = join(await tempFolder(), 'result.csv');
    await writeFile(file, '"a"\n"1"\n');
    const headers = { 'Content-Type': 'binary/octet-stream', ETag: '"0123-2"' };
    await sink.put('b', 'r/1.csv', { file }, headers);
    await sink.put('b', 'r/2.csv', Buffer.from('"a"\n'));
    const one = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'r/1.csv' }));
    expect(await one.Body?.transformToString()).toBe('"a"\n"1"\n');
    expect(one).toMatchObject({ ETag: '"0123-2"', ContentType: 'binary/octet-stream' });
    await sink.delete('b', 'r/2.csv');
    expect(standIn.s3.keys('b')).toEqual(['r/1.csv']);
    expect([sink.exists('b'), sink.exists('none')]).toEqual([true, false]);
    await expect(sink.put('none', 'k', Buffer.from('x'))).rejects.toThrow(/bucket does not exist/);
  });

  it('10.5 knows no operation it does not do', async () => {
    const { standIn } = await start({ signatures: 'parse' });
    const answer = await fetch(`${standIn.endpoint}/b/k?tagging`, {
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${standIn.key.accessKeyId}/20260131/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      },
    });
    expect(answer.status).toBe(501);
    expect(await answer.text()).toContain('<Code>NotImplemented</Code>');
  });
});
