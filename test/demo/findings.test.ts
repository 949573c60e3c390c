import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import type { DemoBooks, PlantedBreak } from '../../src/demo/demo-books.ts';
import type { ExpectedAnswer } from '../../src/demo/expected/figures.ts';
import { expectedOf } from '../../src/demo/expected.ts';
import { COMPANIES } from '../../src/demo/group/companies.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import { formatDecimal } from '../../src/kernel/decimal.ts';
import type { Gathered } from '../../src/orchestrator/gather.ts';
import type { Finding } from '../../src/validation/finding.ts';
import { withoutBusiness } from './altered-books.ts';
import { catalog, type Question, runOnBooks } from './run-item.ts';

const ITEMS = catalog.items.map(({ definition }) => definition.id);
const COMPANY_ITEMS = catalog.items
  .filter(({ definition }) => definition.scope === 'companies')
  .map(({ definition }) => definition.id);
const ENTITIES = COMPANIES.filter(({ covered }) => covered).map(({ country }) => country);
/** The second set spans a year end. */
const SETS = [
  { rows: 2_000, seed: 1, periods: ['2025-07', '2025-08', '2025-09'] },
  { rows: 400, seed: 7, periods: ['2025-12', '2026-01'] },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-findings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Rows and totals of an extraction, and every check that did not pass. */
interface Outcome {
  readonly failure: unknown;
  readonly noted: readonly Finding[];
  readonly rows: number | null;
  readonly totals: Readonly<Record<string, string>>;
}

/** Where no row is due, checks that look for rows do not apply (RU-24); that is no exception. */
function outcomeOf({ extraction, findings }: Gathered): Outcome {
  const rows = extraction.completed ? extraction.extract.recordCount : null;
  const totals = extraction.completed
    ? extraction.extract.controlTotals.map(({ column, sum }) => [column, sum])
    : [];
  return {
    failure: extraction.completed ? null : extraction.failure,
    noted: findings.filter(
      ({ status }) => status !== 'PASS' && !(status === 'NOT APPLICABLE' && rows === 0),
    ),
    rows,
    totals: Object.fromEntries(totals),
  };
}

/** The catalog document needs no books: it lists what was compiled. */
function documentAnswer(): Pick<ExpectedAnswer, 'rows' | 'totals'> {
  const { items } = catalog;
  const sum = (count: (item: (typeof items)[number]) => number) => {
    const total = items.reduce((counted, item) => counted + count(item), 0);
    return formatDecimal({ units: BigInt(total), scale: 0 });
  };
  return {
    rows: items.length,
    totals: {
      Columns: sum(({ columns }) => columns.length),
      Queries: sum(({ queries }) => queries.length),
      Checks: sum(({ checks }) => checks.length),
    },
  };
}

function wantedOf(answers: readonly ExpectedAnswer[], question: Question): Outcome {
  const { id, period, entity = 'ALL' } = question;
  const found =
    id === 'DOC_001'
      ? documentAnswer()
      : answers.find((one) => one.item === id && one.period === period && one.entity === entity);
  if (found === undefined) throw new Error(`nothing is expected of ${id} ${entity} ${period}`);
  return { failure: null, noted: [], rows: found.rows, totals: found.totals };
}

describe.each(SETS)('clean books of $periods with seed $seed', ({ rows, seed, periods }) => {
  let books: DemoBooks;
  const { answers } = expectedOf(demoSettings({ rows, seed, periods }));
  beforeAll(async () => {
    books = await buildDemoBooks({ folder: join(folder, `clean-${seed}`), rows, seed, periods });
  });

  it.each(ITEMS.flatMap((id) => periods.map((period) => ({ id, period }))))(
    'give $id of $period the rows and totals worked out without SQL, and no exception',
    async (question) => {
      const wanted = wantedOf(answers, question);
      expect(await runOnBooks(books, question, outcomeOf)).toEqual(wanted);
      expect(wanted.rows === 0).toBe(question.id === 'IPE_REC_ERRORS');
    },
  );
});

describe('clean books, one company at a time', () => {
  const settings = { rows: 400, seed: 7, periods: ['2025-11', '2025-12', '2026-01'] };
  let books: DemoBooks;
  const { answers } = expectedOf(demoSettings(settings));
  beforeAll(async () => {
    books = await buildDemoBooks({ folder: join(folder, 'single'), ...settings });
  });

  it.each(COMPANY_ITEMS)(
    'give %s of each of the nine the rows and totals worked out without SQL, and no exception',
    async (id) => {
      for (let first = 0; first < ENTITIES.length; first += 3) {
        const questions = ENTITIES.slice(first, first + 3).map((entity, index) => {
          const period = settings.periods[index] ?? '';
          return { id, period, entity };
        });
        const outcomes = questions.map((question) => runOnBooks(books, question, outcomeOf));
        expect(await Promise.all(outcomes)).toEqual(
          questions.map((question) => wantedOf(answers, question)),
        );
      }
    },
  );

  it('give a company without any business empty reports and no exception where none is due (RU-24)', async () => {
    const idle = await withoutBusiness(books, 'HF_SN', join(folder, 'idle'));
    const mayBeEmpty = catalog.items.filter(({ definition }) => definition.zeroRows !== 'never');
    for (const { definition } of mayBeEmpty) {
      const question = { id: definition.id, period: '2026-01', entity: 'SN' };
      const { failure, noted, rows } = await runOnBooks(idle, question, outcomeOf);
      expect({ id: definition.id, failure, noted, rows }).toEqual({
        id: definition.id,
        failure: null,
        noted: [],
        rows: 0,
      });
    }
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
describe.each(SETS.slice(1))(
  'books of $periods with breaks and seed $seed',
  ({ rows, seed, periods }) => {
    let books: DemoBooks;
    beforeAll(async () => {
      const place = join(folder, `breaks-${seed}`);
      books = await buildDemoBooks({ folder: place, rows, seed, periods, breaks: true });
    });

    it.each(ITEMS)('give %s exactly the planted findings', async (item) => {
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
