import { setTimeout as pause } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { describeQueryRunner } from '../../contract/query-runner.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import type { Dataset, Row } from '../../support/tds/datasets.ts';
import { SqlError } from '../../support/tds/sql-error.ts';
import { startTdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { learning } from './duckdb-answers.ts';

const ENDLESS = 'SELECT e.n AS "n" FROM dbo.Endless AS e';
const FAILS_LATE = 'SELECT 1 / f.n AS "n" FROM dbo.FailsLate AS f';

const REFUSED = [
  '',
  'SELECT 1 AS "n"; SELECT 2 AS "n"',
  'SELECT 1 AS "n" INTO #x',
  'SELECT 1) AS q; DROP TABLE x; SELECT 1 FROM (SELECT 1 AS "n"',
  'SELECT 1 AS "n" FROM t WITH (NOLOCK)',
  'SELECT 1 AS "n" FROM OPENROWSET(BULK \'x\', SINGLE_CLOB) AS o',
  'SELECT 1 AS "n" FROM OPENQUERY(other, \'SELECT 1\')',
  'SELECT 1 AS "n" FOR JSON PATH',
  'SELECT 1 AS "n" OPTION (MAXDOP 1)',
  'SELECT {n} AS "n"',
  'INSERT INTO t VALUES (1)',
  'UPDATE t SET n = 1',
  'DELETE FROM t',
  'MERGE t USING s ON 1 = 1 WHEN MATCHED THEN DELETE;',
  'TRUNCATE TABLE t',
  'CREATE TABLE t (n int)',
  'DROP TABLE t',
  'EXEC sp_who',
  'USE master',
  'SET NOCOUNT ON',
  "WAITFOR DELAY '1:00'",
  "BACKUP DATABASE x TO DISK = 'x'",
  'GRANT SELECT ON t TO public',
  'SHUTDOWN',
  'KILL 52',
  'SELECT 1 AS "n" /* never closed',
];

describeQueryRunner('the SQL Server runner', async () => {
  let stopped = false;
  async function* endless(): AsyncGenerator<Row> {
    for (let n = 1; !stopped; n += 1) {
      yield [String(n)];
      await pause(2);
    }
  }
  function* failsLate(): Generator<Row> {
    for (let n = 1; n < 3000; n += 1) yield [String(n)];
    throw new SqlError(8134, 'Divide by zero error encountered.');
  }
  const columns = [{ name: 'n', tsqlType: 'int' }];
  const datasets: readonly Dataset[] = [
    { text: ENDLESS, columns, rows: endless },
    { text: FAILS_LATE, columns, rows: failsLate },
  ];
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const standIn = await startTdsStandIn({ facts: READER_FACTS, datasets });
  const known = new Set(datasets.map(({ text }) => text));
  const runner = learning(runnerOn(standIn), standIn, connection, known);
  return {
    words: {
      engine: 'mssql',
      marker: (name) => `@${name}`,
      text: 'nvarchar(max)',
      timestamp: 'datetime2(6)',
      endless: ENDLESS,
      refused: REFUSED,
      failsLate: FAILS_LATE,
    },
    runner,
    withTimeout: async (firstRowMs) =>
      learning(
        runnerOn(standIn, {
          timeouts: { firstRowMs: firstRowMs * 10, idleRowMs: 60_000, totalMs: firstRowMs * 10 },
        }),
        standIn,
        connection,
        known,
      ),
    stop: async () => {
      stopped = true;
      await runner.close();
      await standIn.close();
      connection.closeSync();
      instance.closeSync();
    },
  };
});
