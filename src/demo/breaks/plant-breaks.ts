import { DuckDBInstance } from '@duckdb/node-api';
import type { DemoBooks, DemoSettings } from '../demo-books.ts';
import { DemoError } from '../demo-error.ts';
import { literal, quoted } from '../writer/quoted.ts';
import { breakScene } from './break-scene.ts';
import { plannedBreaks } from './planned-breaks.ts';
import { restate } from './received-breaks.ts';

/** Plants the known breaks into finished clean books. @throws DemoError MODEL_FAULT when one finds nothing to break */
export async function plantBreaks(books: DemoBooks, settings: DemoSettings): Promise<void> {
  const planned = plannedBreaks(settings);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    for (const [database, file] of Object.entries(books.databases)) {
      await connection.run(`ATTACH ${literal(file)} AS ${quoted(database)}`);
    }
    for (const { id, statements } of planned) {
      for (const statement of statements) {
        const { rowsChanged } = await connection.run(statement);
        if (rowsChanged > 0) continue;
        throw new DemoError('MODEL_FAULT', `the break ${id} found no row to change: ${statement}`);
      }
    }
    for (const database of Object.keys(books.databases)) {
      await connection.run(`DETACH ${quoted(database)}`);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  const scene = breakScene(settings);
  for (const { restated } of planned) {
    if (restated !== undefined) await restate(books, scene, restated);
  }
}
