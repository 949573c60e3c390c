import { describe, expect, it } from 'vitest';
import { expectedOf } from '../../src/demo/expected.ts';
import { COMPANIES } from '../../src/demo/group/companies.ts';
import { demoSettings } from '../../src/demo/settings.ts';

const SETTINGS = [
  demoSettings({ rows: 6_000 }),
  demoSettings({ rows: 1_000, seed: 7, periods: ['2025-12', '2026-01'] }),
];
const ENTITIES = COMPANIES.filter(({ covered }) => covered).map(({ country }) => country);
/** RU-8: the ten component accounts, and 18304 beside them. */
const ACCOUNTS = [
  ...['13001', '13002', '13003', '13004', '13005', '13009', '13024'],
  ...['18304', '18317', '18350', '18412'],
];

describe.each(SETTINGS)('the ledger of clean books of $periods', (settings) => {
  const { accounts } = expectedOf(settings);

  it.each(settings.periods)(
    'is the target values plus the voucher bridges at the end of %s, per company and account (4.8, RU-7, RU-10, RU-19)',
    (period) => {
      const lines = accounts.filter((one) => one.period === period);
      const differences = lines.filter(
        ({ ledger, target, timing, cash }) => ledger !== target + timing + cash,
      );
      expect(differences).toEqual([]);
      expect(lines.map(({ entity, account }) => `${entity} ${account}`).sort()).toEqual(
        ENTITIES.flatMap((entity) => ACCOUNTS.map((account) => `${entity} ${account}`)).sort(),
      );
      expect(lines.filter(({ target }) => target === 0n)).toEqual([]);
    },
  );

  it('needs both bridges for the vouchers of every company, and none elsewhere (RU-19)', () => {
    for (const { account, timing, cash } of accounts) {
      expect([timing < 0n, cash < 0n]).toEqual(Array(2).fill(account === '18412'));
    }
  });
});

describe('expected answers', () => {
  const { answers } = expectedOf(demoSettings({ rows: 100 }));

  it('have rows for every item, period and company, but for the integration errors of clean books', () => {
    const empty = answers.filter(({ item, rows }) => rows === 0 && item !== 'IPE_REC_ERRORS');
    expect(empty).toEqual([]);
  });

  it('add up to the answer of all companies', () => {
    for (const { item, period, rows } of answers.filter(({ entity }) => entity === 'ALL')) {
      const single = answers.filter(
        (one) => one.item === item && one.period === period && one.entity !== 'ALL',
      );
      if (single.length === 0) continue;
      expect(single.map(({ entity }) => entity)).toEqual(ENTITIES);
      expect(single.reduce((sum, one) => sum + one.rows, 0)).toBe(rows);
    }
  });
});
