import { type CellBatch, VALUE } from './cell-batch.ts';
import type { ComparedValue } from './column-scan.ts';
import { type Limbs, limbsValue } from './exact-sum.ts';
import type { ExtractColumn } from './extract-columns.ts';

/** A condition on records: how many of a batch, from `first` on, break it. Asked once the columns took the batch. */
export type RowTest = (batch: CellBatch, first: number) => number;

/** F-5: the value is one of those allowed; NULL and misfits are judged elsewhere. */
export function inDomain(column: ExtractColumn, allowed: readonly ComparedValue[]): RowTest {
  const { scan } = column;
  return cellTest(column, (record, words, start, end) => {
    for (let at = 0; at < allowed.length; at += 1) {
      const value = allowed[at] as ComparedValue;
      if (scan.compare(record, words, start, end, value) === 0) return true;
    }
    return false;
  });
}

/** F-5: the value is neither below `min` nor above `max`. */
export function inRange(
  column: ExtractColumn,
  min: ComparedValue | undefined,
  max: ComparedValue | undefined,
): RowTest {
  const { scan } = column;
  return cellTest(column, (record, words, start, end) => {
    if (min !== undefined && scan.compare(record, words, start, end, min) < 0) return false;
    return max === undefined || scan.compare(record, words, start, end, max) <= 0;
  });
}

type CellTest = (record: number, words: CellBatch['words'], start: number, end: number) => boolean;

function cellTest({ index, scan }: ExtractColumn, passes: CellTest): RowTest {
  return ({ words, starts, ends, columns, records }, first) => {
    let broken = 0;
    for (let record = first; record < records; record += 1) {
      if (scan.cells[record] !== VALUE) continue;
      const at = record * columns + index;
      if (!passes(record, words, starts[at] as number, ends[at] as number)) broken += 1;
    }
    return broken;
  };
}

/** A number column with its scale. */
export interface NumberColumn {
  readonly cells: Uint8Array;
  readonly limbs: Limbs;
  readonly scale: number;
}

/** The column as numbers, undefined when it holds none. */
export function asNumbers({ scan, type }: ExtractColumn): NumberColumn | undefined {
  const { cells, limbs } = scan;
  if (limbs === null) return undefined;
  return { cells, limbs, scale: type.kind === 'decimal' ? type.scale : 0 };
}

/** F-3: the total is the exact sum of its parts; where one of them is no value the record fails. */
export function footsAcross(total: NumberColumn, parts: readonly NumberColumn[]): RowTest {
  const all = [total, ...parts];
  const sameScale = all.every(({ scale }) => scale === total.scale);
  const adds = sameScale && parts.length <= 8 ? addsUpByLimbs : addsUpByUnits;
  return ({ records }, first) => {
    let broken = 0;
    for (let record = first; record < records; record += 1) {
      const known = all.every(({ cells }) => cells[record] === VALUE);
      if (!known || !adds(total, parts, 3 * record)) broken += 1;
    }
    return broken;
  };
}

/** What one limb counts in units of the limb below. */
const LIMB = 1e15;

/** At most eight parts of one scale: their limbs add up exactly in doubles. */
function addsUpByLimbs(
  total: NumberColumn,
  parts: readonly NumberColumn[],
  limbsAt: number,
): boolean {
  const restOf = (limb: number) =>
    parts.reduce((sum, part) => sum + (part.limbs[limbsAt + limb] as number), 0) -
    (total.limbs[limbsAt + limb] as number);
  const low = restOf(0);
  const middle = restOf(1) + low / LIMB;
  return low % LIMB === 0 && middle % LIMB === 0 && restOf(2) + middle / LIMB === 0;
}

function addsUpByUnits(
  total: NumberColumn,
  parts: readonly NumberColumn[],
  limbsAt: number,
): boolean {
  const finest = Math.max(total.scale, ...parts.map(({ scale }) => scale));
  const units = ({ limbs, scale }: NumberColumn) =>
    limbsValue(limbs, limbsAt) * 10n ** BigInt(finest - scale);
  return units(total) === parts.reduce((sum, part) => sum + units(part), 0n);
}
