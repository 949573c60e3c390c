import {
  BIGINT,
  BOOLEAN,
  DATE,
  DECIMAL,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  ENUM,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import { type ColumnType, DUCKDB_TYPES, type TableColumn } from '../tables/table.ts';
import { literal, quoted } from './quoted.ts';

/** A column of the staging table and the expression that makes the table's value of it. */
export interface StagedColumn<Fact> {
  readonly name: string;
  readonly type: DuckDBType;
  readonly of: (fact: Fact) => DuckDBValue;
}

/** How values wait in the staging table: exact, and narrow where the final type is wide. */
const STAGED_TYPES: Readonly<Record<ColumnType, DuckDBType>> = {
  text: VARCHAR,
  integer: INTEGER,
  big: BIGINT,
  flag: BOOLEAN,
  date: DATE,
  moment: TIMESTAMP,
  navmoney: DECIMAL(18, 2),
  money: DECIMAL(18, 2),
  rate: DECIMAL(18, 8),
  navrate: DECIMAL(18, 8),
};

/** The staging column of a table's column; none for one that the facts do not decide. */
export function stagedColumn<Fact>(column: TableColumn<Fact>): StagedColumn<Fact> | undefined {
  const { name } = column;
  switch (column.type) {
    case 'fixed':
    case 'derived':
      return undefined;
    case 'code':
      return { name, type: ENUM(column.values), of: column.of };
    case 'big':
      return {
        name,
        type: BIGINT,
        of: (fact) => {
          const value = column.of(fact);
          return value === null ? null : BigInt(value);
        },
      };
    case 'date':
      return { name, type: DATE, of: (fact) => new DuckDBDateValue(column.of(fact)) };
    case 'moment':
      return {
        name,
        type: TIMESTAMP,
        of: (fact) => {
          const moment = column.of(fact);
          return moment === null ? null : new DuckDBTimestampValue(BigInt(moment) * 1000n);
        },
      };
    case 'navmoney':
    case 'money':
      return {
        name,
        type: STAGED_TYPES[column.type],
        of: (fact) => {
          const amount = column.of(fact);
          return amount === null ? null : new DuckDBDecimalValue(amount, 18, 2);
        },
      };
    case 'rate':
    case 'navrate':
      return {
        name,
        type: STAGED_TYPES[column.type],
        of: (fact) => {
          const rate = column.of(fact);
          return rate === null ? null : new DuckDBDecimalValue(rate, 18, 8);
        },
      };
    case 'text':
    case 'integer':
    case 'flag':
      return { name, type: STAGED_TYPES[column.type], of: column.of };
  }
}

/** DuckDB type of a table's column. */
export function columnType(column: TableColumn<never>): string {
  if (column.type === 'derived') return DUCKDB_TYPES[column.as];
  return DUCKDB_TYPES[column.type === 'code' || column.type === 'fixed' ? 'text' : column.type];
}

/** Select list that turns the staging table's row into the table's row. */
export function finishedValue(column: TableColumn<never>): string {
  if (column.type === 'fixed') return column.value === null ? 'NULL' : literal(column.value);
  const value = column.type === 'derived' ? column.sql : quoted(column.name);
  return `CAST(${value} AS ${columnType(column)})`;
}
