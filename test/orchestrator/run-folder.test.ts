import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRunFolder } from '../../src/orchestrator/run-folder.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('the folder of a run', () => {
  it('is private and goes when the run ends', async () => {
    const work = await tempFolder();
    const [a, b] = await Promise.all([makeRunFolder(work), makeRunFolder(work)]);
    expect(a.path).not.toBe(b.path);
    await a.remove();
    expect(existsSync(a.path)).toBe(false);
    expect(existsSync(b.path)).toBe(true);
    await b.remove();
  });

  it('takes away what killed runs of this machine left, and nothing of others', async () => {
    const work = await tempFolder();
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const names = {
      dead: `run-${hostname()}-${dead}-00000000`,
      ownOld: `run-${hostname()}-${process.pid}-00000000`,
      alive: `run-${hostname()}-${process.ppid}-00000000`,
      elsewhere: 'run-another-machine-1-00000000',
      other: 'notes',
    };
    for (const name of Object.values(names))
      mkdirSync(join(work, 'runs', name), { recursive: true });
    const folder = await makeRunFolder(work);
    const there = (name: string) => existsSync(join(work, 'runs', name));
    expect([there(names.dead), there(names.ownOld)]).toEqual([false, false]);
    expect([there(names.alive), there(names.elsewhere), there(names.other)]).toEqual([
      true,
      true,
      true,
    ]);
    await folder.remove();
  });
});
