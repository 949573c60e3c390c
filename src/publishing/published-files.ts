import { createReadStream } from 'node:fs';
import {
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { awsTrouble } from '../aws/aws-errors.ts';
import { type AwsAccess, clientSettings } from '../aws/client-settings.ts';
import { renewedClient } from '../aws/renewed-client.ts';
import type { Sha256 } from '../kernel/digest.ts';
import { type Patience, patiently } from './aws-call.ts';
import { followTokens } from './follow-tokens.ts';
import type { PublishTarget } from './partition-place.ts';
import { objectDiffers } from './publish-error.ts';

export interface LocalFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  /** What it was made from. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What S3 says of an object. */
interface ObjectHead {
  /** SHA-256 that S3 compared with the bytes when they were uploaded; null where it keeps none. */
  readonly sha256: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface PublishedFiles {
  /** Keys below a prefix. */
  keys(prefix: string): Promise<readonly string[]>;
  head(key: string): Promise<ObjectHead>;
  /** Writes once. @returns false where the same bytes are there already @throws PublishError OBJECT_DIFFERS */
  put(key: string, file: LocalFile): Promise<boolean>;
  close(): void;
}

/** The bucket of published files: nothing in it is ever overwritten or deleted. */
export function publishedFiles(options: {
  readonly access: AwsAccess;
  readonly target: PublishTarget;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}): PublishedFiles {
  const { access, target, patience, signal } = options;
  const { bucket, expectedOwner, kmsKey } = target;
  const owned = { Bucket: bucket, ExpectedBucketOwner: expectedOwner };
  // without a key of ours the bucket's own encryption counts: naming KMS alone would choose the account's key instead
  const encryption =
    kmsKey === null
      ? {}
      : { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: kmsKey, BucketKeyEnabled: true };
  // an answer to an upload begins after its last byte
  const limits = { answerMs: null };
  const client = renewedClient((anew) => new S3Client(clientSettings(access, limits, anew)));
  const send = <Answer>(what: string, perform: (s3: S3Client) => Promise<Answer>) =>
    patiently(what, () => client.call(perform), patience, signal);

  async function head(key: string): Promise<ObjectHead> {
    const found = await send(`reading s3://${bucket}/${key}`, (s3) =>
      s3.send(new HeadObjectCommand({ ...owned, Key: key, ChecksumMode: 'ENABLED' }), {
        abortSignal: signal,
      }),
    );
    const { ChecksumSHA256: sum, Metadata: metadata = {} } = found;
    return {
      sha256: sum === undefined ? null : Buffer.from(sum, 'base64').toString('hex'),
      metadata,
    };
  }

  return {
    keys: async (prefix) => {
      const keys: string[] = [];
      const follow = followTokens(`the pages of s3://${bucket}/${prefix}`);
      for (let token: string | undefined; ; ) {
        const page = await send(`listing s3://${bucket}/${prefix}`, (s3) =>
          s3.send(
            new ListObjectsV2Command({ ...owned, Prefix: prefix, ContinuationToken: token }),
            { abortSignal: signal },
          ),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        token = follow(page.NextContinuationToken, page.IsTruncated);
        if (token === undefined) return keys;
      }
    },
    head,
    put: async (key, file) => {
      let tries = 0;
      const created = await send(`uploading s3://${bucket}/${key}`, async (s3) => {
        tries += 1;
        try {
          await s3.send(
            new PutObjectCommand({
              ...owned,
              Key: key,
              Body: createReadStream(file.path),
              ContentLength: file.bytes,
              ChecksumSHA256: base64(file.sha256),
              IfNoneMatch: '*',
              ...encryption,
              ContentType: 'application/vnd.apache.parquet',
              Metadata: { ...file.metadata },
            }),
            { abortSignal: signal },
          );
          return true;
        } catch (thrown) {
          if (awsTrouble(thrown).status === 412) return false;
          throw thrown;
        }
      });
      if (created) return true;
      const { sha256 } = await head(key);
      if (sha256 !== file.sha256) throw objectDiffers(key, file.sha256, sha256);
      // taken after a try whose answer was lost: it was ours
      return tries > 1;
    },
    close: () => client.close(),
  };
}

function base64(digest: Sha256): string {
  return Buffer.from(digest, 'hex').toString('base64');
}
