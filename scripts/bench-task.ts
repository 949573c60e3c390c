import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DuckDBDateValue, DuckDBInstance } from '@duckdb/node-api';
import { executeRun } from '../src/app/execute-run.ts';
import { prepareRun } from '../src/app/prepare-run.ts';
import { verifyPaths } from '../src/app/verify.ts';

/**
 * One measured piece of work in a process of its own; prints wall time, peak memory and what it produced.
 * usage: bench-task run|seal|floor|verify|verify-floor <folder with a configuration> <item> [zip]
 */
const [task = '', folder = '', item = '', zip = ''] = process.argv.slice(2);

async function prepared() {
  return await prepareRun(
    {
      items: [item],
      all: false,
      period: '2025-09',
      entities: [],
      parameters: [],
      demo: false,
      breaks: false,
      rows: undefined,
      seed: undefined,
      dry: false,
      out: undefined,
    },
    folder,
    () => undefined,
  );
}

const TASKS: Readonly<Record<string, () => Promise<() => Promise<string>>>> = {
  /** Plan to sealed ZIP, every check. */
  run: async () => {
    const plan = await prepared();
    return async () => {
      const { results } = await executeRun(plan, {}, new AbortController().signal);
      const [result] = results;
      if (result?.outcome !== 'no_exceptions_noted' || result.sealed === null) {
        throw new Error(`the run did not succeed: ${result?.failure?.message ?? result?.outcome}`);
      }
      return result.sealed.stored.uri;
    };
  },
  /** Plan to sealed ZIP, whatever the findings; what is told of a run whose rows did not arrive is an error. */
  seal: async () => {
    const plan = await prepared();
    return async () => {
      const { results } = await executeRun(plan, {}, new AbortController().signal);
      const [result] = results;
      if (result === undefined || result.rowCount === null || result.sealed === null) {
        throw new Error(`the run did not succeed: ${result?.failure?.message ?? result?.outcome}`);
      }
      return `${result.rowCount} rows, ${result.outcome}`;
    };
  },
  /** DuckDB's own sorted COPY, then OpenSSL's SHA-256, then pigz on all cores, one after another. */
  floor: async () => {
    const plan = await prepared();
    const [query] = plan.cells[0]?.plan.queries ?? [];
    if (query === undefined) throw new Error('no query');
    return async () => {
      const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MB' });
      const connection = await instance.connect();
      await connection.run(`ATTACH '${join(folder, 'bob.duckdb')}' AS "BOB" (READ_ONLY)`);
      const csv = join(folder, 'floor.csv');
      const statement = await connection.prepare(
        `COPY (SELECT * FROM (${query.text}) ORDER BY 1, 2) TO '${csv}' (FORMAT csv, HEADER)`,
      );
      for (const { name, value, type } of query.parameters) {
        if (type === 'text') statement.bindVarchar(statement.parameterIndex(name), value);
        else
          statement.bindDate(
            statement.parameterIndex(name),
            new DuckDBDateValue(Date.parse(value) / 86_400_000),
          );
      }
      await statement.run();
      connection.closeSync();
      instance.closeSync();
      execFileSync('openssl', ['dgst', '-sha256', csv], { stdio: 'ignore' });
      execFileSync('pigz', ['-1', '-f', '-k', '-p', availableParallelism().toString(), csv]);
      return csv;
    };
  },
  verify: async () => async () => {
    const [report] = await verifyPaths([zip], folder);
    if (report?.verdict !== 'NO DEFECT FOUND') throw new Error('the package was not accepted');
    return report.level;
  },
  /** Inflate and OpenSSL's SHA-256 of the same bytes, at the same time in two processes. */
  'verify-floor': async () => async () => {
    execFileSync('sh', ['-c', 'unzip -p "$0" "*/data/ipe_data.csv" | openssl dgst -sha256', zip], {
      stdio: 'ignore',
    });
    return '';
  },
};

const start = await TASKS[task]?.();
if (start === undefined) throw new Error(`there is no task ${task}`);
const began = performance.now();
const produced = await start();
const milliseconds = Math.round(performance.now() - began);
console.log(JSON.stringify({ milliseconds, peak_kib: process.resourceUsage().maxRSS, produced }));
