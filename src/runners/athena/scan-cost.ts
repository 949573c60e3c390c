import type { QueryExecution } from '@aws-sdk/client-athena';
import { type DecimalText, formatDecimal, parseDecimal } from '../../kernel/decimal.ts';
import type { Scan } from '../../kernel/scan.ts';
import type { AthenaRunnerOptions } from './athena-options.ts';

/** Powers of ten: an estimate that is never too low. */
const MEGABYTE = 1_000_000n;
const LEAST_MEGABYTES = 10n;
/** Megabytes of a terabyte, as decimal places. */
const PER_TERABYTE = 6;

/**
 * What Athena says an execution scanned, and what it costs at the price, exactly; undefined where it says nothing. Each
 * execution is paid in whole megabytes, at least ten; DDL is free, and so is what ended early and read nothing.
 */
export function scanOf(
  { QueryExecutionId, Status, Statistics, StatementType }: QueryExecution,
  price: AthenaRunnerOptions['scanPrice'],
): Scan | undefined {
  if (Statistics?.DataScannedInBytes === undefined) return undefined;
  const bytes = BigInt(Statistics.DataScannedInBytes);
  const state = Status?.State ?? 'unknown';
  const isFree = StatementType === 'DDL' || (bytes === 0n && state !== 'SUCCEEDED');
  const megabytes = isFree ? 0n : billedMegabytes(bytes);
  return {
    execution: QueryExecutionId ?? 'unknown',
    state,
    bytes,
    billedBytes: megabytes * MEGABYTE,
    cost: price === undefined ? null : { ...price, amount: costOf(megabytes, price.perTerabyte) },
  };
}

/** Whole megabytes, at least ten. */
function billedMegabytes(bytes: bigint): bigint {
  const megabytes = (bytes + MEGABYTE - 1n) / MEGABYTE;
  return megabytes < LEAST_MEGABYTES ? LEAST_MEGABYTES : megabytes;
}

function costOf(megabytes: bigint, price: string): DecimalText {
  const { units, scale } = parseDecimal(price);
  return formatDecimal({ units: units * megabytes, scale: scale + PER_TERABYTE });
}
