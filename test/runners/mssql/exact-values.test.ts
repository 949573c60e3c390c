import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestFile, sha256 } from '../../../src/kernel/digest.ts';
import type { BoundQuery } from '../../../src/kernel/query.ts';
import type { QueryRunner, Reading } from '../../../src/runners/runner.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import type { DatasetColumn } from '../../support/tds/datasets.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { EXACT_VALUES } from './exact-value-cases.ts';

const NEVER = new AbortController().signal;

describe('values of SQL Server arrive exactly as mssql.md 10.1 says', () => {
  let standIn: TdsStandIn;
  let runner: QueryRunner;
  let reading: Reading;
  let made = 0;
  beforeAll(async () => {
    standIn = await startTdsStandIn({ facts: READER_FACTS });
    runner = runnerOn(standIn);
    reading = await runner.open(NEVER);
  });
  afterAll(async () => {
    await reading.close();
    await runner.close();
    await standIn.close();
  });

  /** A query over one row: a number and the value. */
  function queryOf(
    column: Partial<DatasetColumn> & { tsqlType: string },
    value: string | null,
  ): BoundQuery {
    made += 1;
    const query = aQuery(`SELECT x.n, x.v FROM dbo.Values${made} AS x`, {
      n: 'integer',
      v: 'text',
    });
    standIn.addDataset({
      text: query.text,
      columns: [
        { name: 'n', tsqlType: 'int' },
        { name: 'v', ...column },
      ],
      rows: () => [['7', value]],
    });
    return query;
  }

  it.each(EXACT_VALUES)('%s %s', async (_id, tsqlType, value, field) => {
    const query = queryOf({ tsqlType }, value);
    const delivery = await reading.deliver(query, await tempFolder(), NEVER);
    const [file = ''] = delivery.spool.files;
    expect(await readFile(file, 'utf8')).toBe(`n,v\n7,${field}\n`);
    expect(delivery.receipt.arrived).toEqual([
      { file: 'extract.csv', ...(await digestFile(file)) },
    ]);
    const sourceType = tsqlType === 'rowversion' ? 'timestamp' : tsqlType;
    expect(delivery.spool.columns[1]).toEqual({ name: 'v', sourceType });
  });

  it('T61 delivers an alias type as its base type', async () => {
    const query = queryOf({ tsqlType: 'decimal(12,3)', aliasType: 'Quantity' }, '1.500');
    const { spool } = await reading.deliver(query, await tempFolder(), NEVER);
    expect(await readFile(spool.files[0] ?? '', 'utf8')).toBe('n,v\n7,1.500\n');
  });

  it('T63 delivers zero rows as a header line and a trailer of 0', async () => {
    const query = aQuery('SELECT x.n FROM dbo.Nothing AS x', { n: 'integer' });
    standIn.addDataset({
      text: query.text,
      columns: [{ name: 'n', tsqlType: 'int' }],
      rows: () => [],
    });
    const { spool, receipt } = await reading.deliver(query, await tempFolder(), NEVER);
    expect(await readFile(spool.files[0] ?? '', 'utf8')).toBe('n\n');
    expect(receipt.engineRows).toBe(0);
    expect(receipt.details).toMatchObject({ rows_in_trailer: '0', rows_counted_before: '0' });
  });

  const refusal = async (query: BoundQuery) => {
    const own = await runner.open(NEVER);
    const folder = await tempFolder();
    const thrown = await own.deliver(query, folder, NEVER).catch((error: unknown) => error);
    expect(await readdir(folder)).toEqual([]);
    await own.close();
    return thrown;
  };

  it.each([
    ['T50', 'a\ud800b', 'TEXT_NOT_WELL_FORMED'],
    ['T51', 'a\u0000b', 'TEXT_NUL'],
  ])('%s fails the run with row and column', async (_id, value, code) => {
    const query = aQuery(`SELECT x.n, x.v FROM dbo.${code} AS x`, { n: 'integer', v: 'text' });
    const good = Array.from({ length: 2500 }, (_, n) => [String(n), 'good']);
    standIn.addDataset({
      text: query.text,
      columns: [
        { name: 'n', tsqlType: 'int' },
        { name: 'v', tsqlType: 'nvarchar(10)' },
      ],
      rows: () => [...good, ['2501', value]],
    });
    expect(await refusal(query)).toMatchObject({
      code,
      transient: false,
      message: expect.stringMatching(/^row 2501: column "v"/),
    });
  });

  it.each([
    ['sql_variant', {}],
    ['geography', { unnamedType: true }],
    ['vector(3)', {}],
  ])('T60 refuses %s before the first row and names the column', async (tsqlType, more) => {
    const handedOut = standIn.rowsHandedOut();
    expect(await refusal(queryOf({ tsqlType, ...more }, null))).toMatchObject({
      code: 'TYPE_REFUSED',
      message: expect.stringContaining('"v"'),
      advice: expect.stringContaining('Cast'),
    });
    expect(standIn.rowsHandedOut()).toBe(handedOut);
  });

  it('T62 refuses repeated and missing column names with their positions', async () => {
    const text = 'SELECT x.n AS x, x.n AS x, x.n + 1 FROM dbo.Names AS x';
    const query = aQuery(text, { x: 'integer', x__2: 'integer', column_3: 'integer' });
    const names = ['x', 'x', null];
    standIn.addDataset({
      text,
      columns: names.map((name) => ({ name, tsqlType: 'int' })),
      rows: () => [['1', '2', '3']],
    });
    expect(await refusal(query)).toMatchObject({
      code: 'COLUMNS_MISMATCH',
      message: expect.stringMatching(/column 2 repeats the name "x".*column 3 has no name/),
    });
  });

  it('B11 fails when the source has other columns than it described', async () => {
    const query = queryOf({ tsqlType: 'int' }, '1');
    const columns = ['n', 'v', 'w'].map((name) => ({ name, tsqlType: 'int' }));
    const changed = aQuery(`${query.text} WHERE 1 = 1`, { n: 'integer', v: 'integer' });
    standIn.addDataset({
      text: changed.text,
      columns: columns.slice(0, 2),
      columnsNow: columns,
      rows: () => [['1', '2', '3']],
    });
    expect(await refusal(changed)).toMatchObject({
      code: 'COLUMNS_MISMATCH',
      transient: false,
      message: expect.stringContaining('8158'),
    });
  });

  it('B12 records the reviewed and the sent text with their digests', async () => {
    const query = queryOf({ tsqlType: 'money' }, '1');
    const { receipt } = await reading.deliver(query, await tempFolder(), NEVER);
    expect(receipt.statement).toContain(query.text);
    expect(receipt.statementSha256).toBe(sha256(receipt.statement));
    expect(receipt.details['reviewed_sha256']).toBe(sha256(query.text));
    const sent = runner.statements().findLast(({ purpose }) => purpose === 'query');
    expect(sent?.text).toBe(receipt.statement);
  });
});
