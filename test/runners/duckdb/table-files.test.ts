import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { DataTypeText } from '../../../src/kernel/data-type.ts';
import type { FileTable } from '../../../src/runners/duckdb/duckdb-source.ts';
import { openDuckDbRunner } from '../../../src/runners/duckdb/open-duckdb-runner.ts';
import { aQuery, landedRows } from '../../contract/query-runner.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const NEVER = new AbortController().signal;

const RATES: FileTable = {
  schema: 'dbo',
  table: 'Rates',
  columns: [
    { name: 'Code', type: 'nvarchar(10)' },
    { name: 'Rate', type: 'decimal(38,20)' },
    { name: 'Day', type: 'date' },
    { name: 'At', type: 'timestamp(3)' },
    { name: 'Open', type: 'flag' },
    { name: 'No_', type: 'bigint' },
  ],
};
const SELECT =
  'SELECT r."Code" AS "Code", r."Rate" AS "Rate", r."Day" AS "Day", r."At" AS "At", r."Open" AS "Open", r."No_" AS "No_" FROM "FIN"."dbo"."Rates" AS r';
const COLUMNS: Readonly<Record<string, DataTypeText>> = {
  Code: 'text',
  Rate: 'decimal(38,20)',
  Day: 'date',
  At: 'timestamp(3)',
  Open: 'boolean',
  No_: 'integer',
};
const HEADER = 'No_,Open,At,Day,Rate,Code,Unused';
const GOOD =
  '9223372036854775807,1,2025-09-30T10:11:12.5,2025-09-30,-0.00000000000000000001,"a,""b",x';

async function startedOver(files: Readonly<Record<string, string>>, table: FileTable = RATES) {
  const folder = join(await tempFolder(), 'books');
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return { folder, ...(await startedIn(folder, table)) };
}

async function startedIn(folder: string, table: FileTable = RATES) {
  const runner = await openDuckDbRunner({
    sources: [{ kind: 'files', database: 'FIN', folder, tables: [table] }],
    clock: systemClock,
    scratchFolder: await tempFolder(),
    threads: 1,
  });
  return { runner, reading: await runner.open(NEVER) };
}

describe('tables in files', () => {
  it.each(['\n', '\r\n'])(
    'reads CSV by its header with declared types, lines ending in %j',
    async (end) => {
      const csv = [HEADER, GOOD, ',,,,,"",', ''].join(end);
      const { runner, reading } = await startedOver({ 'dbo.Rates.csv': csv });
      expect(await landedRows(reading, aQuery('duckdb', SELECT, COLUMNS))).toEqual([
        ['', null, null, null, null, null],
        [
          'a,"b',
          '-0.00000000000000000001',
          '2025-09-30',
          '2025-09-30 10:11:12.5',
          'true',
          '9223372036854775807',
        ],
      ]);
      await reading.close();
      await runner.close();
    },
  );

  it('says that files are no snapshot', async () => {
    const { runner, reading } = await startedOver({ 'Rates.csv': `${HEADER}\n${GOOD}\n` });
    expect(reading.snapshot).toEqual({ same: false, mark: 'files' });
    expect((await runner.identify(NEVER)).readOnlyProof).toContain('FIN: views over files');
    await reading.close();
    await runner.close();
  });

  it.each([
    ['Rate', GOOD.replace('-0.00000000000000000001', '0.000000000000000000001')],
    ['Rate', GOOD.replace('-0.00000000000000000001', '1e3')],
    ['Rate', GOOD.replace('-0.00000000000000000001', '""')],
    ['Day', GOOD.replace('2025-09-30,', '2025-02-30,')],
    ['Day', GOOD.replace('2025-09-30,', '30/09/2025,')],
    ['At', GOOD.replace('12.5', '12.5001')],
    ['Open', GOOD.replace(',1,', ',yes,')],
    ['No_', GOOD.replace('9223372036854775807', '9223372036854775808')],
  ])('names file, row and column of a %s that does not fit its type', async (column, bad) => {
    const csv = `${HEADER}\n${GOOD}\n${GOOD}\n${bad}\n${GOOD}\n`;
    const { runner, reading } = await startedOver({ 'Rates.csv': csv });
    const delivering = reading.deliver(
      aQuery('duckdb', SELECT, COLUMNS),
      await tempFolder(),
      NEVER,
    );
    await expect(delivering).rejects.toMatchObject({
      code: 'TYPE_REFUSED',
      message: expect.stringContaining(`Rates.csv, row 3 below the header, column "${column}"`),
    });
    await reading.close();
    await runner.close();
  });

  it.each([
    ['a missing file', {}, 'SOURCE_UNAVAILABLE'],
    ['two files', { 'Rates.csv': HEADER, 'dbo.Rates.csv': HEADER }, 'SOURCE_UNAVAILABLE'],
    ['a missing column', { 'Rates.csv': 'No_,Open\n1,1\n' }, 'COLUMNS_MISMATCH'],
    ['a file that is not Parquet', { 'Rates.parquet': 'no' }, 'SOURCE_CORRUPT'],
  ])('refuses %s', async (_, files, code) => {
    await expect(startedOver(files)).rejects.toMatchObject({ code });
  });

  it('refuses a folder that is not there', async () => {
    await expect(startedIn(join(await tempFolder(), 'none'))).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
    });
  });

  it('refuses a result when a file changed or went while it was read', async () => {
    const { folder, runner, reading } = await startedOver({ 'Rates.csv': `${HEADER}\n${GOOD}\n` });
    const query = aQuery('duckdb', SELECT, COLUMNS);
    await appendFile(join(folder, 'Rates.csv'), `${GOOD}\n`);
    await expect(reading.deliver(query, await tempFolder(), NEVER)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      transient: true,
    });
    await reading.close();
    await rm(join(folder, 'Rates.csv'));
    await expect(runner.open(NEVER)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await runner.close();
  });

  async function parquet(select: string): Promise<string> {
    const folder = await tempFolder();
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    await connection.run(`COPY (${select}) TO '${join(folder, 'Rates.parquet')}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    return folder;
  }

  const PARQUET = `SELECT 'a' AS "Code", CAST('12345678901234567.8' AS DECIMAL(28,10)) AS "Rate", DATE '2025-09-30' AS "Day", TIMESTAMP '2025-09-30 10:11:12.5' AS "At", TRUE AS "Open", CAST(7 AS INTEGER) AS "No_"`;

  it('reads Parquet whose types widen to the declared ones', async () => {
    const { runner, reading } = await startedIn(await parquet(PARQUET));
    expect(await landedRows(reading, aQuery('duckdb', SELECT, COLUMNS))).toEqual([
      [
        'a',
        '12345678901234567.80000000000000000000',
        '2025-09-30',
        '2025-09-30 10:11:12.5',
        'true',
        '7',
      ],
    ]);
    await reading.close();
    await runner.close();
  });

  it.each([
    ['Rate', 'CAST(1.5 AS DOUBLE)'],
    ['Rate', 'CAST(1.5 AS DECIMAL(38,21))'],
    ['Day', "TIMESTAMP '2025-09-30 10:11:12'"],
    ['At', "TIMESTAMP_NS '2025-09-30 10:11:12'"],
    ['Open', "'yes'"],
    ['No_', 'CAST(1 AS DECIMAL(19,0))'],
    ['Code', '5'],
  ])('refuses Parquet whose %s is %s', async (column, value) => {
    const replaced = `SELECT * REPLACE (${value} AS "${column}") FROM (${PARQUET})`;
    await expect(startedIn(await parquet(replaced))).rejects.toMatchObject({
      code: 'TYPE_REFUSED',
      message: expect.stringContaining(`"${column}"`),
    });
  });
});
