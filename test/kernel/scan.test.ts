import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecimalText } from '../../src/kernel/decimal.ts';
import {
  addScanTotals,
  type Scan,
  scanJson,
  scanWords,
  sizeWords,
  totalOfScans,
} from '../../src/kernel/scan.ts';

function aScan(bytes: bigint, amount: string | null, perTerabyte = '5.00', currency = 'USD') {
  return {
    execution: 'id',
    state: 'SUCCEEDED',
    bytes,
    known: true,
    billedBytes: bytes + 1n,
    cost: amount === null ? null : { amount: amount as DecimalText, currency, perTerabyte },
  } satisfies Scan;
}

describe('what a run scanned', () => {
  it('is the exact sum over every execution', () => {
    const total = totalOfScans([aScan(1n, '0.00005000'), aScan(2n, '0.00005500')]);
    expect(total).toEqual({
      executions: 2,
      unknown: 0,
      bytes: 3n,
      billedBytes: 5n,
      costs: [{ amount: '0.00010500', currency: 'USD', perTerabyte: '5.00' }],
      unpriced: 0,
    });
    expect(total === null ? null : scanJson(total)).toEqual({
      executions: 2,
      executions_of_unknown_bytes: 0,
      scanned_bytes: '3',
      billed_bytes: '5',
      cost_estimates: [{ amount: '0.00010500', currency: 'USD', price_per_terabyte: '5.00' }],
      executions_without_price: 0,
    });
  });

  it('is nothing where nothing is paid by bytes', () => {
    expect(totalOfScans([])).toBeNull();
    expect(addScanTotals([])).toBeNull();
  });

  it('is told in words, amounts of each price by themselves', () => {
    const words = (...scans: readonly Scan[]) => {
      const total = totalOfScans(scans);
      return total === null ? '' : scanWords(total);
    };
    const by = 'by the configured price per TB (estimate, not a bill)';
    expect(words(aScan(1_288_490_189n, '0.00600000'))).toBe(
      `scanned 1.2 GiB in 1 execution, about USD 0.006 ${by}`,
    );
    expect(words(aScan(5n, '1.00'), aScan(5n, null))).toBe(
      `scanned 10 bytes in 2 executions, 1 of them without a price, about USD 1.00 ${by}`,
    );
    const others = [aScan(1n, '2.500', '6'), aScan(1n, '0.10', '5', 'EUR'), aScan(1n, '0.5', '6')];
    expect(words(aScan(1n, '1.00'), ...others)).toContain(
      'about USD 1.00 and USD 3.00 and EUR 0.10',
    );
    expect(words(aScan(0n, null))).toBe(
      'scanned 0 bytes in 1 execution, no price per TB is configured',
    );
    const open = { ...aScan(5n, '1.00'), known: false };
    expect(words(open, aScan(5n, null), open)).toBe(
      `scanned at least 15 bytes in 3 executions, the bytes of 2 of them unknown, 1 of them without a price, at least USD 2.00 ${by}`,
    );
    expect(words({ ...open, cost: null })).toBe(
      'scanned at least 5 bytes in 1 execution, the bytes of 1 of them unknown, no price per TB is configured',
    );
  });

  it.each([
    [0n, '0 bytes'],
    [1_023n, '1023 bytes'],
    [1_024n, '1.0 KiB'],
    [1_587n, '1.5 KiB'],
    [1_588n, '1.6 KiB'],
    [2n ** 20n, '1.0 MiB'],
    [1_288_490_189n, '1.2 GiB'],
    [2n ** 62n, '4096.0 PiB'],
  ])('%s bytes are %s', (bytes, words) => {
    expect(sizeWords(bytes)).toBe(words);
  });

  it('is the same whether executions or items are added up', () => {
    const scan = fc
      .tuple(fc.bigInt({ min: 0n, max: 2n ** 60n }), fc.nat())
      .map(([bytes, units]) => aScan(bytes, `${units}.25`));
    fc.assert(
      fc.property(fc.array(fc.array(scan)), (items) => {
        const each = items.flatMap((scans) => totalOfScans(scans) ?? []);
        expect(addScanTotals(each)).toEqual(totalOfScans(items.flat()));
      }),
    );
  });
});
