import type { ByteWords } from './byte-words.ts';

/** Records read at a time: enough to read column by column, few enough to stay in the processor's cache. */
export const BATCH_RECORDS = 1024;

/** Whole records split into fields. All of it is reused for the next batch: nothing may be kept. */
export interface CellBatch {
  readonly words: ByteWords;
  /**
   * Field f of record r is words[starts[i] .. ends[i]), i = r * columns + f, its quoting undone; a NULL starts at -1.
   */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly columns: number;
  readonly records: number;
}

/** What a cell is. */
export const NULL = 0;
export const MISFIT = 1;
export const VALUE = 2;
