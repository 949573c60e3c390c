import { describe, expect, it } from 'vitest';
import { expectedOf } from '../../src/demo/expected.ts';
import { COMPANIES } from '../../src/demo/group/companies.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import { addDecimal, formatDecimal, parseDecimal } from '../../src/kernel/decimal.ts';
import type { Gathered } from '../../src/orchestrator/gather.ts';
import type { Measure } from '../../src/validation/measure.ts';
import { sharedBooks } from '../support/shared-books.ts';
import { catalog, runOnBooks } from './run-item.ts';

const SET = { rows: 1_500, seed: 5, periods: ['2025-08', '2025-09'] };
const PERIOD = '2025-09';
const MEASURED = catalog.items.filter(({ definition }) => definition.measure !== undefined);

const { accounts, answers } = expectedOf(demoSettings(SET));

/** The measure is taken whatever the tests say, so none is made. */
async function measured(id: string): Promise<Measure> {
  const question = { id, period: PERIOD };
  return await runOnBooks(await sharedBooks(SET), question, measureOf, () => false);
}

function measureOf({ extraction }: Gathered): Measure {
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
      const { measure, disclosed } = await measured(id);
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
    const { measure, disclosed } = await measured('IPE_08');
    expect(disclosed.map(({ amountSource }) => amountSource)).toEqual([
      total('IPE_08', 'remaining_amount'),
    ]);
    expect(measure.rows).toBeLessThan(disclosed[0]?.rows ?? 0);
    expect(measure.amountSource).not.toBe(total('IPE_08', 'TotalRemainingAmount'));
  });

  it('RU-10 IPE_34 discloses the retail subtotal; with the marketplace rows it is the whole report', async () => {
    const { measure, disclosed } = await measured('IPE_34');
    const [retail] = disclosed;
    expect(retail?.amountSource).not.toBe('0.0000');
    const parts = [measure, ...disclosed].map(({ amountSource }) => parseDecimal(amountSource));
    expect(formatDecimal(parts.reduce(addDecimal))).toBe(total('IPE_34', 'AmountToRefund'));
  });
});
