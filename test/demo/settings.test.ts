import { describe, expect, it } from 'vitest';
import { dayNumber } from '../../src/demo/model/calendar.ts';
import { timelineOf } from '../../src/demo/model/timeline.ts';
import { demoSettings } from '../../src/demo/settings.ts';

describe('what demo books may be asked for', () => {
  it('has defaults: three months up to 2025-09, clean', () => {
    expect(demoSettings({})).toEqual({
      seed: 1,
      rows: 100_000,
      periods: ['2025-07', '2025-08', '2025-09'],
      breaks: false,
    });
  });

  it('takes periods in any order', () => {
    const periods = ['2026-01', '2025-12', '2025-11'];
    expect(demoSettings({ periods }).periods).toEqual(['2025-11', '2025-12', '2026-01']);
  });

  it.each([
    ['too few rows', { rows: 99 }],
    ['too many rows', { rows: 20_000_001 }],
    ['a fraction of a row', { rows: 1000.5 }],
    ['no number', { rows: Number.NaN }],
    ['a negative seed', { seed: -1 }],
    ['no period', { periods: [] }],
    ['a gap between periods', { periods: ['2025-07', '2025-09'] }],
    ['a period twice', { periods: ['2025-07', '2025-07'] }],
  ])('refuses %s', (_what, given) => {
    expect(() => demoSettings(given)).toThrow(expect.objectContaining({ code: 'BAD_SETTINGS' }));
  });

  it('refuses a period that is no month', () => {
    expect(() => demoSettings({ periods: ['2025-13'] })).toThrow(
      expect.objectContaining({ code: 'BAD_PERIOD' }),
    );
  });
});

describe('what the books cover', () => {
  it('is nine months of history, the periods and ten days after', () => {
    const timeline = timelineOf(['2025-07', '2025-08', '2025-09']);
    expect(timeline.firstDay).toBe(dayNumber('2024-10-01'));
    expect(timeline.endDay).toBe(dayNumber('2025-10-11'));
    expect(timeline.snapshots).toEqual(
      ['2024-12-31', '2025-06-30', '2025-07-31', '2025-08-31', '2025-09-30'].map(dayNumber),
    );
    expect(timeline.months).toHaveLength(13);
  });

  it('holds each closing date once when a year ends among the periods', () => {
    const { snapshots } = timelineOf(['2025-12', '2026-01']);
    expect(snapshots).toEqual(['2025-11-30', '2025-12-31', '2026-01-31'].map(dayNumber));
  });
});
