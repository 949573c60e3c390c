import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sources as catalogSources } from '../../catalog/index.ts';
import type { SourceType } from '../../src/catalog/definition.ts';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import { sharedBooks } from '../support/shared-books.ts';
import { askSharedBooks } from './ask-shared-books.ts';
import { tableDigests } from './demo-sql.ts';

/** Sources the books hold; the others are written when an item is run. */
const sources = catalogSources.filter(({ origin = 'system' }) => origin === 'system');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-books-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ask = askSharedBooks({ rows: 2_000 });

describe('the tables of the demo books', () => {
  const duckType = (type: SourceType): string => {
    if (type === 'flag') return 'BOOLEAN';
    if (type.startsWith('timestamp')) return 'TIMESTAMP';
    if (/^n?varchar/.test(type)) return 'VARCHAR';
    return type.toUpperCase();
  };

  it('are those the catalog declares, with the same columns in the same order and types', async () => {
    const declared = sources.flatMap(({ database, tables }) =>
      Object.values(tables).flatMap(({ schema, table, columns }) =>
        Object.entries(columns).map(([name, { type }], index) =>
          [database, schema, table, index + 1, name, duckType(type)].join(' | '),
        ),
      ),
    );
    const databases = sources.map(({ database }) => `'${database}'`).join(', ');
    const built = await ask(
      `SELECT database_name, schema_name, table_name, column_index, column_name, data_type
       FROM duckdb_columns() WHERE database_name IN (${databases})`,
    );
    expect(built.map((row) => row.join(' | ')).sort()).toEqual(declared.sort());
  });

  it('hold no NULL where the source declares none, and no text longer than its column', async () => {
    const faults: unknown[] = [];
    for (const { database, tables } of sources) {
      for (const { schema, table, columns } of Object.values(tables)) {
        const tests = Object.entries(columns).map(([name, { type, nullable }]) => {
          const length = /varchar\(([0-9]+)\)/.exec(type)?.[1];
          const missing = nullable === false ? `"${name}" IS NULL` : 'false';
          return `count(*) FILTER (${missing} OR ${length === undefined ? 'false' : `length("${name}") > ${length}`})`;
        });
        const from = `"${database}"."${schema}"."${table}"`;
        const [counts = []] = await ask(`SELECT ${tests.join(', ')} FROM ${from}`);
        counts.forEach((count, index) => {
          if (count !== '0') faults.push([table, Object.keys(columns)[index], count]);
        });
      }
    }
    expect(faults).toEqual([]);
  });

  it('have unique keys, as the sources declare them', async () => {
    const faults: unknown[] = [];
    for (const { database, tables } of sources) {
      for (const { schema, table, key } of Object.values(tables)) {
        const names = key.map((name) => `"${name}"`).join(', ');
        const rows = await ask(
          `SELECT ${names} FROM "${database}"."${schema}"."${table}" GROUP BY ${names} HAVING count(*) > 1`,
        );
        if (rows.length > 0) faults.push([table, rows[0]]);
      }
    }
    expect(faults).toEqual([]);
  });
});

describe('the books', () => {
  it('are the same for the same settings, whatever the time zone and language of the machine', async () => {
    const here = await sharedBooks({ rows: 400 });
    const expected = createHash('sha256')
      .update(JSON.stringify(await tableDigests(here)))
      .digest('hex');
    const script = fileURLToPath(new URL('./build-small-books.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), script, join(folder, 'elsewhere')],
      {
        env: {
          ...process.env,
          TZ: 'Pacific/Kiritimati',
          LANG: 'tr_TR.UTF-8',
          LC_ALL: 'tr_TR.UTF-8',
        },
      },
    );
    expect(stdout).toBe(expected);
  });

  it('are other books for another seed', async () => {
    const books = await sharedBooks({ rows: 400 });
    const other = await buildDemoBooks({ folder: join(folder, 'other'), rows: 400, seed: 2 });
    const [mine, theirs] = [await tableDigests(books), await tableDigests(other)];
    expect(theirs['NAV_DW.Customer Ledger Entries']).not.toBe(
      mine['NAV_DW.Customer Ledger Entries'],
    );
    expect(theirs['FIN_REC.Dim_Company']).toBe(mine['FIN_REC.Dim_Company']);
  });

  it('hold orders and invoices on both sides of every boundary, in every covered company', async () => {
    const rows = await ask(
      `SELECT order_date, count(DISTINCT id_company)
       FROM "BOB"."process_pg_bob"."pg_bob_sales_order"
       WHERE order_date IN ('2025-09-01 00:00:00', '2025-09-30 00:00:00',
                            '2025-09-30 23:59:59.999', '2025-10-01 00:00:00')
       GROUP BY ALL ORDER BY ALL`,
    );
    expect(rows).toEqual([
      ['2025-09-01 00:00:00', '9'],
      ['2025-09-30 00:00:00', '9'],
      ['2025-09-30 23:59:59.999', '9'],
      ['2025-10-01 00:00:00', '9'],
    ]);
    const invoices = await ask(
      `SELECT "Posting Date", count(DISTINCT id_company)
       FROM "NAV_DW"."dbo"."Customer Ledger Entries" WHERE "Description" = 'Boundary invoice'
       GROUP BY ALL ORDER BY ALL`,
    );
    expect(invoices.map(([day]) => day)).toEqual(
      ['07-01', '07-31', '08-01', '08-31', '09-01', '09-30', '10-01'].map((day) => `2025-${day}`),
    );
    expect(new Set(invoices.map(([, companies]) => companies))).toEqual(new Set(['9']));
  });
});

describe('the ledgers agree with each other', () => {
  it('every day of every company balances', async () => {
    const rows = await ask(
      `SELECT id_company, "Posting Date", sum("Amount") FROM "NAV_DW"."dbo"."G_L Entries"
       GROUP BY ALL HAVING sum("Amount") <> 0`,
    );
    expect(rows).toEqual([]);
  });

  it('details add up to their entries, on the same account and day', async () => {
    const general = await ask(
      `SELECT g.id_company, g."Entry No_" FROM "NAV_DW"."dbo"."G_L Entries" AS g
       LEFT JOIN "NAV_DW"."dbo"."Detailed G_L Entry" AS d
         ON d.id_company = g.id_company AND d."Gen_ Ledger Entry No_" = g."Entry No_"
        AND d."G_L Account No_" = g."Chart of Accounts No_" AND d."Posting Date" = g."Posting Date"
       GROUP BY g.id_company, g."Entry No_", g."Amount"
       HAVING sum(d."Amount") IS DISTINCT FROM g."Amount"`,
    );
    expect(general).toEqual([]);
    const customers = await ask(
      `SELECT e.id_company, e."Entry No_" FROM "NAV_DW"."dbo"."Customer Ledger Entries" AS e
       LEFT JOIN "NAV_DW"."dbo"."Detailed Customer Ledg_ Entry" AS d
         ON d.id_company = e.id_company AND d."Cust_ Ledger Entry No_" = e."Entry No_"
        AND d."Entry Type" = 'Initial Entry' AND d."Posting Date" = e."Posting Date"
       GROUP BY e.id_company, e."Entry No_", e."Original Amount (LCY)"
       HAVING sum(d."Amount (LCY)") IS DISTINCT FROM e."Original Amount (LCY)"`,
    );
    expect(customers).toEqual([]);
  });

  it('no detail belongs to no entry', async () => {
    const orphans = await ask(
      `SELECT 'general' FROM "NAV_DW"."dbo"."Detailed G_L Entry" AS d
       ANTI JOIN "NAV_DW"."dbo"."G_L Entries" AS g
         ON d.id_company = g.id_company AND d."Gen_ Ledger Entry No_" = g."Entry No_"
       UNION ALL
       SELECT 'customer' FROM "NAV_DW"."dbo"."Detailed Customer Ledg_ Entry" AS d
       ANTI JOIN "NAV_DW"."dbo"."Customer Ledger Entries" AS e
         ON d.id_company = e.id_company AND d."Cust_ Ledger Entry No_" = e."Entry No_"
        AND d."Customer No_" = e."Customer No_" AND d."Posting Date" >= e."Posting Date"
       UNION ALL
       SELECT 'posting' FROM "NAV_DW"."dbo"."Customer Ledger Entries" AS e
       ANTI JOIN "NAV_DW"."dbo"."G_L Entries" AS g
         ON e.id_company = g.id_company AND e."GL Entry No_" = g."Entry No_"
        AND e."Document No_" = g."Document No_" AND e."Posting Date" = g."Posting Date"
        AND e."Original Amount (LCY)" = g."Amount"`,
    );
    expect(orphans).toEqual([]);
  });

  it('the balance view shows the sum of the entries, per local account and closing date', async () => {
    const differences = await ask(
      `WITH ledger AS (
         SELECT g.id_company AS company, v.day, g."Chart of Accounts No_" AS account, sum(g."Amount") AS amount
         FROM "NAV_DW"."dbo"."G_L Entries" AS g
         JOIN (SELECT DISTINCT CLOSING_DATE AS day
               FROM "FIN_REC"."dbo"."V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT") AS v
           ON g."Posting Date" <= v.day
         WHERE g."Chart of Accounts No_" NOT LIKE '7%' AND g."Chart of Accounts No_" <> '199999'
         GROUP BY ALL
       ), shown AS (
         SELECT ID_COMPANY AS company, CLOSING_DATE AS day, REAL_COA AS account, sum(BALANCE_AT_DATE) AS amount
         FROM "FIN_REC"."dbo"."V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT" GROUP BY ALL
       )
       SELECT * FROM ledger FULL JOIN shown USING (company, day, account)
       WHERE ledger.amount IS DISTINCT FROM shown.amount`,
    );
    expect(differences).toEqual([]);
  });

  it('amounts have the decimals of their currency', async () => {
    const rows = await ask(
      `SELECT 'cents' FROM "NAV_DW"."dbo"."Detailed Customer Ledg_ Entry" WHERE "Amount (LCY)" <> round("Amount (LCY)", 2)
       UNION ALL SELECT 'whole' FROM "NAV_DW"."dbo"."Customer Ledger Entries"
       WHERE id_company IN ('EC_IC', 'HF_SN', 'JD_UG') AND "Original Amount (LCY)" <> round("Original Amount (LCY)", 0)
       UNION ALL SELECT 'order' FROM "BOB"."process_pg_bob"."pg_bob_sales_order"
       WHERE currency IN ('XOF', 'UGX') AND total_amount <> round(total_amount, 0) OR total_amount <= 0`,
    );
    expect(rows).toEqual([]);
  });

  it('a sixth or so of the entries is open, and some applications come after the cutoff', async () => {
    const [[open, late] = []] = await ask(
      `SELECT (SELECT 100 * count(*) FILTER ("Open") // count(*) FROM "NAV_DW"."dbo"."Customer Ledger Entries"),
              (SELECT count(*) FROM "NAV_DW"."dbo"."Detailed Customer Ledg_ Entry"
               WHERE "Entry Type" = 'Application' AND "Posting Date" > '2025-09-30')`,
    );
    expect(Number(open)).toBeGreaterThanOrEqual(12);
    // The known invoices, which stay open, weigh more in small books.
    expect(Number(open)).toBeLessThanOrEqual(32);
    expect(Number(late)).toBeGreaterThan(9);
  });
});
