import { startByteRange } from './byte-range.ts';
import {
  type ByteWords,
  compareBytes,
  type KeptBytes,
  keepBytes,
  keepNothing,
  roomFor,
} from './byte-words.ts';
import { BATCH_RECORDS, type CellBatch, MISFIT, NULL, VALUE } from './cell-batch.ts';
import type { CellForm } from './cell-forms.ts';
import type { ColumnScan, ComparedValue, ScanOptions } from './column-scan.ts';
import { startDistinct } from './distinct-values.ts';

/** 1 for the bytes a spreadsheet takes for the start of a formula: = + - @ tab CR */
const FORMULA = new Uint8Array(256);
for (const mark of [0x3d, 0x2b, 0x2d, 0x40, 0x09, 0x0d]) FORMULA[mark] = 1;

/** Reads a column whose values are told apart and ordered by their bytes: everything but numbers. */
export function scanBytes(
  fits: CellForm | null,
  isText: boolean,
  { index, watched, distinctLimit }: ScanOptions,
): ColumnScan {
  const cells = new Uint8Array(BATCH_RECORDS);
  const orders = new Int8Array(BATCH_RECORDS);
  const distinct = distinctLimit === null ? null : startDistinct(distinctLimit);
  const range = startByteRange();
  /** Nothing kept stands for NULL, which is lower than everything. */
  const previous = keepNothing();
  let nulls = 0;
  let empties = 0;
  let misfits = 0;
  let formulaLikeCells = 0;

  function orderOf(words: ByteWords, start: number, end: number): number {
    if (start < 0) {
      const order = previous.length < 0 ? 0 : -1;
      previous.length = -1;
      return order;
    }
    const { length } = previous;
    const order = length < 0 ? 1 : compareBytes(words, start, end, previous.words, length);
    if (order !== 0) keepBytes(previous, words, start, end);
    return Math.sign(order);
  }

  return {
    cells,
    orders,
    limbs: null,
    take({ words, starts, ends, columns, records }: CellBatch, first: number): void {
      const { bytes } = words;
      for (let record = first, at = first * columns + index; record < records; record += 1) {
        const start = starts[at] as number;
        const end = ends[at] as number;
        at += columns;
        if (start === end) empties += 1;
        if (start < 0) {
          nulls += 1;
          cells[record] = NULL;
        } else if (fits !== null && !fits(bytes, start, end)) {
          misfits += 1;
          cells[record] = MISFIT;
          orders[record] = 0;
          continue;
        } else {
          cells[record] = VALUE;
          if (isText && start < end) formulaLikeCells += FORMULA[bytes[start] as number] as number;
        }
        if (watched) {
          const order = orderOf(words, start, end);
          orders[record] = order;
          if (order === 0) continue;
        }
        if (start < 0) continue;
        if (distinct !== null) distinct.add(words, start, end);
        range.add(words, start, end);
      }
    },
    valueOf(text: string): KeptBytes | undefined {
      const bytes = new TextEncoder().encode(text);
      if (fits !== null && !fits(bytes, 0, bytes.length)) return undefined;
      const words = roomFor(bytes.length);
      words.bytes.set(bytes);
      return { words, length: bytes.length };
    },
    compare(
      _record: number,
      words: ByteWords,
      start: number,
      end: number,
      other: ComparedValue,
    ): number {
      const kept = other as KeptBytes;
      return compareBytes(words, start, end, kept.words, kept.length);
    },
    figures: () => ({
      nulls,
      empties,
      misfits,
      min: range.lowest(),
      max: range.highest(),
      sum: null,
      formulaLikeCells,
      distinct: distinct?.count() ?? null,
    }),
  };
}
