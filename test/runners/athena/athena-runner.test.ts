import { describeQueryRunner, type StartedRunner } from '../../contract/query-runner.ts';
import { DATABASE, FAST, startAthena } from './on-aws-stand-in.ts';

const ENDLESS = 'SELECT b."n" AS "n", \'endless\' AS "word" FROM "process_pg_bob"."bookings" AS b';

async function started(
  options: Parameters<Awaited<ReturnType<typeof startAthena>>['runner']>[0],
): Promise<StartedRunner> {
  const { athena, lake, runner, stop } = await startAthena();
  const isEndless = ({ text }: { readonly text: string }) => text.includes("'endless'");
  // DuckDB does not say how many digits a timestamp has: the stand-in shows six where an Iceberg table is read
  athena.answer(({ text, rendered }) =>
    text.includes('TIMESTAMP(6)') && !text.includes('ipe_rows')
      ? lake.run(`${rendered} FROM "process_pg_bob"."bookings" LIMIT 1`, DATABASE)
      : undefined,
  );
  athena.behave({ times: { queued: 0, running: 3_600_000 } }, isEndless);
  return {
    words: {
      engine: 'athena',
      marker: () => '?',
      text: 'VARCHAR',
      timestamp: 'TIMESTAMP(6)',
      endless: ENDLESS,
      lateIsFinal: true,
      refused: [
        'DELETE FROM "process_pg_bob"."t"',
        'CREATE TABLE "process_pg_bob"."t" AS SELECT 1 AS "n"',
        'INSERT INTO "process_pg_bob"."t" SELECT 1 AS "n"',
        'DROP TABLE "process_pg_bob"."t"',
        'SELECT 1 AS "n"; DROP TABLE "process_pg_bob"."t"',
        "UNLOAD (SELECT 1 AS \"n\") TO 's3://bucket/prefix/' WITH (format = 'PARQUET')",
        'MSCK REPAIR TABLE "process_pg_bob"."t"',
        "SELECT * FROM TABLE(system.query(query => 'DELETE FROM t'))",
        'SELECT FROM WHERE',
      ],
      failsLate:
        "SELECT CAST(CASE WHEN r < 3000 THEN '1' ELSE 'x' END AS INTEGER) AS \"n\" FROM range(4000) AS s(r)",
    },
    runner: runner(options),
    // pinning the tables takes its time too, on a busy machine much of it; only the endless query must run out of it
    withTimeout: async () => runner({ ...options, timing: { ...FAST, totalMs: 3_000 } }),
    stop,
  };
}

describeQueryRunner('the Athena runner over result objects and snapshots', () =>
  started({
    consistency: 'pinned-snapshot',
    tables: [{ database: DATABASE, table: 'bookings' }],
  }),
);

describeQueryRunner('the Athena runner over pages of the API, counting twice', () =>
  started({ fetch: 'api', consistency: 'bracketed' }),
);
