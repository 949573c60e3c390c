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
import type { PublishTarget } from './partition-place.ts';
import { PublishError } from './publish-error.ts';

export interface LocalFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  /** Who it was made from: compared when the key is taken. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Metadata that another version of the program may give otherwise for the same package. */
const OF_THE_WRITER = ['parquet-sha256', 'tool'];

export interface PublishedFiles {
  /** Keys below a prefix. */
  keys(prefix: string): Promise<readonly string[]>;
  /** Writes once. @returns false where the same is there already @throws PublishError NOT_AS_PUBLISHED */
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

  /** What stands under the key must have been made from the same package. */
  async function confirmSame(key: string, file: LocalFile): Promise<void> {
    const found = await send(`reading s3://${bucket}/${key}`, (s3) =>
      s3.send(new HeadObjectCommand({ ...owned, Key: key, ChecksumMode: 'ENABLED' }), {
        abortSignal: signal,
      }),
    );
    if (found.ChecksumSHA256 === base64(file.sha256)) return;
    const metadata = found.Metadata ?? {};
    const other = Object.entries(file.metadata).filter(
      ([name, value]) => !OF_THE_WRITER.includes(name) && metadata[name] !== value,
    );
    // another version of the program may have written other bytes of the same rows: the reading back tells
    if (other.length === 0) return;
    throw new PublishError(
      'NOT_AS_PUBLISHED',
      `s3://${bucket}/${key} was not made from this package: ${other.map(([name, value]) => `${name} should be ${value}, is ${metadata[name] ?? 'missing'}`).join('; ')}`,
      { advice: 'Find out who wrote it; nothing was changed.' },
    );
  }

  return {
    keys: async (prefix) => {
      const keys: string[] = [];
      for (let token: string | undefined; ; ) {
        const page = await send(`listing s3://${bucket}/${prefix}`, (s3) =>
          s3.send(
            new ListObjectsV2Command({ ...owned, Prefix: prefix, ContinuationToken: token }),
            { abortSignal: signal },
          ),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        token = page.NextContinuationToken;
        if (token === undefined) return keys;
      }
    },
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
      await confirmSame(key, file);
      // taken after a try whose answer was lost: it was ours
      return tries > 1;
    },
    close: () => client.close(),
  };
}

function base64(digest: Sha256): string {
  return Buffer.from(digest, 'hex').toString('base64');
}
