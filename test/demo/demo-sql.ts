import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { DemoBooks } from '../../src/demo/demo-books.ts';

export type Ask = (sql: string) => Promise<readonly (readonly unknown[])[]>;

/** Demo books open for reading. */
export interface OpenBooks {
  /** Asks them in SQL; values come as JSON values, decimals and big numbers as text. */
  readonly ask: Ask;
  close(): void;
}

export async function openBooks(books: DemoBooks): Promise<OpenBooks> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection: DuckDBConnection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    for (const [database, file] of Object.entries(books.databases)) {
      await connection.run(`ATTACH '${file}' AS "${database}" (READ_ONLY)`);
    }
  } catch (thrown) {
    close();
    throw thrown;
  }
  return { ask: async (sql) => (await connection.runAndReadAll(sql)).getRowsJson(), close };
}

/** Opens demo books for reading while they are looked at. */
export async function withBooks<T>(books: DemoBooks, look: (ask: Ask) => Promise<T>): Promise<T> {
  const { ask, close } = await openBooks(books);
  try {
    return await look(ask);
  } finally {
    close();
  }
}

const TABLES = `
  SELECT database_name, schema_name, table_name FROM duckdb_tables()
  WHERE database_name IN ('NAV_DW', 'FIN_REC', 'STG_FIN_REC', 'BOB', 'D365BC14_DZ') ORDER BY ALL`;

/** A digest of every table's rows, in any order of rows: equal digests, equal rows. */
export async function tableDigests(books: DemoBooks): Promise<Readonly<Record<string, string>>> {
  return await withBooks(books, async (ask) => {
    const digests: Record<string, string> = {};
    for (const [database, schema, table] of await ask(TABLES)) {
      const rows = await ask(
        `SELECT count(*) || ' ' || sha256(string_agg(row_text, chr(10) ORDER BY row_text))
         FROM (SELECT CAST(t AS VARCHAR) AS row_text FROM "${database}"."${schema}"."${table}" AS t)`,
      );
      digests[`${database}.${table}`] = String(rows[0]?.[0]);
    }
    return digests;
  });
}
