import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/app/load-catalog.ts';
import {
  chosenEntities,
  chosenItems,
  chosenJobs,
  chosenShard,
  inShard,
  isForEveryCompany,
  isPreviousMonth,
} from '../../src/app/run-selection.ts';
import { parseInstant } from '../../src/kernel/clock.ts';
import { parsePeriod } from '../../src/kernel/period.ts';

const entities = (...tokens: string[]) => chosenEntities(tokens).map(({ entity }) => entity);

describe('whom a run is for', () => {
  it('all, which nothing said means too, is one package ALL; each is one for every company', () => {
    expect(entities()).toEqual(['ALL']);
    expect(entities('all')).toEqual(['ALL']);
    expect(entities('each')).toEqual(['NG', 'GH', 'CI', 'SN', 'KE', 'UG', 'DZ', 'EG', 'MA']);
  });

  it('a list is one package for each member, once, whatever name it goes by', () => {
    expect(entities('EG', 'ng', 'EC_NG')).toEqual(['EG', 'NG']);
  });

  it('refuses all or each beside others, and an entity nobody knows', () => {
    expect(() => entities('NG', 'all')).toThrow(/all alone/);
    expect(() => entities('each', 'NG')).toThrow(/each alone/);
    expect(() => entities('XX')).toThrow(/no entity we know/);
  });
});

describe('a run of the whole month that was due', () => {
  it('is for every company, in one package or in many', () => {
    const isWhole = (...tokens: string[]) => isForEveryCompany(chosenEntities(tokens));
    expect([isWhole(), isWhole('all'), isWhole('each')]).toEqual([true, true, true]);
    expect([isWhole('NG'), isWhole('NG', 'EG')]).toEqual([false, false]);
  });

  it('is of the month before the one it is in, whatever the year', () => {
    const isPrevious = (period: string, now: string) =>
      isPreviousMonth(parsePeriod(period), { now: () => parseInstant(now) });
    expect(isPrevious('2025-09', '2025-10-03T04:00:00.000Z')).toBe(true);
    expect(isPrevious('2025-12', '2026-01-03T04:00:00.000Z')).toBe(true);
    expect(isPrevious('2025-08', '2025-10-03T04:00:00.000Z')).toBe(false);
    expect(isPrevious('2025-10', '2025-10-31T23:59:59.999Z')).toBe(false);
    expect(isPrevious('2024-09', '2025-10-03T04:00:00.000Z')).toBe(false);
  });
});

describe('what a run does', () => {
  const catalog = loadCatalog();
  const ids = (items: ReturnType<typeof chosenItems>) =>
    items.map(({ definition }) => definition.id);

  it('puts the ledger balances before the items tied to them', () => {
    const all = ids(chosenItems(catalog, [], true));
    expect([...all].sort()).toEqual(catalog.items.map(({ definition }) => definition.id).sort());
    expect(all.indexOf('CR_04')).toBeLessThan(all.indexOf('IPE_07'));
    expect(ids(chosenItems(catalog, ['CR_03', 'CR_04', 'CR_03'], false))).toEqual([
      'CR_04',
      'CR_03',
    ]);
  });
});

describe('shards', () => {
  it.each([1, 2, 3, 7])('%i of them together are the whole, and no cell is in two', (count) => {
    const cells = Array.from({ length: 20 }, (_, at) => at);
    const parts = Array.from({ length: count }, (_, at) =>
      inShard(cells, chosenShard(`${at + 1}/${count}`, cells.length)),
    );
    expect(parts.flat().sort((a, b) => a - b)).toEqual(cells);
    const sizes = parts.map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2);
  });

  it.each(['0/2', '3/2', '1', 'a/b', '1/0', '1/2/3', ''])('refuse %j', (text) => {
    expect(() => chosenShard(text, 20)).toThrow(/--shard takes i\/n/);
  });

  it('refuse to be more than there are packages to make', () => {
    expect(() => chosenShard('1/6', 5)).toThrow(/only 5 packages/);
  });
});

describe('jobs', () => {
  const limits = { memoryLimit: '2GB', threads: null };

  it('are half the processors, but no more than the memory has room for', () => {
    expect(chosenJobs(undefined, limits, 8)).toEqual({ jobs: 4, memoryLimit: '500MB', threads: 2 });
    expect(chosenJobs(undefined, { ...limits, memoryLimit: '512MB' }, 8).jobs).toBe(2);
    expect(chosenJobs(undefined, { ...limits, memoryLimit: '100MB' }, 8).jobs).toBe(1);
    expect(chosenJobs(undefined, limits, 1)).toEqual({ jobs: 1, ...limits });
  });

  it('share memory and processors; one has them alone, as configured', () => {
    expect(chosenJobs('3', { memoryLimit: '512MB', threads: 5 }, 2)).toEqual({
      jobs: 3,
      memoryLimit: '170MB',
      threads: 5,
    });
    expect(chosenJobs('1', limits, 8)).toEqual({ jobs: 1, ...limits });
  });

  it.each(['0', '-1', 'many', '65', '1.5'])('refuse %j', (text) => {
    expect(() => chosenJobs(text, limits, 8)).toThrow(/--jobs takes a whole number/);
  });
});
