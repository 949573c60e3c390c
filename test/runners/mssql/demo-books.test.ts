import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourcesOf } from '../../../src/app/prepare-run.ts';
import { resolveEntities } from '../../../src/catalog/entities.ts';
import { buildDemoBooks } from '../../../src/demo/build-demo-books.ts';
import type { DemoBooks } from '../../../src/demo/demo-books.ts';
import type { Extract } from '../../../src/extraction/extract.ts';
import { parsePeriod } from '../../../src/kernel/period.ts';
import type { Gathered } from '../../../src/orchestrator/gather.ts';
import { catalog, extractFromBooks, runOnSource } from '../../demo/run-item.ts';
import { type DemoServer, demoServer } from '../../support/demo-on-sql-server.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';

/** Items whose queries read a system; the others read files of ours. */
const ITEMS = catalog.items.filter((item) =>
  sourcesOf(item).every((name) =>
    catalog.sources.some(
      (source) => source.name === name && (source.origin ?? 'system') === 'system',
    ),
  ),
);

let folder: string;
let books: DemoBooks;
let server: DemoServer;
let standIn: TdsStandIn;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-mssql-books-'));
  books = await buildDemoBooks({ folder: join(folder, 'books'), rows: 400 });
  server = await demoServer(catalog, books);
  standIn = await startTdsStandIn({ facts: READER_FACTS });
});
afterAll(async () => {
  await standIn.close();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the control uses of an extract. */
function figuresOf({ recordCount, contentDigest, controlTotals }: Extract) {
  return { recordCount, contentDigest, controlTotals };
}

/** The figures, and every check that did not pass: none on clean books, as test/demo/findings.test.ts shows. */
function outcomeOf({ extraction, findings }: Gathered) {
  if (!extraction.completed) throw new Error(`not completed: ${extraction.failure.message}`);
  const passed = findings.filter(({ status }) => status === 'PASS').length;
  const noted = findings.filter(({ status }) => !['PASS', 'NOT APPLICABLE'].includes(status));
  return {
    figures: figuresOf(extraction.extract),
    passed,
    noted: noted.map(({ check, status }) => `${check.id} ${status}`),
  };
}

describe('the demo books on a SQL Server', () => {
  it('hold every item that reads a system', () => {
    expect(ITEMS.length).toBeGreaterThanOrEqual(16);
  });

  it.each(ITEMS.map((item) => [item.definition.id, item] as const))(
    'B-5 give %s the content digest of the embedded engine, and no exception',
    async (id, item) => {
      const period = parsePeriod(books.defaultPeriod);
      const selection = resolveEntities(['ALL']);
      const { plan, datasets } = server.plan({ item, period, selection, overrides: {} });
      for (const dataset of datasets) standIn.addDataset(dataset);
      const served = await runOnSource(books, plan, async () => runnerOn(standIn), outcomeOf);
      const embedded = await extractFromBooks(books, { id, period: period.id }, figuresOf);
      expect(served).toMatchObject({ figures: embedded, noted: [] });
      expect(served.passed).toBeGreaterThan(10);
    },
  );
});
