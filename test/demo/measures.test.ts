import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { expectedOf } from '../../src/demo/expected.ts';
import { COMPANIES } from '../../src/demo/group/companies.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import { addDecimal, formatDecimal, parseDecimal } from '../../src/kernel/decimal.ts';
import type { Gathered } from '../../src/orchestrator/gather.ts';
import { catalog, runOnBooks } from './run-item.ts';

const SET = { rows: 1_500, seed: 5, periods: ['2025-08', '2025-09'] };
const PERIOD = '2025-09';
const MEASURED = catalog.items.filter(({ definition }) => definition.measure !== undefined);

let folder: string;
let books: DemoBooks;
const { accounts, answers } = expectedOf(demoSettings(SET));
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-measures-'));
  books = await buildDemoBooks({ folder: join(folder, 'books'), ...SET });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function measureOf({ extraction }: Gathered) {
  if (extraction.completed && extraction.measure !== null) return extraction.measure;
  throw new Error('the run gave no measure');
}

function total(item: string, column: string): string {
  const found = answers.find(
    (one) => one.item === item && one.period === PERIOD && one.entity === 'ALL',
  );
  return found?.totals[column] ?? 'none';
}

/** Target value per company and account, as the model has it, in NAV sign; what is zero stands on no line. */
function targets(glAccounts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    accounts
      .filter(({ period, account }) => period === PERIOD && glAccounts.includes(account))
      .filter(({ target }) => target !== 0n)
      .map(({ entity, account, target }) => [
        `${entity} ${account}`,
        formatDecimal({ units: target * 100n, scale: 4 }),
      ]),
  );
}

describe('what the control takes from clean books', () => {
  it('RU-10 is declared by the six components of the target value and by IPE_11, and by no other item', () => {
    expect(MEASURED.map(({ definition }) => definition.id)).toEqual([
      'IPE_07',
      'IPE_08',
      'IPE_10',
      'IPE_11',
      'IPE_12',
      'IPE_31',
      'IPE_34',
    ]);
  });

  it.each(MEASURED.map(({ definition }) => ({ ...definition })))(
    'RU-7 RU-9 RU-10: $id is the target value worked out without SQL, per company and account, and its independent figure agrees',
    async ({ id, glAccounts, navSign }) => {
      const { measure, disclosed } = await runOnBooks(books, { id, period: PERIOD }, measureOf);
      const countries = new Map(COMPANIES.map(({ code, country }) => [code, country]));
      const found = measure.lines
        .filter(({ account }) => glAccounts.includes(account ?? ''))
        .map(
          ({ company, account, amountNavSign }) =>
            [`${countries.get(company ?? '')} ${account}`, amountNavSign] as const,
        );
      const wanted = targets(glAccounts);
      expect(Object.keys(wanted).length).toBeGreaterThan(0);
      expect(Object.fromEntries(found.filter(([, amount]) => amount !== '0.0000'))).toEqual(wanted);
      for (const figure of [measure, ...disclosed]) {
        expect([figure.difference, figure.missing]).toEqual(['0.0000', 0]);
        const sign = BigInt(navSign ?? 0);
        const { units, scale } = parseDecimal(figure.amountSource);
        expect(figure.amountNavSign).toBe(formatDecimal({ units: units * sign, scale }));
      }
    },
  );

  it('RU-10 IPE_08 discloses what BOB keeps as remaining on all vouchers, which is more than the control takes', async () => {
    const question = { id: 'IPE_08', period: PERIOD };
    const { measure, disclosed } = await runOnBooks(books, question, measureOf);
    expect(disclosed.map(({ amountSource }) => amountSource)).toEqual([
      total('IPE_08', 'remaining_amount'),
    ]);
    expect(measure.rows).toBeLessThan(disclosed[0]?.rows ?? 0);
    expect(measure.amountSource).not.toBe(total('IPE_08', 'TotalRemainingAmount'));
  });

  it('RU-10 IPE_34 discloses the retail subtotal; with the marketplace rows it is the whole report', async () => {
    const question = { id: 'IPE_34', period: PERIOD };
    const { measure, disclosed } = await runOnBooks(books, question, measureOf);
    const [retail] = disclosed;
    expect(retail?.amountSource).not.toBe('0.0000');
    const parts = [measure, ...disclosed].map(({ amountSource }) => parseDecimal(amountSource));
    expect(formatDecimal(parts.reduce(addDecimal))).toBe(total('IPE_34', 'AmountToRefund'));
  });
});
