import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { USUAL_STOP_MS } from '../../src/aws/athena-execution.ts';
import { GRACE_MS } from '../../src/cli/commands/run.ts';
import { SEAL_AFTER_CANCEL_MS } from '../../src/orchestrator/execute-item.ts';
import { USUAL_PATIENCE } from '../../src/publishing/aws-call.ts';
import { DEFAULT_TIMING } from '../../src/runners/athena/athena-options.ts';
import { repository } from '../support/ipe.ts';

/** The seconds a file says, in milliseconds. */
function written(file: string, pattern: RegExp): number {
  const [, seconds] = pattern.exec(readFileSync(join(repository, file), 'utf8')) ?? [];
  return Number(seconds) * 1000;
}

describe('after a signal', () => {
  it('P20 U-8 a query is stopped, then its item is sealed, then the process ends, before it is killed', () => {
    const kills = [
      written('deploy/src/task.ts', /stopTimeout: Duration\.seconds\((\d+)\)/),
      written('docs/operations.md', /terminationGracePeriodSeconds: (\d+)/),
    ];
    expect([DEFAULT_TIMING.stopMs, USUAL_PATIENCE.stopMs]).toEqual([USUAL_STOP_MS, USUAL_STOP_MS]);
    // half of the time at most is for stopping: the package is hashed and stored in what is left
    expect(USUAL_STOP_MS * 2).toBeLessThanOrEqual(SEAL_AFTER_CANCEL_MS);
    // the end is printed and the run package sealed after that
    expect(SEAL_AFTER_CANCEL_MS + 3_000).toBeLessThan(GRACE_MS);
    for (const kill of kills) expect(GRACE_MS + 5_000).toBeLessThan(kill);
  });
});
