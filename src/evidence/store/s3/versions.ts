import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import type { Clock } from '../../../kernel/clock.ts';
import { odditiesAmong } from '../oddities.ts';
import { EvidenceStoreError, type Oddity } from '../store.ts';
import type { ObjectVersion } from './download.ts';
import type { S3Session } from './s3-session.ts';
import { stated } from './s3-trouble.ts';

/** Everything that was ever written or hidden under one key. */
export interface KeyHistory {
  readonly versions: readonly ObjectVersion[];
  /** Delete markers over them: somebody deleted the object, its versions stay. */
  readonly deletions: number;
  /** When the last of it came. */
  readonly changedAt: number;
}

/** The two objects of a package. */
export interface PackageHistory {
  readonly zip: KeyHistory;
  readonly digest: KeyHistory;
}

const NOTHING: KeyHistory = { versions: [], deletions: 0, changedAt: 0 };
const FINISH = '; ipe store finish writes it from the ZIP and what S3 noted of it';
export const DIGEST_SUFFIX = '.sha256';

/** What stands below a prefix, deleted or not, by its key in byte order. */
export async function historiesBelow(
  session: S3Session,
  prefix: string,
  what: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, KeyHistory>> {
  const found = new Map<string, KeyHistory>();
  const add = (
    key: string,
    changedAt: number,
    more: Pick<KeyHistory, 'versions' | 'deletions'>,
  ) => {
    const before = found.get(key) ?? NOTHING;
    found.set(key, {
      versions: [...before.versions, ...more.versions],
      deletions: before.deletions + more.deletions,
      changedAt: Math.max(before.changedAt, changedAt),
    });
  };
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    const request: ListObjectVersionsCommand = new ListObjectVersionsCommand({
      ...session.at,
      Prefix: prefix,
      KeyMarker: page && stated(page.NextKeyMarker, what),
      VersionIdMarker: page?.NextVersionIdMarker,
    });
    page = await session.call(
      what,
      ({ single }) => single.send(request, { ...(signal && { abortSignal: signal }) }),
      signal,
    );
    for (const { Key, VersionId, Size, LastModified } of page.Versions ?? []) {
      const key = stated(Key, what);
      const version = { key, versionId: stated(VersionId, what), bytes: stated(Size, what) };
      add(key, stated(LastModified, what).getTime(), { versions: [version], deletions: 0 });
    }
    for (const { Key, LastModified } of page.DeleteMarkers ?? []) {
      add(stated(Key, what), stated(LastModified, what).getTime(), { versions: [], deletions: 1 });
    }
  } while (page.IsTruncated === true);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The history of a ZIP and of its digest. */
export function packageHistory(
  histories: ReadonlyMap<string, KeyHistory>,
  zipKey: string,
): PackageHistory {
  return {
    zip: histories.get(zipKey) ?? NOTHING,
    digest: histories.get(`${zipKey}${DIGEST_SUFFIX}`) ?? NOTHING,
  };
}

/** A package is stored once its ZIP and then its digest were written, whatever somebody did to them since. */
export function isStored({ zip, digest }: PackageHistory): boolean {
  return hasZip({ zip, digest }) && digest.versions.length > 0;
}

/** Are there bytes of a package, whatever is missing of it? */
export function hasZip({ zip }: PackageHistory): boolean {
  return zip.versions.length > 0;
}

/** The ZIP of a package whose digest was never written, as it was left; null for anything else. */
export function unfinishedZip({ zip, digest }: PackageHistory): ObjectVersion | null {
  const [only, ...more] = zip.versions;
  const touched = more.length + zip.deletions + digest.versions.length + digest.deletions;
  return only === undefined || touched > 0 ? null : only;
}

/**
 * The one version of each of a package's objects.
 * @throws EvidenceStoreError NOT_FOUND, DAMAGED when somebody deleted or replaced what must stay as it is
 */
export function soleVersions(
  history: PackageHistory,
  what: string,
): { readonly zip: ObjectVersion; readonly digest: ObjectVersion } {
  const [zip] = history.zip.versions;
  const [digest] = history.digest.versions;
  if (zip === undefined || digest === undefined) {
    throw noPackage(what);
  }
  for (const [name, { versions, deletions }] of [
    [what, history.zip],
    [`${what}${DIGEST_SUFFIX}`, history.digest],
  ] as const) {
    if (versions.length === 1 && deletions === 0) continue;
    throw new EvidenceStoreError(
      'DAMAGED',
      `${name} was changed after it was stored: expected 1 version and no delete marker, got ${versions.length} and ${deletions}`,
      {
        advice:
          'What a lock keeps is still there: find out from the access log of the bucket who did it, and run the item again for a package that counts. What was added can stay beside it; a bucket that refuses every deletion keeps it.',
      },
    );
  }
  return { zip, digest };
}

export function noPackage(what: string): EvidenceStoreError {
  return new EvidenceStoreError('NOT_FOUND', `there is no package ${what}`);
}

/** What is no package among everything below a root, and what only a delete marker is left of. */
export function odditiesOf(
  histories: ReadonlyMap<string, KeyHistory>,
  root: string,
  clock: Clock,
): readonly Oddity[] {
  const all = [...histories].map(([key, history]) => ({
    place: key.slice(root.length),
    ...history,
  }));
  const there = all.filter(({ versions }) => versions.length > 0);
  const gone = all.filter(({ versions }) => versions.length === 0);
  return [
    ...odditiesAmong(
      new Map(there.map(({ place, changedAt }) => [place, changedAt])),
      clock,
      FINISH,
    ),
    ...gone.map(({ place }): Oddity => {
      const words = 'only a delete marker is left of it';
      return { place, code: 'PACKAGE_MISSING', words };
    }),
  ].sort((a, b) => (a.place < b.place ? -1 : 1));
}
