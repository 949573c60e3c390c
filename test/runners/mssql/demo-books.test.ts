import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourcesOf } from '../../../src/app/prepare-run.ts';
import { type CompiledItem, findItem } from '../../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../../src/catalog/entities.ts';
import { type ItemPlan, planItem } from '../../../src/catalog/plan-item.ts';
import type { DemoBooks } from '../../../src/demo/demo-books.ts';
import { parsePeriod } from '../../../src/kernel/period.ts';
import type { BoundQuery } from '../../../src/kernel/query.ts';
import type { Gathered } from '../../../src/orchestrator/gather.ts';
import { expectGolden, GOLDEN_BOOKS, GOLDEN_PERIOD } from '../../demo/golden-content.ts';
import { catalog, extractFromSource, runOnSource } from '../../demo/run-item.ts';
import { type DemoServer, demoServer } from '../../support/demo-on-sql-server.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import { sharedBooks } from '../../support/shared-books.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';

/** Items whose queries read a system; the others read files of ours. */
const ITEMS = catalog.items.filter((item) =>
  sourcesOf(item).every((name) =>
    catalog.sources.some(
      (source) => source.name === name && (source.origin ?? 'system') === 'system',
    ),
  ),
);

let books: DemoBooks;
let server: DemoServer;
let standIn: TdsStandIn;

beforeAll(async () => {
  books = await sharedBooks(GOLDEN_BOOKS);
  server = await demoServer(catalog, books);
  standIn = await startTdsStandIn({ facts: READER_FACTS });
});
afterAll(async () => {
  await standIn.close();
  server.close();
});

/** Every check that did not pass: none on clean books, as test/demo/findings.test.ts shows. */
function outcomeOf({ extraction, findings }: Gathered) {
  if (!extraction.completed) throw new Error(`not completed: ${extraction.failure.message}`);
  const passed = findings.filter(({ status }) => status === 'PASS').length;
  const noted = findings.filter(({ status }) => !['PASS', 'NOT APPLICABLE'].includes(status));
  return { passed, noted: noted.map(({ check, status }) => `${check.id} ${status}`) };
}

function requestOf(item: CompiledItem) {
  const period = parsePeriod(GOLDEN_PERIOD);
  return { item, period, selection: resolveEntities(['ALL']), overrides: {} };
}

function extractOf({ queries }: ItemPlan): BoundQuery {
  const found = queries.find(({ name }) => name === 'extract');
  if (found === undefined) throw new Error('the item has no extract');
  return found;
}

describe('the demo books on a SQL Server', () => {
  it('hold every item that reads a system', () => {
    expect(ITEMS.length).toBeGreaterThanOrEqual(16);
  });

  it.each(['IPE_08', 'CR_03'])(
    'give %s, with all its queries and tests, no exception',
    async (id) => {
      const { plan, datasets } = server.plan(requestOf(findItem(catalog, id)));
      for (const dataset of datasets) standIn.addDataset(dataset);
      const served = await runOnSource(books, plan, async () => runnerOn(standIn), outcomeOf);
      expect(served.noted).toEqual([]);
      expect(served.passed).toBeGreaterThan(10);
    },
  );

  it.each(ITEMS.map((item) => [item.definition.id, item] as const))(
    'B-5 give %s the content digest of the embedded engine',
    async (id, item) => {
      const plan = planItem(catalog, { ...requestOf(item), engine: 'mssql' });
      const embedded = planItem(catalog, { ...requestOf(item), engine: 'duckdb' });
      standIn.addDataset(server.dataset(extractOf(plan), extractOf(embedded).text));
      await extractFromSource(
        books,
        plan,
        async () => runnerOn(standIn),
        (content) => {
          expectGolden(id, content);
        },
      );
    },
  );
});
