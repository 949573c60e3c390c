import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourcesOf } from '../../../src/app/prepare-run.ts';
import { shapeQuery } from '../../../src/app/shape-query.ts';
import { findItem } from '../../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../../src/catalog/entities.ts';
import { mssqlDialect } from '../../../src/catalog/portable-sql/mssql-dialect.ts';
import { buildDemoBooks } from '../../../src/demo/build-demo-books.ts';
import { parsePeriod } from '../../../src/kernel/period.ts';
import type { BoundQuery } from '../../../src/kernel/query.ts';
import { catalog, runOnSource } from '../../demo/run-item.ts';
import { demoServer } from '../../support/demo-on-sql-server.ts';
import { READER_FACTS, type RunnerChanges, runnerOn } from '../../support/on-stand-in.ts';
import type { Dataset } from '../../support/tds/datasets.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import type { TrafficEntry } from '../../support/tds/traffic-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { NEVER } from './an-attempt.ts';

const ITEM = 'CR_05';

/**
 * What crossed the wire as a text to read. Left out because each run has its own: ports, session numbers and server times, which
 * stand in no statement. The driver's own SET lines differ from one of its versions to the next and are looked at apart.
 */
function shown(entry: TrafficEntry): readonly string[] {
  switch (entry.event) {
    case 'login':
      return [
        `-- login: user ${entry.user}, database ${entry.database}, application ${entry.application}, read-only intent ${entry.readOnlyIntent}, encrypted ${entry.encrypted}`,
      ];
    case 'batch':
      return [
        entry.kind === 'settings'
          ? "-- batch: the driver's SET lines"
          : `-- batch (${entry.kind})\n${entry.text}`,
      ];
    case 'rpc': {
      const values = entry.parameters
        .filter(({ value, name }) => value !== entry.text && name !== '')
        .map(({ name, type, value }) => `--   @${name} ${type} = ${JSON.stringify(value)}`);
      return [[`-- ${entry.procedure} (${entry.kind})`, ...values, entry.text].join('\n')];
    }
    case 'transaction':
      return [`-- transaction: ${entry.operation}, isolation level ${entry.isolation}`];
    case 'answered-error':
      return [`-- answer: error ${entry.number} ${entry.message}`];
    case 'attention':
    case 'failure':
    case 'garbage':
      return [`-- ${JSON.stringify(entry)}`];
    case 'closed':
    case 'connected':
    case 'prelogin':
    case 'tls':
      return [];
  }
}

const transcript = (log: readonly TrafficEntry[]) => `${log.flatMap(shown).join('\n\n')}\n`;

/** One reading of these queries. */
async function read(started: TdsStandIn, queries: readonly BoundQuery[], changes: RunnerChanges) {
  const runner = runnerOn(started, changes);
  const reading = await runner.open(NEVER);
  for (const query of queries) await reading.deliver(query, await tempFolder(), NEVER);
  await reading.close();
  await runner.close();
}

describe('what a database administrator can review', () => {
  let folder: string;
  let log: readonly TrafficEntry[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soxauto-transcript-'));
    const books = await buildDemoBooks({ folder: join(folder, 'books'), rows: 400 });
    const server = await demoServer(catalog, books);
    const item = findItem(catalog, ITEM);
    const period = parsePeriod('2025-09');
    const request = { item, period, selection: resolveEntities(['ALL']), overrides: {} };
    const { plan, datasets } = server.plan(request);
    const started = await startTdsStandIn({ facts: READER_FACTS, datasets });
    const names = sourcesOf(item);
    const databases = catalog.sources
      .filter(({ name }) => names.includes(name))
      .map(({ database }) => database);
    await runOnSource(
      books,
      plan,
      async () => runnerOn(started, { databases }),
      ({ extraction }) => {
        if (!extraction.completed) throw new Error(extraction.failure.message);
      },
    );
    await started.close();
    server.close();
    log = started.log;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it(`every statement of one whole reading of ${ITEM}, byte for byte; vitest -u rewrites it`, async () => {
    await expect(transcript(log)).toMatchFileSnapshot(`../../golden/mssql/reading-of-${ITEM}.sql`);
  });

  it('in it nothing is written, committed or asked for twice over', () => {
    const operations = log.flatMap((entry) =>
      entry.event === 'transaction' ? [`${entry.operation} ${entry.isolation}`] : [],
    );
    expect(operations).toEqual(['begin 5', 'rollback 0']);
    const texts = log.flatMap((entry) =>
      entry.event === 'batch' || entry.event === 'rpc' ? [entry] : [],
    );
    expect(texts.filter(({ kind }) => kind === 'unexpected' || kind === 'rejected')).toEqual([]);
    for (const { kind, text } of texts) {
      if (kind !== 'settings') continue;
      expect(
        text.split('\n').filter((line) => !/^set [a-z_ ]+[0-9]*;?$/i.test(line.trim())),
      ).toEqual([]);
    }
  });

  it('and every text the runner itself can send, for a plain query and for one with a WITH list', async () => {
    const PLAIN = aQuery('SELECT t.n AS n FROM t WHERE t.a = @wanted', { n: 'integer' }, [
      { name: 'wanted', type: 'text', value: 'value' },
    ]);
    const LIFTED = aQuery(
      'WITH a AS (\nSELECT t.n FROM t WHERE t.d < @before\n)\nSELECT a.n AS n FROM a -- noted\n',
      { n: 'integer' },
      [{ name: 'before', type: 'date', value: '2025-10-01' }],
    );
    const source = catalog.sources.find(({ name }) => name === 'nav_dw');
    const [table = ''] = Object.keys(source?.tables ?? {});
    const shape = source === undefined ? PLAIN : shapeQuery(source, table, mssqlDialect);
    const answer = ({ text }: BoundQuery, more: Partial<Dataset> = {}): Dataset => ({
      text,
      columns: [{ name: 'n', tsqlType: 'int' }],
      rows: () => [['1']],
      ...more,
    });
    const named = shape.columns.map(({ name }) => ({ name, tsqlType: 'nvarchar(4000)' }));
    const datasets = [
      answer(PLAIN),
      answer(LIFTED, { describeError: { number: 207, message: 'cannot be described' } }),
      answer(shape, { columns: named, rows: () => [] }),
    ];
    const started = await startTdsStandIn({ facts: READER_FACTS, datasets });
    const scenarios = [
      ['a snapshot', [PLAIN], { consistency: 'snapshot' }],
      ['counted before and after', [PLAIN], { consistency: 'bracket' }],
      ['serializable', [PLAIN], { consistency: 'serializable' }],
      ['where the query cannot be described', [LIFTED], {}],
      ['ipe doctor, one table', [shape], {}],
    ] as const;
    const seen = new Set<string>();
    const parts: string[] = [];
    for (const [what, queries, changes] of scenarios) {
      const before = started.log.length;
      await read(started, queries, changes);
      const fresh = started.log
        .slice(before)
        .flatMap(shown)
        .filter((text) => !seen.has(text));
      for (const text of fresh) seen.add(text);
      parts.push(`-- ${what}: what was not sent above\n`, ...new Set(fresh));
    }
    await started.close();
    await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot(
      '../../golden/mssql/texts-of-the-runner.sql',
    );
    // what the whole reading sent besides its queries and their databases stands in the list
    const known = parts.join('\n');
    const asked = log.flatMap((entry) =>
      (entry.event === 'batch' || entry.event === 'rpc') && entry.kind === 'facts'
        ? [entry.text]
        : [],
    );
    const generic = asked.map((text) => text.replace(/\[[A-Za-z_]+\](?=\.sys\.)/, '[ledger]'));
    expect(generic.filter((text) => !known.includes(text))).toEqual([]);
    expect(generic.length).toBeGreaterThan(10);
  });
});
