import type { CatalogContent, ItemContent } from '../../src/catalog/compile-catalog.ts';
import {
  type ControlDefinition,
  defineControl,
  defineIpe,
  defineSource,
  type ItemDefinition,
  type SourceDefinition,
} from '../../src/catalog/definition.ts';

/** The table of portable-sql 6, and one beside it. */
export const ledger: SourceDefinition = defineSource({
  name: 'nav_dw',
  system: 'Dynamics NAV',
  database: 'NAV_DW',
  athenaDatabase: 'nav_dw',
  tables: {
    'Detailed Customer Ledg_ Entry': {
      schema: 'dbo',
      table: 'Detailed Customer Ledg_ Entry',
      athena: 'detailed_customer_ledg__entry',
      key: ['Entry No_'],
      columns: {
        id_company: { type: 'varchar(10)', nullable: false, code: true },
        'Entry No_': { type: 'integer', nullable: false, athena: 'entry_no_' },
        'Cust_ Ledger Entry No_': { type: 'integer', athena: 'cust__ledger_entry_no_' },
        'Document No_': { type: 'varchar(20)', athena: 'document_no_' },
        'Posting Date': { type: 'date', athena: 'posting_date' },
        Amount: { type: 'decimal(38,20)' },
        'Amount (LCY)': { type: 'decimal(38,20)', athena: 'amount_lcy_' },
      },
    },
    companies: {
      schema: 'dbo',
      table: 'companies',
      key: ['code'],
      columns: {
        code: { type: 'varchar(10)', nullable: false },
        name: { type: 'nvarchar(100)' },
        active: { type: 'flag' },
      },
    },
    'Bank Accounts': {
      schema: 'fdw',
      table: 'Bank Accounts',
      athena: 'bank_accounts',
      key: ['No_'],
      columns: {
        No_: { type: 'varchar(20)', rtrim: true, athena: 'no_' },
        Name: { type: 'nvarchar(100)', rtrim: true },
        'IBAN]"Code': { type: 'varchar(34)', athena: 'iban_code' },
      },
    },
    'Not In The Lake': {
      schema: 'dbo',
      table: '2nd Ledger',
      key: ['k'],
      columns: {
        k: { type: 'integer' },
        größe: { type: 'integer' },
        'Amount (LCY)': { type: 'integer' },
      },
    },
  },
});

/** A source without names on Athena: on SQL Server and in the embedded engine only. */
export const mart: SourceDefinition = defineSource({
  name: 'fin_rec',
  system: 'FinRec',
  database: 'FIN_REC',
  tables: {
    Dim_Company: {
      schema: 'fdw',
      table: 'Dim_Company',
      key: ['Company_Code'],
      columns: { Company_Code: { type: 'varchar(10)' }, Country: { type: 'varchar(2)' } },
    },
  },
});

export const control: ControlDefinition = defineControl({
  id: 'C-PG-1',
  title: 'Balances',
  objective: 'Balances agree.',
  frequency: 'monthly',
  roles: { owner: 'Owner', preparer: 'Preparer', reviewer: 'Reviewer' },
  glAccounts: ['13003'],
  tieOutTolerance: '0.01',
});

export const extractSql = `WITH open_entry AS (
  SELECT d."id_company" AS company, d."Cust_ Ledger Entry No_" AS entry_no, SUM(d."Amount (LCY)") AS amount
  FROM {nav_dw.Detailed Customer Ledg_ Entry} AS d
  WHERE d."Posting Date" < :period_next AND d."id_company" IN (:companies)
  GROUP BY d."id_company", d."Cust_ Ledger Entry No_" HAVING SUM(d."Amount (LCY)") <> 0
)
SELECT o.company AS "id_company", o.entry_no AS "Entry No_", CAST(ROUND(o.amount, 4) AS DECIMAL(19,4)) AS "rem_amt_LCY" FROM open_entry AS o
`;

const completenessSql = `SELECT d."id_company" AS "id_company", COUNT(*) AS "row_count",
  CAST(ROUND(SUM(d."Amount (LCY)"), 4) AS DECIMAL(19,4)) AS "rem_amt_LCY"
FROM {nav_dw.Detailed Customer Ledg_ Entry} AS d
WHERE d."Posting Date" < :period_next AND d."id_company" IN (:companies)
GROUP BY d."id_company"
`;

const exclusionsSql = `WITH classified AS (
  SELECT CASE WHEN d."Document No_" IN (:documents) THEN 'test' ELSE 'unfiltered' END AS reason
  FROM {nav_dw.Detailed Customer Ledg_ Entry} AS d
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count" FROM classified AS x GROUP BY x.reason
`;

export const item = defineIpe({
  id: 'IPE_07',
  kind: 'ipe',
  type: 'query',
  usage: 'key_report',
  version: '1.0.0',
  title: 'Open entries',
  purpose: 'Lists open entries.',
  controls: ['C-PG-1'],
  assertions: ['existence'],
  owners: { owner: 'Owner', backup: 'Backup' },
  frequency: 'monthly',
  recipients: ['Reviewer'],
  grain: 'One entry.',
  source: 'nav_dw',
  scope: 'companies',
  companyColumn: 'id_company',
  glAccounts: ['13003'],
  navSign: 1,
  measure: {
    title: 'Open amounts',
    columns: ['rem_amt_LCY'],
    accounts: [{ account: '13003' }],
  },
  columns: {
    id_company: { type: 'text', meaning: 'Company' },
    'Entry No_': { type: 'integer', meaning: 'Entry' },
    rem_amt_LCY: { type: 'decimal(19,4)', meaning: 'Open amount', rde: true, critical: true },
  },
  key: ['id_company', 'Entry No_'],
  controlTotals: [{ column: 'rem_amt_LCY', currency: 'per company' }],
  partitions: ['id_company'],
  parameters: {
    derived: ['period_next', 'companies'],
    constants: {
      documents: {
        type: 'text',
        value: ['TEST1', 'TEST2'],
        reason: 'Documents of the acceptance test.',
        overridable: true,
      },
    },
  },
  sql: { extract: 'extract.sql', completeness: 'completeness.sql' },
  controlQueries: {
    exclusions: {
      sqlFile: 'exclusions.sql',
      purpose: 'Counts rows by reason.',
      columns: {
        reason: { type: 'text', nullable: false },
        row_count: { type: 'integer', nullable: false },
      },
    },
  },
  zeroRows: 'never',
  checks: [
    {
      id: 'in_out_all',
      kind: 'in_out_all',
      attribute: 'E-6',
      title: 'In and out are all',
      query: 'exclusions',
    },
    {
      id: 'some_debit',
      kind: 'witness',
      attribute: 'E-7',
      presence: 'present',
      title: 'A debit is there',
      where: '"rem_amt_LCY" > 0',
    },
    {
      id: 'none_settled',
      kind: 'witness',
      attribute: 'F-6',
      presence: 'absent',
      title: 'No settled entry is there',
      where: '"rem_amt_LCY" = 0',
    },
  ],
  logic: ['Driver: detailed entries.'],
  deviations: [],
});

const files: ReadonlyMap<string, string> = new Map([
  ['extract.sql', extractSql],
  ['completeness.sql', completenessSql],
  ['exclusions.sql', exclusionsSql],
  ['README.md', 'What it is.'],
]);

/** The sample item with some members or files replaced. */
export function anItem(
  changes: Partial<ItemDefinition> = {},
  sql: Readonly<Record<string, string>> = {},
  without: readonly string[] = [],
): ItemContent {
  return {
    definition: { ...item, ...changes },
    folder: 'catalog/c-pg-1/ipe-07',
    files: new Map([...files, ...Object.entries(sql)].filter(([name]) => !without.includes(name))),
  };
}

export function aCatalog(...items: readonly ItemContent[]): CatalogContent {
  return { controls: [control], sources: [ledger, mart], items };
}
