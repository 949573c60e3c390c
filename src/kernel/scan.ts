import { addDecimal, type DecimalText, formatDecimal, parseDecimal } from './decimal.ts';
import type { Json } from './json.ts';

/** What a source that is paid by bytes scanned says about one execution. */
export interface Scan {
  /** The source's own id of the execution, and its word for how it ended. */
  readonly execution: string;
  readonly state: string;
  readonly bytes: bigint;
  /** Whether these are all its bytes: its end was seen, and they were told. */
  readonly known: boolean;
  /** Bytes the source asks money for, by its own rule of rounding. */
  readonly billedBytes: bigint;
  /** By the configured price; null where none is. */
  readonly cost: ScanCost | null;
}

/** An estimate, never a bill. */
export interface ScanCost {
  readonly amount: DecimalText;
  readonly currency: string;
  /** Plain decimal text, as configured. */
  readonly perTerabyte: string;
}

/** What several executions scanned. */
export interface ScanTotal {
  readonly executions: number;
  /** Executions whose bytes are not all known: every figure is a least one then. */
  readonly unknown: number;
  readonly bytes: bigint;
  readonly billedBytes: bigint;
  /** A sum for each price, exact. */
  readonly costs: readonly ScanCost[];
  /** Executions no price is configured for. */
  readonly unpriced: number;
}

/** Null where nothing was scanned that is paid by bytes. */
export function totalOfScans(scans: readonly Scan[]): ScanTotal | null {
  return addScanTotals(
    scans.map(({ bytes, known, billedBytes, cost }) => ({
      executions: 1,
      unknown: known ? 0 : 1,
      bytes,
      billedBytes,
      costs: cost === null ? [] : [cost],
      unpriced: cost === null ? 1 : 0,
    })),
  );
}

/** Null where none is given. */
export function addScanTotals(totals: readonly ScanTotal[]): ScanTotal | null {
  if (totals.length === 0) return null;
  return {
    executions: totals.reduce((sum, { executions }) => sum + executions, 0),
    unknown: totals.reduce((sum, { unknown }) => sum + unknown, 0),
    bytes: totals.reduce((sum, { bytes }) => sum + bytes, 0n),
    billedBytes: totals.reduce((sum, { billedBytes }) => sum + billedBytes, 0n),
    costs: totals.flatMap(({ costs }) => costs).reduce(withCost, []),
    unpriced: totals.reduce((sum, { unpriced }) => sum + unpriced, 0),
  };
}

function withCost(costs: readonly ScanCost[], cost: ScanCost): readonly ScanCost[] {
  const { amount, currency, perTerabyte } = cost;
  const isSame = (other: ScanCost) =>
    other.currency === currency && other.perTerabyte === perTerabyte;
  const so = costs.find(isSame);
  if (so === undefined) return [...costs, cost];
  const sum = formatDecimal(addDecimal(parseDecimal(so.amount), parseDecimal(amount)));
  return costs.map((each) => (each === so ? { ...so, amount: sum } : each));
}

/** `scanned 1.2 GiB in 7 executions, about USD 0.006 by the configured price per TB (estimate, not a bill)` */
export function scanWords({ executions, unknown, bytes, costs, unpriced }: ScanTotal): string {
  const least = unknown === 0 ? '' : 'at least ';
  const part = unknown === 0 ? '' : `, the bytes of ${unknown} of them unknown`;
  const scanned = `scanned ${least}${sizeWords(bytes)} in ${executions} execution${executions === 1 ? '' : 's'}${part}`;
  if (costs.length === 0) return `${scanned}, no price per TB is configured`;
  const sums = costs.map(costWords).join(' and ');
  const rest = unpriced === 0 ? '' : `, ${unpriced} of them without a price`;
  return `${scanned}${rest}, ${unknown === 0 ? 'about ' : least}${sums} by the configured price per TB (estimate, not a bill)`;
}

/** `USD 0.006445`: exact, without zeros that say nothing. */
export function costWords({ amount, currency }: ScanCost): string {
  return `${currency} ${amount.replace(/(\.[0-9]{2}[0-9]*?)0+$/, '$1')}`;
}

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `1.2 GiB`: one decimal, rounded half up. */
export function sizeWords(bytes: bigint): string {
  const unit = UNITS.findLastIndex((_, at) => bytes >= 1024n ** BigInt(at + 1));
  if (unit === -1) return `${bytes} bytes`;
  const size = 1024n ** BigInt(unit + 1);
  const tenths = (bytes * 10n + size / 2n) / size;
  return `${formatDecimal({ units: tenths, scale: 1 })} ${UNITS[unit]}`;
}

/** As it stands in evidence, logs and `--json`: figures as texts, for they are exact. */
export function scanJson({ executions, unknown, bytes, billedBytes, costs, unpriced }: ScanTotal) {
  return {
    executions,
    executions_of_unknown_bytes: unknown,
    scanned_bytes: String(bytes),
    billed_bytes: String(billedBytes),
    cost_estimates: costs.map(costJson),
    executions_without_price: unpriced,
  } satisfies { readonly [name: string]: Json };
}

export function costJson({ amount, currency, perTerabyte }: ScanCost) {
  return { amount, currency, price_per_terabyte: perTerabyte } satisfies {
    readonly [name: string]: Json;
  };
}
