import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Measured, mebibytes, root, runTask, save } from './bench-measure.ts';

const BUDGET = 0.8;
/** What S3 keeps of an object unless it is told otherwise: what the budget is held against. */
const KEPT = 'crc64nvme';
const CHECKSUMS = [KEPT, 'crc32', 'none'] as const;
export const TASK = join(root, 'scripts/bench-aws-task.ts');

/** Starts the stand-in in a process of its own, with a result of so many bytes. @returns its endpoint */
export async function startServing(
  bytes: number,
  checksum: (typeof CHECKSUMS)[number] = 'none',
): Promise<{ readonly endpoint: string; stop(): void }> {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), TASK, 'serve', String(bytes), checksum],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [endpoint] = await once(createInterface({ input: child.stdout }), 'line');
  return { endpoint: String(endpoint), stop: () => child.stdin.end() };
}

interface Moved extends Measured {
  /** What the client's process computed for it: other work on the machine does not show in that. */
  readonly cpuMs: number;
}

function moved(least: number, args: readonly string[]): Moved {
  const measured = runTask(TASK, args);
  const { bytes, cpuMs } = JSON.parse(measured.produced);
  if (bytes < least) throw new Error(`${args[0]} moved ${bytes} bytes`);
  return { ...measured, cpuMs };
}

/** A run of the runner and the runs right beside it. */
interface Round {
  readonly runner: Moved;
  readonly bare: Moved;
  readonly unchecked: Moved;
}

/** Of several ratios, two decimals; with an even number the middle is the worse of the two. */
function spread(ratios: readonly number[]) {
  const sorted = ratios.map((ratio) => Math.round(ratio * 100) / 100).toSorted((a, b) => a - b);
  const [min] = sorted;
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  const max = sorted.at(-1);
  if (min === undefined || median === undefined || max === undefined) {
    throw new Error('nothing was measured');
  }
  return { min, median, max };
}

/** What the rate of the runner is to that of another, pair by pair. */
function ratesTo(rounds: readonly Round[], other: 'bare' | 'unchecked') {
  return {
    processor_rate: spread(rounds.map((round) => round[other].cpuMs / round.runner.cpuMs)),
    rate: spread(rounds.map((round) => round[other].milliseconds / round.runner.milliseconds)),
  };
}

/**
 * A result into the spool, every check done, against a GetObject of the SDK into a file. The bare one is the SDK as it
 * comes, which holds what arrives against the checksum S3 states: the one the budget means, because nobody may leave that
 * out. Told to check nothing it is measured too, as the floor. Every pair is kept.
 */
async function benchDownload(bytes: number, checksum: (typeof CHECKSUMS)[number], runs: number) {
  const serving = await startServing(bytes, checksum);
  const rounds = Array.from(
    { length: runs },
    (): Round => ({
      runner: moved(bytes, ['deliver', serving.endpoint]),
      bare: moved(bytes, ['bare', serving.endpoint]),
      unchecked: moved(bytes, ['bare-unchecked', serving.endpoint]),
    }),
  );
  serving.stop();
  const figures = ({ milliseconds, cpuMs }: Moved) => ({ ms: milliseconds, processor_ms: cpuMs });
  return {
    to_bare: ratesTo(rounds, 'bare'),
    to_bare_unchecked: ratesTo(rounds, 'unchecked'),
    peak_mib: Math.max(...rounds.map(({ runner }) => mebibytes(runner))),
    pairs: rounds.map(({ runner, bare, unchecked }) => ({
      runner: figures(runner),
      bare: figures(bare),
      bare_unchecked: figures(unchecked),
    })),
  };
}

async function peakOf(bytes: number): Promise<number> {
  const serving = await startServing(bytes, KEPT);
  const measured = moved(bytes, ['deliver', serving.endpoint]);
  serving.stop();
  return mebibytes(measured);
}

/** A package, in one request and in parts; and a small one, to see whether memory grows with it. */
async function benchUpload(whole: number) {
  const { endpoint, stop } = await startServing(0);
  const upload = (bytes: number, threshold: number) => {
    const measured = moved(bytes, ['upload', endpoint, String(bytes), String(threshold)]);
    return {
      ms: measured.milliseconds,
      processor_ms: measured.cpuMs,
      peak_mib: mebibytes(measured),
    };
  };
  const small = whole / 25;
  const figures = {
    bytes: whole,
    one_request: upload(whole, whole),
    in_parts: upload(whole, whole - 1),
    peak_mib_of_a_25th: {
      one_request: upload(small, small).peak_mib,
      in_parts: upload(small, small - 1).peak_mib,
    },
  };
  stop();
  return figures;
}

/** Speed and memory of what comes from S3 and, with five times the bytes, of what goes there. Fails below the budget. */
export async function benchAws(wanted: {
  readonly bytes: number;
  readonly runs: number;
  readonly keep: boolean;
}): Promise<void> {
  const { bytes, runs } = wanted;
  const download: Record<string, Awaited<ReturnType<typeof benchDownload>>> = {};
  for (const checksum of CHECKSUMS) {
    download[checksum] = await benchDownload(bytes, checksum, runs);
    console.log(checksum, download[checksum]);
  }
  const figures = {
    runs,
    budget: BUDGET,
    budget_is: `the median processor_rate to_bare (the SDK's GetObject as it comes, which checks checksums), of an object with ${KEPT}`,
    bytes,
    download,
    peak_mib_of_a_tenth: await peakOf(bytes / 10),
    upload: await benchUpload(5 * bytes),
  };
  console.log(figures);
  if (wanted.keep) save('aws', figures);
  const { median = 0 } = download[KEPT]?.to_bare.processor_rate ?? {};
  if (median >= BUDGET) return;
  console.error(
    `by processor time the runner has ${median} of the rate of a bare GetObject, and ${BUDGET} is the budget`,
  );
  process.exitCode = 1;
}
