import { describe, expect, it } from 'vitest';
import { askSharedBooks } from './ask-shared-books.ts';

const ask = askSharedBooks({ rows: 2_000 });

/** First days of the periods and of the month after the last one. */
const BOUNDS = ['2025-07-01', '2025-08-01', '2025-09-01', '2025-10-01'] as const;
const PERIODS = BOUNDS.slice(1).map((next, index) => ({ start: BOUNDS[index] ?? '', next }));

/** Revenues with the end of their statement. */
const REVENUES = `
  SELECT t.ID_Company AS company, t.Created_Date AS created, t.Transaction_Amount AS amount,
         t.ID_Account_Statement AS statement, s.RING_End_Date AS ended
  FROM "FIN_REC".dbo.RPT_TRANSACTIONS_SELLER AS t
  JOIN "FIN_REC".dbo.GDOC_DIM_ASG_V2 AS a
    ON a.ID_Company = t.ID_Company AND a.SC_ASG_Name = t.Transaction_Type AND a.ASG_Level_1 = 'Revenues'
  LEFT JOIN "FIN_REC".RING.RPT_ACCOUNTSTATEMENTS AS s
    ON s.id_company = t.ID_Company AND s.RING_ID_Transaction_Statement = t.ID_Account_Statement`;

describe('accrued revenue of the Seller Center (IPE_11)', () => {
  it.each(PERIODS)(
    'is the balance of 18304 in every company when $next begins',
    async ({ start, next }) => {
      const differences = await ask(`
      WITH accrued AS (
        SELECT company, sum(amount) AS amount FROM (${REVENUES})
        WHERE created >= '${start}' AND created < '${next}' AND (ended IS NULL OR ended >= '${next}') GROUP BY ALL
      ), booked AS (
        SELECT g.id_company AS company, sum(g."Amount") AS amount
        FROM "NAV_DW".dbo."G_L Entries" AS g
        JOIN "FIN_REC".fdw."Dim_ChartOfAccounts" AS c
          ON c."Company_Code" = g.id_company AND c."G/L_Account_No" = g."Chart of Accounts No_"
        WHERE c."Group_COA_Account_no" = '18304' AND g."Posting Date" < '${next}' GROUP BY ALL
      )
      SELECT * FROM accrued FULL JOIN booked USING (company)
      WHERE coalesce(accrued.amount, 0) <> coalesce(booked.amount, 0)`);
      expect(differences).toEqual([]);
    },
  );

  it.each(PERIODS)(
    'has rows in every covered company and none of an earlier month when $next begins',
    async ({ start, next }) => {
      const open = `FROM (${REVENUES}) WHERE created < '${next}' AND (ended IS NULL OR ended >= '${next}')`;
      expect(await ask(`SELECT count(*) ${open} AND created < '${start}'`)).toEqual([['0']]);
      const [[companies] = []] = await ask(
        `SELECT count(DISTINCT company) ${open} AND company IN
         (SELECT id_company FROM "BOB".process_pg_bob.pg_bob_sales_order WHERE order_date = '${start}')`,
      );
      expect(companies).toBe('9');
    },
  );

  it('names no statement that does not exist, and leaves some of the last period without one', async () => {
    const [[lost, without] = []] = await ask(
      `SELECT count(*) FILTER (statement IS NOT NULL AND ended IS NULL),
              count(DISTINCT company) FILTER (statement IS NULL AND created >= '2025-09-01' AND created < '2025-10-01')
       FROM (${REVENUES})`,
    );
    expect(lost).toBe('0');
    expect(Number(without)).toBeGreaterThanOrEqual(9);
  });

  it('stands on both sides of every boundary in every covered company', async () => {
    const rows = await ask(
      `SELECT created, count(DISTINCT company) FROM (${REVENUES})
       WHERE created IN ('2025-09-01', '2025-09-30 23:59:59.999', '2025-10-01') GROUP BY ALL ORDER BY ALL`,
    );
    expect(
      rows.map(([, companies]) => Number(companies)).every((companies) => companies >= 9),
    ).toBe(true);
    expect(rows.map(([created]) => created)).toEqual([
      '2025-09-01 00:00:00',
      '2025-09-30 23:59:59.999',
      '2025-10-01 00:00:00',
    ]);
  });
});

describe('account statements (CR_01)', () => {
  const BOOKED = `
    SELECT id_company AS company, "External Document No_" AS number, "Chart of Accounts No_" AS account,
           sum("Amount") AS amount, count(*) AS entries, max("Posting Date") AS day
    FROM "NAV_DW".dbo."G_L Entries"
    WHERE "Chart of Accounts No_" IN ('18314', '13023') AND "External Document No_" <> '' GROUP BY ALL`;
  const STATED = `
    SELECT s.id_company AS company, s.RING_Transaction_Statement_No AS number, s.RING_End_Date AS ended,
           s.Statement_Amount AS stated, sum(t.Transaction_Amount) AS amount
    FROM "FIN_REC".RING.RPT_ACCOUNTSTATEMENTS AS s
    LEFT JOIN "FIN_REC".dbo.RPT_TRANSACTIONS_SELLER AS t
      ON t.ID_Company = s.id_company AND t.ID_Account_Statement = s.RING_ID_Transaction_Statement
    GROUP BY ALL`;

  it('are each posted once, debit 18314 and credit 13023, at the sum of their transactions, on the day they end', async () => {
    const faults = await ask(`
      SELECT company, number FROM (${STATED}) AS s
      FULL JOIN (${BOOKED}) AS d USING (company, number)
      GROUP BY company, number
      HAVING NOT coalesce(count(*) = 2 AND bool_and(d.entries = 1 AND d.day = CAST(s.ended AS DATE) AND s.stated = s.amount
        AND d.amount = CASE d.account WHEN '18314' THEN s.amount ELSE -s.amount END), false)`);
    expect(faults).toEqual([]);
  });

  it('have their transactions between their start and their end', async () => {
    const faults = await ask(`
      SELECT t.ID_Company, t.ID_Transaction FROM "FIN_REC".dbo.RPT_TRANSACTIONS_SELLER AS t
      JOIN "FIN_REC".RING.RPT_ACCOUNTSTATEMENTS AS s
        ON s.id_company = t.ID_Company AND s.RING_ID_Transaction_Statement = t.ID_Account_Statement
      WHERE t.Created_Date < s.RING_Start_Date OR t.Created_Date > s.RING_End_Date`);
    expect(faults).toEqual([]);
  });

  it.each(PERIODS)(
    'end in every covered company before $next, one in its last millisecond; some straddle it',
    async ({ start, next }) => {
      const [[companies, last, negative, straddling] = []] = await ask(`
      SELECT count(DISTINCT company) FILTER (ended >= '${start}' AND ended < '${next}'),
             count(DISTINCT company) FILTER (ended = TIMESTAMP '${next}' - INTERVAL 1 MILLISECOND),
             count(DISTINCT company) FILTER (ended >= '${start}' AND ended < '${next}' AND amount < 0),
             count(DISTINCT company) FILTER (ended >= '${next}' AND ended < TIMESTAMP '${next}' + INTERVAL 7 DAY)
      FROM (${STATED})`);
      for (const count of [companies, last, negative, straddling]) {
        expect(Number(count)).toBeGreaterThanOrEqual(9);
      }
    },
  );
});

describe('seller transactions', () => {
  it('belong to delivered marketplace items of their order, but for the known ones', async () => {
    const faults = await ask(`
      SELECT t.ID_Company, t.ID_Transaction FROM "FIN_REC".dbo.RPT_TRANSACTIONS_SELLER AS t
      LEFT JOIN "FIN_REC".dbo.RPT_SOI AS i
        ON i.ID_COMPANY = t.ID_Company AND i.COD_OMS_SALES_ORDER_ITEM = t.OMS_ID_Sales_Order_Item
       AND i.COD_BOB_SALES_ORDER_ITEM = t.BOB_ID_Sales_Order_Item AND i.ID_Sales_Order_Item = t.SC_ID_Sales_Order_Item
       AND i.ORDER_NR = t.Order_Number AND i.IS_MARKETPLACE AND i.DELIVERED_DATE <= t.Created_Date
      WHERE i.ID_COMPANY IS NULL AND t.Order_Number NOT LIKE 'KNOWN-%'`);
    expect(faults).toEqual([]);
  });

  it('are three to five for a delivered item, and nearly all stand in RING too', async () => {
    const [[fewest, most] = []] = await ask(`
      SELECT min(lines), max(lines) FROM (
        SELECT count(*) AS lines FROM "FIN_REC".dbo.RPT_TRANSACTIONS_SELLER
        WHERE OMS_ID_Sales_Order_Item IS NOT NULL AND Transaction_Type NOT IN ('Item Price', 'Commission Credit')
        GROUP BY ID_Company, OMS_ID_Sales_Order_Item)`);
    expect([Number(fewest), Number(most)]).toEqual([3, 5]);
    const [[missing, share] = []] = await ask(`
      SELECT count(*) FILTER (r.ID_Company IS NULL), 100 * count(r.ID_Company) // count(*)
      FROM "FIN_REC".dbo.RPT_TRANSACTIONS_SELLER AS t
      LEFT JOIN "FIN_REC".RING.RPT_TRANSACTIONS AS r
        ON r.ID_Company = t.ID_Company AND r.ID_Transaction = t.ID_Transaction`);
    expect(Number(missing)).toBeGreaterThan(0);
    expect(Number(share)).toBe(99);
  });
});
