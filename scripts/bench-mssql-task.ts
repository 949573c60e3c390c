import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'mssql';
import { systemClock } from '../src/kernel/clock.ts';
import { sha256 } from '../src/kernel/digest.ts';
import type { BoundQuery } from '../src/kernel/query.ts';
import { buildStatement } from '../src/runners/mssql/build-statement.ts';
import { openMssqlRunner } from '../src/runners/mssql/open-mssql-runner.ts';
import { connectionTo, READER_FACTS } from '../test/support/on-stand-in.ts';
import { startTdsStandIn } from '../test/support/tds/start-tds-stand-in.ts';

/**
 * One measured piece of work with a SQL Server, or the stand-in that answers it.
 * usage: bench-mssql-task serve <rows> | deliver|count <port and authority as JSON>
 */
const [task = '', given = ''] = process.argv.slice(2);

/** Twenty columns as a ledger has them: the type the server describes, and the text it sends of a value. */
const COLUMNS = [
  ...Array.from(
    { length: 8 },
    (_, index) => ['nvarchar(60)', `some text of column ${index}, "quoted"`] as const,
  ),
  ...Array.from(
    { length: 5 },
    (_, index) => ['decimal(19,4)', `${index + 1}123456789.0150`] as const,
  ),
  ['decimal(38,4)', '12345678901234567890.0150'],
  ['bigint', '140000000017'],
  ['bigint', '-150000000017'],
  ['int', '160000017'],
  ['bit', '1'],
  ['date', '2025-09-30'],
  ['datetime2(3)', '2025-09-30 23:59:59.123'],
] as const;
const VALUES = COLUMNS.map(([, value]) => value);
/** What the stand-in holds: it has the texts ready, for one that had to convert would be slower than what is measured. */
const READY = 'nvarchar(60)';

const text = `SELECT ${VALUES.map((_, index) => `"column_${index}"`).join(', ')} FROM "a_ledger"`;
const query: BoundQuery = {
  name: 'extract',
  engine: 'mssql',
  text,
  sha256: sha256(text),
  parameters: [],
  columns: VALUES.map((_, index) => ({
    name: `column_${index}`,
    type: { kind: 'text' },
    nullable: true,
  })),
};

async function serve(rows: number): Promise<void> {
  const standIn = await startTdsStandIn({
    facts: READER_FACTS,
    datasets: [
      {
        text,
        columns: COLUMNS.map(([tsqlType], index) => ({ name: `column_${index}`, tsqlType })),
        columnsNow: COLUMNS.map((_, index) => ({ name: `column_${index}`, tsqlType: READY })),
        rows: function* allRows() {
          for (let count = 0; count < rows; count += 1) yield VALUES;
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

interface Produced {
  readonly rows: number;
  /** From the statement to the confirmed end of its answer. */
  readonly streamMs: number;
  /** What this process computed for it, on all threads: other work on the machine does not show in that. */
  readonly streamCpuMs: number;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1000);
}

/** The runner: every value as exact text in a file, confirmed by the server's count and an independent one. */
async function deliver(): Promise<Produced> {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-bench-mssql-'));
  const { signal } = new AbortController();
  const cpuAt = new Map<string, number>();
  const now = () => {
    const instant = systemClock.now();
    cpuAt.set(instant, cpuMs());
    return instant;
  };
  const runner = openMssqlRunner({
    connection: connection(),
    consistency: 'snapshot',
    requireReadOnlyLogin: true,
    clock: { now },
    hide: (text) => text,
  });
  try {
    const reading = await runner.open(signal);
    const { receipt } = await reading.deliver(query, folder, signal);
    await reading.close();
    const { engineRows: rows, startedAt, finishedAt } = receipt;
    return {
      rows,
      streamMs: Date.parse(finishedAt) - Date.parse(startedAt),
      streamCpuMs: (cpuAt.get(finishedAt) ?? 0) - (cpuAt.get(startedAt) ?? 0),
    };
  } finally {
    await runner.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The driver alone: the same statement over the same encryption, rows only counted. */
async function count(): Promise<Produced> {
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
  const described = COLUMNS.map(([systemType], index) => ({
    ordinal: index + 1,
    name: `column_${index}`,
    systemType,
    nullable: true,
    orderBy: null,
  }));
  const statement = buildStatement(query, described, null).text;
  const request = pool.request();
  request.stream = true;
  request.arrayRowMode = true;
  let rows = 0;
  const [began, cpuBefore] = [performance.now(), cpuMs()];
  await new Promise<void>((resolve, reject) => {
    request.on('row', () => {
      rows += 1;
    });
    request.on('error', reject);
    request.on('done', () => resolve());
    request.query(statement);
  });
  const streamMs = Math.round(performance.now() - began);
  const streamCpuMs = cpuMs() - cpuBefore;
  await pool.close();
  // the last one is the trailer's
  return { rows: rows - 1, streamMs, streamCpuMs };
}

if (task === 'serve') {
  await serve(Number(given));
} else {
  const began = performance.now();
  const produced = await (task === 'deliver' ? deliver() : count());
  const milliseconds = Math.round(performance.now() - began);
  const peak_kib = process.resourceUsage().maxRSS;
  console.log(JSON.stringify({ milliseconds, peak_kib, produced: JSON.stringify(produced) }));
}
