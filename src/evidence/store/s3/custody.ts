import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { parseInstant } from '../../../kernel/clock.ts';
import type { Custody, StoredPackage } from '../store.ts';
import { isHeld, type Protection, shortfalls, wantedProtection } from './protection.ts';
import { base64 } from './upload.ts';

/**
 * How a package is kept, from what S3 says about its two objects and what was noted when they were written. `least` is
 * what the settings ask for it by now.
 */
export function custodyOf(
  stored: StoredPackage,
  versionId: string,
  heads: { readonly zip: HeadObjectCommandOutput; readonly digest: HeadObjectCommandOutput },
  least: Protection,
): Custody {
  const { zip, digest } = heads;
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = zip;
  const wanted = wantedProtection(zip, least);
  const digestNote = zip.Metadata?.['sha256-hex'];
  return {
    stored,
    ownChecksumAgrees: checksumAgrees(stored, heads),
    versionId,
    retention:
      mode === undefined || until === undefined
        ? null
        : { mode, until: parseInstant(until.toISOString()) },
    legalHold: isHeld(zip),
    shortfalls: [
      ...shortfalls(zip, wanted),
      ...shortfalls(digest, wanted).map((words) => `its digest: ${words}`),
      ...(digestNote === stored.zipDigest
        ? []
        : [`expected its own note of SHA-256 ${stored.zipDigest}, got ${digestNote}`]),
      ...(digest.Metadata?.['zip-version'] === versionId
        ? []
        : [`its digest was written for version ${digest.Metadata?.['zip-version']}`]),
    ],
  };
}

/** An upload in parts has no checksum of the whole: what S3 stated when it was stored must still be stated. */
function checksumAgrees(
  { zipDigest }: StoredPackage,
  {
    zip,
    digest,
  }: { readonly zip: HeadObjectCommandOutput; readonly digest: HeadObjectCommandOutput },
): boolean | null {
  const stated = zip.ChecksumSHA256;
  if (stated === undefined) return null;
  return stated === (stated.includes('-') ? digest.Metadata?.['zip-checksum'] : base64(zipDigest));
}
