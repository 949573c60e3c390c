import { Buffer } from 'node:buffer';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landExtract } from '../../src/extraction/land-extract.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { tempFolder } from '../support/temp-folder.ts';
import {
  aDelivery,
  aWorkbench,
  type Cells,
  type Columns,
  csvDelivery,
  declaredColumns,
  duckDb,
  landedCase,
  NEVER,
  parquetDelivery,
} from './landing.ts';

const HOSTILE = [
  '',
  ' ',
  '  both  ',
  'a,b',
  'say "no"',
  '"',
  '""',
  'line\nfeed',
  'cr\rlf\r\n',
  '\n',
  '#1',
  'a#b',
  '=1+1',
  '-1',
  '@x',
  '\t',
  '\\N',
  'NULL',
  'null',
  '000123',
  'é',
  'e\u0301',
  'Ω',
  '北京',
  '😀',
  '\u{10ffff}',
  '\ufeff',
  '\u2028',
  "'; DROP TABLE x",
  '$1',
  'a;b',
  "o'clock",
  '\\',
  '\\"',
  'x'.repeat(300),
];
const text = fc.oneof(
  fc.constantFrom<(string | null)[]>(null, ...HOSTILE),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0')),
);
const TEXTS: Columns = {
  id: { declared: 'text' },
  'Name, "quoted"': { declared: 'text' },
  note: { declared: 'text' },
};

function byBytes(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function sorted(rows: Cells): Cells {
  const order = (a: readonly (string | null)[], b: readonly (string | null)[]) =>
    a.map((cell, index) => byBytes(cell, b[index] ?? null)).find((sign) => sign !== 0) ?? 0;
  return rows.toSorted(order);
}

/** The independent writer that csv/v1 is agreed with (evidence-package 3.1). */
function csvStringified(rows: Cells): string {
  return stringify([...rows], { record_delimiter: '\n', quoted_match: /^$|[#\r\n]/ });
}

describe('the canonical file', () => {
  it('G-2 is byte for byte what csv-stringify writes, for any text, from either kind of spool', async () => {
    const rows = fc.array(fc.tuple(text, text, text), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('csv', 'parquet'), async (cells, format) => {
        const { csv, extract, workbench } = await landedCase({
          columns: TEXTS,
          rows: cells,
          key: ['id'],
          format: format === 'csv' ? 'csv' : 'parquet',
        });
        expect(csv).toBe(csvStringified([Object.keys(TEXTS), ...sorted(cells)]));
        expect(await workbench.rows('SELECT * FROM extract')).toEqual(sorted(cells));
        expect(extract.recordCount).toBe(cells.length);
        expect(extract.contentDigest).toBe(sha256(csv));
      }),
      { numRuns: 12 },
    );
  });

  const TYPED: Columns = {
    company: { declared: 'text' },
    no: { delivered: 'BIGINT', declared: 'integer' },
    amount: { delivered: 'DECIMAL(38,20)', declared: 'decimal(38,20)' },
    at: { delivered: 'TIMESTAMP', declared: 'timestamp(6)' },
    open: { delivered: 'BOOLEAN', declared: 'boolean' },
  };
  const TYPED_ROWS: Cells = [
    [
      'EC_NG',
      '9223372036854775807',
      '999999999999999999.99999999999999999999',
      '2025-09-30 23:59:59.999999',
      'true',
    ],
    ['EC_NG', '-9223372036854775808', '-0.00000000000000000001', '0001-01-01 00:00:00', 'false'],
    ['EC_NG', '10', '10', '2025-01-01 00:00:00', null],
    ['EC_NG', '9', null, null, 'true'],
    ['É', '1', '0', '9999-12-31 00:00:00', 'true'],
    ['a', '2', '-5', '2025-01-01 00:00:00', 'true'],
    ['Z', null, '1', '2025-01-01 00:00:00', 'true'],
    [null, '3', '1', '2025-01-01 00:00:00', 'true'],
  ];
  const TYPED_CSV = [
    'company,no,amount,at,open',
    ',3,1.00000000000000000000,2025-01-01T00:00:00.000000,true',
    'EC_NG,-9223372036854775808,-0.00000000000000000001,0001-01-01T00:00:00.000000,false',
    'EC_NG,9,,,true',
    'EC_NG,10,10.00000000000000000000,2025-01-01T00:00:00.000000,',
    'EC_NG,9223372036854775807,999999999999999999.99999999999999999999,2025-09-30T23:59:59.999999,true',
    'Z,,1.00000000000000000000,2025-01-01T00:00:00.000000,true',
    'a,2,-5.00000000000000000000,2025-01-01T00:00:00.000000,true',
    'É,1,0.00000000000000000000,9999-12-31T00:00:00.000000,true',
    '',
  ].join('\n');

  it.each(['csv', 'parquet'] as const)(
    'RU-23 is sorted by the key: NULL first, text by bytes, numbers by value (%s)',
    async (format) => {
      const { csv } = await landedCase({
        columns: TYPED,
        rows: TYPED_ROWS,
        key: ['company', 'no'],
        format,
      });
      expect(csv).toBe(TYPED_CSV);
    },
  );

  it('orders rows with the same key by their remaining columns, numbers by value', async () => {
    const columns: Columns = {
      n: { delivered: 'INTEGER', declared: 'integer' },
      id: { declared: 'text' },
    };
    const rows = [
      ['10', 'a'],
      ['9', 'a'],
      [null, 'a'],
      ['9', 'a'],
    ];
    for (const format of ['csv', 'parquet'] as const) {
      const { csv } = await landedCase({ columns, rows, key: ['id'], format });
      expect(csv).toBe('n,id\n,a\n9,a\n9,a\n10,a\n');
    }
  });

  it('I-2 keeps its digest when the source delivers the rows in another order, on more threads', async () => {
    const rows: (string | null)[][] = Array.from({ length: 700 }, (_, index) => [
      `C${(index * 7919) % 700}`,
      HOSTILE[index % HOSTILE.length] ?? null,
      String(index % 3),
    ]);
    const { extract } = await landedCase({ columns: TEXTS, rows, key: ['id'] });
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.constantFrom(1, 2, 4),
        fc.constantFrom('csv' as const, 'parquet' as const),
        async (shuffled, threads, format) => {
          const other = await landedCase({
            columns: TEXTS,
            rows: shuffled,
            key: ['id'],
            threads,
            format,
          });
          expect(other.extract.contentDigest).toBe(extract.contentDigest);
          expect(other.extract.blockIndex).toEqual(extract.blockIndex);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('I-2 changes its digest when one cell changes', async () => {
    const rows = fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(), fc.nat(2), text, async (cells, at, column, value) => {
        const changed = cells.map((row) => [...row]);
        const row = changed[at % changed.length];
        fc.pre(row !== undefined && row[column] !== value);
        row?.splice(column, 1, value);
        const [before, after] = [
          await landedCase({ columns: TEXTS, rows: cells, key: ['id'] }),
          await landedCase({ columns: TEXTS, rows: changed, key: ['id'] }),
        ];
        expect(after.extract.contentDigest).not.toBe(before.extract.contentDigest);
      }),
      { numRuns: 6 },
    );
  });

  it('is a header alone when the query delivered no row', async () => {
    for (const format of ['csv', 'parquet'] as const) {
      const { csv, extract, workbench } = await landedCase({
        columns: TYPED,
        rows: [],
        key: ['no'],
        format,
        controlTotals: ['amount'],
      });
      expect(csv).toBe('company,no,amount,at,open\n');
      expect(extract.recordCount).toBe(0);
      expect(extract.controlTotals).toEqual([
        { column: 'amount', currency: 'NGN', sum: '0.00000000000000000000' },
      ]);
      expect(await workbench.rows('SELECT count(*), sum(amount) FROM extract')).toEqual([
        ['0', null],
      ]);
    }
  });

  it('holds cells of several megabytes', async () => {
    const long = 'é,"\n'.repeat(600_000);
    const rows = [
      ['1', long, null],
      ['2', 'short', ''],
    ];
    const { csv, extract, workbench } = await landedCase({
      columns: TEXTS,
      rows,
      key: ['id'],
      format: 'csv',
    });
    expect(csv).toBe(csvStringified([Object.keys(TEXTS), ...rows]));
    expect(extract.embeddedNewlines).toBe(600_000);
    expect(await workbench.rows('SELECT length("Name, ""quoted""") FROM extract')).toEqual([
      ['2400000'],
      ['5'],
    ]);
  });

  it('gives checks the declared types, read back from the file', async () => {
    const { workbench } = await landedCase({ columns: TYPED, rows: TYPED_ROWS, key: ['no'] });
    const described = await workbench.rows('DESCRIBE extract');
    expect(described.map(([name, type]) => [name, type])).toEqual([
      ['company', 'VARCHAR'],
      ['no', 'BIGINT'],
      ['amount', 'DECIMAL(38,20)'],
      ['at', 'TIMESTAMP'],
      ['open', 'BOOLEAN'],
    ]);
    const rows = await workbench.rows(
      "SELECT no FROM extract WHERE amount = CAST('-0.00000000000000000001' AS DECIMAL(38,20))",
    );
    expect(rows).toEqual([['-9223372036854775808']]);
  });
});

describe('what is not accepted as an extract', () => {
  async function landing(
    columns: Columns,
    delivery: Parameters<typeof landExtract>[0]['delivery'],
    folder: string,
  ) {
    return await landExtract({
      delivery,
      columns: declaredColumns(columns),
      key: Object.keys(columns).slice(0, 1),
      controlTotals: [],
      workbench: await aWorkbench(folder),
      folder,
      signal: NEVER,
    });
  }

  it.each(['csv', 'parquet'] as const)('U+0000 in a text (%s)', async (format) => {
    const folder = await tempFolder();
    const rows = [['1', 'a\0b', null]];
    if (format === 'csv') {
      const delivery = await csvDelivery(folder, TEXTS, rows);
      await expect(landing(TEXTS, delivery, folder)).rejects.toMatchObject({
        code: 'FORBIDDEN_TEXT',
      });
      return;
    }
    const columns: Columns = { id: { declared: 'text' }, x: { declared: 'text' } };
    const path = join(folder, 'nul.parquet');
    await duckDb(`COPY (SELECT '1' AS id, 'a' || chr(0) AS x) TO '${path}' (FORMAT parquet)`);
    const spool = {
      format: 'parquet' as const,
      files: [path],
      columns: ['id', 'x'].map((name) => ({ name, sourceType: 'VARCHAR' })),
    };
    await expect(landing(columns, await aDelivery(spool, 1), folder)).rejects.toMatchObject({
      code: 'FORBIDDEN_TEXT',
    });
  });

  it.each([
    ['a byte that begins nothing', [0x80]],
    ['half a character', [0xc3]],
    ['a lone surrogate', [0xed, 0xa0, 0x80]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a code point above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ])('%s in a CSV spool', async (_, bytes) => {
    const folder = await tempFolder();
    const path = join(folder, 'spool.csv');
    await writeFile(
      path,
      Buffer.concat([Buffer.from('id,x\n1,"a'), Buffer.from(bytes), Buffer.from('"\n')]),
    );
    const columns: Columns = { id: { declared: 'text' }, x: { declared: 'text' } };
    const spool = {
      format: 'csv' as const,
      files: [path],
      columns: ['id', 'x'].map((name) => ({ name, sourceType: 'VARCHAR' })),
    };
    await expect(landing(columns, await aDelivery(spool, 1), folder)).rejects.toMatchObject({
      name: 'ExtractionError',
    });
  });

  it('fewer or more rows than the engine says it produced', async () => {
    for (const claimed of [0, 1, 3]) {
      const folder = await tempFolder();
      const { spool } = await csvDelivery(folder, TEXTS, [
        ['1', 'a', 'b'],
        ['2', 'c', 'd'],
      ]);
      await expect(landing(TEXTS, await aDelivery(spool, claimed), folder)).rejects.toMatchObject({
        code: 'ROWS_LOST',
        message: expect.stringContaining(`produced ${claimed} rows, 2 arrived`),
      });
    }
  });

  it('files that are not what arrived', async () => {
    const folder = await tempFolder();
    const delivery = await csvDelivery(folder, TEXTS, [['1', 'a', 'b']]);
    await appendFile(join(folder, 'spool.csv'), '2,c,d\n');
    await expect(landing(TEXTS, delivery, folder)).rejects.toMatchObject({ code: 'SPOOL_ALTERED' });
  });

  it('a CSV spool with a record cut short', async () => {
    const folder = await tempFolder();
    const { spool } = await csvDelivery(folder, TEXTS, [
      ['1', 'a', 'b'],
      ['2', 'c', 'd'],
    ]);
    await appendFile(join(folder, 'spool.csv'), '3,"e');
    await expect(landing(TEXTS, await aDelivery(spool, 3), folder)).rejects.toMatchObject({
      code: 'SPOOL_UNREADABLE',
    });
  });

  it('columns other than the declared ones, which are named', async () => {
    const folder = await tempFolder();
    const delivery = await csvDelivery(
      folder,
      { id: { declared: 'text' }, y: { declared: 'text' } },
      [],
    );
    const columns: Columns = { id: { declared: 'text' }, x: { declared: 'text' } };
    await expect(landing(columns, delivery, folder)).rejects.toMatchObject({
      code: 'COLUMNS_MISMATCH',
      message: expect.stringContaining('"y" where "x" is declared'),
    });
  });

  it('a key that does not fit its type', async () => {
    const folder = await tempFolder();
    const columns: Columns = { no: { declared: 'integer' }, x: { declared: 'text' } };
    const delivery = await csvDelivery(folder, columns, [
      ['1', 'a'],
      ['two', 'b'],
    ]);
    await expect(landing(columns, delivery, folder)).rejects.toMatchObject({
      code: 'KEY_MISFIT',
      message: expect.stringContaining('"two"'),
    });
  });

  it('a single column that is NULL, which would be a blank line', async () => {
    const folder = await tempFolder();
    const columns: Columns = { x: { delivered: 'VARCHAR', declared: 'text' } };
    const delivery = await parquetDelivery(folder, columns, [['a'], [null]]);
    await expect(landing(columns, delivery, folder)).rejects.toMatchObject({
      code: 'BLANK_RECORD',
    });
  });

  it('a control total that is no number', async () => {
    const rows = [['1', 'a', 'b']];
    await expect(
      landedCase({ columns: TEXTS, rows, key: ['id'], controlTotals: ['note'] }),
    ).rejects.toMatchObject({ code: 'TYPE_REFUSED' });
  });

  it('work that was cancelled', async () => {
    const folder = await tempFolder();
    const delivery = await csvDelivery(folder, TEXTS, [['1', 'a', 'b']]);
    await expect(
      landExtract({
        delivery,
        columns: declaredColumns(TEXTS),
        key: ['id'],
        controlTotals: [],
        workbench: await aWorkbench(folder),
        folder,
        signal: AbortSignal.abort(),
      }),
    ).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe('cells that do not fit', () => {
  it('F-5 stay as delivered, are counted, are NULL to checks, and the first are shown by key', async () => {
    const columns: Columns = {
      id: { declared: 'integer' },
      amount: { declared: 'decimal(19,4)' },
      day: { declared: 'date' },
    };
    const rows = [
      ['3', 'n/a', '2025-09-30'],
      ['1', '', '2025-02-30'],
      ['2', '1.5', null],
      ['4', '0.00001', '2025-10-01'],
    ];
    const { csv, extract, workbench } = await landedCase({
      columns,
      rows,
      key: ['id'],
      format: 'csv',
      controlTotals: ['amount'],
    });
    expect(csv).toBe(
      'id,amount,day\n1,"",2025-02-30\n2,1.5000,\n3,n/a,2025-09-30\n4,0.00001,2025-10-01\n',
    );
    expect(extract.misfits).toEqual({
      total: 4,
      first: [
        { key: ['1'], column: 'amount', delivered: '' },
        { key: ['3'], column: 'amount', delivered: 'n/a' },
        { key: ['4'], column: 'amount', delivered: '0.00001' },
        { key: ['1'], column: 'day', delivered: '2025-02-30' },
      ],
    });
    expect(await workbench.rows('SELECT * FROM extract')).toEqual([
      ['1', null, null],
      ['2', '1.5000', null],
      ['3', null, '2025-09-30'],
      ['4', null, '2025-10-01'],
    ]);
    expect(extract.controlTotals).toEqual([{ column: 'amount', currency: 'NGN', sum: '1.5000' }]);
    expect(extract.summary.map(({ name, nulls, empties }) => [name, nulls, empties])).toEqual([
      ['id', 0, 0],
      ['amount', 0, 1],
      ['day', 1, 0],
    ]);
    expect(await readFile(extract.csvPath, 'utf8')).toBe(csv);
  });
});
