import type { Sha256 } from '../kernel/digest.ts';
import type { ResultColumn } from '../kernel/query.ts';

/** The full rows as delivered, written as csv/v1 in declared column order and sorted by the declared key. */
export interface Extract {
  /** Absolute path of the canonical CSV. */
  readonly csvPath: string;
  readonly columns: readonly ResultColumn[];
  readonly key: readonly string[];
  /** Rows the runner's files held when they were read, counted by the workbench. */
  readonly arrivedRows: number;
  /** Records in the file without its header, counted on its bytes. */
  readonly recordCount: number;
  readonly bytes: number;
  /** SHA-256 of the file: the canonical CSV is the content form (evidence-package 3.3). */
  readonly contentDigest: Sha256;
  /** Line feeds inside quoted fields. */
  readonly embeddedNewlines: number;
  readonly blockIndex: BlockIndex;
  readonly controlTotals: readonly ExtractTotal[];
  readonly summary: readonly ColumnSummary[];
  /** Cells that do not have the form of their declared type; they keep their delivered text. */
  readonly misfits: Misfits;
  /** Relation of the workbench that holds the file read back: declared names, declared types. */
  readonly relation: 'extract';
}

export interface ExtractTotal {
  readonly column: string;
  /** Null for a hash total. */
  readonly currency: string | null;
  /** Exact sum at the column's scale. */
  readonly sum: string;
}

/** evidence-package section 6. */
export interface BlockIndex {
  readonly blockRecords: number;
  readonly blocks: readonly IndexBlock[];
  /** RFC 6962 root over the index lines, base64. */
  readonly root: string;
}

export interface IndexBlock {
  readonly firstRecord: number;
  readonly records: number;
  readonly offset: number;
  readonly length: number;
  readonly sha256: Sha256;
}

export interface ColumnSummary {
  readonly name: string;
  readonly type: string;
  readonly nulls: number;
  readonly empties: number;
  readonly distinct: { readonly count: number; readonly exact: boolean };
  /** csv/v1 text of the lowest and highest value, null when there is none. */
  readonly min: string | null;
  readonly max: string | null;
  /** Exact sum for decimals, null for other types. */
  readonly sum: string | null;
  /** Text cells that start with `= + - @`, tab or CR. */
  readonly formulaLikeCells: number;
}

export interface Misfits {
  readonly total: number;
  /** The first few: key as csv/v1 fields, column, delivered text. */
  readonly first: readonly {
    readonly key: readonly (string | null)[];
    readonly column: string;
    readonly delivered: string;
  }[];
}
