import type { Evidence } from '../evidence/manifest/evidence-json.ts';
import type { RunStart } from '../evidence/manifest/run-start.ts';
import type { PackageCell, StoredPackage } from '../evidence/store/store.ts';
import type { Sha256 } from '../kernel/digest.ts';

/** A package of the store whose ZIP agrees with its recorded digest and whose statements read well. */
export interface SealedPackage {
  readonly stored: StoredPackage;
  readonly packageDigest: Sha256;
  readonly evidence: Evidence;
  readonly runStart: RunStart;
  /** Contents of the members that were asked for, by path; those the package does not have are absent. */
  readonly members: ReadonlyMap<string, Uint8Array>;
}

/** Reads packages back; what is damaged or cannot be read is passed over, and whoever made the reader is told. */
export interface SealedPackages {
  /** Packages of one cell, the newest run first, with the members named beside its statements. */
  newestFirst(cell: PackageCell, members?: readonly string[]): AsyncIterable<SealedPackage>;
}

/** Were all tests performed? Only then is a run not to be done again. */
export function isComplete({ evidence }: SealedPackage): boolean {
  return evidence.outcome !== 'not_completed';
}

/** The newest package of a cell whose tests were all performed; null when there is none. */
export async function latestSealed(
  packages: SealedPackages,
  cell: PackageCell,
  members: readonly string[] = [],
): Promise<SealedPackage | null> {
  for await (const sealed of packages.newestFirst(cell, members)) {
    if (isComplete(sealed)) return sealed;
  }
  return null;
}
