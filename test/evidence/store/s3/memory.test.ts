import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startServing, TASK } from '../../../../scripts/bench-aws.ts';

const run = promisify(execFile);
const MB = 1_000_000;

/** Peak memory of a process that stores a package of so many bytes, in MiB. */
async function peakOf(endpoint: string, bytes: number, threshold: number): Promise<number> {
  const upload = [TASK, 'upload', endpoint, String(bytes), String(threshold)];
  const { stdout } = await run(process.execPath, [
    '--import',
    import.meta.resolve('tsx'),
    ...upload,
  ]);
  const { peak_kib, produced } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(JSON.parse(produced).bytes).toBe(bytes);
  return peak_kib / 1024;
}

/** In parts, those under way are held: two of 64 MiB, and the one that is read. */
it.each([
  ['in one request', 20 * MB, 200 * MB, 200 * MB],
  ['in parts', 200 * MB, 400 * MB, 100 * MB],
])(
  'memory does not grow with a package that is stored %s',
  {
    timeout: 300_000,
  },
  async (_, small, large, threshold) => {
    const serving = await startServing(0);
    try {
      const some = await peakOf(serving.endpoint, small, threshold);
      const many = await peakOf(serving.endpoint, large, threshold);
      // kept, the further bytes would take more than 170 MiB
      expect(many).toBeLessThan(some + 110);
    } finally {
      serving.stop();
    }
  },
);
