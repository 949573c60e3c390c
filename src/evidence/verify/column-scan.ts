import type { ByteWords, KeptBytes } from './byte-words.ts';
import type { CellBatch } from './cell-batch.ts';
import type { Limbs } from './exact-sum.ts';

/** A value to compare cells with, made by the column itself: limbs and a remainder, or bytes. */
export type ComparedValue = Float64Array | KeptBytes;

/**
 * Reads one column batch by batch and keeps the figures a package states about it. What it says of single cells
 * holds until the next batch.
 */
export interface ColumnScan {
  /** Reads its cells of the records from `first` on. */
  take(batch: CellBatch, first: number): void;
  /** Per record of the batch: NULL, MISFIT or VALUE. */
  readonly cells: Uint8Array;
  /**
   * Of a watched column, per record: below zero, 0 or above as the cell is lower than, equal to or higher than the
   * one before. NULL is lowest; a misfit equals everything.
   */
  readonly orders: Int8Array;
  /** Three limbs per record for those that are values; null for a column that holds no numbers. */
  readonly limbs: Limbs | null;
  /** The value a text stands for in this column, undefined when it stands for none. */
  valueOf(text: string): ComparedValue | undefined;
  /** A record's cell, which must be a value, against another: below zero, zero, above. */
  compare(
    record: number,
    words: ByteWords,
    start: number,
    end: number,
    other: ComparedValue,
  ): number;
  figures(): ColumnFigures;
}

/** Figures of a whole column, recomputed. Misfits are neither values nor NULL. */
export interface ColumnFigures {
  readonly nulls: number;
  readonly empties: number;
  readonly misfits: number;
  /** csv/v1 text, by value for numbers and by bytes for everything else; null when there is no value. */
  readonly min: string | null;
  readonly max: string | null;
  /** Exact sum in csv/v1 text of a number column, null for other types. */
  readonly sum: string | null;
  readonly formulaLikeCells: number;
  /** Different values; null when they were not counted. */
  readonly distinct: number | null;
}

/** Where a column lies and what is to be found out beside the plain figures. */
export interface ScanOptions {
  /** Its place in a record. */
  readonly index: number;
  /** Compare each cell with the one before. */
  readonly watched: boolean;
  /** Count different values, at most so many; null not at all. */
  readonly distinctLimit: number | null;
}
