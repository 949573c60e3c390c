/** Where the embedded engine finds the tables of one database. */
export type DuckDbSource = DuckDbFileSource | TableFilesSource;

/** A DuckDB database file, attached read-only under the database's name. */
export interface DuckDbFileSource {
  readonly kind: 'database';
  /** Name queries use: `NAV_DW`. */
  readonly database: string;
  /** Absolute path. */
  readonly file: string;
}

/** A folder of Parquet or CSV files, one per table, named `<TABLE>.parquet` or `<schema>.<TABLE>.csv`. */
export interface TableFilesSource {
  readonly kind: 'files';
  readonly database: string;
  readonly folder: string;
  readonly tables: readonly FileTable[];
}

/** A table read from a file with the column types given here; nothing is guessed from its content. */
export interface FileTable {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: FileColumnType }[];
}

export type FileColumnType =
  | 'integer'
  | 'bigint'
  | 'flag'
  | 'date'
  | `timestamp(${number})`
  | `decimal(${number},${number})`
  | `varchar(${number})`
  | `nvarchar(${number})`;
