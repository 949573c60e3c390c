import { randomBytes } from 'node:crypto';
import type { Caller } from '../service.ts';
import type { StandInClock } from '../stand-in-clock.ts';
import type { Content, ContentFolder } from './content.ts';
import type { StoredChecksum } from './receive-body.ts';
import { S3Fault } from './s3-fault.ts';

export interface Retention {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly until: Date;
}

/** Encryption as the headers tell it. */
export interface Encryption {
  readonly algorithm: string;
  readonly keyId: string | null;
  readonly bucketKey: boolean;
}

/** What a version is made of beside its place in the bucket. */
export interface Stored {
  readonly content: Content;
  readonly etag: string;
  /** Headers of the object itself: content type, metadata of the user. */
  readonly headers: Readonly<Record<string, string>>;
  readonly encryption: Encryption;
  readonly checksum: StoredChecksum | null;
}

export interface Version {
  readonly key: string;
  readonly versionId: string;
  readonly lastModified: Date;
  /** Null for a delete marker. */
  readonly stored: Stored | null;
  retention: Retention | null;
  legalHold: boolean;
}

export interface DefaultRetention {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly days: number;
}

export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiated: Date;
  readonly headers: Readonly<Record<string, string>>;
  readonly encryption: Encryption;
  readonly algorithm: string | null;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE' | null;
  readonly retention: Retention | null;
  readonly legalHold: boolean;
  readonly parts: Map<number, UploadedPart>;
}

export interface UploadedPart {
  readonly content: Content;
  readonly md5: Buffer;
  readonly checksum: StoredChecksum | null;
  readonly lastModified: Date;
}

export interface Bucket {
  readonly name: string;
  readonly owner: string;
  readonly created: Date;
  versioning: 'Enabled' | 'Suspended' | null;
  isLocked: boolean;
  defaultRetention: DefaultRetention | null;
  /** Newest version first. */
  readonly versions: Map<string, Version[]>;
  readonly uploads: Map<string, Upload>;
}

/** Says whether an action may be done: the rights of a role, or a bucket policy. */
export type Policy = (action: string, resource: string, caller: Caller) => 'allow' | 'deny';

/** All that an S3 operation works on. */
export interface S3State {
  readonly buckets: Map<string, Bucket>;
  readonly folder: ContentFolder;
  readonly clock: StandInClock;
  policy: Policy;
  /** Parts smaller than this are refused, the last one excepted. */
  readonly minPartSize: number;
}

export function requireBucket(state: S3State, name: string): Bucket {
  const bucket = state.buckets.get(name);
  if (bucket !== undefined) return bucket;
  throw new S3Fault(404, 'NoSuchBucket', 'The specified bucket does not exist', [
    ['BucketName', name],
  ]);
}

export function newBucket(name: string, owner: string, created: Date): Bucket {
  return {
    name,
    owner,
    created,
    versioning: null,
    isLocked: false,
    defaultRetention: null,
    versions: new Map(),
    uploads: new Map(),
  };
}

/** The newest version; null when there is none or it is a delete marker. */
export function currentVersion(bucket: Bucket, key: string): Version | null {
  const newest = bucket.versions.get(key)?.[0];
  return newest?.stored ? newest : null;
}

/** Puts a version on top; without versioning it takes the place of the last one. */
export async function addVersion(
  state: S3State,
  bucket: Bucket,
  version: Omit<Version, 'versionId' | 'lastModified'>,
): Promise<Version> {
  const keepsAll = bucket.versioning === 'Enabled';
  const added: Version = {
    ...version,
    versionId: keepsAll ? randomBytes(16).toString('hex') : 'null',
    lastModified: wholeSecond(state.clock.now()),
  };
  const before = bucket.versions.get(version.key) ?? [];
  const replaced = keepsAll ? [] : before.filter(({ versionId }) => versionId === 'null');
  bucket.versions.set(version.key, [added, ...before.filter((one) => !replaced.includes(one))]);
  for (const { stored } of replaced) if (stored !== null) await state.folder.remove(stored.content);
  return added;
}

export async function removeVersion(state: S3State, bucket: Bucket, gone: Version): Promise<void> {
  const left = (bucket.versions.get(gone.key) ?? []).filter((version) => version !== gone);
  if (left.length === 0) bucket.versions.delete(gone.key);
  else bucket.versions.set(gone.key, left);
  if (gone.stored !== null) await state.folder.remove(gone.stored.content);
}

/** S3 tells times by the second. */
export function wholeSecond(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
