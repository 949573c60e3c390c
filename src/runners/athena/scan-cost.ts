import type { QueryExecution } from '@aws-sdk/client-athena';
import { type DecimalText, formatDecimal, parseDecimal } from '../../kernel/decimal.ts';
import type { Scan } from '../../kernel/scan.ts';
import type { AthenaRunnerOptions } from './athena-options.ts';

/** Powers of ten: an estimate that is not too low. */
const MEGABYTE = 1_000_000n;
const LEAST_MEGABYTES = 10n;
/** Megabytes of a terabyte, as decimal places. */
const PER_TERABYTE = 6;

/**
 * What Athena says an execution scanned, and what it costs at the price, exactly. Each execution is paid in whole
 * megabytes, at least ten; DDL is free, and so is what failed or was stopped before it read anything. What was not seen to
 * end may have read: it is never free.
 */
export function scanOf(
  { QueryExecutionId, Status, Statistics, StatementType }: QueryExecution,
  price: AthenaRunnerOptions['scanPrice'],
): Scan {
  const { DataScannedInBytes: told } = Statistics ?? {};
  const bytes = BigInt(told ?? 0);
  const state = Status?.State ?? 'unknown';
  const failed = state === 'FAILED' || state === 'CANCELLED';
  const known = told !== undefined && (failed || state === 'SUCCEEDED');
  const isFree = StatementType === 'DDL' || (known && failed && bytes === 0n);
  const megabytes = isFree ? 0n : billedMegabytes(bytes);
  return {
    execution: QueryExecutionId ?? 'unknown',
    state,
    bytes,
    known,
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
