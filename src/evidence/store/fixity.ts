import type { Clock, Instant } from '../../kernel/clock.ts';
import { startSha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import { zipPlace } from './place.ts';
import {
  type Custody,
  type EvidenceStore,
  EvidenceStoreError,
  type Oddity,
  type PackageLocation,
} from './store.ts';

/** Something in the store that is not as it was stored. */
export interface StoreDefect {
  readonly code: 'CHANGED' | 'DAMAGED' | 'GONE' | 'LESS_PROTECTED' | Oddity['code'];
  /** Below the store's root. */
  readonly place: string;
  readonly words: string;
}

/** One package as it was found. */
export interface CheckedPackage {
  readonly place: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Were its bytes read, or is the store's own checksum believed? */
  readonly read: boolean;
  readonly versionId: string | null;
  readonly retention: Custody['retention'];
  readonly legalHold: boolean;
}

export interface FixityReport {
  readonly checkedAt: Instant;
  readonly full: boolean;
  /** Those without a defect that hides what they are. */
  readonly packages: readonly CheckedPackage[];
  readonly defects: readonly StoreDefect[];
  /** What may belong to a writer at work. */
  readonly unfinished: readonly Oddity[];
}

/**
 * Looks at everything in a store (domain/sox.md R-7): every package has the bytes that were stored, is kept as well as
 * it was, and nothing else lies there. Bytes are read where the store has no checksum of its own, and all when `full`.
 * A package that was removed with every trace is not missed here: only a list kept elsewhere knows of it.
 * @throws EvidenceStoreError when the store cannot be used, CANCELLED
 */
export async function checkFixity(
  store: EvidenceStore,
  {
    full,
    clock,
    signal,
  }: { readonly full: boolean; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<FixityReport> {
  const packages: CheckedPackage[] = [];
  const defects: StoreDefect[] = [];
  const checkedAt = clock.now();
  for (const location of await store.list()) {
    if (signal.aborted) throw new EvidenceStoreError('CANCELLED', 'the check was cancelled');
    const found = await checkPackage(store, location, full);
    packages.push(...found.packages);
    defects.push(...found.defects);
  }
  const oddities = await store.oddities();
  const odd = oddities.flatMap(({ code, place, words }) =>
    code === 'UNFINISHED' ? [] : [{ code, place, words }],
  );
  return {
    checkedAt,
    full,
    packages,
    defects: [...defects, ...odd],
    unfinished: oddities.filter(({ code }) => code === 'UNFINISHED'),
  };
}

async function checkPackage(
  store: EvidenceStore,
  location: PackageLocation,
  full: boolean,
): Promise<Pick<FixityReport, 'packages' | 'defects'>> {
  const place = zipPlace(location).join('/');
  const defects: StoreDefect[] = [];
  const found = (code: StoreDefect['code'], words: string) => defects.push({ code, place, words });
  try {
    const custody = await store.custody(location);
    const { zipDigest, bytes } = custody.stored;
    for (const words of custody.shortfalls) found('LESS_PROTECTED', words);
    const mustRead = full || custody.ownChecksumAgrees === null;
    if (custody.ownChecksumAgrees === false) {
      found('CHANGED', `the store's own checksum is not that of SHA-256 ${zipDigest}`);
    }
    if (mustRead) {
      const got = await readDigest(store, location);
      if (got !== zipDigest) found('CHANGED', `expected SHA-256 ${zipDigest}, got ${got}`);
    }
    const { versionId, retention, legalHold } = custody;
    const checked = {
      place,
      sha256: zipDigest,
      bytes,
      read: mustRead,
      versionId,
      retention,
      legalHold,
    };
    return { packages: [checked], defects };
  } catch (thrown) {
    const code = thrown instanceof EvidenceStoreError ? thrown.code : undefined;
    if (code === 'NOT_FOUND') found('GONE', 'it was listed and is not there any more');
    else if (code === 'DAMAGED') found('DAMAGED', messageOf(thrown));
    else throw thrown;
    return { packages: [], defects };
  }
}

async function readDigest(store: EvidenceStore, location: PackageLocation): Promise<string> {
  const digest = startSha256();
  for await (const chunk of store.read(location)) digest.update(chunk);
  return digest.digest();
}
