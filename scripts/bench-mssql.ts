import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Measured, mebibytes, root, runTask, save } from './bench-measure.ts';

const BUDGET = 0.6;
const TASK = join(root, 'scripts/bench-mssql-task.ts');

/** Starts the stand-in in a process of its own. @returns how to reach it */
async function standIn(rows: number): Promise<{ readonly reach: string; stop(): void }> {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), TASK, 'serve', String(rows)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [reach] = await once(createInterface({ input: child.stdout }), 'line');
  return { reach: String(reach), stop: () => child.stdin.end() };
}

/**
 * Rows per second of the SQL Server runner against a bare driver loop that only counts rows: the same statement, 20
 * columns, over TLS. Memory at a tenth of the rows shows whether it grows with them.
 */
export async function benchMssql(wanted: {
  readonly rows: number;
  readonly runs: number;
  readonly keep: boolean;
}): Promise<void> {
  const [whole, tenth] = [await standIn(wanted.rows), await standIn(Math.round(wanted.rows / 10))];
  const checked = (task: string, reach: string, rows: number): Measured => {
    const measured = runTask(TASK, [task, reach]);
    if (measured.produced !== String(rows))
      throw new Error(`${task} had ${measured.produced} rows`);
    return measured;
  };
  const pairs = Array.from({ length: wanted.runs }, () => {
    const runner = checked('deliver', whole.reach, wanted.rows);
    const floor = checked('count', whole.reach, wanted.rows);
    console.log(`runner ${runner.milliseconds} ms, bare loop ${floor.milliseconds} ms`);
    return { runner, floor, ratio: floor.milliseconds / runner.milliseconds };
  }).toSorted((a, b) => a.ratio - b.ratio);
  const small = checked('deliver', tenth.reach, Math.round(wanted.rows / 10));
  whole.stop();
  tenth.stop();
  const median = pairs[Math.floor(pairs.length / 2)];
  if (median === undefined) throw new Error('nothing was measured');
  const figures = {
    rows: wanted.rows,
    columns: 20,
    rate_to_bare_loop: Math.round(median.ratio * 100) / 100,
    budget: BUDGET,
    runner_ms: median.runner.milliseconds,
    bare_loop_ms: median.floor.milliseconds,
    peak_mib: mebibytes(median.runner),
    peak_mib_of_a_tenth: mebibytes(small),
  };
  console.log(figures);
  if (wanted.keep) save('mssql', figures);
}
