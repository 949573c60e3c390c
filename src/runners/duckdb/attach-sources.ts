import { access, constants } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteLiteral } from '../../workbench/identifiers.ts';
import type { DuckDbSource } from './duckdb-source.ts';
import { sourceTrouble } from './runner-trouble.ts';
import { createTableView, openTableFiles, type TableFile } from './table-files.ts';

/** What was attached: every file that queries may read, and those that are tables by themselves. */
export interface AttachedSources {
  readonly databases: readonly string[];
  readonly files: readonly string[];
  readonly tableFiles: readonly TableFile[];
}

/** Attaches every source under its database's name, before the engine is locked. @throws RunnerError */
export async function attachSources(
  connection: DuckDBConnection,
  sources: readonly DuckDbSource[],
): Promise<AttachedSources> {
  const tableFiles: TableFile[] = [];
  const databaseFiles: string[] = [];
  for (const source of sources) {
    const database = quoteIdentifier(source.database);
    if (source.kind === 'database') {
      await attachDatabase(connection, source.database, source.file);
      databaseFiles.push(source.file);
      continue;
    }
    await connection.run(`ATTACH ':memory:' AS ${database}`);
    for (const file of await openTableFiles(connection, source)) {
      await createTableView(connection, file);
      tableFiles.push(file);
    }
  }
  return {
    databases: sources.map(({ database }) => database),
    files: [...databaseFiles, ...tableFiles.map(({ file }) => file)],
    tableFiles,
  };
}

async function attachDatabase(
  connection: DuckDBConnection,
  database: string,
  file: string,
): Promise<void> {
  try {
    await access(file, constants.R_OK);
    await connection.run(
      `ATTACH ${quoteLiteral(file)} AS ${quoteIdentifier(database)} (TYPE duckdb, READ_ONLY)`,
    );
  } catch (thrown) {
    throw sourceTrouble(thrown, database, file);
  }
}
