import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { DEMO_DATABASES, type DemoSettings } from '../demo-books.ts';
import { GROUP_ACCOUNTS } from '../group/chart-of-accounts.ts';
import { COUNTRIES } from '../group/rates.ts';
import { bookFacts } from '../model/book-facts.ts';
import {
  buslineFacts,
  chartFacts,
  companyFacts,
  postingGroupFacts,
  rateFacts,
} from '../model/dimension-facts.ts';
import { timelineOf } from '../model/timeline.ts';
import { SALES_ORDERS } from '../tables/bob.ts';
import {
  BALANCE_VIEW,
  DIM_BUSLINE,
  DIM_CHART_OF_ACCOUNTS,
  DIM_COMPANY,
  DIM_COUNTRY,
  FX_RATES,
  IFRS_MAPPING,
} from '../tables/fin-rec.ts';
import {
  CUSTOMER_LEDGER_DETAILS,
  CUSTOMER_LEDGER_ENTRIES,
  CUSTOMER_POSTING_GROUPS,
  CUSTOMERS,
  GL_DETAILS,
  GL_ENTRIES,
} from '../tables/nav-dw.ts';
import type { DemoTable } from '../tables/table.ts';
import { literal, quoted } from './quoted.ts';
import { TableWriter } from './table-writer.ts';

/** Memory DuckDB may take while the books are written; rows wait in memory for one batch per table only. */
const MEMORY_LIMIT = '512MB';

async function writeTable<Fact>(
  connection: DuckDBConnection,
  table: DemoTable<Fact>,
  facts: readonly Fact[],
): Promise<void> {
  const writer = new TableWriter(connection, table);
  await writer.create();
  await writer.append(facts);
  await writer.finish();
}

async function writeDimensions(
  connection: DuckDBConnection,
  { periods }: DemoSettings,
): Promise<void> {
  await writeTable(connection, DIM_COMPANY, companyFacts());
  await writeTable(connection, DIM_COUNTRY, COUNTRIES);
  await writeTable(connection, DIM_BUSLINE, buslineFacts());
  await writeTable(connection, DIM_CHART_OF_ACCOUNTS, chartFacts());
  await writeTable(connection, IFRS_MAPPING, GROUP_ACCOUNTS);
  await writeTable(connection, FX_RATES, rateFacts(timelineOf(periods).months));
  await writeTable(connection, CUSTOMER_POSTING_GROUPS, postingGroupFacts());
}

async function writeLedgers(
  connection: DuckDBConnection,
  settings: DemoSettings,
  onProgress: (line: string) => void,
): Promise<void> {
  const writers = {
    customers: new TableWriter(connection, CUSTOMERS),
    orders: new TableWriter(connection, SALES_ORDERS),
    ledgerEntries: new TableWriter(connection, CUSTOMER_LEDGER_ENTRIES),
    ledgerDetails: new TableWriter(connection, CUSTOMER_LEDGER_DETAILS),
    glEntries: new TableWriter(connection, GL_ENTRIES),
    glDetails: new TableWriter(connection, GL_DETAILS),
    balances: new TableWriter(connection, BALANCE_VIEW),
  };
  for (const writer of Object.values(writers)) await writer.create();
  const step = Math.max(100_000, Math.floor(settings.rows / 10));
  let told = 0;
  for (const batch of bookFacts(settings)) {
    await writers.customers.append(batch.customers);
    await writers.orders.append(batch.orders);
    await writers.ledgerEntries.append(batch.ledgerEntries);
    await writers.ledgerDetails.append(batch.ledgerDetails);
    await writers.glEntries.append(batch.glEntries);
    await writers.glDetails.append(batch.glDetails);
    await writers.balances.append(batch.balances);
    if (writers.orders.rows - told < step) continue;
    told = writers.orders.rows;
    onProgress(`${told} of ${settings.rows} orders written`);
  }
  for (const writer of Object.values(writers)) {
    await writer.finish();
    onProgress(`${writer.name}: ${writer.rows} rows`);
  }
}

/** Writes the four database files into an existing, empty folder. Nothing outside the folder is touched. */
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
    await writeLedgers(connection, settings, onProgress);
    for (const database of DEMO_DATABASES) await connection.run(`DETACH ${quoted(database)}`);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(spill, { recursive: true, force: true });
  }
}
