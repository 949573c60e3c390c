import { formatDecimal, parseDecimal } from '../../kernel/decimal.ts';

/** Powers of ten: an estimate that is never too low. */
const MEGABYTE = 1_000_000n;
const LEAST_MEGABYTES = 10n;
/** Megabytes of a terabyte, as decimal places. */
const PER_TERABYTE = 6;

/**
 * What a scan costs at a price per terabyte, exactly: whole megabytes, at least ten for each query.
 * @param price plain decimal text
 */
export function scanCost(scannedBytes: readonly bigint[], price: string): string {
  const megabytes = scannedBytes
    .map((bytes) => (bytes + MEGABYTE - 1n) / MEGABYTE)
    .map((whole) => (whole < LEAST_MEGABYTES ? LEAST_MEGABYTES : whole))
    .reduce((sum, each) => sum + each, 0n);
  const { units, scale } = parseDecimal(price);
  return formatDecimal({ units: units * megabytes, scale: scale + PER_TERABYTE });
}
