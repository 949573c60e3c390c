import { setTimeout as pause } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { describeQueryRunner } from '../../contract/query-runner.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import type { Dataset, Row } from '../../support/tds/datasets.ts';
import { SqlError } from '../../support/tds/sql-error.ts';
import { startTdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { learning } from './duckdb-answers.ts';
import { REFUSED } from './refused-texts.ts';

const ENDLESS = 'SELECT e.n AS "n" FROM dbo.Endless AS e';
const FAILS_LATE = 'SELECT 1 / f.n AS "n" FROM dbo.FailsLate AS f';

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
