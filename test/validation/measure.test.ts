import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MeasureDefinition } from '../../src/catalog/measure-definition.ts';
import type { DataType } from '../../src/kernel/data-type.ts';
import type { ResultColumn } from '../../src/kernel/query.ts';
import type { DeliveredControl } from '../../src/validation/check-facts.ts';
import { type MeasureRequest, measureExtract } from '../../src/validation/measure.ts';
import { Workbench } from '../../src/workbench/workbench.ts';
import { anExtract, aPlan } from '../report/a-record.ts';

let folder: string;
let workbench: Workbench;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-measure-'));
  workbench = await Workbench.open({ folder, memoryLimit: '256MB', threads: 1 });
});
afterAll(async () => {
  await workbench.close();
  await rm(folder, { recursive: true, force: true });
});

function column(name: string, type: DataType): ResultColumn {
  return { name, type, nullable: true };
}
const money: DataType = { kind: 'decimal', precision: 19, scale: 4 };
const COLUMNS = [
  column('company', { kind: 'text' }),
  column('paid', money),
  column('shipping', { kind: 'decimal', precision: 19, scale: 2 }),
  column('open', { kind: 'boolean' }),
];
const COMPLETENESS: DeliveredControl = {
  name: 'completeness',
  columns: [column('paid', money), column('shipping', money), column('open', { kind: 'boolean' })],
  engineRows: 2,
  landedRows: 2,
};

/** Measures these rows: company, paid, shipping, open. */
async function measure(
  rows: string,
  definition: Partial<MeasureDefinition>,
  changes: Partial<MeasureRequest> = {},
) {
  const names = '"company", "paid", "shipping", "open"';
  const types = ['VARCHAR', 'DECIMAL(19,4)', 'DECIMAL(19,2)', 'BOOLEAN'];
  const typed = names.split(', ').map((name, at) => `CAST(${name} AS ${types[at]}) AS ${name}`);
  await workbench.run(
    `CREATE OR REPLACE TABLE "extract" AS SELECT ${typed.join(', ')} FROM (VALUES ${rows}) AS v(${names})`,
  );
  await workbench.run(
    `CREATE OR REPLACE TABLE "control_completeness" AS SELECT CAST("paid" AS DECIMAL(38,4)) AS "paid", CAST("shipping" AS DECIMAL(38,4)) AS "shipping", "open" FROM (VALUES (10.5, 1.25, TRUE), (2, 0, FALSE)) AS v("paid", "shipping", "open")`,
  );
  const plan = aPlan('IPE_12');
  return await measureExtract({
    definition: {
      title: 'Paid',
      columns: ['paid', 'shipping'],
      accounts: [{ account: '18350' }],
      ...definition,
    },
    navSign: -1,
    companyColumn: 'company',
    extract: { ...anExtract(plan), columns: COLUMNS },
    controls: [COMPLETENESS],
    parameters: [
      { name: 'companies', type: 'text', origin: 'entity selection', value: ['A', 'B'] },
    ],
    workbench,
    signal: new AbortController().signal,
    ...changes,
  });
}

const ROWS = `('B', 2, 0.00, FALSE), ('A', 10.0001, 1.25, TRUE), ('A', 0.4999, NULL, TRUE), (NULL, 0, 0, NULL)`;

describe('adding up a measure', () => {
  it('RU-7 RU-10 adds every column of every row exactly, in source and in NAV sign, per company and in total', async () => {
    expect(await measure(ROWS, {})).toEqual({
      navSign: -1,
      accounts: [{ account: '18350' }],
      measure: {
        title: 'Paid',
        columns: ['paid', 'shipping'],
        where: null,
        rows: 4,
        missing: 1,
        amountSource: '13.7500',
        amountNavSign: '-13.7500',
        lines: [
          {
            company: null,
            account: '18350',
            rows: 1,
            amountSource: '0.0000',
            amountNavSign: '0.0000',
          },
          {
            company: 'A',
            account: '18350',
            rows: 2,
            amountSource: '11.7500',
            amountNavSign: '-11.7500',
          },
          {
            company: 'B',
            account: '18350',
            rows: 1,
            amountSource: '2.0000',
            amountNavSign: '-2.0000',
          },
        ],
        independentQuery: 'completeness',
        independent: '13.7500',
        difference: '0.0000',
      },
      disclosed: [],
    });
  });

  it('RU-10 leaves out rows that do not meet the condition or where it is unknown; the independent figure follows', async () => {
    const { measure: figure, disclosed } = await measure(ROWS, {
      where: '"open"',
      disclosed: [{ title: 'Closed', columns: ['paid'], where: 'NOT "open"' }],
    });
    const shown = [figure, ...disclosed].map((one) => [
      one.rows,
      one.amountSource,
      one.independent,
      one.difference,
    ]);
    expect(shown).toEqual([
      [2, '11.7500', '11.7500', '0.0000'],
      [1, '2.0000', '2.0000', '0.0000'],
    ]);
  });

  it('RU-9 gives each row the first account whose condition it meets, or what its column says, or none', async () => {
    const byCondition = await measure(ROWS, {
      accounts: [
        { account: '13024', where: '"shipping" > 1' },
        { account: '13005', where: `"company" = 'A'` },
      ],
    });
    expect(byCondition.measure.lines.map(({ company, account }) => [company, account])).toEqual([
      [null, null],
      ['A', '13005'],
      ['A', '13024'],
      ['B', null],
    ]);
    const byColumn = await measure(ROWS, { accounts: { column: 'company' } });
    expect(byColumn.measure.lines.map(({ account }) => account)).toEqual([null, 'A', 'B']);
  });

  it('shows a difference to the independent figure, and says when there is none', async () => {
    const other = await measure(`('A', 10, 1.25, TRUE)`, {});
    expect(other.measure.difference).toBe('-2.5000');
    const none = await measure(ROWS, {}, { controls: [] });
    expect([none.measure.independent, none.measure.difference]).toEqual([null, null]);
  });

  it('takes the independent figure from the control query that is named, and binds the run’s parameters', async () => {
    await workbench.run(
      `CREATE OR REPLACE TABLE "control_figure" AS SELECT * FROM (VALUES (CAST(11.75 AS DECIMAL(38,4)), 'in'), (CAST(1 AS DECIMAL(38,4)), 'out')) AS v("owed", "standing")`,
    );
    const owed = [column('owed', money), column('standing', { kind: 'text' })];
    const controls = [{ name: 'figure', columns: owed, engineRows: 2, landedRows: 2 }];
    const where = `list_contains($companies, "company") AND "open"`;
    const named = { query: 'figure', amount: 'owed', where: `"standing" = 'in'` };
    const some = await measure(ROWS, { where, agreesWith: named }, { controls });
    expect(some.measure).toMatchObject({ independentQuery: 'figure', difference: '0.0000' });
    const { where: _all, ...every } = named;
    const all = await measure(ROWS, { agreesWith: every }, { controls });
    expect(all.measure).toMatchObject({ independent: '12.7500', difference: '1.0000' });
  });

  it('is zero at the columns’ scale where no row counts', async () => {
    const { measure: figure } = await measure(ROWS, { where: '"paid" > 100' });
    expect(figure).toMatchObject({
      rows: 0,
      missing: 0,
      amountSource: '0.0000',
      amountNavSign: '0.0000',
      lines: [],
    });
  });

  it('refuses a column that is not there or holds no number', async () => {
    await expect(measure(ROWS, { columns: ['owed'] })).rejects.toThrow(/no column "owed"/);
    await expect(measure(ROWS, { columns: ['open'] })).rejects.toThrow(/only integer and decimal/);
  });
});
