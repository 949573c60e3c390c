import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeBenchBooks } from './bench-books.ts';

/**
 * Figures of architecture's performance budget: medians of several runs, ratios against a floor measured in the
 * same run on the same data. Machines differ and are noisy, so ratios are what counts.
 * usage: npm run bench -- [--rows 3000000] [--growth 10000000] [--runs 3] [--save]
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '3000000' },
    growth: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '3' },
    save: { type: 'boolean', default: false },
  },
});
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const runs = Number(values.runs);
const folder = mkdtempSync(join(tmpdir(), 'soxauto-bench-'));
const folderOf = (rows: string) => join(folder, `rows-${rows}`);

interface Measured {
  readonly milliseconds: number;
  readonly peak_kib: number;
  readonly produced: string;
}

function measure(task: string, books: string, zip = ''): Measured {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(root, 'scripts/bench-task.ts'), task, books, zip],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`${task} failed: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function rounded(figure: number): number {
  return Math.round(figure * 100) / 100;
}

/** `a` and `b` in turn, so that a machine that gets slower slows both. */
function compare(a: () => number, b: () => number): { a: number; b: number; ratio: number } {
  const pairs = Array.from({ length: runs }, () => [a(), b()] as const);
  return {
    a: median(pairs.map(([x]) => x)),
    b: median(pairs.map(([, y]) => y)),
    ratio: rounded(median(pairs.map(([x, y]) => x / y))),
  };
}

function wholeProcess(args: readonly string[]): number {
  const began = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore', cwd: folder });
  return performance.now() - began;
}

function say(line: string): void {
  console.log(line);
}

try {
  const tenth = String(Math.round(Number(values.growth) / 10));
  for (const rows of new Set([values.rows, values.growth, tenth])) {
    say(`source with ${rows} orders`);
    await writeBenchBooks(folderOf(rows), Number(rows));
  }
  let zip = '';
  let peak = 0;
  const run = compare(
    () => {
      const measured = measure('run', folderOf(values.rows));
      zip = measured.produced;
      peak = Math.max(peak, measured.peak_kib);
      return measured.milliseconds;
    },
    () => measure('floor', folderOf(values.rows)).milliseconds,
  );
  say(`run / floor                ${run.ratio} (budget 1.5)   ${run.a} ms / ${run.b} ms`);
  say(`rows per second            ${Math.round((Number(values.rows) * 1000) / run.a)}`);
  say(`peak memory of the run     ${Math.round(peak / 1024)} MiB (budget 1024 at 10 M rows)`);

  const verify = compare(
    () => measure('verify', folder, zip).milliseconds,
    () => measure('verify-floor', folder, zip).milliseconds,
  );
  say(`verify / (inflate+SHA-256) ${verify.ratio} (budget 1.5)   ${verify.a} ms / ${verify.b} ms`);

  const peaks = { small: 0, large: 0 };
  const growth = compare(
    () => {
      const measured = measure('run', folderOf(values.growth));
      peaks.large = Math.max(peaks.large, measured.peak_kib);
      return measured.milliseconds;
    },
    () => {
      const measured = measure('run', folderOf(tenth));
      peaks.small = Math.max(peaks.small, measured.peak_kib);
      return measured.milliseconds;
    },
  );
  say(
    `${values.growth} rows / ${tenth} rows  ${growth.ratio} (budget 11)   ${growth.a} ms / ${growth.b} ms`,
  );
  say(
    `peak memory                ${Math.round(peaks.large / 1024)} MiB / ${Math.round(peaks.small / 1024)} MiB`,
  );

  execFileSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(root, 'scripts/build.ts')],
    {
      stdio: 'ignore',
    },
  );
  const entry = join(root, 'dist/src/cli/ipe.js');
  const bare = () => wholeProcess(['-e', '0']);
  const help = compare(() => wholeProcess([entry, '--help']), bare);
  const list = compare(() => wholeProcess([entry, 'list']), bare);
  say(`ipe --help                 + ${Math.round(help.a - help.b)} ms (budget 300)`);
  say(`ipe list                   + ${Math.round(list.a - list.b)} ms (budget 300)`);

  if (values.save) {
    const results = {
      date: new Date().toISOString().slice(0, 10),
      machine: `${cpus().length} cores ${cpus()[0]?.model ?? ''}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${arch()}, node ${process.versions.node}`,
      runs,
      item: 'IPE_09',
      rows: Number(values.rows),
      run_to_floor: { ratio: run.ratio, budget: 1.5, run_ms: run.a, floor_ms: run.b },
      peak_memory_mib: {
        rows: Math.round(peak / 1024),
        growth: Math.round(peaks.large / 1024),
        tenth: Math.round(peaks.small / 1024),
        budget: 1024,
      },
      growth: {
        ratio: growth.ratio,
        budget: 11,
        rows: Number(values.growth),
        ms: growth.a,
        tenth_ms: growth.b,
      },
      verify_to_floor: {
        ratio: verify.ratio,
        budget: 1.5,
        verify_ms: verify.a,
        floor_ms: verify.b,
      },
      start_up_ms: {
        help: Math.round(help.a - help.b),
        list: Math.round(list.a - list.b),
        budget: 300,
      },
    };
    writeFileSync(join(root, 'bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);
    say('saved bench/results.json');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
