import { describe, expect, it } from 'vitest';
import {
  parseCalendarDate,
  parsePeriod,
  parsePeriodOrCutoff,
  previousPeriod,
} from '../../src/kernel/period.ts';

const badPeriod = expect.objectContaining({ code: 'BAD_PERIOD' });
const badDate = expect.objectContaining({ code: 'BAD_DATE' });

describe('periods', () => {
  it('RU-4 derives the inclusive cutoff and the half-open bounds from the month', () => {
    expect(parsePeriod('2025-09')).toEqual({
      id: '2025-09',
      start: '2025-09-01',
      next: '2025-10-01',
      cutoff: '2025-09-30',
      yearStart: '2025-01-01',
      year: 2025,
      month: 9,
    });
  });

  it('rolls December over to January of the next year', () => {
    expect(parsePeriod('2025-12').next).toBe('2026-01-01');
  });

  it.each([
    ['2024-02', '2024-02-29'],
    ['2023-02', '2023-02-28'],
    ['1900-02', '1900-02-28'],
    ['2000-02', '2000-02-29'],
    ['2025-04', '2025-04-30'],
    ['2025-01', '2025-01-31'],
  ])('ends %s on %s', (month, cutoff) => {
    expect(parsePeriod(month).cutoff).toBe(cutoff);
  });

  it.each(['2025', '2025-13', '2025-00', '25-09', '2025/09', '202509', '0000-01', '9999-01', ''])(
    'refuses %j as a period',
    (text) => {
      expect(() => parsePeriod(text)).toThrow(badPeriod);
    },
  );

  it('accepts a month end in place of the month, blanks around it tolerated', () => {
    expect(parsePeriodOrCutoff(' 2025-09-30 ').id).toBe('2025-09');
    expect(parsePeriodOrCutoff('2025-09').id).toBe('2025-09');
  });

  it('refuses a cutoff that is not a month end and says which day is', () => {
    expect(() => parsePeriodOrCutoff('2025-09-29')).toThrow(badPeriod);
    expect(() => parsePeriodOrCutoff('2025-09-29')).toThrow(/2025-09-30/);
  });

  it.each(['2023-02-29', '2024/10/31', '2025-9-30', '2025-00-10', '2025-01-32', '0000-01-01', 'x'])(
    'refuses %j as a day',
    (text) => {
      expect(() => parseCalendarDate(text)).toThrow(badDate);
    },
  );

  it('finds the month before, across a year end too', () => {
    expect(previousPeriod(parsePeriod('2025-09')).id).toBe('2025-08');
    expect(previousPeriod(parsePeriod('2025-01')).id).toBe('2024-12');
  });
});
