import type { Sha256 } from '../../kernel/digest.ts';
import { PipelineError } from '../../kernel/errors.ts';
import type { ControlId, EntityCode, ItemId } from '../../kernel/ids.ts';
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
  put(
    sealed: { readonly path: string; readonly zipDigest: Sha256 },
    location: PackageLocation,
    signal?: AbortSignal,
  ): Promise<StoredPackage>;
  /** What is stored there. @throws EvidenceStoreError NOT_FOUND, DAMAGED */
  get(location: PackageLocation): Promise<StoredPackage>;
  /** The stored ZIP, byte for byte. @throws EvidenceStoreError NOT_FOUND */
  read(location: PackageLocation): AsyncIterable<Uint8Array>;
  /** Every package, or those of one series or cell, in byte order of their place. */
  list(place?: PackageSeries | PackageCell): Promise<readonly PackageLocation[]>;
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

export class EvidenceStoreError extends PipelineError<
  | 'ALREADY_EXISTS'
  | 'BAD_LOCATION'
  | 'CANCELLED'
  | 'CONTENT_CHANGED'
  | 'DAMAGED'
  | 'DISK_FULL'
  | 'NOT_FOUND'
  | 'NOT_WRITABLE'
  | 'STORE_FAILED'
> {}
