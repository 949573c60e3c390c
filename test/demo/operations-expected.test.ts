import { describe, expect, it } from 'vitest';
import { expectedOf } from '../../src/demo/expected.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import { askSharedBooks } from './ask-shared-books.ts';
import { openItems } from './collection-sql.ts';

const ROWS = 2_000;
const { answers: ANSWERS } = expectedOf(demoSettings({ rows: ROWS }));
const COVERED = `('EC_NG', 'JD_GH', 'EC_IC', 'HF_SN', 'EC_KE', 'JD_UG', 'JD_DZ', 'JM_EG', 'EC_MA')`;
const PERIODS = [
  ['2025-07', '2025-07-01', '2025-08-01'],
  ['2025-08', '2025-08-01', '2025-09-01'],
  ['2025-09', '2025-09-01', '2025-10-01'],
] as const;

const ask = askSharedBooks({ rows: ROWS });

/** Rows and the totals of the columns named, all companies together. */
function expected(item: string, period: string, ...columns: string[]): readonly unknown[] {
  const { rows, totals = {} } =
    ANSWERS.find((one) => one.item === item && one.period === period && one.entity === 'ALL') ?? {};
  return [String(rows), ...columns.map((column) => totals[column])];
}

describe('the figures worked out from the facts are those of the tables', () => {
  it.each(PERIODS)('IPE_11 of %s', async (period, start, next) => {
    const [row] = await ask(`
      SELECT count(*), sum(t.Transaction_Amount) FROM "FIN_REC".dbo.RPT_TRANSACTIONS_SELLER AS t
      SEMI JOIN "FIN_REC".dbo.GDOC_DIM_ASG_V2 AS a
        ON a.ID_Company = t.ID_Company AND a.SC_ASG_Name = t.Transaction_Type AND a.ASG_Level_1 = 'Revenues'
      WHERE t.ID_Company IN ${COVERED} AND t.Created_Date >= '${start}' AND t.Created_Date < '${next}' AND NOT EXISTS (
        FROM "FIN_REC".RING.RPT_ACCOUNTSTATEMENTS AS s WHERE s.id_company = t.ID_Company
          AND s.RING_ID_Transaction_Statement = t.ID_Account_Statement AND s.RING_End_Date < '${next}')`);
    expect(row).toEqual(expected('IPE_11', period, 'SC_Transaction_Amount'));
  });

  it.each(PERIODS)('IPE_31 of %s', async (period, _start, next) => {
    const [row] = await ask(
      `SELECT count(*), sum(amount) FROM (${openItems(next)}) WHERE company IN ${COVERED}`,
    );
    expect(row).toEqual(expected('IPE_31', period, 'Amount'));
  });

  it.each(PERIODS)('CR_01 of %s, without a difference', async (period, start, next) => {
    const [row = []] = await ask(`
      SELECT count(*), sum(Statement_Amount) FROM "FIN_REC".RING.RPT_ACCOUNTSTATEMENTS
      WHERE id_company IN ${COVERED} AND RING_End_Date >= '${start}' AND RING_End_Date < '${next}'`);
    expect([...row, row[1], '0.0000']).toEqual(
      expected('CR_01', period, 'SC_Amount', 'NAV_Amount', 'Difference'),
    );
  });

  it.each(PERIODS)(
    'CR_05a of %s: the latest rates on or before the cutoff',
    async (period, _start, next) => {
      const [row] = await ask(`
      SELECT count(*), sum("Exchange Rate Amount"), sum("Relational Exch_ Rate Amount") FROM (
        FROM "D365BC14_DZ".dbo."Savanna DZ$Currency Exchange Rate"
        WHERE "Starting Date" < '${next}'
          AND "Currency Code" IN ('NGN', 'GHS', 'XOF', 'KES', 'UGX', 'EGP', 'MAD', 'USD')
        QUALIFY row_number() OVER (PARTITION BY "Currency Code" ORDER BY "Starting Date" DESC) = 1)`);
      expect(row).toEqual(
        expected('CR_05a', period, 'Exchange Rate Amount', 'Relational Exch_ Rate Amount'),
      );
    },
  );

  it.each(PERIODS)('IPE_REC_ERRORS of %s: nothing in clean books', (period) => {
    expect(expected('IPE_REC_ERRORS', period, 'Amount')).toEqual(['0', '0.0000']);
  });
});

describe('integration into NAV', () => {
  it('has reached every transaction of the fifteen tables, without a message', async () => {
    const tables = await ask(`
      SELECT schema_name, table_name FROM duckdb_columns()
      WHERE database_name = 'FIN_REC' AND column_name = 'Nav_Integration_Status' ORDER BY ALL`);
    expect(tables).toHaveLength(15);
    for (const [schema, table] of tables) {
      const [[rows, companies, arrived, messages] = []] = await ask(`
        SELECT count(*), count(DISTINCT ID_Company) FILTER (ID_Company IN ${COVERED}),
               count(*) FILTER (Nav_Integration_Status IN ('Posted', 'Integrated')), count(Nav_Error_Message)
        FROM "FIN_REC"."${schema}"."${table}"`);
      expect([table, companies, arrived, messages]).toEqual([table, '9', rows, '0']);
    }
  });
});

describe('rates of the Algerian company', () => {
  it('have one row per currency and weekday and none at weekends, so 2025-08-31 has none of its own', async () => {
    const [[weekends, most, sunday] = []] = await ask(`
      SELECT count(*) FILTER (isodow("Starting Date") > 5), count(DISTINCT "Starting Date"),
             count(*) FILTER ("Starting Date" = '2025-08-31')
      FROM "D365BC14_DZ".dbo."Savanna DZ$Currency Exchange Rate"`);
    expect([weekends, sunday]).toEqual(['0', '0']);
    expect(Number(most)).toBeGreaterThan(250);
  });

  it('are the closing rates of the group at the last weekday of a month, whatever number of units they are for', async () => {
    const rows = await ask(`
      SELECT "Currency Code", "Exchange Rate Amount",
             abs("Relational Exch_ Rate Amount" / "Exchange Rate Amount" - d.rate / f.rate) < 0.0000001
      FROM "D365BC14_DZ".dbo."Savanna DZ$Currency Exchange Rate"
      JOIN "FIN_REC".dbo.RPT_FX_RATES AS d ON d.country_code = 'DZ' AND d.rate_type = 'Closing' AND d.base_currency = 'USD'
       AND d.year = 2025 AND d.cod_month = 8
      JOIN "FIN_REC".dbo.RPT_FX_RATES AS f ON f.rate_type = 'Closing' AND f.base_currency = 'USD' AND f.year = 2025
       AND f.cod_month = 8
       AND f.country_code = map {'NGN': 'NG', 'GHS': 'GH', 'XOF': 'CI', 'EGP': 'EG', 'MAD': 'MA', 'EUR': 'DE'}["Currency Code"]
      WHERE "Starting Date" = '2025-08-29' ORDER BY ALL`);
    expect(rows).toEqual([
      ['EGP', '1.00000000000000000000', true],
      ['EUR', '1.00000000000000000000', true],
      ['GHS', '1.00000000000000000000', true],
      ['MAD', '1.00000000000000000000', true],
      ['NGN', '100.00000000000000000000', true],
      ['XOF', '100.00000000000000000000', true],
    ]);
  });
});
