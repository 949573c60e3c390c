import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startServing, TASK } from '../../../scripts/bench-aws.ts';

const run = promisify(execFile);
const MB = 1_000_000;

/** Peak memory of a process that brings a result of so many bytes, in MiB. */
async function peakOf(bytes: number): Promise<number> {
  const serving = await startServing(bytes, 'crc64nvme');
  const node = ['--import', import.meta.resolve('tsx'), TASK, 'deliver', serving.endpoint];
  const { stdout } = await run(process.execPath, node).finally(() => serving.stop());
  const { peak_kib, produced } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(JSON.parse(produced).bytes).toBeGreaterThanOrEqual(bytes);
  return peak_kib / 1024;
}

it('memory does not grow with a result object: of fifteen times the bytes, none more are held', {
  timeout: 300_000,
}, async () => {
  const [some, many] = [await peakOf(10 * MB), await peakOf(150 * MB)];
  // kept, the further bytes would take 134 MiB
  expect(many).toBeLessThan(some + 60);
});
