import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { writeBenchBooks } from './bench-books.ts';
import { measure, mebibytes, root, save } from './bench-measure.ts';

const ITEM = 'IPE_09';

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function rounded(figure: number): number {
  return Math.round(figure * 100) / 100;
}

type Compare = (a: () => number, b: () => number) => { a: number; b: number; ratio: number };

/** `a` and `b` in turn, so that a machine that gets slower slows both. */
function comparing(runs: number): Compare {
  return (a, b) => {
    const pairs = Array.from({ length: runs }, () => [a(), b()] as const);
    return {
      a: median(pairs.map(([x]) => x)),
      b: median(pairs.map(([, y]) => y)),
      ratio: rounded(median(pairs.map(([x, y]) => x / y))),
    };
  };
}

function wholeProcess(args: readonly string[], folder: string): number {
  const began = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore', cwd: folder });
  return performance.now() - began;
}

/** What starting costs beside starting the runtime alone. */
function startUp(compare: Compare, folder: string): { help: number; list: number } {
  execFileSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(root, 'scripts/build.ts')],
    { stdio: 'ignore' },
  );
  const entry = join(root, 'dist/src/cli/ipe.js');
  const added = (verb: string) => {
    const { a, b } = compare(
      () => wholeProcess([entry, verb], folder),
      () => wholeProcess(['-e', '0'], folder),
    );
    return Math.round(a - b);
  };
  return { help: added('--help'), list: added('list') };
}

/** Speed of one item against floors, its growth, and how long the program takes to start. */
export async function benchSpeed(
  folder: string,
  wanted: {
    readonly rows: number;
    readonly growth: number;
    readonly runs: number;
    readonly keep: boolean;
  },
): Promise<void> {
  const { rows, growth, runs, keep } = wanted;
  const compare = comparing(runs);
  const tenth = Math.round(growth / 10);
  const booksOf = (count: number) => join(folder, `rows-${count}`);
  for (const count of new Set([rows, growth, tenth])) {
    console.log(`source with ${count} orders`);
    await writeBenchBooks(booksOf(count), ITEM, count);
  }
  const peaks = new Map<number, number>();
  let zip = '';
  const runOf = (count: number) => {
    const measured = measure('run', booksOf(count), ITEM);
    peaks.set(count, Math.max(peaks.get(count) ?? 0, mebibytes(measured)));
    zip = measured.produced;
    return measured.milliseconds;
  };

  const run = compare(
    () => runOf(rows),
    () => measure('floor', booksOf(rows), ITEM).milliseconds,
  );
  console.log(`run / floor                ${run.ratio} (budget 1.5)   ${run.a} ms / ${run.b} ms`);
  console.log(`rows per second            ${Math.round((rows * 1000) / run.a)}`);

  const sealed = zip;
  const verify = compare(
    () => measure('verify', folder, ITEM, sealed).milliseconds,
    () => measure('verify-floor', folder, ITEM, sealed).milliseconds,
  );
  console.log(
    `verify / (inflate+SHA-256) ${verify.ratio} (budget 1.5)   ${verify.a} ms / ${verify.b} ms`,
  );

  const grown = compare(
    () => runOf(growth),
    () => runOf(tenth),
  );
  console.log(
    `${growth} rows / ${tenth} rows  ${grown.ratio} (budget 11)   ${grown.a} ms / ${grown.b} ms`,
  );
  const memory = [tenth, rows, growth].map((count) => ({ rows: count, mib: peaks.get(count) }));
  for (const peak of memory) {
    console.log(`peak memory ${peak.rows} rows  ${peak.mib} MiB (budget 1024)`);
  }

  const start = startUp(compare, folder);
  console.log(`ipe --help                 + ${start.help} ms (budget 300)`);
  console.log(`ipe list                   + ${start.list} ms (budget 300)`);

  if (!keep) return;
  save('speed', {
    runs,
    item: ITEM,
    rows,
    run_to_floor: { ratio: run.ratio, budget: 1.5, run_ms: run.a, floor_ms: run.b },
    verify_to_floor: {
      ratio: verify.ratio,
      budget: 1.5,
      verify_ms: verify.a,
      floor_ms: verify.b,
    },
    growth: { ratio: grown.ratio, budget: 11, rows: growth, ms: grown.a, tenth_ms: grown.b },
    peak_memory: { budget_mib: 1024, peaks: memory },
    start_up_ms: { ...start, budget: 300 },
  });
}
