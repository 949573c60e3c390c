import type { Instant } from '../../kernel/clock.ts';
import type { Sha256 } from '../../kernel/digest.ts';
import { PipelineError } from '../../kernel/errors.ts';
import type { ControlId, EntityCode, ItemId, RunId } from '../../kernel/ids.ts';
import type { CutoffDate } from '../../kernel/period.ts';
import type { PackageName } from '../manifest/package-name.ts';

/**
 * Write-once home of sealed packages (domain/sox.md R-4). A package is visible under its name with all its bytes
 * and its digest, or not at all. No method changes or removes a package.
 */
export interface EvidenceStore {
  /**
   * Stores a sealed ZIP whose digest is known and checked again; the given file is left where it is.
   * @throws EvidenceStoreError ALREADY_EXISTS when anything has that name, and every other code but NOT_FOUND
   */
  put(sealed: SealedFile, location: PackageLocation, signal?: AbortSignal): Promise<StoredPackage>;
  /** What is stored there. @throws EvidenceStoreError NOT_FOUND, DAMAGED */
  get(location: PackageLocation): Promise<StoredPackage>;
  /** The stored ZIP, byte for byte. @throws EvidenceStoreError NOT_FOUND */
  read(location: PackageLocation): AsyncIterable<Uint8Array>;
  /** Every package, or those of one series or cell, in byte order of their place. */
  list(place?: PackageSeries | PackageCell): Promise<readonly PackageLocation[]>;
  /** How a package is kept, as the store itself says. @throws EvidenceStoreError NOT_FOUND, DAMAGED */
  custody(location: PackageLocation): Promise<Custody>;
  /** Everything that lies in the store, each kind in byte order of its place; one place that cannot be read hides no other. */
  survey(signal?: AbortSignal): Promise<Survey>;
  /** Is the store there, ours, and may we look into it? @throws EvidenceStoreError */
  reach(signal?: AbortSignal): Promise<void>;
}

export interface Survey {
  readonly packages: readonly PackageLocation[];
  /** What is no package. */
  readonly oddities: readonly Oddity[];
  /** In words, what this role may not look for. */
  readonly notLookedFor: readonly string[];
}

/** A finished ZIP on its way into a store. */
export interface SealedFile {
  readonly path: string;
  readonly zipDigest: Sha256;
  /** The run that made it, noted beside the package where a store can. */
  readonly runId?: RunId;
}

/** The packages of one item and entity, of all periods. */
export interface PackageSeries {
  readonly control: ControlId;
  readonly item: ItemId;
  readonly entity: EntityCode;
}

/** Where the packages of one item, entity and period stand (evidence-package 2). */
export interface PackageCell extends PackageSeries {
  readonly cutoff: CutoffDate;
}

export interface PackageLocation extends PackageCell {
  readonly packageName: PackageName;
}

export interface StoredPackage {
  readonly location: PackageLocation;
  /** What a person opens: a path, or an address such as `s3://…`. */
  readonly uri: string;
  readonly zipDigest: Sha256;
  readonly bytes: number;
}

export interface Custody {
  readonly stored: StoredPackage;
  /** Does the store's own checksum of the bytes agree with the digest? Null: it keeps none, they must be read. */
  readonly ownChecksumAgrees: boolean | null;
  readonly versionId: string | null;
  /** Until when the store lets nobody remove it; null where nothing but rights protects it. */
  readonly retention: { readonly mode: string; readonly until: Instant } | null;
  readonly legalHold: boolean;
  /** In words, what is less than it was when the package was stored, or than the settings ask for. */
  readonly shortfalls: readonly string[];
}

export interface Oddity {
  /** Below the store's root. */
  readonly place: string;
  /** An UNFINISHED one and an OPEN_UPLOAD may belong to a writer at work; the others are defects. */
  readonly code:
    | 'STRAY'
    | 'UNFINISHED'
    | 'OPEN_UPLOAD'
    | 'UNREADABLE'
    | 'DIGEST_MISSING'
    | 'PACKAGE_MISSING';
  readonly words: string;
}

export class EvidenceStoreError extends PipelineError<
  | 'ALREADY_EXISTS'
  | 'BAD_LOCATION'
  | 'CANCELLED'
  | 'CONTENT_CHANGED'
  | 'DAMAGED'
  | 'DISK_FULL'
  | 'NOT_FOUND'
  | 'NOT_PROTECTED'
  | 'NOT_WRITABLE'
  | 'STORE_FAILED'
> {}
