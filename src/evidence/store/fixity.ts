import type { Clock, Instant } from '../../kernel/clock.ts';
import { startSha256 } from '../../kernel/digest.ts';
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
  /** What to do now, where that does not follow from the code alone. */
  readonly advice: string | null;
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
  /** Nothing is said of a store in which nothing was found: it may be the wrong one. */
  readonly outcome: 'no_defect_found' | 'defects_found' | 'nothing_checked';
  /** Those without a defect that hides what they are. */
  readonly packages: readonly CheckedPackage[];
  readonly defects: readonly StoreDefect[];
  /** What may belong to a writer at work. */
  readonly unfinished: readonly Oddity[];
  /** In words, what this role may not look for. */
  readonly notLookedFor: readonly string[];
}

/**
 * Looks at everything in a store (domain/sox.md R-7): every package has the bytes that were stored, is kept as well as
 * it was, and nothing else lies there. Bytes are read where the store has no checksum of its own, and all when `full`.
 * A package that was removed with every trace is not missed here: only a list kept elsewhere knows of it.
 * What cannot be read is a defect as long as the store itself can be reached.
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
  const found: StoreDefect[] = [];
  const checkedAt = clock.now();
  const survey = await store.survey(signal);
  for (const location of survey.packages) {
    const checked = await checkPackage(store, location, { full, signal });
    packages.push(...checked.packages);
    found.push(...checked.defects);
  }
  const odd = survey.oddities.flatMap(({ code, place, words }) =>
    mayBeAtWork(code) ? [] : [{ code, place, words, advice: null }],
  );
  const defects = [...found, ...odd];
  return {
    checkedAt,
    full,
    outcome:
      defects.length > 0
        ? 'defects_found'
        : packages.length === 0
          ? 'nothing_checked'
          : 'no_defect_found',
    packages,
    defects,
    unfinished: survey.oddities.filter(({ code }) => mayBeAtWork(code)),
    notLookedFor: survey.notLookedFor,
  };
}

function mayBeAtWork(code: Oddity['code']): boolean {
  return code === 'UNFINISHED' || code === 'OPEN_UPLOAD';
}

interface How {
  readonly full: boolean;
  readonly signal: AbortSignal;
}

async function checkPackage(
  store: EvidenceStore,
  location: PackageLocation,
  { full, signal }: How,
): Promise<Pick<FixityReport, 'packages' | 'defects'>> {
  const place = zipPlace(location).join('/');
  const defects: StoreDefect[] = [];
  const found = (code: StoreDefect['code'], words: string, advice: StoreDefect['advice'] = null) =>
    defects.push({ code, place, words, advice });
  try {
    requireWanted(signal);
    const custody = await store.custody(location);
    const { zipDigest, bytes } = custody.stored;
    for (const words of custody.shortfalls) found('LESS_PROTECTED', words);
    const mustRead = full || custody.ownChecksumAgrees === null;
    if (custody.ownChecksumAgrees === false) {
      found('CHANGED', `the store's own checksum is not that of SHA-256 ${zipDigest}`);
    }
    if (mustRead) {
      const got = await readDigest(store, location, signal);
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
    const { code, words, advice } = await troubleWith(store, thrown, signal);
    found(code, words, advice);
    return { packages: [], defects };
  }
}

/** What trouble with one package says of it. @throws what ends the check: the store itself is lost, or nobody wants it */
async function troubleWith(
  store: EvidenceStore,
  thrown: unknown,
  signal: AbortSignal,
): Promise<Omit<StoreDefect, 'place'>> {
  if (!(thrown instanceof EvidenceStoreError) || thrown.code === 'CANCELLED') throw thrown;
  const said = { words: thrown.message, advice: thrown.advice ?? null };
  if (thrown.code === 'DAMAGED') return { code: 'DAMAGED', ...said };
  await store.reach(signal);
  return { code: thrown.code === 'NOT_FOUND' ? 'GONE' : 'UNREADABLE', ...said };
}

async function readDigest(
  store: EvidenceStore,
  location: PackageLocation,
  signal: AbortSignal,
): Promise<string> {
  const digest = startSha256();
  for await (const chunk of store.read(location)) {
    requireWanted(signal);
    digest.update(chunk);
  }
  return digest.digest();
}

function requireWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new EvidenceStoreError('CANCELLED', 'the check was cancelled');
}
