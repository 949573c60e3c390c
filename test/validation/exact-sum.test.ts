import { describe, expect, it } from 'vitest';
import { atScale, readSum } from '../../src/validation/exact-sum.ts';
import { ValidationError } from '../../src/validation/validation-error.ts';

describe('an exact sum', () => {
  it('is believed while the largest value times the count stays below 10^38', () => {
    const largest = `${'9'.repeat(33)}.9999`;
    expect(readSum(['-1.5000', largest, '10', '0'], 'amount')).toEqual({
      sum: { units: -15000n, scale: 4 },
      partial: false,
    });
    expect(() => readSum(['-1.5000', largest, '11', '0'], 'amount')).toThrow(
      'the total of amount could exceed 38 digits',
    );
  });

  it('is zero where there was nothing to add, and partial where some values were NULL', () => {
    expect(readSum([null, null, null, null], 'amount')).toEqual({
      sum: { units: 0n, scale: 0 },
      partial: false,
    });
    expect(readSum([null, null, '0', '2'], 'amount').partial).toBe(true);
  });

  it('refuses an answer without the four figures', () => {
    expect(() => readSum(['1', '1', '1'], 'amount')).toThrow(ValidationError);
  });

  it('gains digits at a larger scale and never loses one', () => {
    expect(atScale({ units: -5n, scale: 0 }, 4)).toBe('-5.0000');
    expect(atScale({ units: 123456n, scale: 6 }, 4)).toBe('0.123456');
  });
});
