import { checkParameters } from '../../../src/catalog/check-problems.ts';
import { type CatalogContent, readCatalog } from '../../../src/catalog/compile-catalog.ts';
import {
  defineControl,
  defineIpe,
  defineSource,
  type ItemDefinition,
} from '../../../src/catalog/definition.ts';
import { lintItem } from '../../../src/catalog/lint/lint-item.ts';

const shop = defineSource({
  name: 'shop',
  system: 'Shop',
  database: 'SHOP',
  athenaDatabase: 'shop',
  tables: {
    orders: {
      schema: 'dbo',
      table: 'orders',
      key: ['company', 'order no'],
      columns: {
        company: { type: 'varchar(10)', nullable: false },
        'order no': { type: 'integer', nullable: false },
        customer: { type: 'varchar(20)', nullable: false },
        'created at': { type: 'timestamp(3)', nullable: false },
        'changed at': { type: 'timestamp(3)', nullable: false },
        'posting date': { type: 'date', nullable: false },
        status: { type: 'varchar(20)', nullable: true },
        'paid?': { type: 'flag', nullable: false },
        amount: { type: 'decimal(38,20)', nullable: false },
        price: { type: 'decimal(19,4)', nullable: false },
        pieces: { type: 'integer', nullable: false },
        cod_month: { type: 'integer', nullable: false },
        currency: { type: 'varchar(3)', nullable: false },
      },
    },
    customers: {
      schema: 'dbo',
      table: 'customers',
      key: ['company', 'no'],
      columns: {
        company: { type: 'varchar(10)', nullable: false },
        no: { type: 'varchar(20)', nullable: false },
        name: { type: 'nvarchar(100)' },
        country: { type: 'varchar(2)' },
      },
    },
  },
});

const control = defineControl({
  id: 'C-PG-1',
  title: 'Orders',
  objective: 'Orders agree.',
  frequency: 'monthly',
  roles: { owner: 'Owner', preparer: 'Preparer', reviewer: 'Reviewer' },
  glAccounts: [],
  tieOutTolerance: '0.01',
});

export const EXTRACT = `WITH paid AS (
  SELECT o."company" AS company, o."customer" AS customer, SUM(o."amount") AS total
  FROM {shop.orders} AS o
  WHERE o."posting date" < :period_next AND o."company" IN (:companies)
  GROUP BY o."company", o."customer"
)
SELECT
  o."company" AS "company",
  o."order no" AS "order no",
  c."name" AS "name",
  CAST(o."paid?" AS INTEGER) AS "paid",
  CAST(ROUND(o."amount", 4) AS DECIMAL(19,4)) AS "amount",
  CASE WHEN p.total > 0 THEN 'debit' ELSE 'other' END AS "side"
FROM {shop.orders} AS o
JOIN paid AS p ON p.company = o."company" AND p.customer = o."customer"
LEFT JOIN {shop.customers} AS c ON c."company" = o."company" AND c."no" = o."customer"
WHERE o."posting date" < :period_next
  AND o."company" IN (:companies)
  AND o."created at" >= :since_created
`;

export const COMPLETENESS = `WITH known AS (
  SELECT o."company" AS company, o."amount" AS amount, o."created at" AS created_at
  FROM {shop.orders} AS o
  WHERE o."posting date" < :period_next
)
SELECT k.company AS "company", COUNT(*) AS "row_count",
  CAST(ROUND(SUM(k.amount), 4) AS DECIMAL(38,4)) AS "amount"
FROM known AS k
WHERE k.created_at >= :since_created AND k.company IN (:companies)
GROUP BY k.company
`;

export const FAN_OUT = `SELECT c."company" AS "company", c."no" AS "no", COUNT(*) AS "matches"
FROM {shop.customers} AS c
WHERE c."company" IN (:companies)
GROUP BY c."company", c."no"
HAVING COUNT(*) > 1
`;

const WITNESSES = `SELECT o."company" AS "company", o."order no" AS "order no", c."name" AS "name"
FROM {shop.orders} AS o
JOIN {shop.customers} AS c ON c."company" = o."company" AND c."no" = o."customer"
WHERE o."posting date" = :cutoff AND o."company" IN (:companies)
`;

const item = defineIpe({
  id: 'IPE_70',
  kind: 'ipe',
  type: 'query',
  usage: 'key_report',
  version: '1.0.0',
  title: 'Orders',
  purpose: 'Lists orders.',
  controls: ['C-PG-1'],
  assertions: ['existence'],
  owners: { owner: 'Owner', backup: 'Backup' },
  frequency: 'monthly',
  recipients: ['Reviewer'],
  grain: 'One order.',
  source: 'shop',
  scope: 'companies',
  companyColumn: 'company',
  glAccounts: [],
  navSign: null,
  columns: {
    company: { type: 'text', meaning: 'Company' },
    'order no': { type: 'integer', meaning: 'Number' },
    name: { type: 'text', meaning: 'Customer' },
    paid: { type: 'boolean', meaning: 'Paid?' },
    amount: { type: 'decimal(19,4)', meaning: 'Amount', rde: true, critical: true },
    side: { type: 'text', meaning: 'Debit or other' },
  },
  key: ['company', 'order no'],
  controlTotals: [{ column: 'amount', currency: 'per company' }],
  partitions: ['company'],
  parameters: {
    derived: ['cutoff', 'period_next', 'companies'],
    constants: {
      since_created: { type: 'date', value: '2015-01-01', reason: 'Older orders are archived.' },
    },
  },
  sql: { extract: 'extract.sql', completeness: 'completeness.sql' },
  controlQueries: {
    fan_out: {
      sqlFile: 'fan-out.sql',
      purpose: 'Lists customers that are there twice.',
      columns: {
        company: { type: 'text' },
        no: { type: 'text' },
        matches: { type: 'integer' },
      },
    },
    witnesses: {
      sqlFile: 'witnesses.sql',
      purpose: 'Finds orders of the cutoff day.',
      columns: {
        company: { type: 'text' },
        'order no': { type: 'integer' },
        name: { type: 'text' },
      },
    },
  },
  zeroRows: 'never',
  checks: [
    {
      id: 'found',
      kind: 'source_witness',
      attribute: 'E-7',
      title: 'Orders of the cutoff day are there',
      query: 'witnesses',
    },
    {
      id: 'trace',
      kind: 'trace',
      attribute: 'F-1',
      title: 'Names agree',
      query: 'witnesses',
      columns: ['name'],
    },
    { id: 'fan_out', kind: 'fan_out', attribute: 'F-4', title: 'One customer', query: 'fan_out' },
    {
      id: 'none_foreign',
      kind: 'witness',
      attribute: 'F-6',
      presence: 'absent',
      title: 'No other company',
      where: `NOT list_contains($companies, "company")`,
    },
  ],
  logic: [
    'Driver: orders.',
    'Join: customers by company and number, for the name. [company, no]',
    'Join: what each customer owes, by company and customer. [company, customer]',
    'Filter: orders posted by the cutoff. [posting date]',
    'Filter: only the selected companies. [company]',
    'Filter: orders created since the archive was made. [created at]',
    'Use: what each customer owes is the sum of the amounts.',
    'Calculation: the side is debit when the customer owes something. [side]',
  ],
  deviations: [],
});

export interface Planted {
  readonly definition?: Partial<ItemDefinition>;
  readonly files?: Readonly<Record<string, string>>;
}

export function contentOf({ definition = {}, files = {} }: Planted): CatalogContent {
  return {
    controls: [control],
    sources: [shop],
    items: [
      {
        definition: { ...item, ...definition },
        folder: 'catalog/c-pg-1/ipe-70',
        files: new Map(
          Object.entries({
            'extract.sql': EXTRACT,
            'completeness.sql': COMPLETENESS,
            'fan-out.sql': FAN_OUT,
            'witnesses.sql': WITNESSES,
            ...files,
          }),
        ),
      },
    ],
  };
}

/** `extract.sql:3:12 PSQL-6`, `definition C-2`: what compiling and linting find together, waived ones left out. */
export function foundIn(planted: Planted): readonly string[] {
  const { catalog, problems } = readCatalog(contentOf(planted));
  const compiled = problems.map(({ file, line, column, rule }) => {
    const part = file.split('/').at(3) ?? 'definition';
    return `${part}${line === undefined ? '' : `:${line}:${column}`} ${rule ?? 'CATALOG-1'}`;
  });
  const linted = catalog.items
    .flatMap((one) => lintItem(one, catalog))
    .filter(({ waived }) => waived === undefined)
    .map(
      ({ part, line, column, rule }) =>
        `${part}${line === undefined ? '' : `:${line}:${column}`} ${rule}`,
    );
  return [...new Set([...compiled, ...linted])];
}

export const aDefinition: ItemDefinition = item;

const LEDGER = `SELECT g."company" AS "company", g."status" AS "account",
  CAST(SUM(g."price") AS DECIMAL(19,4)) AS "amount"
FROM {shop.orders} AS g
WHERE g."company" IN (:companies) AND g."posting date" < :period_next
GROUP BY g."company", g."status"
`;

const EVER = { type: 'date', reason: 'The whole history.' } as const;
const BOUNDS = {
  since_ever: { ...EVER, value: '1900-01-01' },
  for_ever: { ...EVER, value: '9999-12-31' },
};

/** The definition with a day, a share and a ledger more, and these checks beside its own. */
export function withChecks(...checks: ItemDefinition['checks']): Required<Planted> {
  const used = new Set(checks.flatMap(checkParameters));
  const bounds = Object.entries(BOUNDS).filter(([name]) => used.has(name));
  return {
    definition: {
      columns: {
        ...item.columns,
        booked: { type: 'date', meaning: 'Posted on' },
        share: { type: 'decimal(6,4)', meaning: 'Share' },
      },
      parameters: {
        ...item.parameters,
        constants: { ...item.parameters.constants, ...Object.fromEntries(bounds) },
      },
      controlQueries: {
        ...item.controlQueries,
        ledger: {
          sqlFile: 'ledger.sql',
          purpose: 'Adds up the ledger.',
          columns: {
            company: { type: 'text' },
            account: { type: 'text' },
            amount: { type: 'decimal(19,4)' },
          },
        },
      },
      checks: [...item.checks, ...checks],
    },
    files: {
      'ledger.sql': LEDGER,
      'extract.sql': EXTRACT.replace(
        'AS "side"\n',
        `AS "side",\n  o."posting date" AS "booked",\n  CAST(o."pieces" AS DECIMAL(6,4)) AS "share"\n`,
      ),
    },
  };
}
