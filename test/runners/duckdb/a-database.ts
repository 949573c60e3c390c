import { DuckDBInstance } from '@duckdb/node-api';

/** Makes a DuckDB file from statements and closes it. */
export async function makeDatabase(file: string, statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}
