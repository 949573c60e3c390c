import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { CompiledCatalog } from '../../src/catalog/compiled-catalog.ts';
import { type ItemPlan, planItem } from '../../src/catalog/plan-item.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import type { BoundQuery } from '../../src/kernel/query.ts';
import { quoteIdentifier, quoteLiteral } from '../../src/workbench/identifiers.ts';
import type { Dataset } from './tds/datasets.ts';
import { duckdbRows } from './tds/duckdb-rows.ts';
import { tsqlTypeOf } from './tsql-type-of.ts';

type PlanRequest = Omit<Parameters<typeof planItem>[1], 'engine'>;

/** The demo books as a SQL Server holds them: what it answers to the queries of a plan. */
export interface DemoServer {
  /** The plan for SQL Server, and the answer to each of its queries: that of the same query on the embedded engine. */
  plan(request: PlanRequest): { readonly plan: ItemPlan; readonly datasets: readonly Dataset[] };
  /** The answer to a query, as the embedded engine gives it to `sql`. */
  dataset(query: BoundQuery, sql: string): Dataset;
  close(): void;
}

export async function demoServer(catalog: CompiledCatalog, books: DemoBooks): Promise<DemoServer> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection: DuckDBConnection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  for (const [database, file] of Object.entries(books.databases)) {
    await connection.run(
      `ATTACH ${quoteLiteral(file)} AS ${quoteIdentifier(database)} (READ_ONLY)`,
    );
  }
  const dataset = ({ text, columns }: BoundQuery, sql: string): Dataset => {
    const described = columns.map(({ name, type }) => ({ name, tsqlType: tsqlTypeOf(type) }));
    return { text, columns: described, rows: duckdbRows(connection, sql, described) };
  };
  return {
    plan: (request) => {
      const plan = planItem(catalog, { ...request, engine: 'mssql' });
      const embedded = planItem(catalog, { ...request, engine: 'duckdb' });
      const datasets = plan.queries.map((query, index) => {
        const same = embedded.queries[index];
        if (same?.name !== query.name) throw new Error(`${query.name} has no embedded counterpart`);
        return dataset(query, same.text);
      });
      return { plan, datasets };
    },
    dataset,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
