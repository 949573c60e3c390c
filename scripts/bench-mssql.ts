import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Measured, mebibytes, root, runTask, save } from './bench-measure.ts';

const BUDGET = 0.6;
export const TASK = join(root, 'scripts/bench-mssql-task.ts');

/** Starts the stand-in in a process of its own, with so many rows. @returns how to reach it */
export async function startServing(
  rows: number,
): Promise<{ readonly reach: string; stop(): void }> {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), TASK, 'serve', String(rows)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [reach] = await once(createInterface({ input: child.stdout }), 'line');
  return { reach: String(reach), stop: () => child.stdin.end() };
}

interface Streamed extends Measured {
  /** From the statement to the confirmed end of its answer. */
  readonly streamMs: number;
  /** What the client's process computed for it: other work on the machine does not show in that. */
  readonly streamCpuMs: number;
}

const ratioOf = (floor: number, runner: number) => Math.round((floor / runner) * 100) / 100;

/**
 * Rows per second of the SQL Server runner against a bare driver loop that only counts rows: the same statement, 20
 * columns of a ledger's types, over TLS. Fails below the budget, by the clock or by processor time. The whole delivery also connects, asks for facts and has the rows counted twice. Memory at a tenth
 * of the rows shows whether it grows with them.
 */
export async function benchMssql(wanted: {
  readonly rows: number;
  readonly runs: number;
  readonly keep: boolean;
}): Promise<void> {
  const [whole, tenth] = [
    await startServing(wanted.rows),
    await startServing(Math.round(wanted.rows / 10)),
  ];
  const checked = (task: string, reach: string, rows: number): Streamed => {
    const measured = runTask(TASK, [task, reach]);
    const produced = JSON.parse(measured.produced);
    if (produced.rows !== rows) throw new Error(`${task} had ${produced.rows} rows`);
    return { ...measured, streamMs: produced.streamMs, streamCpuMs: produced.streamCpuMs };
  };
  const pairs = Array.from({ length: wanted.runs }, () => {
    const runner = checked('deliver', whole.reach, wanted.rows);
    const floor = checked('count', whole.reach, wanted.rows);
    console.log(
      `streaming: runner ${runner.streamMs} ms (${runner.streamCpuMs} of the processor), bare loop ${floor.streamMs} ms (${floor.streamCpuMs})`,
    );
    return { runner, floor, ratio: floor.streamMs / runner.streamMs };
  }).toSorted((a, b) => a.ratio - b.ratio);
  const small = checked('deliver', tenth.reach, Math.round(wanted.rows / 10));
  whole.stop();
  tenth.stop();
  const median = pairs[Math.floor(pairs.length / 2)];
  if (median === undefined) throw new Error('nothing was measured');
  const figures = {
    rows: wanted.rows,
    columns: 20,
    rate_to_bare_loop: ratioOf(median.floor.streamMs, median.runner.streamMs),
    budget: BUDGET,
    runner_ms: median.runner.streamMs,
    bare_loop_ms: median.floor.streamMs,
    processor: {
      rate_to_bare_loop: ratioOf(median.floor.streamCpuMs, median.runner.streamCpuMs),
      runner_ms: median.runner.streamCpuMs,
      bare_loop_ms: median.floor.streamCpuMs,
    },
    whole_delivery: {
      rate_to_bare_loop: ratioOf(median.floor.milliseconds, median.runner.milliseconds),
      runner_ms: median.runner.milliseconds,
      bare_loop_ms: median.floor.milliseconds,
    },
    peak_mib: mebibytes(median.runner),
    peak_mib_of_a_tenth: mebibytes(small),
  };
  console.log(figures);
  if (wanted.keep) save('mssql', figures);
  for (const [by, rate] of [
    ['the clock', figures.rate_to_bare_loop],
    ['processor time', figures.processor.rate_to_bare_loop],
  ] as const) {
    if (rate >= BUDGET) continue;
    console.error(
      `by ${by} the runner has ${rate} of the bare loop's rate, and ${BUDGET} is the budget`,
    );
    process.exitCode = 1;
  }
}
