import { formatDecimal, parseDecimal } from '../../kernel/decimal.ts';
import type { ByteWords } from './byte-words.ts';
import { BATCH_RECORDS, type CellBatch, MISFIT, NULL, VALUE } from './cell-batch.ts';
import type { ColumnScan, ComparedValue, ScanOptions } from './column-scan.ts';
import { startDistinct } from './distinct-values.ts';
import { compareLimbs, type Limbs, limbsOf, limbsValue, startSum } from './exact-sum.ts';
import { type NumberForm, readNumber } from './number-form.ts';

/** Reads a column of exact numbers. */
export function scanNumbers(
  form: NumberForm,
  { index, watched, distinctLimit }: ScanOptions,
): ColumnScan {
  const cells = new Uint8Array(BATCH_RECORDS);
  const orders = new Int8Array(BATCH_RECORDS);
  const limbs = new Float64Array(3 * BATCH_RECORDS);
  const distinct = distinctLimit === null ? null : startDistinct(distinctLimit);
  const sum = startSum();
  const lowest = new Float64Array(3);
  const highest = new Float64Array(3);
  const previous = new Float64Array(3);
  let hasPrevious = false;
  let values = 0;
  let nulls = 0;
  let empties = 0;
  let misfits = 0;
  const textOf = (units: bigint) => formatDecimal({ units, scale: form.scale });

  function orderOf(at: number): number {
    const order = hasPrevious ? compareLimbs(limbs, at, previous) : 1;
    copyLimbs(previous, limbs, at);
    hasPrevious = true;
    return Math.sign(order);
  }

  return {
    cells,
    orders,
    limbs,
    take({ words, starts, ends, columns, records }: CellBatch, first: number): void {
      const { bytes } = words;
      for (let record = first, field = first * columns + index; record < records; record += 1) {
        const start = starts[field] as number;
        const end = ends[field] as number;
        field += columns;
        const at = 3 * record;
        if (start < 0) {
          nulls += 1;
          cells[record] = NULL;
          orders[record] = hasPrevious ? -1 : 0;
          hasPrevious = false;
          continue;
        }
        if (!readNumber(form, bytes, start, end, limbs, at)) {
          if (start === end) empties += 1;
          misfits += 1;
          cells[record] = MISFIT;
          orders[record] = 0;
          continue;
        }
        cells[record] = VALUE;
        if (watched) orders[record] = orderOf(at);
        sum.add(limbs, at);
        if (distinct !== null) distinct.add(words, start, end);
        if (values === 0 || compareLimbs(limbs, at, lowest) < 0) copyLimbs(lowest, limbs, at);
        if (values === 0 || compareLimbs(limbs, at, highest) > 0) copyLimbs(highest, limbs, at);
        values += 1;
      }
    },
    valueOf: (text: string) => thresholdAt(form.scale, text),
    compare(
      record: number,
      _words: ByteWords,
      _start: number,
      _end: number,
      other: ComparedValue,
    ): number {
      const threshold = other as Float64Array;
      return compareLimbs(limbs, 3 * record, threshold) || -(threshold[3] as number);
    },
    figures: () => ({
      nulls,
      empties,
      misfits,
      min: values === 0 ? null : textOf(limbsValue(lowest, 0)),
      max: values === 0 ? null : textOf(limbsValue(highest, 0)),
      sum: textOf(sum.total()),
      formulaLikeCells: 0,
      distinct: distinct?.count() ?? null,
    }),
  };
}

const LONGEST_THRESHOLD = 100;

/**
 * A decimal text as limbs at another scale, rounded down, and a fourth figure that is 1 when that took something
 * away: such a value lies just above its limbs. Undefined when the text is no number.
 */
function thresholdAt(scale: number, text: string): Float64Array | undefined {
  if (text.length > LONGEST_THRESHOLD) return undefined;
  try {
    const decimal = parseDecimal(text);
    const finer = 10n ** BigInt(Math.max(0, decimal.scale - scale));
    const units = decimal.units * 10n ** BigInt(Math.max(0, scale - decimal.scale));
    const rest = ((units % finer) + finer) % finer;
    return Float64Array.of(...limbsOf((units - rest) / finer), rest === 0n ? 0 : 1);
  } catch {
    return undefined;
  }
}

function copyLimbs(to: Limbs, from: Limbs, at: number): void {
  to[0] = from[at] as number;
  to[1] = from[at + 1] as number;
  to[2] = from[at + 2] as number;
}
