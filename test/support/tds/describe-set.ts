import type { Dataset, DatasetColumn, Row } from './datasets.ts';
import { SqlError } from './sql-error.ts';
import { lexSql } from './sql-lexer.ts';
import { isNational, parseSqlType, printSqlType, type SqlType } from './sql-type.ts';
import type { ResultColumn } from './type-info.ts';

/** Columns of sys.sp_describe_first_result_set, as documented; a `?` marks the nullable ones. */
const documented = `
is_hidden bit, column_ordinal int, name sysname?, is_nullable bit, system_type_id int,
system_type_name nvarchar(256)?, max_length smallint, precision tinyint, scale tinyint,
collation_name sysname?, user_type_id int?, user_type_database sysname?, user_type_schema sysname?,
user_type_name sysname?, assembly_qualified_type_name nvarchar(4000)?, xml_collection_id int?,
xml_collection_database sysname?, xml_collection_schema sysname?, xml_collection_name sysname?,
is_xml_document bit, is_case_sensitive bit, is_fixed_length_clr_type bit, source_server sysname?,
source_database sysname?, source_schema sysname?, source_table sysname?, source_column sysname?,
is_identity_column bit?, is_part_of_unique_key bit?, is_updateable bit?, is_computed_column bit?,
is_sparse_column_set bit?, ordinal_in_order_by_list smallint?, order_by_list_length smallint?,
order_by_is_descending smallint?, tds_type_id int, tds_length int, tds_collation_id int?,
tds_collation_sort_id tinyint?`;

export const describeColumns: readonly ResultColumn[] = documented
  .trim()
  .split(/,\s+/)
  .map((entry) => {
    const [name = '', type = ''] = entry.split(' ');
    return { name, type: parseSqlType(type.replace('?', '')), nullable: type.endsWith('?') };
  });

const systemTypeIds: Readonly<Record<string, number>> = {
  image: 34,
  text: 35,
  uniqueidentifier: 36,
  date: 40,
  time: 41,
  datetime2: 42,
  datetimeoffset: 43,
  tinyint: 48,
  smallint: 52,
  int: 56,
  smalldatetime: 58,
  real: 59,
  money: 60,
  datetime: 61,
  float: 62,
  sql_variant: 98,
  ntext: 99,
  bit: 104,
  decimal: 106,
  numeric: 108,
  smallmoney: 122,
  bigint: 127,
  varbinary: 165,
  varchar: 167,
  binary: 173,
  char: 175,
  rowversion: 189,
  nvarchar: 231,
  nchar: 239,
  xml: 241,
  json: 244,
};

const fixedLengths: Readonly<Record<string, number>> = {
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  money: 8,
  smallmoney: 4,
  float: 8,
  real: 4,
  date: 3,
  datetime: 8,
  smalldatetime: 4,
  uniqueidentifier: 16,
};

function byteLength(type: SqlType): number {
  if (type.family === 'text' || type.family === 'binary') {
    return Number.isFinite(type.length) ? type.length * (isNational(type) ? 2 : 1) : -1;
  }
  if (type.family === 'decimal') {
    return type.precision <= 9 ? 5 : type.precision <= 19 ? 9 : type.precision <= 28 ? 13 : 17;
  }
  return fixedLengths[type.name] ?? 8;
}

function describeRow(column: DatasetColumn, ordinal: number, listLength: number): Row {
  const type = parseSqlType(column.tsqlType);
  const typeId = systemTypeIds[type.name] ?? 240;
  const length = byteLength(type);
  const collated = type.family === 'text' && type.name !== 'xml';
  const values: Readonly<Record<string, string>> = {
    is_hidden: '0',
    column_ordinal: `${ordinal}`,
    ...(column.name === null ? {} : { name: column.name }),
    is_nullable: column.nullable === false ? '0' : '1',
    system_type_id: `${typeId}`,
    ...(column.unnamedType === true ? {} : { system_type_name: printSqlType(type) }),
    max_length: `${length}`,
    precision: `${type.precision}`,
    scale: `${type.scale}`,
    ...(collated ? { collation_name: 'SQL_Latin1_General_CP1_CI_AS' } : {}),
    ...(column.aliasType === undefined
      ? {}
      : {
          user_type_id: '257',
          user_type_database: 'ledger',
          user_type_schema: 'dbo',
          user_type_name: column.aliasType,
        }),
    is_xml_document: '0',
    is_case_sensitive: '0',
    is_fixed_length_clr_type: '0',
    is_identity_column: '0',
    is_updateable: '0',
    is_computed_column: '0',
    is_sparse_column_set: '0',
    ...(column.orderBy === undefined
      ? {}
      : {
          ordinal_in_order_by_list: `${column.orderBy.position}`,
          order_by_is_descending: column.orderBy.descending ? '1' : '0',
        }),
    ...(listLength === 0 ? {} : { order_by_list_length: `${listLength}` }),
    tds_type_id: `${typeId}`,
    tds_length: `${length < 0 ? 65535 : length}`,
  };
  return describeColumns.map(({ name }) => values[name] ?? null);
}

/** Variables a text uses and nobody declared. @throws SqlError 137 */
export function checkDeclared(text: string, declared: (name: string) => boolean): void {
  for (const token of lexSql(text)) {
    if (token.kind !== 'variable' || token.value.startsWith('@@')) continue;
    if (!declared(token.value.slice(1))) {
      throw new SqlError(137, `Must declare the scalar variable "${token.value}".`, 15);
    }
  }
}

/** Names of a `@params` text: `@cutoff date, @n int`. */
export function declaredNames(params: string): ReadonlySet<string> {
  return new Set(
    lexSql(params).flatMap((token) => (token.kind === 'variable' ? [token.value.slice(1)] : [])),
  );
}

/** What describe answers about a data set. @throws SqlError */
export function describeRows(dataset: Dataset): readonly Row[] {
  if (dataset.describeError !== undefined) {
    throw new SqlError(dataset.describeError.number, dataset.describeError.message);
  }
  if (dataset.temp === true) {
    throw new SqlError(
      11526,
      `The metadata could not be determined because statement '${dataset.text.slice(0, 60)}' uses a temp table.`,
    );
  }
  const ordered = dataset.columns.filter((column) => column.orderBy !== undefined).length;
  const listLength = dataset.orderByListLength ?? ordered;
  return dataset.columns.map((column, index) => describeRow(column, index + 1, listLength));
}
