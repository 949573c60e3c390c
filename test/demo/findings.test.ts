import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import type { DemoBooks, PlantedBreak } from '../../src/demo/demo-books.ts';
import { expectedOf } from '../../src/demo/expected.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import type { Finding } from '../../src/validation/finding.ts';
import { outcomeOf, wantedOf } from './outcome.ts';
import { catalog, runOnBooks } from './run-item.ts';

const ITEMS = catalog.items.map(({ definition }) => definition.id);
/** The second set spans a year end; its clean books are run for the period after it. */
const SETS = [
  {
    rows: 400,
    seed: 1,
    periods: ['2025-07', '2025-08', '2025-09'],
    run: ['2025-07', '2025-08', '2025-09'],
  },
  { rows: 400, seed: 7, periods: ['2025-12', '2026-01'], run: ['2026-01'] },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-findings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(SETS)('clean books of $periods with seed $seed', ({ rows, seed, periods, run }) => {
  let books: DemoBooks;
  const { answers } = expectedOf(demoSettings({ rows, seed, periods }));
  beforeAll(async () => {
    books = await buildDemoBooks({ folder: join(folder, `clean-${seed}`), rows, seed, periods });
  });

  it.each(ITEMS.flatMap((id) => run.map((period) => ({ id, period }))))(
    'give $id of $period the rows and totals worked out without SQL, and no exception',
    async (question) => {
      const wanted = wantedOf(answers, question);
      expect(await runOnBooks(books, question, outcomeOf)).toEqual(wanted);
      expect(wanted.rows === 0).toBe(question.id === 'IPE_REC_ERRORS');
    },
  );

  it('give CR_03 as of the cutoff a sum that is the balance of CR_04 (RU-12), and no exception', async () => {
    const period = books.defaultPeriod;
    const question = { id: 'CR_03', period, overrides: { as_of: '1' } };
    const answer = await runOnBooks(books, question, ({ extraction, findings }) => ({
      noted: findings.filter(({ status }) => status !== 'PASS'),
      sum: extraction.completed
        ? extraction.extract.controlTotals.find(({ column }) => column === 'Remaining_amount')?.sum
        : null,
    }));
    const balances = wantedOf(answers, { id: 'CR_04', period });
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

/** Every item that reads books; the list of the catalog itself reads none. */
const BREAKABLE = ITEMS.filter((id) => id !== 'DOC_001');

/** Breaks in the books of the default size's shape are found end to end by test/e2e/planted-breaks.test.ts. */
describe.each(SETS.slice(1))(
  'books of $periods with breaks and seed $seed',
  ({ rows, seed, periods }) => {
    let books: DemoBooks;
    beforeAll(async () => {
      const place = join(folder, `breaks-${seed}`);
      books = await buildDemoBooks({ folder: place, rows, seed, periods, breaks: true });
    });

    it.each(BREAKABLE)('give %s exactly the planted findings', async (item) => {
      const breaks = books.plantedBreaks.filter((planted) => planted.item === item);
      const planted = plantedIn(breaks, item);
      expect(Object.keys(planted)).not.toEqual([]);
      const found = await runOnBooks(
        books,
        { id: item, period: books.defaultPeriod },
        (gathered) => {
          expect(gathered.extraction.completed).toBe(true);
          return foundIn(gathered.findings, planted, breaks);
        },
      );
      expect(found).toEqual(planted);
    });
  },
);
