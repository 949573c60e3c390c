import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { DuckDbSource } from '../../../src/runners/duckdb/duckdb-source.ts';
import { openDuckDbRunner } from '../../../src/runners/duckdb/open-duckdb-runner.ts';
import { aQuery, describeQueryRunner, landedRows } from '../../contract/query-runner.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { makeDatabase } from './a-database.ts';

const NEVER = new AbortController().signal;
const clock = systemClock;

const LEDGER = [
  'CREATE SCHEMA dbo',
  'CREATE TABLE dbo."G_L Entry" ("Entry No_" INTEGER, "Amount" DECIMAL(38,20))',
  `INSERT INTO dbo."G_L Entry" VALUES (1, 10.5), (2, -999999999999999999.99999999999999999999)`,
];

function refusedBy(file: string): readonly string[] {
  return [
    'SELECT 1 AS "n"; SELECT 2 AS "n"',
    '',
    'SELECT 1 AS "n" FROM',
    `SELECT * FROM read_csv('${file}')`,
    `SELECT * FROM read_parquet('${file}')`,
    `SELECT * FROM read_text('${file}')`,
    `SELECT * FROM glob('${file}')`,
    `SELECT * FROM '${file}'`,
    `SELECT * FROM "${file}"`,
    `SELECT 1 AS "n" WHERE EXISTS (SELECT 1 FROM read_blob('${file}'))`,
    `WITH a AS (SELECT * FROM '${file}') SELECT 1 AS "n" FROM a`,
    `SELECT (SELECT count(*) FROM sniff_csv('${file}')) AS "n"`,
    `SELECT 1 AS "n" FROM query('SELECT 1')`,
    'SELECT 1 AS "n" FROM duckdb_settings()',
    'SELECT 1 AS "n" FROM information_schema.tables',
    'SELECT 1 AS "n" FROM sqlite_master',
    `ATTACH '${file}' AS other`,
    'DETACH "NAV_DW"',
    `COPY (SELECT 1 AS "n") TO '${file}'`,
    `COPY "NAV_DW".dbo."G_L Entry" FROM '${file}'`,
    'INSTALL httpfs',
    'LOAD httpfs',
    "SET memory_limit = '10GB'",
    'RESET lock_configuration',
    'PRAGMA database_list',
    'CALL pragma_version()',
    'DESCRIBE "NAV_DW".dbo."G_L Entry"',
    'SHOW TABLES',
    'SUMMARIZE "NAV_DW".dbo."G_L Entry"',
    'EXPLAIN SELECT 1 AS "n"',
    'INSERT INTO "NAV_DW".dbo."G_L Entry" VALUES (3, 1)',
    'UPDATE "NAV_DW".dbo."G_L Entry" SET "Amount" = 0',
    'DELETE FROM "NAV_DW".dbo."G_L Entry"',
    'CREATE TABLE other (n INTEGER)',
    'CREATE TEMP TABLE other AS SELECT 1 AS "n"',
    'DROP TABLE "NAV_DW".dbo."G_L Entry"',
    'VACUUM',
    'BEGIN TRANSACTION',
    'SELECT 1 AS "n") TO \'x\' (FORMAT csv); --',
    'SELECT 1 AS "n" /* never closed',
  ];
}

describeQueryRunner('the embedded DuckDB runner', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soxauto-test-'));
  const file = join(folder, 'nav_dw.duckdb');
  await makeDatabase(file, LEDGER);
  const outside = join(folder, 'outside.csv');
  await writeFile(outside, 'n\n1\n');
  const sources: DuckDbSource[] = [{ kind: 'database', database: 'NAV_DW', file }];
  const options = { sources, clock, scratchFolder: folder, threads: 2 };
  const runner = await openDuckDbRunner(options);
  return {
    words: {
      engine: 'duckdb',
      marker: (name) => `$${name}`,
      text: 'VARCHAR',
      timestamp: 'TIMESTAMP',
      endless:
        'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n FROM t) SELECT n AS "n" FROM t',
      refused: refusedBy(outside),
      failsLate:
        "SELECT CAST(CASE WHEN v.n = 3000 THEN 'x' ELSE '1' END AS INTEGER) AS \"n\" FROM (SELECT unnest(generate_series(1, 3000)) AS n) AS v",
    },
    runner,
    withTimeout: (timeoutMs) => openDuckDbRunner({ ...options, timeoutMs }),
    stop: async () => {
      await runner.close();
      await rm(folder, { recursive: true });
    },
  };
});

describe('the embedded DuckDB runner', () => {
  async function started(sources: readonly DuckDbSource[]) {
    const scratchFolder = await tempFolder();
    return await openDuckDbRunner({ sources, clock, scratchFolder, threads: 1 });
  }

  async function ledger() {
    const file = join(await tempFolder(), 'nav_dw.duckdb');
    await makeDatabase(file, LEDGER);
    return file;
  }

  it('reads tables under their database name, two readings at once', async () => {
    const file = await ledger();
    const runner = await started([{ kind: 'database', database: 'NAV_DW', file }]);
    const readings = [await runner.open(NEVER), await runner.open(NEVER)];
    const text =
      'SELECT g."Entry No_" AS "Entry No_", g."Amount" AS "Amount" FROM "NAV_DW"."dbo"."G_L Entry" AS g';
    const query = aQuery('duckdb', text, { 'Entry No_': 'integer', Amount: 'decimal(38,20)' });
    for (const reading of readings) {
      expect(reading.snapshot).toEqual({ same: true, mark: 'transaction' });
      expect(await landedRows(reading, query)).toEqual([
        ['1', '10.50000000000000000000'],
        ['2', '-999999999999999999.99999999999999999999'],
      ]);
    }
    for (const reading of readings) await reading.close();
    await runner.close();
  });

  it('keeps sums wider than 64 bits exact, which Parquet alone would turn into floats', async () => {
    const runner = await started([]);
    const reading = await runner.open(NEVER);
    const text =
      'SELECT SUM(CAST(v.n AS BIGINT)) AS "total" FROM (VALUES (9223372036854775807), (9223372036854775807)) AS v (n)';
    const query = aQuery('duckdb', text, { total: 'decimal(38,0)' });
    expect(await landedRows(reading, query)).toEqual([['18446744073709551614']]);
    await reading.close();
    await runner.close();
  });

  it('leaves no path of the machine in the statement it reports', async () => {
    const runner = await started([]);
    const reading = await runner.open(NEVER);
    const folder = await tempFolder();
    const { receipt } = await reading.deliver(
      aQuery('duckdb', 'SELECT 1 AS "n"', { n: 'integer' }),
      folder,
      NEVER,
    );
    expect(receipt.statement).not.toContain(tmpdir());
    expect(receipt.statement).toBe(
      '/* soxauto query contract */\nCOPY (SELECT "n" FROM (\nSELECT 1 AS "n"\n) AS result) TO $soxauto_spool (FORMAT parquet, COMPRESSION snappy)',
    );
    await reading.close();
    await runner.close();
  });

  it('names a database file that is not there, by its name and not its folder', async () => {
    const file = join(await tempFolder(), 'nav_dw.duckdb');
    const opening = started([{ kind: 'database', database: 'NAV_DW', file }]);
    await expect(opening).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringContaining('nav_dw.duckdb'),
    });
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining(file) });
  });

  it('names a file that is no database', async () => {
    const file = join(await tempFolder(), 'nav_dw.duckdb');
    await writeFile(file, 'this is not a database, however long one reads on in it'.repeat(200));
    await expect(started([{ kind: 'database', database: 'NAV_DW', file }])).rejects.toMatchObject({
      code: 'SOURCE_CORRUPT',
      message: expect.stringContaining('nav_dw.duckdb'),
    });
  });

  it('names a database that was cut off', async () => {
    const file = await ledger();
    await truncate(file, 9000);
    await expect(started([{ kind: 'database', database: 'NAV_DW', file }])).rejects.toMatchObject({
      code: 'SOURCE_CORRUPT',
    });
  });

  it('refuses a query rendered for another engine, and one with an unsafe name', async () => {
    const runner = await started([]);
    const reading = await runner.open(NEVER);
    const folder = await tempFolder();
    const query = aQuery('athena', 'SELECT 1 AS "n"', { n: 'integer' });
    await expect(reading.deliver(query, folder, NEVER)).rejects.toMatchObject({
      code: 'QUERY_REJECTED',
    });
    const renamed = { ...aQuery('duckdb', 'SELECT 1 AS "n"', { n: 'integer' }), name: '../up' };
    await expect(reading.deliver(renamed, folder, NEVER)).rejects.toMatchObject({
      code: 'QUERY_REJECTED',
    });
    await reading.close();
    await runner.close();
  });

  it('B-3 ends the reading with the first query that fails while it runs', async () => {
    const runner = await started([]);
    const reading = await runner.open(NEVER);
    const folder = await tempFolder();
    const send = (text: string) =>
      reading.deliver(aQuery('duckdb', text, { n: 'integer' }), folder, NEVER);
    await expect(send('SELECT missing AS "n"')).rejects.toMatchObject({ code: 'QUERY_REJECTED' });
    expect((await send('SELECT 1 AS "n"')).receipt.engineRows).toBe(1);
    const failing = 'SELECT CAST(v.t AS INTEGER) AS "n" FROM (VALUES (\'x\')) AS v (t)';
    await expect(send(failing)).rejects.toMatchObject({ code: 'QUERY_REJECTED' });
    await expect(send('SELECT 1 AS "n"')).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      transient: true,
    });
    await reading.close();
    await runner.close();
  });

  it('names a parameter without a value, and a value that is not of its type', async () => {
    const runner = await started([]);
    const reading = await runner.open(NEVER);
    const folder = await tempFolder();
    const text = 'SELECT CAST($day AS DATE) AS "d"';
    await expect(
      reading.deliver(aQuery('duckdb', text, { d: 'date' }), folder, NEVER),
    ).rejects.toMatchObject({
      code: 'QUERY_REJECTED',
      message: expect.stringContaining('$day'),
    });
    const wrong = aQuery('duckdb', text, { d: 'date' }, [
      { name: 'day', type: 'date', value: '2025-02-30' },
    ]);
    await expect(reading.deliver(wrong, folder, NEVER)).rejects.toMatchObject({
      code: 'QUERY_REJECTED',
      message: expect.stringContaining('2025-02-30'),
    });
    await reading.close();
    await runner.close();
  });
});
