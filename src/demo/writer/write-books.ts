import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { inboxOf } from '../books-in.ts';
import { DEMO_DATABASES, type DemoSettings } from '../demo-books.ts';
import { bookFacts } from '../model/book-facts.ts';
import { timelineOf } from '../model/timeline.ts';
import { ExportWriter } from './export-writer.ts';
import { BATCH_TABLES, DIMENSION_TABLES } from './fact-tables.ts';
import { literal, quoted } from './quoted.ts';

/** Memory DuckDB may take while the books are written; rows wait in memory for one batch per table only. */
const MEMORY_LIMIT = '512MB';

async function writeDimensions(
  connection: DuckDBConnection,
  settings: DemoSettings,
): Promise<void> {
  for (const open of DIMENSION_TABLES) {
    const { writer, append } = open(connection);
    await writer.create();
    await append(settings);
    await writer.finish();
  }
}

async function writeLedgers(
  connection: DuckDBConnection,
  folder: string,
  settings: DemoSettings,
  onProgress: (line: string) => void,
): Promise<void> {
  const tables = BATCH_TABLES.map((open) => open(connection));
  for (const { writer } of tables) await writer.create();
  const exports = new ExportWriter(folder, timelineOf(settings.periods).periods);
  await exports.create();
  const step = Math.max(100_000, Math.floor(settings.rows / 10));
  let items = 0;
  let told = 0;
  for (const batch of bookFacts(settings)) {
    for (const { append } of tables) await append(batch);
    await exports.append(batch);
    items += batch.items.length;
    if (items - told < step) continue;
    told = items;
    onProgress(`${told} of ${settings.rows} order items written`);
  }
  for (const { writer } of tables) {
    await writer.finish();
    onProgress(`${writer.name}: ${writer.rows} rows`);
  }
  await exports.finish(inboxOf(folder));
}

/** Writes the database files into an existing, empty folder. Nothing outside the folder is touched. */
export async function writeBooks(
  folder: string,
  settings: DemoSettings,
  onProgress: (line: string) => void,
): Promise<void> {
  const spill = join(folder, 'spill');
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT,
    temp_directory: spill,
  });
  const connection = await instance.connect();
  try {
    for (const database of DEMO_DATABASES) {
      const file = join(folder, `${database}.duckdb`);
      await connection.run(`ATTACH ${literal(file)} AS ${quoted(database)}`);
    }
    await writeDimensions(connection, settings);
    await writeLedgers(connection, folder, settings, onProgress);
    for (const database of DEMO_DATABASES) await connection.run(`DETACH ${quoted(database)}`);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(spill, { recursive: true, force: true });
  }
}
