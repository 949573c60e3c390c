import type { DataType } from '../../kernel/data-type.ts';
import { compareDecimal, type Decimal, parseDecimal } from '../../kernel/decimal.ts';

/** A million millions: no row of the group's books comes near, in any of its currencies. */
const FAR: Decimal = { units: 10n ** 12n, scale: 0 };

const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;

/** Lowest and highest bound that asks nothing any more, as text in the order of time or of letters. */
const ENDS: Readonly<Partial<Record<DataType['kind'], readonly [low: string, high: string]>>> = {
  // blank days of other systems, and days that stand for never
  date: ['1900-01-01', '2199-12-31'],
  timestamp: ['1900-01-01', '2199-12-31'],
  time: ['00:00:00', '23:59:59'],
  // before every text, and behind every letter
  text: ['', '{'],
};

function farthest(type: DataType): Decimal {
  if (type.kind !== 'decimal') return FAR;
  const largest = { units: 10n ** BigInt(type.precision) - 1n, scale: type.scale };
  return compareDecimal(largest, FAR) < 0 ? largest : FAR;
}

function isBeyond(type: DataType, bound: string, high: boolean): boolean {
  if (type.kind === 'integer' || type.kind === 'decimal') {
    // what is no number is reported when the catalog is compiled
    if (!NUMBER.test(bound)) return false;
    const { units, scale } = parseDecimal(bound);
    return compareDecimal({ units: high ? units : -units, scale }, farthest(type)) >= 0;
  }
  const [lowest, highest] = ENDS[type.kind] ?? [];
  if (lowest === undefined || highest === undefined) return false;
  return high ? bound >= highest : bound <= lowest;
}

/** Bounds that no value of a column of this type reaches, so that nothing can break them. */
export function unreachable(
  type: DataType,
  min: string | null,
  max: string | null,
): readonly string[] {
  return [
    ...(min !== null && isBeyond(type, min, false)
      ? [`no ${type.kind} lies below ${JSON.stringify(min)}`]
      : []),
    ...(max !== null && isBeyond(type, max, true)
      ? [`no ${type.kind} lies above ${JSON.stringify(max)}`]
      : []),
  ];
}
