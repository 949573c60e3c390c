import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sql from 'mssql';
import type { Dataset, DatasetColumn, Row } from '../../support/tds/datasets.ts';
import type { TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';

/** Version of the tedious that npm `mssql` uses here. */
const tediousVersion: string = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('tedious/package.json'), 'utf8'),
).version;

/** 19 and 20 fail differently (sheet 10.3). */
export const tediousMajor = Number(tediousVersion.split('.')[0]);

export const numbersText = 'SELECT n, label FROM numbers';

/** `count` rows of a number and a label. */
export function numbers(count: number, columns?: readonly DatasetColumn[]): Dataset {
  return {
    text: numbersText,
    columns: columns ?? [
      { name: 'n', tsqlType: 'int', nullable: false },
      { name: 'label', tsqlType: 'nvarchar(40)' },
    ],
    rows: function* rows(): Generator<Row> {
      for (let n = 1; n <= count; n += 1) yield [`${n}`, n % 7 === 0 ? null : `label ${n}`];
    },
  };
}

/** The converting SELECT around a reviewed text. */
export function wrapped(text: string, projections: readonly string[], tail = ''): string {
  const items = projections.map((projection, index) => `${projection} AS [t${index + 1}]`);
  const names = projections.map((_, index) => `[c${index + 1}]`);
  return `SELECT ${items.join(', ')}\nFROM (\n${text}\n) AS q (${names.join(', ')})\n${tail}`;
}

export const extractNumbers = wrapped(numbersText, ['CONVERT(nvarchar(11), q.[c1])', 'q.[c2]']);

export const trailer =
  ';\nSELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];';

interface PoolSettings {
  readonly encrypt?: boolean;
  readonly requestTimeout?: number;
  readonly connectionTimeout?: number;
  readonly cancelTimeout?: number;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** An open pool of one connection, as the runner will use it. */
export async function openPool(
  standIn: TdsStandIn,
  settings: PoolSettings = {},
): Promise<{ pool: sql.ConnectionPool; poolErrors: string[] }> {
  const config = standIn.config();
  const pool = new sql.ConnectionPool({
    ...config,
    requestTimeout: settings.requestTimeout ?? 15_000,
    connectionTimeout: settings.connectionTimeout ?? 15_000,
    ...settings.config,
    pool: { max: 1, min: 0 },
    options: {
      ...config.options,
      encrypt: settings.encrypt ?? false,
      cancelTimeout: settings.cancelTimeout ?? 5000,
      validateConnection: false,
      ...settings.options,
    },
    // The types of npm mssql know neither cancelTimeout nor cryptoCredentialsDetails here.
  } as sql.config);
  const poolErrors: string[] = [];
  pool.on('error', (error: Error) => poolErrors.push(error.message));
  await pool.connect();
  return { pool, poolErrors };
}

export const short = (error: unknown): string => {
  const { code, number, message } = error as { code?: string; number?: unknown; message: string };
  // npm mssql puts the code into `number` when the server gave none.
  return `${code ?? 'no code'}${typeof number === 'number' ? ` ${number}` : ''} ${message}`;
};

type Watch = (request: sql.Request, event: string) => void;

/** Sends a statement in streaming mode and notes what the driver reports, in order; rows only by their number. */
export async function observe(
  request: sql.Request,
  text: string,
  watch: Watch = () => undefined,
): Promise<readonly string[]> {
  const events: string[] = [];
  let rows = 0;
  const note = (event: string): void => {
    if (rows > 0) events.push(`${rows} rows`);
    rows = 0;
    events.push(event);
    watch(request, event);
  };
  request.stream = true;
  // biome-ignore lint/suspicious/noExplicitAny: @types/mssql lacks arrayRowMode of a request
  (request as any).arrayRowMode = true;
  request.on('recordset', () => note('recordset'));
  request.on('row', () => {
    rows += 1;
    watch(request, 'row');
  });
  request.on('info', (info: { number: number }) => note(`info ${info.number}`));
  request.on('error', (error) => note(`error ${short(error)}`));
  request.on('rowsaffected', (count: number) => note(`rowsaffected ${count}`));
  const done = new Promise<void>((resolve) => {
    request.on('done', (result: { rowsAffected: readonly number[] }) => {
      note(`done [${result.rowsAffected.join(',')}]`);
      resolve();
    });
  });
  void request.query(text).catch(() => undefined);
  await done;
  return events;
}
