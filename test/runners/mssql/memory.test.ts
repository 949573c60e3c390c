import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startServing, TASK } from '../../../scripts/bench-mssql.ts';

const run = promisify(execFile);

/** Peak memory of a process that has the rows delivered, in MiB. */
async function peakOf(rows: number): Promise<number> {
  const serving = await startServing(rows);
  const node = ['--import', import.meta.resolve('tsx'), TASK, 'deliver', serving.reach];
  const { stdout } = await run(process.execPath, node).finally(() => serving.stop());
  const { peak_kib, produced } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(JSON.parse(produced)).toMatchObject({ rows });
  return peak_kib / 1024;
}

it('memory does not grow with rows: of ten times the rows, none more are held', {
  timeout: 300_000,
}, async () => {
  const [some, many] = [await peakOf(5_000), await peakOf(50_000)];
  // 20 columns of text: kept, the further rows would take more than 100 MiB
  expect(many).toBeLessThan(some * 1.5);
});
