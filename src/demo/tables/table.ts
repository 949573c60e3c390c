import type { DemoDatabase } from '../demo-books.ts';

/**
 * Column types of the demo databases and what a model value of each is: `navmoney` and `money` are bigint hundredths,
 * `rate` and `navrate` bigint 10^8ths, `date` a day number, `moment` milliseconds of wall time.
 */
export interface ColumnValues {
  readonly text: string | null;
  readonly integer: number | null;
  readonly big: number | null;
  readonly flag: boolean | null;
  readonly date: number;
  readonly moment: number | null;
  readonly navmoney: bigint;
  readonly money: bigint | null;
  readonly rate: bigint | null;
  readonly navrate: bigint;
}
export type ColumnType = keyof ColumnValues;

/** The type each column has in DuckDB (domain/catalog.md 0.3). */
export const DUCKDB_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'INTEGER',
  big: 'BIGINT',
  flag: 'BOOLEAN',
  date: 'DATE',
  moment: 'TIMESTAMP',
  navmoney: 'DECIMAL(38,20)',
  money: 'DECIMAL(19,4)',
  rate: 'DECIMAL(18,8)',
  navrate: 'DECIMAL(38,20)',
};

/** Where a column's values come from. */
type ColumnSource<Fact> =
  | {
      [T in ColumnType]: { readonly type: T; readonly of: (fact: Fact) => ColumnValues[T] };
    }[ColumnType]
  /** One of a few texts: staged as a number, which is several times faster. */
  | {
      readonly type: 'code';
      readonly values: readonly string[];
      readonly of: (fact: Fact) => string | null;
    }
  /** The same text, or none, in every row. */
  | { readonly type: 'fixed'; readonly value: string | null }
  /** What follows from other columns of the row: nothing is staged, DuckDB works it out. */
  | { readonly type: 'derived'; readonly as: ColumnType; readonly sql: string };

export type TableColumn<Fact> = ColumnSource<Fact> & { readonly name: string };

/** A table of the demo databases and how a fact becomes a row of it. */
export interface DemoTable<Fact> {
  readonly database: DemoDatabase;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly TableColumn<Fact>[];
}

/** A column of one type read from the fact. */
export function column<Fact, T extends ColumnType>(
  name: string,
  type: T,
  of: (fact: Fact) => ColumnValues[T],
): TableColumn<Fact> {
  // A type and a reader of that type are one member of the union, which the compiler cannot follow.
  return { name, type, of } as TableColumn<Fact>;
}

/** A text column that takes one of a few values. */
export function code<Fact>(
  name: string,
  values: readonly string[],
  of: (fact: Fact) => string | null,
): TableColumn<Fact> {
  return { name, type: 'code', values: [...new Set(values)], of };
}

/** A text column with the same value everywhere, blank unless said. */
export function fixed<Fact>(name: string, value: string | null = ''): TableColumn<Fact> {
  return { name, type: 'fixed', value };
}

/** A column that follows from other columns, which are not derived themselves. */
export function derived<Fact>(name: string, as: ColumnType, sql: string): TableColumn<Fact> {
  return { name, type: 'derived', as, sql };
}
