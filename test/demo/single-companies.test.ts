import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findItem } from '../../src/catalog/compiled-catalog.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { expectedOf } from '../../src/demo/expected.ts';
import { COMPANIES } from '../../src/demo/group/companies.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { sharedBooks } from '../support/shared-books.ts';
import { withoutBusiness } from './altered-books.ts';
import { cellsOf, recordsOf } from './csv-records.ts';
import { expectGolden, GOLDEN_BOOKS, GOLDEN_PERIOD } from './golden-content.ts';
import { deliveredOf, type Outcome, outcomeOf, wantedOf } from './outcome.ts';
import { catalog, extractFromBooks, fewAtATime, type Question, runOnBooks } from './run-item.ts';

const PERIOD = GOLDEN_PERIOD;
/** One test is nine runs; a busy machine takes its time. */
vi.setConfig({ testTimeout: 300_000 });
const { answers } = expectedOf(demoSettings(GOLDEN_BOOKS));
const ENTITIES = COMPANIES.filter(({ covered }) => covered).map(({ country }) => country);

const idsOf = (scope: 'companies' | 'group') =>
  catalog.items
    .filter(({ definition }) => definition.scope === scope)
    .map(({ definition }) => definition.id);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-single-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Numbers by value, everything else by its bytes. */
function compareCells(a: string, b: string): number {
  const numbers = [a, b].every((cell) => /^-?\d+$/.test(cell));
  return numbers ? Number(a) - Number(b) : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Records of several companies in the order of the key, of which the columns up to the company's decide. */
function merged(id: string, parts: readonly (readonly string[])[]): readonly string[] {
  const { columns, definition } = findItem(catalog, id);
  const { key, companyColumn } = definition;
  const leading = key.slice(0, key.indexOf(companyColumn ?? '') + 1);
  const positions = leading.map((name) => columns.findIndex((column) => column.name === name));
  return parts
    .flat()
    .map((record) => ({ record, cells: cellsOf(record) }))
    .sort((a, b) => {
      const differences = positions.map((at) => compareCells(a.cells[at] ?? '', b.cells[at] ?? ''));
      return differences.find((difference) => difference !== 0) ?? 0;
    })
    .map(({ record }) => record);
}

/** What clean books gave, and the records of the extract. */
interface SingleRun {
  readonly outcome: Outcome;
  readonly records: readonly string[];
}

async function tested(books: DemoBooks, question: Question): Promise<SingleRun> {
  return await runOnBooks(books, question, async (gathered) => {
    const { extraction } = gathered;
    const path = extraction.completed ? extraction.extract.csvPath : null;
    const csv = path === null ? '' : await readFile(path, 'utf8');
    return { outcome: outcomeOf(gathered), records: recordsOf(csv) };
  });
}

async function delivered(books: DemoBooks, question: Question): Promise<SingleRun> {
  return await extractFromBooks(books, question, async (content) => ({
    outcome: await deliveredOf(question.id, content),
    records: recordsOf(await readFile(content.csvPath, 'utf8')),
  }));
}

describe('the nine companies, each run alone on clean books', () => {
  it.each(idsOf('companies').map((id, index) => [id, index] as const))(
    'give %s the rows and totals worked out without SQL, no exception, and together the report of all (RU-3)',
    async (id, index) => {
      const books = await sharedBooks(GOLDEN_BOOKS);
      const runs = await fewAtATime(ENTITIES, (entity) => {
        const question = { id, period: PERIOD, entity };
        // one company with all queries and tests, another for every item; of the others the rows alone
        return (ENTITIES.indexOf(entity) + index) % ENTITIES.length === 0
          ? tested(books, question)
          : delivered(books, question);
      });
      expect(runs.map(({ outcome }) => outcome)).toEqual(
        ENTITIES.map((entity) => wantedOf(answers, { id, period: PERIOD, entity })),
      );
      const headers = new Set(runs.map(({ records }) => records[0]));
      const rows = merged(
        id,
        runs.map(({ records }) => records.slice(1)),
      );
      expectGolden(id, { rows: rows.length, digest: sha256([...headers, ...rows].join('')) });
    },
  );

  it('do not change the items of the group, which are run once as ALL (RU-3)', async () => {
    const books = await sharedBooks(GOLDEN_BOOKS);
    const group = idsOf('group');
    expect(group).toEqual(['CR_05', 'CR_05a', 'DOC_001']);
    const digestOf = async (id: string, entity: string) => {
      const question = { id, period: PERIOD, entity };
      return await extractFromBooks(books, question, ({ digest }) => digest);
    };
    for (const id of group) {
      expect([id, await digestOf(id, 'SN')]).toEqual([id, await digestOf(id, 'ALL')]);
    }
  });

  it('give a company without any business empty reports and no exception where none is due (RU-24)', async () => {
    const books = await sharedBooks(GOLDEN_BOOKS);
    const idle = await withoutBusiness(books, 'HF_SN', join(folder, 'idle'));
    const mayBeEmpty = catalog.items.filter(({ definition }) => definition.zeroRows !== 'never');
    for (const { definition } of mayBeEmpty) {
      const question = { id: definition.id, period: PERIOD, entity: 'SN' };
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
