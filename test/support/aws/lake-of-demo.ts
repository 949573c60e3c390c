import type { SourceDefinition } from '../../../src/catalog/definition.ts';
import { physicalName } from '../../../src/catalog/portable-sql/lake-names.ts';
import type { DemoBooks } from '../../../src/demo/demo-books.ts';
import { quoteLiteral } from '../../../src/workbench/identifiers.ts';
import { type Lake, type LakeOptions, openLake } from './lake.ts';
import { path } from './lake-tables.ts';

export interface DemoLakeOptions extends LakeOptions {
  /** All tables keep snapshots; default: none does. */
  readonly iceberg?: boolean;
}

/**
 * The demo books as the lake holds them: every table of a source with a Glue database, under the lake's names
 * (decision 0013), read from the attached files without a copy.
 */
export async function lakeOfDemo(
  sources: readonly SourceDefinition[],
  books: DemoBooks,
  { iceberg = false, ...options }: DemoLakeOptions = {},
): Promise<Lake> {
  const lake = await openLake(options);
  for (const [database, file] of Object.entries(books.databases)) {
    await lake.connection.run(`ATTACH ${quoteLiteral(file)} AS ${path(database)} (READ_ONLY)`);
  }
  for (const { database, athenaDatabase, tables } of sources) {
    if (athenaDatabase === undefined) continue;
    for (const table of Object.values(tables)) {
      const columns = Object.entries(table.columns).map(
        ([name, column]) => `${path(name)} AS ${path(physicalName(name, column))}`,
      );
      await lake.table(
        athenaDatabase,
        physicalName(table.table, table),
        `SELECT ${columns.join(', ')} FROM ${path(database, table.schema, table.table)}`,
        { iceberg },
      );
    }
  }
  return lake;
}
