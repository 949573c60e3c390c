import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { csvRecord } from '../../src/kernel/csv-dialect.ts';
import { quoteIdentifier, quoteLiteral } from '../../src/workbench/identifiers.ts';
import { Workbench } from '../../src/workbench/workbench.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function aWorkbench(memoryLimit = '256MB') {
  const folder = await tempFolder();
  const workbench = await Workbench.open({ folder, memoryLimit, threads: 2 });
  onTestFinished(() => workbench.close());
  return { folder, workbench };
}

const ENDLESS =
  'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n FROM t) SELECT count(*) FROM t';

describe('the workbench', () => {
  it('gives every cell as exact text', async () => {
    const { workbench } = await aWorkbench();
    const rows = await workbench.rows(
      "SELECT 9223372036854775807, CAST('-0.00000000000000000001' AS DECIMAL(38,20)), CAST('99999999999999999999999999999999999999' AS DECIMAL(38,0)), DATE '2025-09-30', TIMESTAMP '2025-09-30 10:11:12.123456', TIME '10:11:12', true, NULL, '', chr(65279) || 'bom'",
    );
    expect(rows).toEqual([
      [
        '9223372036854775807',
        '-0.00000000000000000001',
        '99999999999999999999999999999999999999',
        '2025-09-30',
        '2025-09-30 10:11:12.123456',
        '10:11:12',
        'true',
        null,
        '',
        '\ufeffbom',
      ],
    ]);
  });

  it.each(['CAST(1.5 AS DOUBLE)', 'CAST(1.5 AS FLOAT)', '[1, 2]', "INTERVAL '1 day'", "{'a': 1}"])(
    'refuses to give %s, which has no exact text',
    async (expression) => {
      const { workbench } = await aWorkbench();
      await expect(workbench.rows(`SELECT ${expression} AS odd`)).rejects.toMatchObject({
        code: 'QUERY_FAILED',
        message: expect.stringContaining('"odd"'),
      });
    },
  );

  it('keeps the order a statement asks for', async () => {
    const { workbench } = await aWorkbench();
    const rows = await workbench.rows(
      "SELECT 'r' || n FROM (SELECT unnest(generate_series(1, 5000)) AS n) ORDER BY n DESC; ",
    );
    expect(rows).toEqual(Array.from({ length: 5000 }, (_, index) => [`r${5000 - index}`]));
  });

  it('binds values by name and type, only those the statement uses', async () => {
    const { workbench } = await aWorkbench();
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }),
        async (word, number) => {
          const rows = await workbench.rows(
            'SELECT $word, $number, CAST($day AS VARCHAR), $rate, list_contains($words, $word), list_contains($none, $word)',
            {
              word: { type: 'text', value: word },
              number: { type: 'integer', value: number.toString() },
              day: { type: 'date', value: '2024-02-29' },
              rate: { type: 'decimal(38,20)', value: '-1.5' },
              words: { type: 'text', value: ['a', word] },
              none: { type: 'text', value: [] },
              unused: { type: 'text', value: 'x' },
            },
          );
          expect(rows).toEqual([
            [word, number.toString(), '2024-02-29', '-1.50000000000000000000', 'true', 'false'],
          ]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each([
    ['a name without a value', {}],
    ['a name every object has', { constructor: { type: 'text', value: 'x' } }],
    ['a day that is none', { x: { type: 'date', value: '2025-02-29' } }],
    ['a number with a fraction', { x: { type: 'integer', value: '1.0' } }],
    ['a number too long', { x: { type: 'integer', value: '9'.repeat(40) } }],
    ['a decimal with too many digits', { x: { type: 'decimal(5,2)', value: '1000' } }],
    ['a decimal with too fine a fraction', { x: { type: 'decimal(5,2)', value: '1.001' } }],
    ['no number', { x: { type: 'decimal(5,2)', value: 'NaN' } }],
  ] as const)('refuses %s', async (_, parameters) => {
    const { workbench } = await aWorkbench();
    await expect(workbench.rows('SELECT 1 WHERE 1 = $x', parameters)).rejects.toMatchObject({
      code: 'QUERY_FAILED',
    });
  });

  it('runs one statement at a time, and says which one failed', async () => {
    const { workbench } = await aWorkbench();
    await expect(workbench.run('SELECT 1; SELECT 2')).rejects.toMatchObject({
      code: 'QUERY_FAILED',
    });
    await expect(workbench.run('SELECT nothing_here')).rejects.toMatchObject({
      code: 'QUERY_FAILED',
      message: expect.stringContaining('nothing_here'),
      advice: expect.any(String),
      cause: expect.any(Error),
    });
  });

  it('is locked to the run folder', async () => {
    const { folder, workbench } = await aWorkbench();
    const outside = join(await tempFolder(), 'outside.csv');
    await writeFile(outside, 'a\n1\n');
    const sibling = `${folder}-sibling`;
    await mkdir(sibling);
    onTestFinished(() => rm(sibling, { recursive: true }));
    await writeFile(join(sibling, 'x.csv'), 'a\n1\n');
    for (const statement of [
      `SELECT * FROM read_csv('${outside}')`,
      `SELECT * FROM read_text('${outside}')`,
      `SELECT * FROM glob('${outside}')`,
      `SELECT * FROM '${outside}'`,
      `SELECT * FROM read_csv('${sibling}/x.csv')`,
      `SELECT * FROM read_csv('${folder}/../${outside.split('/').slice(-2).join('/')}')`,
      `COPY (SELECT 1) TO '${outside}'`,
      `COPY (SELECT 1) TO '${folder}/../stolen.csv'`,
      `ATTACH '${outside}.duckdb' AS other`,
      `EXPORT DATABASE '${sibling}'`,
      'INSTALL httpfs',
      'LOAD httpfs',
      "SELECT * FROM read_csv('https://localhost/x.csv')",
      'SET enable_external_access = true',
      "SET allowed_directories = ['/']",
      'SET lock_configuration = false',
      "SET TimeZone = 'Africa/Lagos'",
      "SET temp_directory = '/'",
      "SET memory_limit = '100GB'",
      'RESET enable_external_access',
    ]) {
      await expect(workbench.run(statement), statement).rejects.toMatchObject({
        code: 'QUERY_FAILED',
      });
    }
    expect(await workbench.rows("SELECT current_setting('TimeZone')")).toEqual([['UTC']]);
  });

  it('writes csv/v1 for any text', async () => {
    const { folder, workbench } = await aWorkbench();
    const cell = fc.oneof(
      fc.constantFrom(null, '', '#', '"', ',', '\r', '\n', ' ', '\ufeff'),
      fc.string({ unit: 'grapheme', maxLength: 8 }).filter((value) => !value.includes('\0')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }),
        async (rows) => {
          const literal = (value: string | null) =>
            value === null ? 'CAST(NULL AS VARCHAR)' : quoteLiteral(value);
          const values = rows.map(([a, b]) => `(${literal(a)}, ${literal(b)})`).join(', ');
          const path = join(folder, 'any.csv');
          const names = ['a "b"', 'c#d'];
          const count = await workbench.copyToCsv(
            `SELECT * FROM (VALUES ${values}) AS v(${names.map(quoteIdentifier).join(', ')})`,
            path,
          );
          expect(count).toBe(rows.length);
          expect(await readFile(path, 'utf8')).toBe([names, ...rows].map(csvRecord).join(''));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('stops a statement when the signal aborts, and works on', async () => {
    const { workbench } = await aWorkbench();
    const cancel = new AbortController();
    const running = workbench.rows(ENDLESS, {}, cancel.signal);
    setTimeout(() => cancel.abort(), 30);
    await expect(running).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(workbench.rows('SELECT 1', {}, cancel.signal)).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    expect(await workbench.rows('SELECT 1')).toEqual([['1']]);
  });

  it('stops a statement when it is told to', async () => {
    const { workbench } = await aWorkbench();
    const running = workbench.rows(ENDLESS);
    const telling = setInterval(() => workbench.interrupt(), 20);
    await expect(running).rejects.toMatchObject({ code: 'INTERRUPTED' });
    clearInterval(telling);
  });

  it('says so when memory is short', async () => {
    const { workbench } = await aWorkbench('16MB');
    const greedy =
      "SELECT length(string_agg(repeat('x', 1000), '')) FROM generate_series(1, 200000)";
    await expect(workbench.rows(greedy)).rejects.toMatchObject({
      code: 'OUT_OF_MEMORY',
      advice: expect.stringContaining('memory limit'),
    });
    expect(await workbench.rows('SELECT 1')).toEqual([['1']]);
  });

  it('removes its own files when it closes and leaves the rest', async () => {
    const folder = await tempFolder();
    const workbench = await Workbench.open({ folder });
    await workbench.run('CREATE TABLE t AS SELECT 1 AS n');
    await workbench.copyToParquet('SELECT * FROM t', workbench.ownFile('t.parquet'));
    await workbench.copyToCsv("SELECT 'x' AS n", join(folder, 'kept.csv'));
    expect(await readdir(folder)).toEqual(['.workbench', 'kept.csv']);
    await workbench.close();
    expect(await readdir(folder)).toEqual(['kept.csv']);
  });

  it('says when it cannot start', async () => {
    const folder = join(await tempFolder(), 'file');
    await writeFile(folder, 'not a folder');
    await expect(Workbench.open({ folder })).rejects.toMatchObject({ code: 'OPEN_FAILED' });
    const limited = { folder: await tempFolder(), memoryLimit: 'plenty' };
    await expect(Workbench.open(limited)).rejects.toMatchObject({ code: 'OPEN_FAILED' });
  });
});
