import { amount, COMPANIES, pick, scrambled, type TableRows } from './bench-tables.ts';

/** Every entry was posted by the cutoff 2025-09-30, 638 days. */
const DAYS = 638;
const CUSTOMERS = 100_000;
const GROUPS = ['B2C-NG-NAT', 'B2B-NG-NAT', 'EXPORT'];
const ACCOUNTS = ['13003', '13004', '13009'];

const customer = (by: string) => `'C' || lpad(CAST(${by} % ${CUSTOMERS} AS VARCHAR), 7, '0')`;
const posted = `DATE '2024-01-02' + CAST(n % ${DAYS} AS INTEGER)`;
const company = pick(COMPANIES);
/** Customers of one kind only pay, those of another have a part of every invoice set off. */
const signed = `CASE WHEN n % 5 = 4 THEN -${amount(40503)} ELSE ${amount(40503)} END`;

/** `entries` customer ledger entries, all of them open at the cutoff, and a ledger balance that ties with them. */
export function ledgerTables(entries: number): readonly TableRows[] {
  return [
    {
      table: 'nav_dw.Customer Ledger Entries',
      from: scrambled(entries),
      cells: {
        id_company: company,
        'Entry No_': '1000000 + n',
        'GL Entry No_': '5000000 + 2 * n',
        'Document No_': "'SI' || lpad(CAST(n AS VARCHAR), 9, '0')",
        'Document Type': "CASE WHEN n % 5 = 4 THEN 'Payment' ELSE 'Invoice' END",
        'External Document No_': "'PKG-' || CAST(i * 7919 % 99999989 AS VARCHAR)",
        'Posting Date': posted,
        'Due Date': `CASE WHEN n % 20 = 0 THEN DATE '1753-01-01' ELSE ${posted} + 30 END`,
        'Customer No_': customer('n'),
        'Customer Posting Group': pick(GROUPS, 'n'),
        Description: "'Order ' || CAST(300000000 + i AS VARCHAR)",
        'Source Code': pick(['SALES', 'CASHRECJNL', 'GENJNL'], 'n'),
        'Busline Code': pick(['BL01', 'BL02', 'BL03', 'BL04'], 'n'),
        'Department Code': pick(['D10', 'D20'], 'n'),
        'Original Amount': signed,
        'Original Amount (LCY)': signed,
        Open: 'n % 7 <> 0',
        'Posted by': "'SVC-NAV-INT'",
        'Partner Code': pick(['', 'P001', 'P002'], 'n'),
      },
    },
    {
      table: 'nav_dw.Detailed Customer Ledg_ Entry',
      from: `(SELECT i, n, 'Initial Entry' AS kind FROM ${scrambled(entries)} UNION ALL SELECT i, n, 'Application' FROM ${scrambled(entries)} WHERE n % 10 = 3)`,
      cells: {
        id_company: company,
        'Entry No_': "2 * n + CASE WHEN kind = 'Application' THEN 1 ELSE 0 END",
        'Cust_ Ledger Entry No_': '1000000 + n',
        'Customer No_': customer('n'),
        'Posting Date': `${posted} + CASE WHEN kind = 'Application' THEN 5 ELSE 0 END`,
        'Entry Type': 'kind',
        Amount: partOf(signed),
        'Amount (LCY)': partOf(signed),
      },
    },
    {
      table: 'nav_dw.Customers',
      from: scrambled(COMPANIES.length * CUSTOMERS),
      cells: {
        id_company: company,
        No_: customer('n'),
        Name: "'Customer ' || CAST(i AS VARCHAR)",
        'Busline Code': pick(['BL01', 'BL02'], 'n'),
        'Automatically integrated': 'n % 2 = 0',
        'Customer Posting Group': pick(GROUPS, 'n'),
        Stream: pick(['B2B', 'B2C', 'NTR', 'EMP'], 'n'),
      },
    },
    {
      table: 'nav_dw.Customer Posting Group',
      from: scrambled(COMPANIES.length * GROUPS.length),
      cells: {
        id_company: company,
        Code: pick(GROUPS, 'n'),
        'Receivables Account': `${pick(ACCOUNTS, 'n')} || '-1'`,
      },
    },
    {
      table: 'fin_rec.Dim_ChartOfAccounts',
      from: scrambled(COMPANIES.length * ACCOUNTS.length),
      cells: {
        Company_Code: company,
        'G/L_Account_No': `${pick(ACCOUNTS, 'n')} || '-1'`,
        Group_COA_Account_no: pick(ACCOUNTS, 'n'),
      },
    },
    {
      table: 'fin_rec.Dim_Busline',
      from: scrambled(COMPANIES.length * 4),
      cells: {
        Company_Code: company,
        Busline_Code: pick(['BL01', 'BL02', 'BL03', 'BL04'], 'n'),
        Busline_Vertical_Name_1: pick(['Goods', 'Services'], 'n'),
      },
    },
    companiesInScope(),
    {
      table: 'fin_rec.V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT',
      from: `(
        SELECT d."id_company" AS company, a."Group_COA_Account_no" AS account, sum(d."Amount (LCY)") AS balance
        FROM "NAV_DW"."dbo"."Detailed Customer Ledg_ Entry" AS d
        JOIN "NAV_DW"."dbo"."Customers" AS k ON k."id_company" = d."id_company" AND k."No_" = d."Customer No_"
        JOIN "NAV_DW"."dbo"."Customer Ledger Entries" AS e
          ON e."id_company" = d."id_company" AND e."Entry No_" = d."Cust_ Ledger Entry No_"
        JOIN "NAV_DW"."dbo"."Customer Posting Group" AS g
          ON g."id_company" = e."id_company" AND g."Code" = e."Customer Posting Group"
        JOIN "FIN_REC"."fdw"."Dim_ChartOfAccounts" AS a
          ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Receivables Account"
        WHERE d."Posting Date" <= DATE '2025-09-30'
        GROUP BY ALL)`,
      cells: {
        ID_COMPANY: 'company',
        CLOSING_DATE: "DATE '2025-09-30'",
        GROUP_COA_ACCOUNT_NO: 'account',
        REAL_COA: "account || '-1'",
        BALANCE_AT_DATE: 'balance',
      },
    },
  ];
}

/** The companies of a run, all in the consolidation scope. */
export function companiesInScope(): TableRows {
  return {
    table: 'fin_rec.Dim_Company',
    from: scrambled(COMPANIES.length),
    cells: {
      Company_Code: company,
      Company_Name: `'Company ' || ${company}`,
      Company_Country: `right(${company}, 2)`,
      Flg_In_Conso_Scope: 'true',
    },
  };
}

function partOf(whole: string): string {
  return `CASE WHEN kind = 'Application' THEN -(${whole}) * CAST(0.25 AS DECIMAL(2,2)) ELSE ${whole} END`;
}
