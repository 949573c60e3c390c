import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { type Sha256, sha256 } from '../../../kernel/digest.ts';
import { digestLine, digestText, parseDigestLine } from '../digest-line.ts';
import { listedFolders, packageAt, zipPlace } from '../place.ts';
import type { EvidenceStore, PackageLocation, StoredPackage } from '../store.ts';
import { requireObjectLock } from './bucket-lock.ts';
import { custodyOf } from './custody.ts';
import { download, getObject, type ObjectVersion } from './download.ts';
import { placeHold } from './hold.ts';
import { openUploads } from './open-uploads.ts';
import {
  leastProtection,
  protectionNotes,
  protectionOf,
  requireProtected,
  wantedProtection,
} from './protection.ts';
import type { S3StoreOptions } from './s3-options.ts';
import { openSession } from './s3-session.ts';
import { alreadyThere, asStoreError } from './s3-trouble.ts';
import { sealedBody } from './sealed-body.ts';
import { unfinishedUpload } from './unfinished-upload.ts';
import { head, type NewObject, type Uploaded, uploadObject } from './upload.ts';
import {
  DIGEST_SUFFIX,
  hasZip,
  historiesBelow,
  isStored,
  type KeyHistory,
  noPackage,
  odditiesOf,
  packageHistory,
  soleVersions,
  unfinishedZip,
} from './versions.ts';

const DEFAULT_PART_BYTES = 64 * 1024 * 1024;
const SCHEMA = 'evidence/v1';

/** What this store can do beside what every store can. */
export interface S3EvidenceStore extends EvidenceStore {
  /**
   * Lets nobody remove a package, whatever its retention, until the hold is lifted (domain/sox.md R-2): every version
   * of it, whatever was done to it since, and a ZIP that lacks its digest. What was placed is read back. Needs no right
   * to see what it holds.
   * @throws EvidenceStoreError NOT_FOUND, NOT_PROTECTED
   */
  placeHold(location: PackageLocation): Promise<{ readonly hasDigest: boolean }>;
  /** What a hold can be placed on: every package, also one whose digest was never written. */
  listZips(): Promise<readonly PackageLocation[]>;
  /**
   * Can packages be locked there at all?
   * @throws EvidenceStoreError NOT_PROTECTED when they cannot, NOT_WRITABLE when this role may not ask
   */
  requireObjectLock(signal?: AbortSignal): Promise<void>;
  /**
   * Writes the digest of a package whose upload ended before it. The ZIP is read whole: it must be what was noted with
   * it, and be protected as the settings ask for by now.
   * @throws EvidenceStoreError NOT_FOUND when there is no such package, DAMAGED, NOT_PROTECTED, and what `put` throws
   */
  finish(location: PackageLocation, signal?: AbortSignal): Promise<StoredPackage>;
}

/** What the digest of a package is written from. */
interface Digest extends Pick<NewObject, 'key' | 'notes' | 'protection' | 'least'> {
  readonly zipDigest: Sha256;
  readonly zip: Uploaded;
}

/**
 * Evidence store in an S3 bucket with Object Lock: written once, under retention, encrypted, in the expected account
 * (see README.md).
 */
export function s3Store(options: S3StoreOptions): S3EvidenceStore {
  const { bucket, clock, multipartThreshold, partBytes = DEFAULT_PART_BYTES } = options;
  const session = openSession(options);
  const root = options.prefix === '' ? '' : `${options.prefix}/`;
  const keyOf = (location: PackageLocation) => root + zipPlace(location).join('/');
  const uriOf = (key: string) => `s3://${bucket}/${key}`;

  /** A package's objects, none of them touched since. */
  async function found(location: PackageLocation) {
    const key = keyOf(location);
    const uri = uriOf(key);
    const history = packageHistory(await historiesBelow(session, key, uri), key);
    const { zip, digest } = soleVersions(history, uri);
    const line = await content(digest);
    const zipDigest = parseDigestLine(line, uri);
    const stored: StoredPackage = { location, uri, bytes: zip.bytes, zipDigest };
    return { stored, zip, digest };
  }

  async function content({ key, versionId }: ObjectVersion): Promise<string> {
    return await session.call(uriOf(key), async ({ single }) => {
      const { body } = await getObject(single, { ...session.at, Key: key, VersionId: versionId });
      return await digestText(body);
    });
  }

  async function requireFree(location: PackageLocation, signal?: AbortSignal): Promise<string> {
    const key = keyOf(location);
    // a write over a delete marker would succeed: whatever was there once is not replaced
    const histories = await historiesBelow(session, key, uriOf(key), signal);
    // a ZIP that still lacks its digest may be the same run's own: then the upload finds it so and goes on
    const unfinished = unfinishedZip(packageHistory(histories, key)) !== null;
    if (histories.has(key) && !unfinished) throw alreadyThere(uriOf(key));
    return key;
  }

  /** The last of a package: from here on it is stored. */
  async function putDigest(
    { key, zipDigest, zip, notes, protection, least }: Digest,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const line = Buffer.from(digestLine(zipDigest, key));
    const digest: NewObject = {
      what: `${uriOf(key)}${DIGEST_SUFFIX}`,
      key: `${key}${DIGEST_SUFFIX}`,
      bytes: line.length,
      sha256: sha256(line),
      contentType: 'text/plain; charset=utf-8',
      notes: { ...notes, 'zip-version': zip.versionId, 'zip-checksum': zip.checksum },
      // one that was placed since on the ZIP is about the whole package
      protection: { ...protection, legalHold: protection.legalHold || zip.legalHold },
      least,
      partBytes: null,
      body: () => Readable.from([line], { objectMode: false }),
    };
    await uploadObject(session, digest, signal);
  }

  function packagesAmong(
    histories: ReadonlyMap<string, KeyHistory>,
    counts = isStored,
  ): readonly PackageLocation[] {
    return [...histories.keys()].flatMap((key) => {
      const location = packageAt(key.slice(root.length));
      return location !== null && counts(packageHistory(histories, key)) ? [location] : [];
    });
  }

  return {
    async put(sealed, location, signal) {
      const key = await requireFree(location, signal);
      const uri = uriOf(key);
      const { size: bytes } = await stat(sealed.path).catch((thrown: unknown) => {
        throw asStoreError(thrown, sealed.path, options);
      });
      const protection = protectionOf(options, location, clock);
      const least = leastProtection(options, location);
      const notes = {
        'ipe-id': location.item,
        ...(sealed.runId === undefined ? {} : { 'run-id': sealed.runId }),
        'sha256-hex': sealed.zipDigest,
        schema: SCHEMA,
        ...protectionNotes(protection),
      };
      const inParts = bytes > Math.max(multipartThreshold, partBytes);
      const zip = await uploadObject(
        session,
        {
          what: uri,
          key,
          bytes,
          sha256: sealed.zipDigest,
          contentType: 'application/zip',
          notes: inParts ? { ...notes, 'part-bytes': String(partBytes) } : notes,
          protection,
          least,
          partBytes: inParts ? partBytes : null,
          body: () => sealedBody(sealed, bytes, signal),
        },
        signal,
      );
      await putDigest({ key, zipDigest: sealed.zipDigest, zip, notes, protection, least }, signal);
      // a server that does not keep its own condition may have let two writers in: then it is not stored
      return (await found(location)).stored;
    },

    async get(location) {
      return (await found(location)).stored;
    },

    async *read(location) {
      const { stored, zip } = await found(location);
      yield* download(session, stored.uri, zip, stored.zipDigest);
    },

    async list(place) {
      const prefix =
        root +
        listedFolders(place)
          .map((folder) => `${folder}/`)
          .join('');
      return packagesAmong(await historiesBelow(session, prefix, uriOf(prefix)));
    },

    async custody(location) {
      const { stored, zip, digest } = await found(location);
      const heads = {
        zip: await head(session, stored.uri, zip.key, zip.versionId),
        digest: await head(session, stored.uri, digest.key, digest.versionId),
      };
      return custodyOf(stored, zip.versionId, heads, leastProtection(options, location));
    },

    async survey(signal) {
      const histories = await historiesBelow(session, root, uriOf(root), signal);
      const open = await openUploads(session, root, uriOf(root), signal);
      const oddities = [...odditiesOf(histories, root, clock), ...open.oddities];
      return { ...open, packages: packagesAmong(histories), oddities };
    },

    async reach(signal) {
      const request = new ListObjectVersionsCommand({ ...session.at, Prefix: root, MaxKeys: 1 });
      await session.call(uriOf(root), async ({ single }) => await single.send(request), signal);
    },

    async requireObjectLock(signal) {
      await requireObjectLock(session, `bucket ${bucket}`, signal);
    },

    async finish(location, signal) {
      const key = keyOf(location);
      const uri = uriOf(key);
      const histories = await historiesBelow(session, key, uri, signal);
      const zip = unfinishedZip(packageHistory(histories, key));
      if (zip === null) throw noPackage(`that lacks its digest: ${uri}`);
      const left = await unfinishedUpload(session, zip, uri, signal);
      const least = leastProtection(options, location);
      requireProtected(uri, left.head, wantedProtection(left.head, least));
      const protection = wantedProtection(left.head, protectionOf(options, location, clock));
      const notes = { ...left.head.Metadata, ...protectionNotes(protection) };
      const { zipDigest, uploaded } = left;
      await putDigest({ key, zipDigest, zip: uploaded, notes, protection, least }, signal);
      return (await found(location)).stored;
    },

    async placeHold(location) {
      const key = keyOf(location);
      const { zip, digest } = packageHistory(await historiesBelow(session, key, uriOf(key)), key);
      if (zip.versions.length === 0) throw noPackage(uriOf(key));
      for (const version of [...zip.versions, ...digest.versions]) {
        await placeHold(session, version, uriOf(version.key));
      }
      return { hasDigest: digest.versions.length > 0 };
    },

    async listZips() {
      return packagesAmong(await historiesBelow(session, root, uriOf(root)), hasZip);
    },
  };
}
