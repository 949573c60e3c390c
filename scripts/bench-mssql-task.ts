import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'mssql';
import { systemClock } from '../src/kernel/clock.ts';
import { type DataTypeText, parseDataType } from '../src/kernel/data-type.ts';
import { sha256 } from '../src/kernel/digest.ts';
import type { BoundQuery } from '../src/kernel/query.ts';
import { buildStatement } from '../src/runners/mssql/build-statement.ts';
import { openMssqlRunner } from '../src/runners/mssql/open-mssql-runner.ts';
import { connectionTo, READER_FACTS } from '../test/runners/mssql/on-stand-in.ts';
import { startTdsStandIn } from '../test/support/tds/start-tds-stand-in.ts';

/**
 * One measured piece of work with a SQL Server, or the stand-in that answers it.
 * usage: bench-mssql-task serve <rows> | deliver|count <port and authority as JSON>
 */
const [task = '', given = ''] = process.argv.slice(2);

/** Twenty columns as a ledger has them. */
const COLUMNS: readonly {
  readonly type: DataTypeText;
  readonly tsql: string;
  readonly value: string;
}[] = [
  ...Array.from({ length: 8 }, (_, i) => ({
    type: 'text' as const,
    tsql: 'nvarchar(60)',
    value: `some text of column ${i}, "quoted"`,
  })),
  ...Array.from({ length: 6 }, (_, i) => ({
    type: 'decimal(19,4)' as const,
    tsql: 'decimal(19,4)',
    value: `${i}123456789.0${i}50`,
  })),
  ...Array.from({ length: 4 }, (_, i) => ({
    type: 'integer' as const,
    tsql: 'bigint',
    value: `${i + 1}0000000017`,
  })),
  ...Array.from({ length: 2 }, (_, i) => ({
    type: 'timestamp(3)' as const,
    tsql: 'datetime2(3)',
    value: `2025-09-1${i} 23:59:59.123`,
  })),
];

const text = `SELECT ${COLUMNS.map((_, index) => `"column_${index}"`).join(', ')} FROM "a_ledger"`;
const query: BoundQuery = {
  name: 'extract',
  engine: 'mssql',
  text,
  sha256: sha256(text),
  parameters: [],
  columns: COLUMNS.map(({ type }, index) => ({
    name: `column_${index}`,
    type: parseDataType(type),
    nullable: true,
  })),
};

async function serve(rows: number): Promise<void> {
  const row = COLUMNS.map(({ value }) => value);
  const standIn = await startTdsStandIn({
    facts: READER_FACTS,
    datasets: [
      {
        text,
        columns: COLUMNS.map(({ tsql }, index) => ({ name: `column_${index}`, tsqlType: tsql })),
        rows: function* allRows() {
          for (let count = 0; count < rows; count += 1) yield row;
        },
      },
    ],
  });
  console.log(JSON.stringify({ ...standIn, config: undefined, log: undefined }));
  process.stdin.resume().on('end', () => process.exit(0));
}

function connection() {
  return connectionTo(JSON.parse(given));
}

/** The runner: every value as exact text in a file, confirmed by the server's count and an independent one. */
async function deliver(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-bench-mssql-'));
  const { signal } = new AbortController();
  const runner = openMssqlRunner({
    connection: connection(),
    consistency: 'snapshot',
    requireReadOnlyLogin: true,
    clock: systemClock,
  });
  try {
    const reading = await runner.open(signal);
    const { receipt } = await reading.deliver(query, folder, signal);
    await reading.close();
    return receipt.engineRows;
  } finally {
    await runner.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The driver alone: the same statement over the same encryption, rows only counted. */
async function count(): Promise<number> {
  const { server, port, login, packetSize, tls } = connection();
  const pool = await new sql.ConnectionPool({
    server,
    ...(port === null ? {} : { port }),
    ...(login.kind === 'sql' ? { user: login.user, password: login.password } : {}),
    requestTimeout: 3_600_000,
    options: {
      encrypt: true,
      trustServerCertificate: false,
      packetSize,
      cryptoCredentialsDetails: { ca: tls.authority ?? '' },
    },
  }).connect();
  const described = COLUMNS.map(({ tsql }, index) => ({
    ordinal: index + 1,
    name: `column_${index}`,
    systemType: tsql,
    nullable: true,
    orderBy: null,
  }));
  const statement = buildStatement(query, described, null).text;
  const request = pool.request();
  request.stream = true;
  request.arrayRowMode = true;
  let rows = 0;
  await new Promise<void>((resolve, reject) => {
    request.on('row', () => {
      rows += 1;
    });
    request.on('error', reject);
    request.on('done', () => resolve());
    request.query(statement);
  });
  await pool.close();
  // the last one is the trailer's
  return rows - 1;
}

if (task === 'serve') {
  await serve(Number(given));
} else {
  const began = performance.now();
  const produced = await (task === 'deliver' ? deliver() : count());
  const milliseconds = Math.round(performance.now() - began);
  const peak_kib = process.resourceUsage().maxRSS;
  console.log(JSON.stringify({ milliseconds, peak_kib, produced: String(produced) }));
}
