import { beforeAll, describe, expect, it } from 'vitest';
import { describedBreaks } from '../../src/demo/breaks/planned-breaks.ts';
import type { DemoBooks, PlantedBreak } from '../../src/demo/demo-books.ts';
import { expectedOf } from '../../src/demo/expected.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import type { Finding } from '../../src/validation/finding.ts';
import { sharedBooks } from '../support/shared-books.ts';
import { GOLDEN_BOOKS, GOLDEN_PERIOD, goldenFile, goldenText } from './golden-content.ts';
import { deliveredOf, outcomeOf, wantedOf } from './outcome.ts';
import { catalog, extractFromBooks, runOnBooks } from './run-item.ts';

const ITEMS = catalog.items.map(({ definition }) => definition.id);
/** Every item that reads books; the list of the catalog itself reads none. */
const READING = ITEMS.filter((id) => id !== 'DOC_001');
/** Three months of one year, and two on both sides of the end of one. */
const MONTHS = { ...GOLDEN_BOOKS, seed: 1 };
const YEAR_END = { rows: 400, seed: 7, periods: ['2025-12', '2026-01'] };

// a busy machine builds them in the time of a hook, not in that of the first test
beforeAll(async () => {
  await sharedBooks(MONTHS);
  await sharedBooks(YEAR_END);
  await sharedBooks({ ...YEAR_END, breaks: true });
});

/** CR_03 as of the cutoff: what it must add up to, and every check that did not pass. */
async function asOfCutoff(books: DemoBooks, period: string) {
  const question = { id: 'CR_03', period, overrides: { as_of: '1' } };
  return await runOnBooks(books, question, ({ extraction, findings }) => ({
    noted: findings.filter(({ status }) => status !== 'PASS'),
    sum: extraction.completed
      ? extraction.extract.controlTotals.find(({ column }) => column === 'Remaining_amount')?.sum
      : null,
  }));
}

describe('clean books of three months', () => {
  const { answers } = expectedOf(demoSettings(MONTHS));

  it.each(ITEMS.flatMap((id) => ['2025-07', '2025-08'].map((period) => ({ id, period }))))(
    'give $id of $period the rows and totals worked out without SQL',
    async (question) => {
      const books = await sharedBooks(MONTHS);
      const { id } = question;
      const delivered = await extractFromBooks(books, question, (content) =>
        deliveredOf(id, content),
      );
      expect(delivered).toEqual(wantedOf(answers, question));
    },
  );

  it.each(ITEMS)(
    `give %s of ${GOLDEN_PERIOD} the rows and totals worked out without SQL, no exception, and the content of the golden file; vitest -u rewrites it`,
    async (id) => {
      const question = { id, period: GOLDEN_PERIOD };
      const { outcome, digest } = await runOnBooks(
        await sharedBooks(MONTHS),
        question,
        (gathered) => ({
          outcome: outcomeOf(gathered),
          digest: gathered.extraction.completed ? gathered.extraction.extract.contentDigest : '',
        }),
      );
      const wanted = wantedOf(answers, question);
      expect(outcome).toEqual(wanted);
      expect(wanted.rows === 0).toBe(id === 'IPE_REC_ERRORS');
      if (!READING.includes(id)) return;
      const text = goldenText({ rows: wanted.rows ?? 0, digest });
      await expect(text).toMatchFileSnapshot(goldenFile(id));
    },
  );

  it('give CR_03 as of the cutoff a sum that is the balance of CR_04 (RU-12), and no exception', async () => {
    const answer = await asOfCutoff(await sharedBooks(MONTHS), GOLDEN_PERIOD);
    const balances = wantedOf(answers, { id: 'CR_04', period: GOLDEN_PERIOD });
    expect(answer).toEqual({ noted: [], sum: balances.totals['BALANCE_AT_DATE'] });
  });
});

/** Check, status and the keys it names: of all planted breaks of an item, or of what was found. */
type Noted = Readonly<Record<string, readonly [status: string, keys: readonly string[]]>>;

function plantedIn(breaks: readonly PlantedBreak[], item: string): Noted {
  const findings = breaks
    .filter((planted) => planted.item === item)
    .flatMap(({ expected }) => expected);
  return Object.fromEntries(
    findings.map(({ check, status }) => {
      const named = findings.filter((finding) => finding.check === check);
      const keys = named.flatMap((finding) => finding.keys.map((key) => key.join(' ')));
      return [check, [status, [...new Set(keys)].sort()]];
    }),
  );
}

/** Offending rows cut to the length of the planted keys of their check; none where the break names none. */
function foundIn(
  findings: readonly Finding[],
  planted: Noted,
  breaks: readonly PlantedBreak[],
): Noted {
  const lengths = new Map(
    breaks.flatMap(({ expected }) =>
      expected.map(({ check, keys }) => [check, keys[0]?.length ?? 0]),
    ),
  );
  return Object.fromEntries(
    findings
      .filter(({ status }) => status !== 'PASS')
      .map((finding) => {
        const { id } = finding.check;
        const rows = 'offending' in finding ? finding.offending.rows : [];
        const cut = rows.map((row) => row.slice(0, lengths.get(id)).join(' ')).sort();
        const named = planted[id]?.[1].length === 0 ? [] : [...new Set(cut)];
        return [id, [finding.status, named]];
      }),
  );
}

/** Breaks in the books of the default size's shape are found end to end by test/e2e/planted-breaks.test.ts. */
describe('books with breaks on both sides of the end of a year', () => {
  it.each(READING)('give %s exactly the planted findings', async (item) => {
    const books = await sharedBooks({ ...YEAR_END, breaks: true });
    const breaks = books.plantedBreaks.filter((planted) => planted.item === item);
    const planted = plantedIn(breaks, item);
    expect(Object.keys(planted)).not.toEqual([]);
    const found = await runOnBooks(books, { id: item, period: books.defaultPeriod }, (gathered) => {
      expect(gathered.extraction.completed).toBe(true);
      return foundIn(gathered.findings, planted, breaks);
    });
    expect(found).toEqual(planted);
  });
});

describe('clean books on both sides of the end of a year', () => {
  const { answers } = expectedOf(demoSettings(YEAR_END));
  const breaks = describedBreaks(demoSettings({ ...YEAR_END, breaks: true }));

  // whatever else is tested has just passed in the books with breaks
  it.each(ITEMS)(
    'give %s of 2026-01 the rows and totals worked out without SQL, and no exception of a kind that was planted',
    async (id) => {
      const question = { id, period: '2026-01' };
      const checks = Object.keys(plantedIn(breaks, id));
      const outcome = await runOnBooks(await sharedBooks(YEAR_END), question, outcomeOf, (check) =>
        checks.includes(check),
      );
      const wanted = wantedOf(answers, question);
      expect(outcome).toEqual(wanted);
      expect(wanted.rows === 0).toBe(id === 'IPE_REC_ERRORS');
    },
  );

  it('give CR_03 as of the cutoff a sum that is the balance of CR_04 (RU-12), and no exception', async () => {
    const answer = await asOfCutoff(await sharedBooks(YEAR_END), '2026-01');
    const balances = wantedOf(answers, { id: 'CR_04', period: '2026-01' });
    expect(answer).toEqual({ noted: [], sum: balances.totals['BALANCE_AT_DATE'] });
  });
});
