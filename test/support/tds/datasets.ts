/** A value of a T-SQL variable: its type as declared, its text as the server holds it. */
export interface VariableValue {
  readonly type: string;
  readonly text: string | null;
}

export type Row = readonly (string | null)[];

/** Rows of one version of the source; each value is its T-SQL literal text. */
export type RowSource = (
  parameters: ReadonlyMap<string, VariableValue>,
  version: number,
) => AsyncIterable<Row> | Iterable<Row>;

export interface DatasetColumn {
  /** Null is a column without a name. */
  readonly name: string | null;
  /** `decimal(19,4)`, `nvarchar(max)` …; of an alias type, its base type. */
  readonly tsqlType: string;
  /** True unless told. */
  readonly nullable?: boolean;
  /** Place in the query's own ORDER BY, from 1. */
  readonly orderBy?: { readonly position: number; readonly descending: boolean };
  readonly aliasType?: string;
  /** The type inside a sql_variant. */
  readonly variantOf?: string;
  /** Describe names no system type: a CLR type of the user. */
  readonly unnamedType?: boolean;
}

/** A reviewed query and what the source answers. */
export interface Dataset {
  readonly text: string;
  readonly columns: readonly DatasetColumn[];
  readonly rows: RowSource;
  /** Entries of the query's ORDER BY when it sorts by more than its columns. */
  readonly orderByListLength?: number;
  /** The text uses a temporary table: describe answers 11526. */
  readonly temp?: boolean;
  /** Name of a database that does not allow snapshot isolation: 3952 at the first read. */
  readonly noSnapshot?: string;
  /** Describe answers this instead. */
  readonly describeError?: { readonly number: number; readonly message: string };
  /** Columns the source really has, when its schema changed after describe. */
  readonly columnsNow?: readonly DatasetColumn[];
}
