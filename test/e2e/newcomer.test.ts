import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { verifyPackage } from '../../src/evidence/verify/verify-package.ts';
import { readZip } from '../evidence/seal/read-zip.ts';
import { runIpe, runJson } from '../support/ipe.ts';
import { sourceCopy } from '../support/program-copy.ts';
import { SMALL, SMALL_ROWS, workWithBooks } from '../support/shared-books.ts';
import { tempFolder } from '../support/temp-folder.ts';

// starts of the whole program; a busy machine takes its time
vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 1_200_000 });

const DEFINITION = `import { defineIpe } from '../../../src/catalog/definition.ts';

export const ipe77 = defineIpe({
  id: 'IPE_77',
  kind: 'ipe',
  type: 'query',
  usage: 'population',
  version: '1',
  title: 'Large sales orders',
  purpose: 'Orders of the period above an amount, to choose some for inspection.',
  controls: ['C-PG-1'],
  assertions: ['completeness'],
  owners: { owner: 'Head of order accounting', backup: 'Order accounting lead' },
  frequency: 'monthly',
  recipients: ['Internal audit'],
  grain: 'one order',
  source: 'bob',
  scope: 'companies',
  companyColumn: 'id_company',
  glAccounts: [],
  navSign: null,
  columns: {
    id_company: { type: 'text', nullable: false, rde: true, critical: true, meaning: 'Company code' },
    order_id: { type: 'integer', nullable: false, rde: true, critical: true, meaning: 'Order number' },
    total_amount: { type: 'decimal(19,4)', nullable: false, rde: true, critical: true, meaning: 'Order total' },
  },
  key: ['id_company', 'order_id'],
  controlTotals: [{ column: 'total_amount', currency: 'per company' }],
  partitions: ['id_company'],
  parameters: {
    derived: ['companies', 'period_start', 'period_next'],
    constants: {
      least_amount: { type: 'integer', value: '10', reason: 'Smaller orders are not inspected', overridable: true },
    },
  },
  sql: { extract: 'extract.sql', completeness: 'completeness.sql' },
  controlQueries: {
    first_orders: {
      sqlFile: 'first-orders.sql',
      purpose: 'Reads the first large order of each company again.',
      columns: { id_company: { type: 'text' }, order_id: { type: 'integer' }, total_amount: { type: 'decimal(19,4)' } },
    },
  },
  zeroRows: 'never',
  checks: [
    { id: 'trace_orders', kind: 'trace', attribute: 'F-1', query: 'first_orders', columns: ['total_amount'], title: 'The first large orders carry the same total' },
    { id: 'some_large_order', kind: 'witness', attribute: 'E-7', presence: 'present', where: '"total_amount" > $least_amount', title: 'There is an order above the amount' },
    { id: 'no_small_order', kind: 'witness', attribute: 'F-6', presence: 'absent', where: '"total_amount" <= $least_amount', title: 'No order at or below the amount' },
  ],
  logic: [
    'Driver: sales orders of the back office.',
    'Filter: orders of the period. [order_date; order_date]',
    'Filter: only the selected companies. [id_company]',
    'Filter: only orders above the least amount. [total_amount]',
  ],
  deviations: [],
  waivers: [
    { rule: 'PSQL-26', file: 'first-orders.sql', at: 'SELECT DISTINCT', reason: 'Shown here as an example.', approvedBy: 'Head of order accounting' },
  ],
});
`;
const EXTRACT = `SELECT o."id_company" AS "id_company", o."order_id" AS "order_id",
  CAST(ROUND(o."total_amount", 4) AS DECIMAL(19,4)) AS "total_amount"
FROM {bob.pg_bob_sales_order} AS o
WHERE o."id_company" IN (:companies) AND o."order_date" >= :period_start AND o."order_date" < :period_next
  AND o."total_amount" > :least_amount
`;
const FIRST_ORDERS = `WITH edge AS (
  SELECT o."id_company" AS company, MIN(o."order_id") AS first_order
  FROM {bob.pg_bob_sales_order} AS o
  WHERE o."id_company" IN (:companies) AND o."total_amount" > :least_amount
    AND o."order_date" >= :period_start AND o."order_date" < :period_next
  GROUP BY o."id_company"
)
SELECT DISTINCT w."id_company" AS "id_company", w."order_id" AS "order_id",
  CAST(ROUND(w."total_amount", 4) AS DECIMAL(19,4)) AS "total_amount"
FROM edge AS e
JOIN {bob.pg_bob_sales_order} AS w ON w."id_company" = e.company AND w."order_id" = e.first_order
`;
const COMPLETENESS = `WITH large AS (
  SELECT p."id_company" AS company, p."order_id" AS order_no, p."total_amount" AS amount
  FROM {bob.pg_bob_sales_order} AS p
  WHERE p."total_amount" > :least_amount AND p."order_date" >= :period_start AND p."order_date" < :period_next
)
SELECT l.company AS "id_company", SUM(CAST(1 AS BIGINT)) AS "row_count", CAST(SUM(l.amount) AS DECIMAL(38,4)) AS "total_amount"
FROM large AS l
WHERE l.company IN (:companies)
GROUP BY l.company
`;

describe('a newcomer who follows CONTRIBUTING', () => {
  it('adds an IPE, checks it, looks at it and runs it to a sealed package', async () => {
    const program = sourceCopy(await tempFolder());
    const folder = join(program, 'catalog/c-pg-1/ipe-77-large-orders');
    mkdirSync(folder);
    writeFileSync(join(folder, 'ipe-77.ts'), DEFINITION);
    writeFileSync(join(folder, 'extract.sql'), EXTRACT);
    writeFileSync(join(folder, 'completeness.sql'), COMPLETENESS);
    writeFileSync(join(folder, 'first-orders.sql'), FIRST_ORDERS);
    writeFileSync(join(folder, 'README.md'), '# IPE_77 Large sales orders\n');
    const index = join(program, 'catalog/index.ts');
    writeFileSync(
      index,
      `import { ipe77 } from './c-pg-1/ipe-77-large-orders/ipe-77.ts';\n${readFileSync(
        index,
        'utf8',
      ).replace(
        'export const items = [',
        "export const items = [\n  { definition: ipe77, folder: 'c-pg-1/ipe-77-large-orders' },",
      )}`,
    );
    const cwd = await tempFolder();
    await workWithBooks(join(cwd, '.soxauto'), SMALL);
    const checked = await runIpe(['check', 'IPE_77'], { cwd, program });
    expect(checked.stdout).toContain(
      'waived by the Head of order accounting: Shown here as an example.',
    );
    expect(checked.stdout).toContain('1 item: 0 errors, 0 warnings, 1 waived');
    expect(checked.code).toBe(0);
    const dry = await runIpe(['run', 'IPE_77', '--dry', ...SMALL_ROWS], { cwd, program });
    expect(dry.stdout).toContain('"BOB"."process_pg_bob"."pg_bob_sales_order"');
    const { code, runs } = await runJson(['IPE_77', ...SMALL_ROWS, '--param', 'least_amount=25'], {
      cwd,
      program,
    });
    expect(runs[0]?.noted).toEqual([]);
    expect(code).toBe(0);
    expect(runs[0]?.rows).toBeGreaterThan(0);
    const report = await verifyPackage(runs[0]?.package ?? '');
    expect(report.defects).toEqual([]);
    const printed = (await readZip(runs[0]?.package ?? ''))
      .filter(({ name }) => /(index\.html|definition\.json)$/.test(name))
      .map(({ content }) => content.toString('utf8'));
    expect(printed).toHaveLength(2);
    expect(printed.filter((text) => !text.includes('Shown here as an example.'))).toEqual([]);
  });
});
