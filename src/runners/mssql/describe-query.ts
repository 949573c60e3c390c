import sql from 'mssql';
import type { BoundQuery } from '../../kernel/query.ts';
import { RunnerError } from '../runner.ts';
import { describeText, fmtOnlyText } from './build-statement.ts';
import type { DescribedColumn } from './described-columns.ts';
import { serverNumber } from './driver-errors.ts';
import type { MssqlSession } from './mssql-session.ts';
import type { ReceivedColumn } from './run-request.ts';
import { SmallAnswer } from './small-answer.ts';
import type { Watch } from './watchdog.ts';

/** How types were learnt; for the receipt. */
export type DescribedBy = 'sp_describe_first_result_set' | 'SET FMTONLY';

export interface Described {
  readonly columns: readonly DescribedColumn[];
  readonly orderByListLength: number | null;
}

const PROCEDURE = 'sys.sp_describe_first_result_set';

/** Asks the server for the columns of a query without running it. @throws RunnerError */
export async function describeQuery(
  session: MssqlSession,
  query: BoundQuery,
  watch: Watch,
): Promise<Described> {
  const { text, params } = describeText(query);
  const answer = new SmallAnswer(`describing query ${query.name}`, (rows) => ({
    columns: rows.map(describedColumn).map(shown).join(', '),
  }));
  await session.run(
    {
      purpose: 'describe',
      query: query.name,
      text,
      procedure: PROCEDURE,
      parameters: [
        { name: 'tsql', text },
        ...(params === null ? [] : [{ name: 'params', text: params }]),
      ],
    },
    watch,
    answer,
  );
  const rows = answer.rows().filter((row) => row['is_hidden'] !== true);
  const lengths = rows.map((row) => row['order_by_list_length']);
  const length = lengths.find((value) => typeof value === 'number');
  return {
    columns: rows.map(describedColumn),
    orderByListLength: typeof length === 'number' ? length : null,
  };
}

/**
 * For servers whose describe fails where the query itself would not.
 * @throws RunnerError
 */
export async function formatOnly(
  session: MssqlSession,
  query: BoundQuery,
  watch: Watch,
): Promise<Described> {
  const { text, parameters } = fmtOnlyText(query);
  const answer = new SmallAnswer(`describing query ${query.name}`);
  await session.run({ purpose: 'describe', query: query.name, text, parameters }, watch, answer);
  const columns = answer.metadata().map(
    (column, index): DescribedColumn => ({
      ordinal: index + 1,
      name: column.name === '' ? null : column.name,
      systemType: systemType(column),
      nullable: column.nullable,
      orderBy: null,
    }),
  );
  return { columns, orderByListLength: null };
}

/** Whether the other way to learn types is worth trying: not when the text itself is at fault, or the server is gone. */
export function mayDescribeOtherwise(thrown: unknown): boolean {
  const number = serverNumber(thrown);
  if (!(thrown instanceof RunnerError) || thrown.transient || number === null) return false;
  // 115xx: describe itself says that the text has no one shape
  return number < 11_500 || number >= 11_600;
}

function describedColumn(row: Readonly<Record<string, unknown>>, index: number): DescribedColumn {
  const text = (name: string) => {
    const value = row[name];
    return typeof value === 'string' ? value : null;
  };
  const position = row['ordinal_in_order_by_list'];
  const descending = row['order_by_is_descending'];
  const ordinal = row['column_ordinal'];
  return {
    ordinal: typeof ordinal === 'number' ? ordinal : index + 1,
    name: text('name'),
    systemType: text('system_type_name') ?? text('user_type_name'),
    nullable: row['is_nullable'] !== false,
    orderBy:
      typeof position === 'number'
        ? { position, descending: descending === true || descending === 1 }
        : null,
  };
}

/** `"amount" decimal(19,4) not null` */
function shown({ name, systemType, nullable }: DescribedColumn): string {
  return `${JSON.stringify(name)} ${systemType ?? 'of the CLR'}${nullable ? '' : ' not null'}`;
}

/** Length the driver reports for `max`. */
const MAX_BYTES = 65_535;
const FIXED = new Map<unknown, string>([
  [sql.Bit, 'bit'],
  [sql.TinyInt, 'tinyint'],
  [sql.SmallInt, 'smallint'],
  [sql.Int, 'int'],
  [sql.BigInt, 'bigint'],
  [sql.Money, 'money'],
  [sql.SmallMoney, 'smallmoney'],
  [sql.Float, 'float'],
  [sql.Real, 'real'],
  [sql.Date, 'date'],
  [sql.DateTime, 'datetime'],
  [sql.SmallDateTime, 'smalldatetime'],
  [sql.UniqueIdentifier, 'uniqueidentifier'],
  [sql.Text, 'text'],
  [sql.NText, 'ntext'],
  [sql.Image, 'image'],
  [sql.Xml, 'xml'],
  [sql.Variant, 'sql_variant'],
]);
const SCALED = new Map<unknown, string>([
  [sql.Time, 'time'],
  [sql.DateTime2, 'datetime2'],
  [sql.DateTimeOffset, 'datetimeoffset'],
]);
/** With the bytes of one character. */
const SIZED = new Map<unknown, readonly [name: string, bytes: number]>([
  [sql.Char, ['char', 1]],
  [sql.VarChar, ['varchar', 1]],
  [sql.NChar, ['nchar', 2]],
  [sql.NVarChar, ['nvarchar', 2]],
  [sql.Binary, ['binary', 1]],
  [sql.VarBinary, ['varbinary', 1]],
]);

/** The type as describe would name it; null for one that the driver has no name for. */
function systemType(column: ReceivedColumn): string | null {
  const { type, length, precision, scale, udt } = column;
  if (udt !== undefined) return udt.name.toLowerCase();
  const fixed = FIXED.get(type);
  if (fixed !== undefined) return fixed;
  if (type === sql.Decimal || type === sql.Numeric) return `decimal(${precision},${scale})`;
  const scaled = SCALED.get(type);
  if (scaled !== undefined) return `${scaled}(${scale})`;
  const sized = SIZED.get(type);
  if (sized === undefined || length === undefined) return null;
  const [name, bytes] = sized;
  return `${name}(${length >= MAX_BYTES ? 'max' : length / bytes})`;
}
