import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { startChecksum } from '../checksums.ts';
import type { ObjectSink } from '../service.ts';
import {
  addVersion,
  currentVersion,
  newBucket,
  type Policy,
  removeVersion,
  requireBucket,
  type S3State,
  type Version,
} from './buckets.ts';
import { type Content, readContent } from './content.ts';
import { etagOf, objectHeaders, requestedEncryption } from './object-headers.ts';

export interface BucketOptions {
  /** The stand-in's own account unless told. */
  readonly owner?: string;
  readonly lock?: boolean;
  readonly versioning?: boolean;
}

/** The test's hand on S3, around all rights and locks. */
export interface S3Control extends ObjectSink {
  createBucket(name: string, options?: BucketOptions): void;
  /** The current version's bytes. */
  read(bucket: string, key: string, versionId?: string): Promise<Buffer>;
  /** Newest first; of all keys when none is named. */
  versions(bucket: string, key?: string): readonly Version[];
  keys(bucket: string): readonly string[];
  /** Multipart uploads neither completed nor aborted. */
  openUploads(bucket: string): number;
  /** From now on this says who may do what; everything is allowed without one. */
  setPolicy(policy: Policy | null): void;
}

const CHECKSUM_LIMIT = 64 * 1024 * 1024;

export function s3Control(state: S3State, account: string): S3Control {
  return {
    createBucket(name, { owner = account, lock = false, versioning = lock } = {}) {
      const bucket = newBucket(name, owner, state.clock.now());
      bucket.isLocked = lock;
      bucket.versioning = versioning ? 'Enabled' : null;
      state.buckets.set(name, bucket);
    },
    async put(name, key, body, headers = {}) {
      const bucket = requireBucket(state, name);
      const isFile = 'file' in body;
      const size = isFile ? (await stat(body.file)).size : body.length;
      const md5 = startChecksum('md5');
      const checksum = size > CHECKSUM_LIMIT ? null : startChecksum('crc64nvme');
      const source = isFile ? createReadStream(body.file, { highWaterMark: 1024 * 1024 }) : [body];
      const content = await state.folder.store(toAsync(source), (bytes) => {
        md5.update(bytes);
        checksum?.update(bytes);
      });
      const lower = Object.fromEntries(
        Object.entries(headers).map(([header, value]) => [header.toLowerCase(), value]),
      );
      const encryption = requestedEncryption({ headers: lower }, bucket.owner);
      await addVersion(state, bucket, {
        key,
        stored: {
          content,
          etag: lower['etag'] ?? etagOf(encryption, md5.digest()),
          headers: objectHeaders(lower),
          encryption,
          checksum:
            checksum === null
              ? null
              : {
                  algorithm: 'crc64nvme',
                  value: checksum.digest().toString('base64'),
                  type: 'FULL_OBJECT',
                },
        },
        retention: null,
        legalHold: false,
      });
    },
    async delete(name, key) {
      const bucket = requireBucket(state, name);
      for (const version of bucket.versions.get(key) ?? []) {
        await removeVersion(state, bucket, version);
      }
    },
    exists: (name) => state.buckets.has(name),
    async content(name, key) {
      const stored = currentVersion(requireBucket(state, name), key)?.stored;
      return stored ? bytesOf(stored.content) : null;
    },
    async read(name, key, versionId) {
      const bucket = requireBucket(state, name);
      const version =
        versionId === undefined
          ? currentVersion(bucket, key)
          : bucket.versions.get(key)?.find((one) => one.versionId === versionId);
      const stored = version?.stored;
      if (!stored) throw new Error(`no object ${name}/${key} in the stand-in`);
      return bytesOf(stored.content);
    },
    versions(name, key) {
      const { versions } = requireBucket(state, name);
      return key === undefined ? [...versions.values()].flat() : (versions.get(key) ?? []);
    },
    keys(name) {
      const bucket = requireBucket(state, name);
      return [...bucket.versions.keys()].filter((key) => currentVersion(bucket, key)).sort();
    },
    openUploads: (name) => requireBucket(state, name).uploads.size,
    setPolicy(policy) {
      state.policy = policy ?? (() => 'allow');
    },
  };
}

async function bytesOf(content: Content): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const bytes of readContent(content)) chunks.push(bytes);
  return Buffer.concat(chunks);
}

async function* toAsync(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* source;
}
