import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedaction } from '../../../src/credentials/redaction.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { BoundQuery } from '../../../src/kernel/query.ts';
import { readConnectionSettings } from '../../../src/runners/mssql/connection-settings.ts';
import { openMssqlRunner } from '../../../src/runners/mssql/open-mssql-runner.ts';
import type { QueryRunner, Reading } from '../../../src/runners/runner.ts';
import { describeQueryRunner } from '../../contract/query-runner.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { EXACT_VALUES } from './exact-value-cases.ts';
import { LIVE_DELIVERIES, LIVE_REFUSALS, literal } from './live-cases.ts';
import { REFUSED } from './refused-texts.ts';

/** `mssql://user:password@host:1433/database`; settings of docs/sources/sql-server.md may follow: `?TrustServerCertificate=true`. */
const LIVE_URL = process.env['TEST_MSSQL_URL'];
const NEVER = new AbortController().signal;

function liveRunner(url: string, firstRowMs?: number): QueryRunner {
  const redaction = startRedaction();
  const { connection } = readConnectionSettings(
    url,
    {
      settings: {},
      allowPlaintext: false,
      // a test server rarely has a certificate of an authority
      allowUntrustedCertificate: true,
      authority: null,
    },
    redaction.register,
  );
  return openMssqlRunner({
    connection,
    consistency: 'bracket',
    requireReadOnlyLogin: false,
    clock: systemClock,
    hide: redaction.redact,
    ...(firstRowMs === undefined ? {} : { timeouts: { firstRowMs, totalMs: firstRowMs * 10 } }),
  });
}

describe.skipIf(LIVE_URL === undefined)('a live SQL Server (TEST_MSSQL_URL)', () => {
  const url = LIVE_URL ?? '';

  describeQueryRunner('a live SQL Server', async () => {
    const runner = liveRunner(url);
    const many =
      'sys.all_columns AS a CROSS JOIN sys.all_columns AS b CROSS JOIN sys.all_columns AS c';
    return {
      words: {
        engine: 'mssql',
        marker: (name) => `@${name}`,
        text: 'nvarchar(max)',
        timestamp: 'datetime2(6)',
        endless: `SELECT SUM(CAST(a.column_id AS bigint)) AS "n" FROM ${many} WHERE a.name < b.name`,
        refused: REFUSED,
        failsLate:
          'SELECT 1 / (3000 - v.n) AS "n" FROM (SELECT ROW_NUMBER() OVER (ORDER BY object_id, column_id) AS n FROM sys.all_columns) AS v',
      },
      runner,
      withTimeout: async (milliseconds) => liveRunner(url, milliseconds),
      stop: () => runner.close(),
    };
  });

  let runner: QueryRunner;
  let reading: Reading | undefined;
  beforeAll(() => {
    runner = liveRunner(url);
  });
  afterAll(async () => {
    await reading?.close();
    await runner.close();
  });

  /** One reading for all, and another one after a failure, which ends it. */
  async function deliver(query: BoundQuery) {
    reading ??= await runner.open(NEVER);
    const folder = await tempFolder();
    try {
      const { spool, receipt } = await reading.deliver(query, folder, NEVER);
      return { text: await readFile(spool.files[0] ?? '', 'utf8'), receipt };
    } catch (thrown) {
      expect(await readdir(folder)).toEqual([]);
      await reading.close();
      reading = undefined;
      throw thrown;
    }
  }

  describe('delivers values exactly as mssql.md 10.1 says', () => {
    // T24: a server keeps no sign of zero in a literal
    it.each(EXACT_VALUES.filter(([id]) => id !== 'T24'))(
      '%s %s',
      async (_id, type, value, field) => {
        const query = aQuery(`SELECT 7 AS n, ${literal(type, value)} AS v`, {
          n: 'integer',
          v: 'text',
        });
        expect((await deliver(query)).text).toBe(`n,v\n7,${field}\n`);
      },
    );

    it.each(LIVE_REFUSALS)('%s is refused', async (_id, text, columns, expected) => {
      await expect(deliver(aQuery(text, columns))).rejects.toMatchObject(expected);
    });
  });

  it.each(LIVE_DELIVERIES)('%s', async (_id, text, columns, csv, details) => {
    const delivered = await deliver(aQuery(text, columns));
    expect(delivered.text).toBe(csv);
    expect(delivered.receipt.details).toMatchObject(details);
    expect(
      delivered.receipt.statement.includes(delivered.receipt.reviewed?.kept.at(-1) ?? ''),
    ).toBe(true);
  });

  it('is asked for the rights of the login, and answers every question', async () => {
    const { databases, mayChange, readOnlyProof } = await runner.identify(NEVER);
    for (const name of databases) expect(readOnlyProof).toContain(`; in ${name}: `);
    expect(readOnlyProof).toMatch(/; on the server: .*; in .*CONNECT/);
    expect([readOnlyProof, ...mayChange].join('; ')).not.toMatch(
      /unavailable|perhaps|cannot be asked/,
    );
  });

  it('F26 a wrong password is refused for good, and is not shown', async () => {
    const wrong = new URL(url);
    wrong.password = 'Not-The-Password-1';
    const stranger = liveRunner(wrong.href);
    const thrown = await stranger.identify(NEVER).catch((caught: unknown) => caught);
    await stranger.close();
    expect(thrown).toMatchObject({
      code: 'AUTH_FAILED',
      transient: false,
      message: expect.stringContaining('18456'),
    });
    expect(JSON.stringify(thrown)).not.toContain('Not-The-Password-1');
  });
});
