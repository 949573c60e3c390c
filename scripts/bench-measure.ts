import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const RESULTS = join(root, 'bench/results.json');

export interface Measured {
  readonly milliseconds: number;
  readonly peak_kib: number;
  readonly produced: string;
}

/** A task of `bench-task.ts` in a process of its own, so that its memory is nobody else's. */
export function measure(task: string, books: string, item: string, zip = ''): Measured {
  return runTask(join(root, 'scripts/bench-task.ts'), [task, books, item, zip]);
}

/** Runs a script whose last line of output says what it measured. */
export function runTask(script: string, args: readonly string[]): Measured {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), script, ...args],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`${args[0]} failed: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

export function mebibytes({ peak_kib }: Pick<Measured, 'peak_kib'>): number {
  return Math.round(peak_kib / 1024);
}

/** Puts figures under their name into `bench/results.json`, with the day and the machine; others stay as they are. */
export function save(name: string, figures: object): void {
  const machine = `${cpus().length} cores ${cpus()[0]?.model ?? ''}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, node ${process.versions.node}`;
  const date = new Date().toISOString().slice(0, 10);
  const results = JSON.parse(readFileSync(RESULTS, 'utf8'));
  const text = JSON.stringify({ ...results, [name]: { date, machine, ...figures } }, null, 2);
  writeFileSync(RESULTS, `${text}\n`);
  console.log('saved bench/results.json');
}
