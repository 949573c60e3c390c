import type { DataType } from '../../kernel/data-type.ts';
import type { BoundQuery, ResultColumn } from '../../kernel/query.ts';
import { requireDeclaredColumns } from '../accept-query.ts';
import { RunnerError } from '../runner.ts';
import {
  type TransportColumn,
  type TransportType,
  transportColumn,
  transportType,
} from './transport-types.ts';

/** A column as `sys.sp_describe_first_result_set` describes it, or FMTONLY. */
export interface DescribedColumn {
  /** From 1. */
  readonly ordinal: number;
  readonly name: string | null;
  /** `system_type_name`; where that is NULL, for types of the CLR, `user_type_name` (`hierarchyid`) or null. */
  readonly systemType: string | null;
  readonly nullable: boolean;
  /** Its place in the ORDER BY of the query, from 1; null when it has none or nothing is known of it. */
  readonly orderBy: { readonly position: number; readonly descending: boolean } | null;
}

/** A column with what stands for it in the select list. */
interface SentColumn {
  readonly column: TransportColumn;
  readonly expression: string;
}

/** SQL Server 2016: the first with CONVERT style 3. */
const PRINTS_FLOATS = 13;

/** @throws RunnerError COLUMNS_MISMATCH naming every position where the result is not the declared one */
export function requireColumns(query: BoundQuery, described: readonly DescribedColumn[]): void {
  const inOrder = described.every(({ ordinal }, index) => ordinal === index + 1);
  requireDeclaredColumns(
    query,
    described.map(({ name }) => name ?? ''),
    inOrder ? [] : ['the server does not number the columns from 1 in order'],
  );
}

/**
 * How the columns of `table` travel, each sent as an expression over its `[c1]`, `[c2]` …
 * @param serverMajor version of the server; null when it is unknown
 * @throws RunnerError TYPE_REFUSED naming every column without exact text and the cast to write
 */
export function sentColumns(
  query: BoundQuery,
  described: readonly DescribedColumn[],
  table: string,
  serverMajor: number | null,
): SentColumn[] {
  const refused: string[] = [];
  const sent = query.columns.flatMap((declared, index): SentColumn[] => {
    const { name, systemType } = { name: null, systemType: null, ...described[index] };
    const type = systemType === null ? undefined : transportType(systemType);
    if (systemType === null || type === undefined || !takes(declared, type, serverMajor)) {
      refused.push(refusal(declared, systemType, type));
      return [];
    }
    return [
      {
        column: transportColumn(name ?? declared.name, systemType, type),
        expression: type.send(`${table}.[c${index + 1}]`),
      },
    ];
  });
  if (refused.length === 0) return sent;
  throw new RunnerError(
    'TYPE_REFUSED',
    `query ${query.name} delivers types that have no exact text: ${refused.join('; ')}`,
    { advice: 'Cast the columns in the query as shown.' },
  );
}

/**
 * No declared type holds a binary float exactly; only its text can be delivered, by servers that can print all its
 * digits. A version that nobody told is found out by the form of what it prints.
 */
function takes(
  { type }: ResultColumn,
  { approximate }: TransportType,
  serverMajor: number | null,
): boolean {
  if (!approximate) return true;
  return type.kind === 'text' && (serverMajor === null || serverMajor >= PRINTS_FLOATS);
}

function refusal(
  { name, type }: ResultColumn,
  systemType: string | null,
  travels: TransportType | undefined,
): string {
  const column = `[${name.replaceAll(']', ']]')}]`;
  // text of a float is what such a server cannot print
  const target =
    travels?.approximate === true && type.kind === 'text' ? 'decimal(p,s)' : castTarget(type);
  const cast = `CAST(… AS ${target}) AS ${column}`;
  return `${JSON.stringify(name)} is ${systemType ?? 'a type of the CLR'}, write ${cast}`;
}

function castTarget(type: DataType): string {
  switch (type.kind) {
    case 'integer':
      return 'bigint';
    case 'boolean':
      return 'bit';
    case 'date':
      return 'date';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'timestamp':
      return `${type.zoned ? 'datetimeoffset' : 'datetime2'}(${Math.min(type.fraction, 7)})`;
    case 'time':
      return `time(${Math.min(type.fraction, 7)})`;
    case 'uuid':
      return 'uniqueidentifier';
    case 'binary':
      return 'varbinary(max)';
    case 'text':
    case 'json':
      return 'nvarchar(max)';
  }
}

/**
 * The ORDER BY of the query over the columns of `table`: by their own values, not by the texts sent for them.
 * @throws RunnerError QUERY_REJECTED when the query orders by something it does not deliver
 */
export function outerOrder(
  query: BoundQuery,
  described: readonly DescribedColumn[],
  orderByListLength: number | null,
  table: string,
): string {
  const terms = described
    .flatMap(({ ordinal, orderBy }) => (orderBy === null ? [] : [{ ordinal, ...orderBy }]))
    .sort((a, b) => a.position - b.position);
  const advice =
    'Remove the ORDER BY (extracts are sorted by their key), or select what it orders by.';
  if (orderByListLength === null) {
    throw new RunnerError(
      'QUERY_REJECTED',
      `query ${query.name} ends in ORDER BY, and the server does not say by which columns`,
      { advice },
    );
  }
  if (
    terms.length !== orderByListLength ||
    terms.some(({ position }, index) => position !== index + 1)
  ) {
    throw new RunnerError(
      'QUERY_REJECTED',
      `query ${query.name} orders by ${orderByListLength} terms, of which ${terms.length} are columns it delivers`,
      { advice },
    );
  }
  const list = terms.map(
    ({ ordinal, descending }) => `${table}.[c${ordinal}]${descending ? ' DESC' : ''}`,
  );
  return `ORDER BY ${list.join(', ')}`;
}
