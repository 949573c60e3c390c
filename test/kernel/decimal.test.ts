import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absoluteDecimal,
  addDecimal,
  compareDecimal,
  differenceText,
  formatDecimal,
  parseDecimal,
  subtractDecimal,
} from '../../src/kernel/decimal.ts';

const decimals = fc.record({
  units: fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
  scale: fc.integer({ min: 0, max: 38 }),
});

describe('exact decimals', () => {
  it('G-2 reads and writes every digit of any decimal up to 38 digits', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(parseDecimal(formatDecimal(value))).toEqual(value);
      }),
    );
  });

  it('G-2 adds and subtracts without losing a digit, whatever the scales', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(compareDecimal(subtractDecimal(addDecimal(a, b), b), a)).toBe(0);
        expect(compareDecimal(a, b)).toBe(-compareDecimal(b, a) || 0);
      }),
    );
  });

  it('agrees with integer arithmetic on amounts in cents', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        expect(addDecimal({ units: a, scale: 2 }, { units: b, scale: 2 }).units).toBe(a + b);
      }),
    );
  });

  it('S0-14 finds 100.01 exactly 0.01 away from 100.00, where binary floats would not', () => {
    expect(differenceText('100.01', '100.00')).toBe('0.01');
    expect(differenceText('100.0100001', '100.00')).toBe('0.0100001');
    expect(differenceText('100.00', '100.01')).toBe('-0.01');
  });

  it('orders by value, not by how many digits are written', () => {
    expect(compareDecimal(parseDecimal('1.0'), parseDecimal('1.00'))).toBe(0);
    expect(compareDecimal(parseDecimal('-2'), parseDecimal('-1.5'))).toBe(-1);
    expect(compareDecimal(parseDecimal('0.1'), parseDecimal('0.09'))).toBe(1);
  });

  it('keeps leading zeros of a fraction and never writes minus zero', () => {
    expect(formatDecimal({ units: -5n, scale: 3 })).toBe('-0.005');
    expect(formatDecimal({ units: 0n, scale: 2 })).toBe('0.00');
    expect(formatDecimal(absoluteDecimal(parseDecimal('-7.50')))).toBe('7.50');
    expect(formatDecimal(absoluteDecimal(parseDecimal('7')))).toBe('7');
  });

  it.each(['', ' 1', '1e5', '01', '.5', '5.', '+1', '1,000.00', 'NaN', '--1'])(
    'refuses %j, which is not plain decimal text',
    (text) => {
      expect(() => parseDecimal(text)).toThrow(expect.objectContaining({ code: 'BAD_DECIMAL' }));
    },
  );
});
