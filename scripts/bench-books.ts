import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const COMPANIES = ['EC_NG', 'JM_EG', 'EC_KE', 'EC_MA', 'EC_IC', 'JD_GH', 'JD_DZ', 'JD_UG', 'HF_SN'];
const CURRENCIES = ['NGN', 'EGP', 'KES', 'MAD', 'XOF', 'GHS', 'DZD', 'UGX', 'XOF'];
/** Every order lies in the extract: 638 days up to the cutoff 2025-09-30. */
const DAYS = 638;

function pick(list: readonly string[]): string {
  return `list_value(${list.map((value) => `'${value}'`).join(', ')})[1 + CAST(i % ${list.length} AS INTEGER)]`;
}

/**
 * A configured source of `rows` sales orders in an order of its own, made inside the engine: the demo books' model is
 * made to be checked, not to be quick.
 */
export async function writeBenchBooks(folder: string, rows: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(join(folder, 'bob.duckdb'));
  const connection = await instance.connect();
  await connection.run('CREATE SCHEMA process_pg_bob');
  await connection.run(`
    CREATE TABLE process_pg_bob.pg_bob_sales_order AS
    SELECT
      ${pick(COMPANIES)} AS id_company,
      100000000 + i AS order_id,
      TIMESTAMP '2024-01-02' + to_days(CAST(i // 9 % ${DAYS} AS INTEGER)) + to_milliseconds(i * 7919 % 86400000) AS order_date,
      CAST(i * 2654435761 % 1000003 AS BIGINT) AS customer_id,
      CAST(CAST((i * 40503 % 9999999) + 100 AS DECIMAL(15,0)) * CAST(0.0100 AS DECIMAL(4,4)) AS DECIMAL(19,4)) AS total_amount,
      ${pick(CURRENCIES)} AS currency,
      CASE WHEN i % 8 = 0 THEN 'cancelled' WHEN i % 5 = 0 THEN 'pending' ELSE 'completed' END AS order_status
    FROM (SELECT (r * 1000003) % ${rows} AS i FROM range(${rows}) AS t(r))`);
  connection.closeSync();
  instance.closeSync();
  writeFileSync(
    join(folder, 'soxauto.config.json'),
    JSON.stringify({
      environment: 'test',
      sources: { bob: { kind: 'duckdb', file: 'bob.duckdb' } },
    }),
  );
}
