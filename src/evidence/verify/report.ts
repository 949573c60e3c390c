import type { Sha256 } from '../../kernel/digest.ts';
import type { PackageName } from '../manifest/package-name.ts';

/** The container is unsafe or ambiguous: two readers could see two different packages (evidence-package 8.2 step 1). */
export type ContainerDefectCode =
  | 'E_ATTR'
  | 'E_BOMB'
  | 'E_CD_GAP'
  | 'E_DESCRIPTOR'
  | 'E_DIRECTORY'
  | 'E_DUPLICATE'
  | 'E_EOCD'
  | 'E_EXTRA'
  | 'E_FLAGS'
  | 'E_LAYOUT'
  | 'E_LFH_MISMATCH'
  | 'E_NAME'
  | 'E_TIME';

/** The bytes do not agree with the container's own words or with the manifests (steps 1 to 3). */
export type ByteDefectCode =
  | 'E_CRC'
  | 'E_DEFLATE_TAIL'
  | 'E_FILE_NAME'
  | 'E_INFLATE'
  | 'E_MANIFEST'
  | 'E_ORDER'
  | 'altered_member'
  | 'missing_member'
  | 'unexpected_member'
  | 'zip_digest_differs';

/** What the package says does not agree with what its data say (step 4). */
export type FactDefectCode =
  /** The CSV breaks csv/v1. */
  | 'bad_csv'
  /** A recomputable check gives another result. */
  | 'check_differs'
  /** A stated figure is not the recomputed one. */
  | 'figure_differs'
  /** Two records have one key, or a cell does not fit its type, and no check says so. */
  | 'not_stated'
  /** A record does not ascend by the declared key. */
  | 'not_sorted'
  /** A seal that evidence.json promises is not there. */
  | 'seal_missing'
  /** Two files of the package contradict each other. */
  | 'statements_differ'
  /** A file that must be read is not of its form. */
  | 'unreadable_member';

/** Found only by looking at a whole store. */
export type StoreDefectCode = 'misplaced_package' | 'missing_package' | 'unfinished_file';

export type DefectCode = ContainerDefectCode | ByteDefectCode | FactDefectCode | StoreDefectCode;

/** One thing wrong: where, what was to be expected, what was found (domain/sox.md U-2). */
export interface Defect {
  readonly code: DefectCode;
  /** Member below the package's folder, or the package's file name for the container. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** Highest level reached; each includes the ones before (evidence-package 8.1). */
export type VerificationLevel = 'none' | 'L0' | 'L1';

export type Verdict = 'NO DEFECT FOUND' | 'DEFECTS FOUND' | 'NOT A PACKAGE';

export interface VerificationReport {
  readonly path: string;
  readonly verdict: Verdict;
  readonly level: VerificationLevel;
  /** All of them, never only the first. */
  readonly defects: readonly Defect[];
  /** What was not checked and why; never to be shown as passed. */
  readonly notChecked: readonly string[];
  /** Digest of the file; null when there is no whole file. */
  readonly zipDigest: Sha256 | null;
  /** Digest of tagmanifest-sha256.txt; null when it could not be read. */
  readonly packageDigest: Sha256 | null;
  /** Name of the top folder; null when the container is refused. */
  readonly package: PackageName | null;
  /** What evidence.json states; null when it could not be read. */
  readonly stated: StatedResult | null;
  readonly counts: VerificationCounts;
}

/** What the package says of itself, shown beside the verdict: a good seal may hold a bad result. */
export interface StatedResult {
  readonly validationStatus: string;
  readonly outcome: string;
  readonly dataKind: string;
  readonly rowCount: number | null;
  readonly controlIds: readonly string[];
  readonly cutoffDate: string;
}

export interface VerificationCounts {
  readonly members: number;
  /** Uncompressed. */
  readonly bytes: number;
  readonly rows: number;
  readonly checks: number;
  readonly checksRecomputed: number;
}
