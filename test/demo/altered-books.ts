import { cp } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { booksIn } from '../../src/demo/books-in.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { demoSettings } from '../../src/demo/settings.ts';

/** A copy of clean demo books in a new folder, changed in SQL. */
async function altered(
  books: DemoBooks,
  folder: string,
  change: (connection: DuckDBConnection) => Promise<void>,
): Promise<DemoBooks> {
  await cp(books.folder, folder, { recursive: true });
  const copy = await booksIn(folder, demoSettings({ periods: books.periods }));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    for (const [database, file] of Object.entries(copy.databases)) {
      await connection.run(`ATTACH '${file}' AS "${database}"`);
    }
    await change(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return copy;
}

async function texts(connection: DuckDBConnection, sql: string): Promise<readonly string[][]> {
  const rows = (await connection.runAndReadAll(sql)).getRows();
  return rows.map((row) => row.map(String));
}

/** Books in which every row of every table stands in another place; the seed says where. */
export async function shuffled(books: DemoBooks, folder: string, seed: number): Promise<DemoBooks> {
  return await altered(books, folder, async (connection) => {
    await connection.run('SET threads = 1');
    const tables = await texts(
      connection,
      `SELECT database_name, schema_name, table_name FROM duckdb_tables()
       WHERE database_name IN (${Object.keys(books.databases)
         .map((name) => `'${name}'`)
         .join(', ')})`,
    );
    for (const names of tables) {
      const table = names.map((name) => `"${name}"`).join('.');
      await connection.run(`CREATE TEMP TABLE held AS SELECT * FROM ${table}`);
      await connection.run(`DELETE FROM ${table}`);
      await connection.run(
        `INSERT INTO ${table} SELECT * FROM held ORDER BY hash(rowid + ${seed}), rowid`,
      );
      await connection.run('DROP TABLE held');
    }
  });
}

const ORDER_TABLES = [
  'RPT_SOI',
  'RPT_TRANSACTIONS_SELLER',
  'RPT_ACCOUNTSTATEMENTS',
  'RPT_TRANSACTIONS',
];
const CASH_TABLES = [
  'RPT_CASHREC_TRANSACTION',
  'RPT_CASHREC_REALLOCATIONS',
  'RPT_PACKLIST_PACKAGES',
  'RPT_PACKLIST_PAYMENTS',
  'RPT_CASHDEPOSIT',
  'RPT_COLLECTIONADJ',
  'PACKAGE_CASHREC',
  'G_L Entries',
];

/** Books in which a company has sold and collected nothing and every voucher is active. */
export async function withoutBusiness(
  books: DemoBooks,
  company: string,
  folder: string,
): Promise<DemoBooks> {
  return await altered(books, folder, async (connection) => {
    const names = [...ORDER_TABLES, ...CASH_TABLES].map((name) => `'${name}'`).join(', ');
    const tables = await texts(
      connection,
      `SELECT database_name, schema_name, table_name FROM duckdb_tables() WHERE table_name IN (${names})`,
    );
    for (const found of tables) {
      const table = found.map((name) => `"${name}"`).join('.');
      await connection.run(`DELETE FROM ${table} WHERE ID_COMPANY = '${company}'`);
    }
    await connection.run(
      `UPDATE "FIN_REC".dbo."V_STORECREDITVOUCHER_CLOSING" SET is_active = true WHERE ID_COMPANY = '${company}'`,
    );
  });
}
