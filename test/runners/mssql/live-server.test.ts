import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedaction } from '../../../src/credentials/redaction.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { readConnectionSettings } from '../../../src/runners/mssql/connection-settings.ts';
import { openMssqlRunner } from '../../../src/runners/mssql/open-mssql-runner.ts';
import type { QueryRunner, Reading } from '../../../src/runners/runner.ts';
import { describeQueryRunner } from '../../contract/query-runner.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { EXACT_VALUES } from './exact-value-cases.ts';
import { REFUSED } from './refused-texts.ts';

/** `mssql://user:password@host:1433/database`; settings of docs/sources/sql-server.md may follow. */
const URL = process.env['TEST_MSSQL_URL'];
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

/** A value as the server makes it of a literal. */
function literal(type: string, value: string | null): string {
  if (value === null) return `CAST(NULL AS ${type})`;
  if (/^(binary|varbinary|rowversion)/.test(type)) return `CAST(0x${value} AS ${type})`;
  const text = value.replaceAll("'", "''");
  if (value.length > 10_000) {
    const part = value.slice(0, 4);
    return `REPLICATE(CAST(N'${part}' AS ${type}), ${value.length / part.length})`;
  }
  const collated = type.startsWith('varchar') ? ' COLLATE Polish_100_CI_AS' : '';
  return `CAST(N'${text}'${collated} AS ${type})`;
}

describe.skipIf(URL === undefined)('a live SQL Server (TEST_MSSQL_URL)', () => {
  const url = URL ?? '';

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

  describe('delivers values exactly as mssql.md 10.1 says', () => {
    let runner: QueryRunner;
    let reading: Reading;
    beforeAll(async () => {
      runner = liveRunner(url);
      reading = await runner.open(NEVER);
    });
    afterAll(async () => {
      await reading.close();
      await runner.close();
    });

    // T24: a server keeps no sign of zero in a literal
    it.each(EXACT_VALUES.filter(([id]) => id !== 'T24'))(
      '%s %s',
      async (_id, type, value, field) => {
        const text = `SELECT 7 AS n, ${literal(type, value)} AS v`;
        const query = aQuery(text, { n: 'integer', v: 'text' });
        const { spool } = await reading.deliver(query, await tempFolder(), NEVER);
        expect(await readFile(spool.files[0] ?? '', 'utf8')).toBe(`n,v\n7,${field}\n`);
      },
    );
  });
});
