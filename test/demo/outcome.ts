import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { ExpectedAnswer } from '../../src/demo/expected/figures.ts';
import { formatDecimal } from '../../src/kernel/decimal.ts';
import type { Gathered } from '../../src/orchestrator/gather.ts';
import type { Finding } from '../../src/validation/finding.ts';
import { recordsOf, totalsOf } from './csv-records.ts';
import { type Content, catalog, type Question } from './run-item.ts';

/** Rows and totals of an extraction, and every check that did not pass. */
export interface Outcome {
  readonly failure: unknown;
  readonly noted: readonly Finding[];
  readonly rows: number | null;
  readonly totals: Readonly<Record<string, string>>;
}

/** Where no row is due, checks that look for rows do not apply (RU-24); that is no exception. */
export function outcomeOf({ extraction, findings }: Gathered): Outcome {
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

/** Rows and totals of an extract that was only delivered: no check is noted. */
export async function deliveredOf(id: string, { rows, csvPath }: Content): Promise<Outcome> {
  const [, ...records] = recordsOf(await readFile(csvPath, 'utf8'));
  expect(records).toHaveLength(rows);
  return { failure: null, noted: [], rows, totals: totalsOf(id, records) };
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

/** What clean books must give. */
export function wantedOf(answers: readonly ExpectedAnswer[], question: Question): Outcome {
  const { id, period, entity = 'ALL' } = question;
  const found =
    id === 'DOC_001'
      ? documentAnswer()
      : answers.find((one) => one.item === id && one.period === period && one.entity === entity);
  if (found === undefined) throw new Error(`nothing is expected of ${id} ${entity} ${period}`);
  return { failure: null, noted: [], rows: found.rows, totals: found.totals };
}
