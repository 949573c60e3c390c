import { describe, expect, it } from 'vitest';
import { askSharedBooks } from './ask-shared-books.ts';
import { openItems } from './collection-sql.ts';

const ask = askSharedBooks({ rows: 2_000 });

/** First day after each period, and before them the first day of the first. */
const PERIOD_ENDS = ['2025-08-01', '2025-09-01', '2025-10-01'] as const;
const COVERED = `('EC_NG', 'JD_GH', 'EC_IC', 'HF_SN', 'EC_KE', 'JD_UG', 'JD_DZ', 'JM_EG', 'EC_MA')`;
const MART = '"FIN_REC".dbo';

describe('collection accounts (IPE_31)', () => {
  it.each(['2025-07-01', ...PERIOD_ENDS])(
    'hold what partners owe: 13001 and 13002 of every company when %s begins (RU-9, RU-10)',
    async (next) => {
      const differences = await ask(`
        WITH owed AS (SELECT company, account, sum(amount) AS amount FROM (${openItems(next)}) GROUP BY ALL),
        booked AS (
          SELECT g.id_company AS company, c."Group_COA_Account_no" AS account, sum(g."Amount") AS amount
          FROM "NAV_DW".dbo."G_L Entries" AS g
          JOIN "FIN_REC".fdw."Dim_ChartOfAccounts" AS c
            ON c."Company_Code" = g.id_company AND c."G/L_Account_No" = g."Chart of Accounts No_"
          WHERE c."Group_COA_Account_no" IN ('13001', '13002') AND g."Posting Date" < '${next}' GROUP BY ALL)
        SELECT * FROM owed FULL JOIN booked USING (company, account)
        WHERE coalesce(owed.amount, 0) <> coalesce(booked.amount, 0)`);
      expect(differences).toEqual([]);
    },
  );

  it.each(PERIOD_ENDS)(
    'have rows of all four populations in every covered company when %s begins',
    async (next) => {
      const rows = await ask(`
        SELECT population, account, count(DISTINCT company) FROM (${openItems(next)})
        WHERE company IN ${COVERED} AND (population < 3 OR account = '13001') GROUP BY ALL ORDER BY ALL`);
      expect(rows).toEqual([
        [1, '13001', '9'],
        [1, '13002', '9'],
        [2, '13001', '9'],
        [3, '13001', '9'],
        [4, '13001', '9'],
      ]);
    },
  );

  it.each(PERIOD_ENDS)(
    'hold rows of companies whose country is left out, so that leaving them out can be seen, when %s begins',
    async (next) => {
      const rows = await ask(`
        SELECT Company_Country, Flg_In_Conso_Scope, count(DISTINCT population) FROM (${openItems(next)})
        JOIN "FIN_REC".fdw.Dim_Company ON Company_Code = company
        WHERE Company_Country IN ('TN', 'TZ', 'ZA') GROUP BY ALL ORDER BY ALL`);
      expect(rows).toEqual([
        ['TN', true, '4'],
        ['TZ', false, '4'],
        ['ZA', true, '4'],
      ]);
    },
  );

  it.each(PERIOD_ENDS)(
    'have rows at the first instant, at midnight of the cutoff and in the last millisecond, none at %s',
    async (next) => {
      const rows = await ask(`
        SELECT count(DISTINCT company) FILTER (event = TIMESTAMP '${next}' - INTERVAL 1 MONTH),
               count(DISTINCT company) FILTER (event = TIMESTAMP '${next}' - INTERVAL 1 DAY),
               count(DISTINCT company) FILTER (event = TIMESTAMP '${next}' - INTERVAL 1 MILLISECOND),
               count(*) FILTER (event >= '${next}')
        FROM (${openItems(next)}) WHERE company IN ${COVERED} AND population = 1`);
      expect(rows).toEqual([['9', '9', '9', '0']]);
      const [[left] = []] = await ask(`
        SELECT count(DISTINCT ID_Company) FROM ${MART}.RPT_CASHREC_TRANSACTION
        WHERE Created_Date = '${next}' AND Transaction_Type = 'Delivery' AND ID_Company IN ${COVERED}`);
      expect(left).toBe('9');
    },
  );

  it('keep transactions on lists that have waited since before the first period, with and without a payment', async () => {
    const rows = await ask(`
      SELECT k.OMS_Packlist_Status, p.Reconcile_ID IS NOT NULL, count(DISTINCT t.ID_Company)
      FROM (${openItems('2025-10-01')}) AS o
      JOIN ${MART}.RPT_CASHREC_TRANSACTION AS t
        ON population = 1 AND t.ID_Company = company AND CAST(t.Transaction_ID AS VARCHAR) = o.id
      JOIN ${MART}.RPT_PACKLIST_PACKAGES AS k
        ON k.ID_Company = company AND k.OMS_Packlist_No = t.Transaction_List_Nr AND k.OMS_Package_No = t.Related_Entity
      LEFT JOIN ${MART}.RPT_PACKLIST_PAYMENTS AS p
        ON p.ID_Company = company AND p.OMS_Packlist_No = t.Transaction_List_Nr
      WHERE company IN ${COVERED} AND cp = 'Known Collector' AND t.Transaction_List_Date < '2025-07-01'
      GROUP BY ALL ORDER BY ALL`);
    expect(rows).toEqual([
      ['waitingApproval', false, '9'],
      ['waitingConfirmation', false, '9'],
      ['waitingConfirmation', true, '9'],
    ]);
  });

  it.each(PERIOD_ENDS)(
    'leave out what must stay out, of which every covered company has some, when %s begins',
    async (next) => {
      const end = `TIMESTAMP '${next}'`;
      const month = `>= ${end} - INTERVAL 1 MONTH`;
      const transactions = `FROM ${MART}.RPT_CASHREC_TRANSACTION
        WHERE ID_Company IN ${COVERED} AND Created_Date ${month} AND Created_Date < ${end}`;
      const closures = `FROM ${MART}.RPT_COLLECTIONADJ WHERE ID_Company IN ${COVERED}`;
      const companies = async (from: string): Promise<unknown> =>
        (await ask(`SELECT count(DISTINCT ID_Company) ${from}`))[0]?.[0];
      const [[types] = []] =
        await ask(`SELECT count(DISTINCT (ID_Company, Transaction_Type)) ${transactions}
        AND Transaction_Type IN ('Payment', 'Collection Adjustment (over)', 'Collection Adjustment (under)',
          'Payment Charges', 'Reallocation From', 'Transfer From', 'Payment Charges Rev')`);
      expect(types).toBe('63');
      for (const from of [
        `${transactions} AND Amount = 0`,
        `${closures} AND OMS_Entity_Type = 'packlist' AND OMS_Force_Closed AND OMS_Close_Date ${month} AND OMS_Close_Date < ${end}`,
        `${closures} AND OMS_Entity_Type = 'packlist' AND OMS_Force_Closed AND OMS_Close_Date IS NULL AND Created_Date ${month}`,
        `${closures} AND OMS_Entity_Type = 'packlist' AND OMS_Force_Closed AND OMS_Close_Date = ${end}`,
        `${closures} AND OMS_Entity_Type = 'payment' AND OMS_Force_Closed AND OMS_Close_Date = ${end}`,
        `${closures} AND OMS_Entity_Type = 'transfer' AND OMS_Force_Closed IS NULL AND OMS_Close_Date < ${end}`,
        `FROM ${MART}.RPT_CASHDEPOSIT WHERE ID_Company IN ${COVERED} AND OMS_Payment_Status = 'cancelled' AND OMS_Payment_Date ${month}`,
      ]) {
        expect(await companies(from)).toBe('9');
      }
    },
  );
});

describe('the life of collected money', () => {
  const none = async (sql: string): Promise<void> => expect(await ask(sql)).toEqual([]);

  it('goes on a list after it is collected, and the list shows every transaction as a package with one status', async () => {
    await none(`
      SELECT t.ID_Company, t.Transaction_ID FROM ${MART}.RPT_CASHREC_TRANSACTION AS t
      LEFT JOIN ${MART}.RPT_PACKLIST_PACKAGES AS k
        ON k.ID_Company = t.ID_Company AND k.OMS_Packlist_No = t.Transaction_List_Nr AND k.OMS_Package_No = t.Related_Entity
      WHERE t.Transaction_List_Nr IS NOT NULL AND (k.ID_Company IS NULL OR t.Transaction_List_Date < t.Created_Date)
         OR (t.Transaction_List_Nr IS NULL) <> (t.Transaction_List_Date IS NULL)`);
    await none(`
      SELECT ID_Company, OMS_Packlist_No FROM (
        SELECT ID_Company, OMS_Packlist_No, OMS_Packlist_Status FROM ${MART}.RPT_PACKLIST_PACKAGES
        UNION SELECT ID_Company, OMS_Packlist_No, OMS_Packlist_Status FROM ${MART}.RPT_PACKLIST_PAYMENTS)
      GROUP BY ALL HAVING count(*) > 1`);
  });

  it('is received by a list in full before it is paid, at one amount and one date', async () => {
    await none(`
      SELECT p.ID_Company, p.OMS_Packlist_No FROM (
        SELECT DISTINCT ID_Company, OMS_Packlist_No, OMS_Amount_Received, OMS_Packlist_Created_Date,
               OMS_Collection_Partner_Name FROM ${MART}.RPT_PACKLIST_PAYMENTS) AS p
      LEFT JOIN (SELECT ID_Company, Transaction_List_Nr, Transaction_List_Date, Collection_Partner, sum(Amount) AS amount
                 FROM ${MART}.RPT_CASHREC_TRANSACTION GROUP BY ALL) AS t
        ON t.ID_Company = p.ID_Company AND t.Transaction_List_Nr = p.OMS_Packlist_No
       AND t.Transaction_List_Date = p.OMS_Packlist_Created_Date AND t.Collection_Partner = p.OMS_Collection_Partner_Name
      WHERE t.amount IS DISTINCT FROM p.OMS_Amount_Received`);
    await none(`
      SELECT ID_Company, OMS_Packlist_No FROM ${MART}.RPT_PACKLIST_PAYMENTS
      GROUP BY ID_Company, OMS_Packlist_No, OMS_Amount_Received
      HAVING sum(OMS_Payment_Reconciled_Amount + OMS_Payment_Charges_Reconciled_Amount) > OMS_Amount_Received`);
  });

  it('leaves no list that was made and not paid outside the waiting ones', async () => {
    await none(`
      SELECT DISTINCT k.ID_Company, k.OMS_Packlist_No FROM ${MART}.RPT_PACKLIST_PACKAGES AS k
      WHERE k.OMS_Packlist_Status NOT IN ('waitingApproval', 'waitingConfirmation') AND NOT EXISTS (
        FROM ${MART}.RPT_PACKLIST_PAYMENTS AS p WHERE p.ID_Company = k.ID_Company
          AND p.OMS_Packlist_No = k.OMS_Packlist_No AND p.OMS_Payment_Reconciled_Amount IS NOT NULL)`);
  });

  it('is set against lists for no more than a payment holds', async () => {
    await none(`
      SELECT p.ID_Company, p.OMS_Payment_No FROM ${MART}.RPT_PACKLIST_PAYMENTS AS p
      LEFT JOIN ${MART}.RPT_CASHDEPOSIT AS d
        ON d.ID_Company = p.ID_Company AND d.OMS_Payment_No = p.OMS_Payment_No
       AND d.OMS_Payment_Date = p.OMS_Payment_Date AND d.OMS_Payment_Status = p.OMS_Payment_Status
      WHERE p.OMS_Payment_No IS NOT NULL
      GROUP BY p.ID_Company, p.OMS_Payment_No, d.OMS_Payment_Amount, d.OMS_Charges_Amount
      HAVING coalesce(sum(OMS_Payment_Reconciled_Amount + OMS_Payment_Charges_Reconciled_Amount)
                      > d.OMS_Payment_Amount + d.OMS_Charges_Amount, true)`);
  });

  it('comes from packages whose cash is resolved and from prepaid items that are verified, at that moment', async () => {
    await none(`
      SELECT t.ID_Company, t.Transaction_ID FROM ${MART}.RPT_CASHREC_TRANSACTION AS t
      LEFT JOIN "STG_FIN_REC"."OMS".PACKAGE_CASHREC AS c
        ON c.ID_COMPANY = t.ID_Company AND c.package_nr = t.Related_Entity
       AND c.troubleshoot_resolution_date = t.Created_Date AND c.amount_expected = t.Amount
      WHERE t.Transaction_Type = 'Delivery' AND t.Related_Entity NOT LIKE 'KNOWN-%' AND c.ID_COMPANY IS NULL`);
    await none(`
      SELECT t.ID_Company, t.Transaction_ID FROM ${MART}.RPT_CASHREC_TRANSACTION AS t
      LEFT JOIN ${MART}.RPT_SOI AS i
        ON i.ID_COMPANY = t.ID_Company AND CAST(i.COD_OMS_SALES_ORDER_ITEM AS VARCHAR) = t.Related_Entity
       AND i.FINANCE_VERIFIED_DATE = t.Created_Date AND i.IS_PREPAYMENT
      WHERE t.Transaction_Type = 'Third Party Collection' AND t.Related_Entity NOT SIMILAR TO '(KNOWN-|PAY).*'
        AND i.ID_COMPANY IS NULL`);
  });
});

describe('look-ups of the collection accounts', () => {
  it('find at most one row: hub, partner, bank account apart from the excluded one, deposit', async () => {
    const banks = `
      SELECT DISTINCT b.ID_Company AS company, b."Service Provider No_" AS provider, g."G_L Bank Account No_"
      FROM "NAV_DW".dbo."Bank Accounts" AS b
      JOIN "NAV_DW".dbo."Bank Account Posting Group" AS g
        ON g.ID_Company = b.ID_Company AND g.Code = b."Bank Account Posting Group"
      WHERE b."Service Provider No_" <> '' AND g."G_L Bank Account No_" IS DISTINCT FROM '10058'`;
    for (const [table, key] of [
      [`${MART}.RPT_HUBS_3PL_MAPPING`, 'ID_COMPANY, NODE'],
      [`${MART}.RPT_COLLECTIONPARTNERS`, 'ID_Company, Name'],
      [`${MART}.RPT_CASHDEPOSIT`, 'ID_Company, OMS_Payment_No'],
      [`(${banks})`, 'company, provider'],
    ]) {
      expect(await ask(`SELECT ${key} FROM ${table} GROUP BY ALL HAVING count(*) > 1`)).toEqual([]);
    }
    const [[accounts, excluded, none, own] = []] = await ask(`
      SELECT count(*), count(*) FILTER (g."G_L Bank Account No_" = '10058'), count(*) FILTER (g."G_L Bank Account No_" IS NULL),
             count(*) FILTER (b."Service Provider No_" = '')
      FROM "NAV_DW".dbo."Bank Accounts" AS b
      JOIN "NAV_DW".dbo."Bank Account Posting Group" AS g
        ON g.ID_Company = b.ID_Company AND g.Code = b."Bank Account Posting Group"
      WHERE b.ID_Company = 'EC_NG'`);
    expect([accounts, excluded, none, own]).toEqual(['12', '2', '2', '3']);
  });

  it('find nothing for one partner, which is harmless', async () => {
    const [[partners] = []] = await ask(`
      SELECT count(DISTINCT t.Collection_Partner) FROM ${MART}.RPT_CASHREC_TRANSACTION AS t
      ANTI JOIN ${MART}.RPT_COLLECTIONPARTNERS AS p ON p.ID_Company = t.ID_Company AND p.Name = t.Collection_Partner`);
    expect(partners).toBe('1');
  });
});
