import { mkdir } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { writeTables } from '../../../src/app/written-tables.ts';
import type { SourceDefinition } from '../../../src/catalog/definition.ts';
import type { DemoBooks } from '../../../src/demo/demo-books.ts';
import { attachSources } from '../../../src/runners/duckdb/attach-sources.ts';
import { planOf } from '../run-item.ts';
import { catalog } from '../the-catalog.ts';

async function attachWritten(
  connection: DuckDBConnection,
  { defaultPeriod, inbox }: DemoBooks,
  { name, database, tables }: SourceDefinition,
  scratch: string,
): Promise<void> {
  const reader = catalog.items.find(({ definition }) => definition.source === name);
  if (reader === undefined) throw new Error(`no item reads ${name}`);
  const plan = planOf(catalog, reader.definition.id, defaultPeriod, ['ALL']);
  const request = { plan, catalog, names: [name], inboxes: [inbox], scratch };
  const folder = (await writeTables(request)).get(name) ?? '';
  const files = Object.values(tables).map(({ schema, table, columns }) => ({
    schema,
    table,
    columns: Object.entries(columns).map(([column, { type }]) => ({ name: column, type })),
  }));
  await attachSources(connection, [{ kind: 'files', database, folder, tables: files }]);
}

/** Attaches the sources that are no systems, as a run reads them, from a new folder: the catalog itself and the files received. */
export async function attachWrittenSources(
  connection: DuckDBConnection,
  books: DemoBooks,
  scratch: string,
): Promise<void> {
  await mkdir(scratch);
  for (const source of catalog.sources) {
    const { origin = 'system' } = source;
    if (origin !== 'system') await attachWritten(connection, books, source, scratch);
  }
}
