import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Measured, mebibytes, root, runTask, save } from './bench-measure.ts';

const BUDGET = 0.8;
const RESULT = 1_000_000_000;
const PACKAGE = 5_000_000_000;
const CHECKSUMS = ['crc64nvme', 'crc32', 'none'] as const;
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

const rounded = (ratio: number) => Math.round(ratio * 100) / 100;

/** The run in the middle of those of one task. */
function middle(runs: readonly Moved[]): Moved {
  const found = runs.toSorted((a, b) => a.cpuMs - b.cpuMs)[Math.floor(runs.length / 2)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

/**
 * A result of 1 GB into the spool, every check done, against a bare GetObject into a file: as the SDK has it, which
 * checks what S3 states, and told to check nothing.
 */
async function benchDownload(checksum: (typeof CHECKSUMS)[number], runs: number) {
  const serving = await startServing(RESULT, checksum);
  const rounds = Array.from({ length: runs }, () => ({
    runner: moved(RESULT, ['deliver', serving.endpoint]),
    bare: moved(RESULT, ['bare', serving.endpoint]),
    unchecked: moved(RESULT, ['bare-unchecked', serving.endpoint]),
  }));
  serving.stop();
  const runner = middle(rounds.map((round) => round.runner));
  const against = (floor: Moved) => ({
    rate: rounded(floor.milliseconds / runner.milliseconds),
    processor_rate: rounded(floor.cpuMs / runner.cpuMs),
    ms: floor.milliseconds,
    processor_ms: floor.cpuMs,
  });
  return {
    runner_ms: runner.milliseconds,
    runner_processor_ms: runner.cpuMs,
    to_bare: against(middle(rounds.map((round) => round.bare))),
    to_bare_unchecked: against(middle(rounds.map((round) => round.unchecked))),
    peak_mib: mebibytes(runner),
  };
}

async function peakOfTenth(): Promise<number> {
  const serving = await startServing(RESULT / 10, 'crc64nvme');
  const measured = moved(RESULT / 10, ['deliver', serving.endpoint]);
  serving.stop();
  return mebibytes(measured);
}

/** A package of 5 GB, in one request and in parts; and a small one, to see whether memory grows with it. */
async function benchUpload() {
  const { endpoint, stop } = await startServing(0);
  const upload = (bytes: number, threshold: number) => {
    const measured = moved(bytes, ['upload', endpoint, String(bytes), String(threshold)]);
    return {
      ms: measured.milliseconds,
      processor_ms: measured.cpuMs,
      peak_mib: mebibytes(measured),
    };
  };
  const small = PACKAGE / 25;
  const figures = {
    bytes: PACKAGE,
    one_request: upload(PACKAGE, PACKAGE),
    in_parts: upload(PACKAGE, PACKAGE - 1),
    peak_mib_of_200_mb: {
      one_request: upload(small, small).peak_mib,
      in_parts: upload(small, small - 1).peak_mib,
    },
  };
  stop();
  return figures;
}

/** Speed and memory of what goes to S3 and comes from there. */
export async function benchAws({ runs, keep }: { readonly runs: number; readonly keep: boolean }) {
  const download: Record<string, object> = {};
  for (const checksum of CHECKSUMS) {
    download[checksum] = await benchDownload(checksum, runs);
    console.log(checksum, download[checksum]);
  }
  const tenth = await peakOfTenth();
  const upload = await benchUpload();
  const figures = {
    runs,
    budget: BUDGET,
    bytes: RESULT,
    download,
    peak_mib_of_a_tenth: tenth,
    upload,
  };
  console.log(figures);
  if (keep) save('aws', figures);
}
