import { z } from 'zod';
import { parseControlId, parseItemId, parseSourceName } from '../kernel/ids.ts';
import { checkSchema } from './check-schema.ts';
import type {
  ControlDefinition,
  ItemDefinition,
  SourceDefinition,
  SourceType,
} from './definition.ts';
import { columnName, dataType, decimal, form, line, lines, ownName } from './schema-parts.ts';

const frequency = z.enum(['monthly', 'quarterly', 'yearly']);
const glAccount = z.string().regex(/^[0-9]{3,10}$/, 'a GL account is digits only');
const glAccounts = z.array(glAccount);
const sqlFile = z
  .string()
  .regex(/^[a-z0-9]+([-._][a-z0-9]+)*\.sql$/, 'an SQL file of the item’s own folder, x.sql');
const zone = z
  .string()
  .regex(/^(per company|UTC|[A-Z][A-Za-z]+(\/[A-Za-z_]+){1,2})$/, 'an IANA zone or "per company"');

const itemColumn = z.strictObject({
  type: dataType,
  meaning: line,
  nullable: z.boolean().exactOptional(),
  rde: z.boolean().exactOptional(),
  critical: z.boolean().exactOptional(),
  timeZone: zone.exactOptional(),
});

const constant = z.strictObject({
  type: z.enum(['date', 'integer', 'text']),
  value: z.union([z.string(), z.array(z.string())]),
  reason: line,
  overridable: z.boolean().exactOptional(),
});

const controlQuery = z.strictObject({
  sqlFile,
  purpose: line,
  columns: z.record(
    columnName,
    z.strictObject({ type: dataType, nullable: z.boolean().exactOptional() }),
  ),
});

const figureFields = {
  title: line,
  columns: z.array(z.string()).min(1),
  where: line.exactOptional(),
  agreesWith: z
    .strictObject({ query: z.string(), amount: z.string(), where: line.exactOptional() })
    .exactOptional(),
};

const measure = z.strictObject({
  ...figureFields,
  accounts: z.union([
    z.strictObject({ column: z.string() }),
    z.array(z.strictObject({ account: glAccount, where: line.exactOptional() })).min(1),
  ]),
  disclosed: z.array(z.strictObject(figureFields)).exactOptional(),
});

const waiver = z.strictObject({
  rule: line,
  file: line,
  at: line.exactOptional(),
  reason: line,
  approvedBy: line,
});

const baseline = z.strictObject({
  state: z.enum(['none', 'draft', 'baselined', 'unchanged', 'changed', 'expired', 'superseded']),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a fingerprint has 64 hexadecimal digits')
    .exactOptional(),
});

/** The border of ItemDefinition: unknown keys refused, forms checked; references are judged later. */
export const itemSchema: z.ZodType<ItemDefinition> = z.strictObject({
  id: form(parseItemId),
  kind: z.enum(['ipe', 'control_report', 'document']),
  type: z.enum(['standard', 'third_party', 'custom', 'query', 'ad_hoc', 'euc', 'manual']),
  usage: z.enum(['key_report', 'population']),
  version: line,
  title: line,
  purpose: line,
  controls: z.array(form(parseControlId)).min(1),
  assertions: z
    .array(
      z.enum([
        'existence',
        'completeness',
        'valuation',
        'rights_and_obligations',
        'presentation',
        'accuracy',
        'cutoff',
      ]),
    )
    .min(1),
  owners: z.strictObject({ owner: line, backup: line }),
  frequency,
  recipients: lines.min(1),
  grain: line,
  source: form(parseSourceName),
  scope: z.enum(['companies', 'group']),
  dependsOn: z.array(form(parseItemId)).min(1).exactOptional(),
  companyColumn: z.string().nullable(),
  glAccounts,
  navSign: z.union([z.literal(1), z.literal(-1)]).nullable(),
  measure: measure.exactOptional(),
  columns: z.record(columnName, itemColumn),
  key: z.array(z.string()).min(1),
  controlTotals: z.array(
    z.strictObject({
      column: z.string(),
      currency: z
        .string()
        .regex(/^([A-Z]{3}|per company)$/, 'an ISO code, "per company" or null for a hash total')
        .nullable(),
    }),
  ),
  partitions: z.array(z.string()),
  parameters: z.strictObject({
    derived: z.array(
      z.enum([
        'cutoff',
        'period_start',
        'period_next',
        'year_start',
        'fx_year',
        'fx_month',
        'companies',
        'currencies',
      ]),
    ),
    constants: z.record(ownName, constant).exactOptional(),
  }),
  sql: z.strictObject({
    extract: sqlFile,
    completeness: sqlFile,
    overrides: z
      .strictObject({
        duckdb: sqlFile.exactOptional(),
        athena: sqlFile.exactOptional(),
        mssql: sqlFile.exactOptional(),
      })
      .exactOptional(),
  }),
  controlQueries: z.record(ownName, controlQuery).exactOptional(),
  notOn: z
    .strictObject({ athena: line.exactOptional(), mssql: line.exactOptional() })
    .exactOptional(),
  zeroRows: z.enum(['never', 'single_company', 'allowed']),
  checks: z.array(checkSchema),
  logic: lines.min(1),
  deviations: lines,
  waivers: z.array(waiver).exactOptional(),
  baseline: baseline.exactOptional(),
});

export const controlSchema: z.ZodType<ControlDefinition> = z.strictObject({
  id: form(parseControlId),
  title: line,
  objective: line,
  frequency,
  roles: z.strictObject({ owner: line, preparer: line, reviewer: line }),
  glAccounts,
  tieOutTolerance: decimal,
});

/** Text no longer than SQL Server can hold as national text; decimals and fractions it can hold. */
function isSourceType(text: string): boolean {
  const match =
    /^(?:(integer|bigint|flag|date)|(timestamp|n?varchar|decimal)\(([0-9]{1,4})(?:,([0-9]{1,2}))?\))$/.exec(
      text,
    );
  if (match === null) return false;
  const [, plain, name] = match;
  const [first, second] = match
    .slice(3)
    .map((digits) => (digits === undefined ? -1 : Number(digits)));
  if (plain !== undefined) return true;
  if (name === 'decimal') return within(first, 1, 38) && within(second, 0, first ?? 0);
  return second === -1 && (name === 'timestamp' ? within(first, 0, 7) : within(first, 1, 4000));
}

function within(value: number | undefined, low: number, high: number): boolean {
  return value !== undefined && value >= low && value <= high;
}

const physicalName = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,254}$/, 'a physical name on Athena is lower_snake');

const sourceColumn = z.strictObject({
  type: z.custom<SourceType>(
    (value) => typeof value === 'string' && isSourceType(value),
    'expected a source type such as integer, flag, date, timestamp(3), decimal(19,4), varchar(20) (text at most 4000)',
  ),
  nullable: z.boolean().exactOptional(),
  code: z.boolean().exactOptional(),
  rate: z.boolean().exactOptional(),
  rtrim: z.boolean().exactOptional(),
  athena: physicalName.exactOptional(),
  aliases: lines.exactOptional(),
});

export const sourceSchema: z.ZodType<SourceDefinition> = z.strictObject({
  name: form(parseSourceName),
  system: line,
  database: columnName,
  origin: z.enum(['system', 'catalog', 'received']).exactOptional(),
  athenaDatabase: physicalName.exactOptional(),
  tables: z.record(
    columnName,
    z.strictObject({
      schema: columnName,
      table: columnName,
      athena: physicalName.exactOptional(),
      key: z.array(z.string()).min(1),
      columns: z.record(columnName, sourceColumn),
    }),
  ),
});
