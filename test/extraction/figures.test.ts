import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landControl } from '../../src/extraction/land-control.ts';
import { csvRecord } from '../../src/kernel/csv-dialect.ts';
import { formatDecimal } from '../../src/kernel/decimal.ts';
import { merkleRoot } from '../../src/kernel/merkle.ts';
import { tempFolder } from '../support/temp-folder.ts';
import {
  aWorkbench,
  type Columns,
  csvDelivery,
  declaredColumns,
  landedCase,
  NEVER,
} from './landing.ts';

describe('exact sums', () => {
  const units = (precision: number) =>
    fc.oneof(
      fc.bigInt({ min: -(10n ** BigInt(precision)) + 1n, max: 10n ** BigInt(precision) - 1n }),
      fc.constantFrom(0n, 10n ** BigInt(precision) - 1n, -(10n ** BigInt(precision)) + 1n),
    );

  it('E-1 equal bigint arithmetic at every scale, also where DuckDB would wrap past 38 digits', async () => {
    const kinds = [
      [38, 0],
      [38, 20],
      [38, 38],
      [19, 4],
      [4, 4],
    ] as const;
    const row = fc.tuple(...kinds.map(([precision]) => fc.option(units(precision), { freq: 8 })));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
        const columns: Columns = {
          id: { delivered: 'INTEGER', declared: 'integer' },
          ...Object.fromEntries(
            kinds.map(([precision, scale], index) => [
              `d${index}`,
              {
                delivered: `DECIMAL(${precision},${scale})`,
                declared: `decimal(${precision},${scale})`,
              },
            ]),
          ),
        };
        const scaled = kinds.map(([, scale], index) => ({
          scale,
          values: rows.map((cells) => cells[index] ?? null),
        }));
        const cells = rows.map((_, at) => [
          String(at),
          ...scaled.map(({ scale, values }) => {
            const value = values[at] ?? null;
            return value === null ? null : formatDecimal({ units: value, scale });
          }),
        ]);
        const { csv, extract } = await landedCase({
          columns,
          rows: cells,
          key: ['id'],
          controlTotals: ['id', ...kinds.map((_, index) => `d${index}`)],
          threads: 2,
        });
        expect(csv).toBe([Object.keys(columns), ...cells].map(csvRecord).join(''));
        const expected = scaled.map(({ scale, values }) =>
          formatDecimal({
            units: values.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n),
            scale,
          }),
        );
        const ids = String((rows.length * (rows.length - 1)) / 2);
        expect(extract.controlTotals.map(({ sum }) => sum)).toEqual([ids, ...expected]);
        expect(extract.summary.map(({ sum }) => sum)).toEqual([null, ...expected]);
      }),
      { numRuns: 10 },
    );
  });

  it('E-1 do not wrap where two rows of 10^38 - 1 would', async () => {
    const most = '9'.repeat(38);
    const { extract } = await landedCase({
      columns: {
        d: { delivered: 'DECIMAL(38,0)', declared: 'decimal(38,0)' },
        id: { declared: 'text' },
      },
      rows: [
        [most, '1'],
        [most, '2'],
        [`-${most}`, '3'],
        [most, '4'],
      ],
      key: ['id'],
      controlTotals: ['d'],
    });
    expect(extract.controlTotals[0]?.sum).toBe((2n * (10n ** 38n - 1n)).toString());
  });
});

describe('the summary', () => {
  it('counts NULL, empty, different and formula-like cells, and gives the bounds as written', async () => {
    const { extract } = await landedCase({
      columns: {
        id: { delivered: 'INTEGER', declared: 'integer' },
        amount: { delivered: 'DECIMAL(19,4)', declared: 'decimal(19,4)' },
        at: { delivered: 'TIMESTAMP', declared: 'timestamp(3)' },
        open: { delivered: 'BOOLEAN', declared: 'boolean' },
        note: { declared: 'text' },
        none: { delivered: 'DATE', declared: 'date' },
      },
      rows: [
        ['1', '10', '2025-09-30 10:11:12.5', 'true', '=1+1', null],
        ['2', '9.5', '2025-01-01 00:00:00', 'true', '', null],
        ['3', '-10', null, 'false', '-x', null],
        ['4', '10', '2025-01-01 00:00:00', null, '', null],
        ['5', null, '2025-01-01 00:00:00', null, 'É', null],
      ],
      key: ['id'],
    });
    const one = { exact: true };
    expect(extract.summary).toEqual([
      {
        name: 'id',
        type: 'integer',
        nulls: 0,
        empties: 0,
        distinct: { count: 5, ...one },
        min: '1',
        max: '5',
        sum: null,
        formulaLikeCells: 0,
      },
      {
        name: 'amount',
        type: 'decimal(19,4)',
        nulls: 1,
        empties: 0,
        distinct: { count: 3, ...one },
        min: '-10.0000',
        max: '10.0000',
        sum: '19.5000',
        formulaLikeCells: 0,
      },
      {
        name: 'at',
        type: 'timestamp(3)',
        nulls: 1,
        empties: 0,
        distinct: { count: 2, ...one },
        min: '2025-01-01T00:00:00.000',
        max: '2025-09-30T10:11:12.500',
        sum: null,
        formulaLikeCells: 0,
      },
      {
        name: 'open',
        type: 'boolean',
        nulls: 2,
        empties: 0,
        distinct: { count: 2, ...one },
        min: 'false',
        max: 'true',
        sum: null,
        formulaLikeCells: 0,
      },
      {
        name: 'note',
        type: 'text',
        nulls: 0,
        empties: 2,
        distinct: { count: 4, ...one },
        min: '',
        max: 'É',
        sum: null,
        formulaLikeCells: 2,
      },
      {
        name: 'none',
        type: 'date',
        nulls: 5,
        empties: 0,
        distinct: { count: 0, ...one },
        min: null,
        max: null,
        sum: null,
        formulaLikeCells: 0,
      },
    ]);
  });

  it('labels the number of different values as an estimate when there are too many to count', async () => {
    const rows = Array.from({ length: 12_000 }, (_, index) => [String(index), String(index % 7)]);
    const { extract } = await landedCase({
      columns: { id: { declared: 'text' }, x: { declared: 'text' } },
      rows,
      key: ['id'],
      format: 'csv',
    });
    const [many, few] = extract.summary;
    expect(many?.distinct.exact).toBe(false);
    expect(many?.distinct.count).toBeGreaterThan(10_000);
    expect(few?.distinct).toEqual({ count: 7, exact: true });
  });
});

describe('the block index', () => {
  it('I-1 partitions the file into blocks of 256 records, the header being record 0', async () => {
    for (const count of [0, 1, 254, 255, 256, 511, 512, 1500]) {
      const rows = Array.from({ length: count }, (_, index) => [
        String(index).padStart(6, '0'),
        index % 3 === 0 ? 'two\nlines, "quoted"\n' : 'plain',
      ]);
      const { csv, extract } = await landedCase({
        columns: { id: { declared: 'text' }, note: { declared: 'text' } },
        rows,
        key: ['id'],
        format: 'csv',
      });
      const bytes = await readFile(extract.csvPath);
      const { blocks, root, blockRecords } = extract.blockIndex;
      expect(blockRecords).toBe(256);
      expect(extract.recordCount).toBe(count);
      expect(extract.embeddedNewlines).toBe(2 * Math.ceil(count / 3));
      expect(bytes.length).toBe(extract.bytes);
      let offset = 0;
      for (const [index, block] of blocks.entries()) {
        const content = bytes.subarray(block.offset, block.offset + block.length);
        expect(block.offset).toBe(offset);
        expect(block.firstRecord).toBe(index * 256);
        expect(block.records).toBe(Math.min(256, count + 1 - index * 256));
        expect(block.sha256).toBe(createHash('sha256').update(content).digest('hex'));
        if (index > 0) {
          expect(content.toString().startsWith(String(index * 256 - 1).padStart(6, '0'))).toBe(
            true,
          );
        }
        offset += block.length;
      }
      expect(offset).toBe(bytes.length);
      expect(csv.endsWith('\n')).toBe(true);
      const lines = blocks.map(({ firstRecord, records, offset: start, length, sha256 }, index) =>
        Buffer.from(`${index},${firstRecord},${records},${start},${length},${sha256}`),
      );
      expect(root).toBe(merkleRoot(lines));
    }
  });
});

describe('a control query', () => {
  const COLUMNS: Columns = {
    company: { declared: 'text' },
    row_count: { declared: 'integer' },
    amount: { declared: 'decimal(19,4)' },
  };

  async function landing(rows: readonly (readonly (string | null)[])[]) {
    const folder = await tempFolder();
    const workbench = await aWorkbench(folder);
    const delivery = await csvDelivery(folder, COLUMNS, rows);
    const columns = declaredColumns(COLUMNS);
    const name = 'completeness';
    const control = await landControl({
      delivery,
      name,
      columns,
      workbench,
      folder,
      signal: NEVER,
    });
    return { control, workbench };
  }

  it('is a relation with declared types and a csv/v1 file sorted by all columns', async () => {
    const { control, workbench } = await landing([
      ['JD_GH', '10', '-1.5'],
      ['EC_NG', '9', null],
      [null, '1', '0'],
    ]);
    expect(control).toMatchObject({
      name: 'completeness',
      relation: 'control_completeness',
      rows: 3,
    });
    expect(await readFile(control.csvPath, 'utf8')).toBe(
      'company,row_count,amount\n,1,0.0000\nEC_NG,9,\nJD_GH,10,-1.5000\n',
    );
    expect(
      await workbench.rows('SELECT sum(row_count), sum(amount) FROM control_completeness'),
    ).toEqual([['20', '-1.5000']]);
  });

  it('is refused when one of its figures cannot be read', async () => {
    await expect(landing([['EC_NG', '9', '1.00001']])).rejects.toMatchObject({
      code: 'CONTROL_MISFIT',
      message: expect.stringContaining('"1.00001" is not of type decimal(19,4)'),
    });
  });
});
