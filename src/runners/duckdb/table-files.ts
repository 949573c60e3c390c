import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteLiteral } from '../../workbench/identifiers.ts';
import { RunnerError } from '../runner.ts';
import type { FileTable, TableFilesSource } from './duckdb-source.ts';
import { cellReading, engineType, parquetFits } from './file-cell.ts';
import { sourceTrouble } from './runner-trouble.ts';

/** How csv/v1 and its CRLF twin are read: nothing detected, an empty unquoted field is NULL, `""` is empty text. */
const CSV_READING =
  "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, strict_mode = true";

/** A table and the file it is read from. */
export interface TableFile {
  readonly database: string;
  readonly table: FileTable;
  readonly file: string;
  /** The whole file as SQL, CSV cells as text. */
  readonly relation: string;
  /** Columns the file holds, with DuckDB's type names. */
  readonly present: readonly { readonly name: string; readonly type: string }[];
}

/**
 * Finds the one file of every table and reads its header.
 * @throws RunnerError SOURCE_UNAVAILABLE when a table has no file or several, SOURCE_CORRUPT when one is not readable
 */
export async function openTableFiles(
  connection: DuckDBConnection,
  { database, folder, tables }: TableFilesSource,
): Promise<TableFile[]> {
  const names = await readdir(folder).catch((thrown: unknown) => {
    throw sourceTrouble(thrown, database, folder);
  });
  const opened: TableFile[] = [];
  for (const table of tables) {
    const name = fileNameOf(table, names, database);
    const file = join(folder, name);
    try {
      const relation = name.endsWith('.csv')
        ? await csvRelation(connection, file)
        : `read_parquet(${quoteLiteral(file)})`;
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`);
      const present = described
        .getRows()
        .map(([column, type]) => ({ name: String(column), type: String(type) }));
      opened.push({ database, table, file, relation, present });
    } catch (thrown) {
      throw sourceTrouble(thrown, database, file);
    }
  }
  return opened;
}

function fileNameOf({ schema, table }: FileTable, names: readonly string[], database: string) {
  const wanted = [table, `${schema}.${table}`].flatMap((name) => [
    `${name}.csv`,
    `${name}.parquet`,
  ]);
  const found = names.filter((name) => wanted.includes(name));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new RunnerError(
    'SOURCE_UNAVAILABLE',
    `source ${database}: expected exactly one file for table ${JSON.stringify(table)}, found ${found.join(' and ') || 'none'}`,
    { advice: `Put one of ${wanted.join(', ')} into the source's folder.` },
  );
}

/** CSV columns are taken by the names in the header, so their order does not matter. */
async function csvRelation(connection: DuckDBConnection, file: string): Promise<string> {
  const header = await connection.runAndReadAll(
    `SELECT * FROM read_csv(${quoteLiteral(file)}, header = false, skip = 0, all_varchar = true, delim = ',', quote = '"', escape = '"') LIMIT 1`,
  );
  const columns = (header.getRows()[0] ?? []).map(
    (name) => `${quoteLiteral(String(name))}: 'VARCHAR'`,
  );
  return `read_csv(${quoteLiteral(file)}, header = true, columns = {${columns.join(', ')}}, ${CSV_READING})`;
}

/** Makes the table a view `"DB"."schema"."TABLE"` with its declared types. @throws RunnerError */
export async function createTableView(
  connection: DuckDBConnection,
  tableFile: TableFile,
): Promise<void> {
  const { database, table, file, relation, present } = tableFile;
  const schema = `${quoteIdentifier(database)}.${quoteIdentifier(table.schema)}`;
  const columns = table.columns.map(({ name, type }, index) => {
    const found = present.filter((column) => column.name === name);
    const [only] = found;
    if (only === undefined || found.length > 1) throw notPresent(tableFile, name);
    const column = quoteIdentifier(name);
    if (!file.endsWith('.csv')) {
      if (parquetFits(type, only.type))
        return `CAST(${column} AS ${engineType(type, only.type)}) AS ${column}`;
      throw lossy(tableFile, name, only.type, type);
    }
    const { fits, value } = cellReading(type, column);
    const complaint = quoteLiteral(`soxauto cell [${basename(file)}] ${index}`);
    return `CASE WHEN ${column} IS NULL THEN NULL WHEN ${fits} THEN ${value} ELSE error(${complaint}) END AS ${column}`;
  });
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await connection.run(
    `CREATE VIEW ${schema}.${quoteIdentifier(table.table)} AS SELECT ${columns.join(', ')} FROM ${relation}`,
  );
}

function notPresent({ file, present }: TableFile, name: string): RunnerError {
  const names = present.map((column) => JSON.stringify(column.name)).join(', ');
  return new RunnerError(
    'COLUMNS_MISMATCH',
    `${basename(file)}: expected one column ${JSON.stringify(name)}, the file has ${names}`,
    { advice: 'Correct the header of the file or the declaration of the table.' },
  );
}

function lossy(
  { file }: TableFile,
  name: string,
  delivered: string,
  declared: string,
): RunnerError {
  return new RunnerError(
    'TYPE_REFUSED',
    `${basename(file)}, column ${JSON.stringify(name)}: ${delivered} cannot be read as ${declared} without loss`,
    { advice: 'Write the file with the declared type, or correct the declaration.' },
  );
}

/** The cell a failed query complained about, found again with its place; undefined when the message names none. */
export async function findBadCell(
  connection: DuckDBConnection,
  files: readonly TableFile[],
  message: string,
): Promise<RunnerError | undefined> {
  const [, name, index] = /soxauto cell \[(.*)\] ([0-9]+)/.exec(message) ?? [];
  const found = files.find(({ file }) => basename(file) === name);
  const column = found?.table.columns[Number(index)];
  if (found === undefined || column === undefined) return undefined;
  const cell = quoteIdentifier(column.name);
  const { fits } = cellReading(column.type, cell);
  const first = await connection.runAndReadAll(
    `SELECT CAST(row AS VARCHAR), ${cell} FROM (SELECT row_number() OVER () AS row, ${cell} FROM ${found.relation}) WHERE ${cell} IS NOT NULL AND NOT ${fits} ORDER BY row LIMIT 1`,
  );
  const [row, text] = first.getRows()[0] ?? [];
  return new RunnerError(
    'TYPE_REFUSED',
    `${name}, row ${row} below the header, column ${JSON.stringify(column.name)}: ${JSON.stringify(text)} is not a ${column.type}`,
    { advice: 'Correct the cell in the file, or the type declared for the column.' },
  );
}
