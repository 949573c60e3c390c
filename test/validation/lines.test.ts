import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal, parseDecimal } from '../../src/kernel/decimal.ts';
import { judgeLines, type Line } from '../../src/validation/lines.ts';

function line(expected: string, actual: string, key: readonly (string | null)[] = ['13003']): Line {
  return {
    key,
    figure: 'amount',
    expected: parseDecimal(expected),
    actual: parseDecimal(actual),
  };
}

function judged(lines: readonly Line[], tolerance: string) {
  return judgeLines({ keyColumns: ['account'], lines, tolerance: parseDecimal(tolerance) });
}

describe('lines that must agree', () => {
  it.each([
    ['100.00', '100.01', 'met', '0.01'],
    ['100.00', '100.0100001', 'not_met', '0.0100001'],
    ['100.00', '99.99', 'met', '-0.01'],
    ['100.00', '99.989', 'not_met', '-0.011'],
    ['-0.01', '0', 'met', '0.01'],
  ])('S0-14 with tolerance 0.01 %s against %s is %s', (expected, actual, kind, difference) => {
    expect(judged([line(expected, actual)], '0.01')).toMatchObject({
      kind,
      measured: { detail: [{ line: '13003 / amount', expected, actual, difference }] },
    });
  });

  it('has no tolerance unless one is given', () => {
    const lines = [line('1.00', '1'), line('1.00', '1.0000000001')];
    expect(judgeLines({ keyColumns: ['account'], lines })).toMatchObject({
      kind: 'not_met',
      measured: { expected: '2', actual: '1', difference: '-1' },
      offending: {
        columns: ['account', 'figure', 'expected', 'actual', 'difference'],
        rows: [['13003', 'amount', '1.00', '1.0000000001', '0.0000000001']],
      },
    });
  });

  it('does not perform a comparison of nothing', () => {
    expect(judged([], '0.01')).toMatchObject({ kind: 'not_performed' });
  });

  it('breaks a line with an unknown figure on either side', () => {
    const known = parseDecimal('0');
    const lines: Line[] = [
      { key: [null], figure: 'a', expected: undefined, actual: known },
      { key: [''], figure: 'b', expected: known, actual: undefined },
    ];
    expect(judged(lines, '1000')).toMatchObject({
      kind: 'not_met',
      measured: {
        actual: '0',
        detail: [
          { line: 'NULL / a', expected: 'unknown (NULL)', actual: '0', difference: null },
          { line: "'' / b", expected: '0', actual: 'unknown (NULL)', difference: null },
        ],
      },
    });
  });

  it('shows 200 lines, the broken ones first, and keeps all broken ones', () => {
    const lines = Array.from({ length: 500 }, (_, n) =>
      line('1', n === 499 ? '2' : '1', [String(n)]),
    );
    const result = judged(lines, '0');
    expect(result).toMatchObject({
      kind: 'not_met',
      measured: { expected: '500', actual: '499', difference: '-1' },
      offending: { rows: [['499', 'amount', '1', '2', '1']] },
    });
    const shown = 'measured' in result ? result.measured.detail : [];
    expect(shown?.length).toBe(200);
    expect(shown?.[0]?.line).toBe('499 / amount');
    expect(shown?.[1]?.line).toBe('0 / amount');
  });

  it('agrees with integer arithmetic for any figures and tolerance', () => {
    const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    const text = (units: bigint) => formatDecimal({ units, scale: 7 });
    fc.assert(
      fc.property(
        cents,
        fc.oneof(cents, fc.bigInt({ min: -5n, max: 5n })),
        fc.bigInt({ min: 0n, max: 5n }),
        (a, delta, tolerance) => {
          const result = judged([line(text(a), text(a + delta))], text(tolerance));
          const size = delta < 0n ? -delta : delta;
          expect(result.kind).toBe(size <= tolerance ? 'met' : 'not_met');
        },
      ),
    );
  });
});
