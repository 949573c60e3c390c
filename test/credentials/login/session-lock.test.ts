import { EventEmitter, once } from 'node:events';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { alone } from '../../../src/credentials/login/session-lock.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const { signal } = new AbortController();

async function silent(path: string): Promise<void> {
  const longAgo = new Date(Date.now() - 61_000);
  await utimes(path, longAgo, longAgo);
}

describe('acting alone on a kept sign-in', () => {
  it('lets one after the other in, also where the lock of a dead process lies', async () => {
    const path = join(await tempFolder(), 'login.json');
    await writeFile(`${path}.lock`, 'of a process that died');
    await silent(`${path}.lock`);
    let inside = 0;
    const most: number[] = [];
    const act = async () => {
      inside += 1;
      most.push(inside);
      await pause(20);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => alone(path, signal, act)));
    expect(most).toEqual(Array.from({ length: 8 }, () => 1));
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('never takes away the lock of another, though its own was held for dead', async () => {
    const path = join(await tempFolder(), 'login.json');
    const said: string[] = [];
    const gate = new EventEmitter();
    const isIn = once(gate, 'in');
    const first = alone(path, signal, async () => {
      await silent(`${path}.lock`);
      const end = once(gate, 'end');
      gate.emit('in');
      await end;
    });
    await isIn;
    const second = alone(path, signal, async () => {
      const lock = await readFile(`${path}.lock`, 'utf8');
      gate.emit('end');
      await first;
      expect(await readFile(`${path}.lock`, 'utf8')).toBe(lock);
      const third = alone(path, signal, async () => said.push('third in'));
      await pause(300);
      said.push('second out');
      return { third };
    });
    const { third } = await second;
    await third;
    expect(said).toEqual(['second out', 'third in']);
  });

  it('goes on after a process died while it removed a dead lock', async () => {
    const path = join(await tempFolder(), 'login.json');
    await writeFile(`${path}.lock`, 'dead');
    await silent(`${path}.lock`);
    // the right to remove it, named by the digest of whose it is

    const right = `${path}.lock.${sha256('dead').slice(0, 16)}`;
    await writeFile(right, '');
    await silent(right);
    expect(await alone(path, signal, async () => 'done')).toBe('done');
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('is given up on demand, and gives the lock back after a failure', async () => {
    const path = join(await tempFolder(), 'login.json');
    const cancel = new AbortController();
    const failing = alone(path, signal, async () => {
      const waiting = alone(path, cancel.signal, () => expect.unreachable());
      cancel.abort();
      await expect(waiting).rejects.toMatchObject({ name: 'LoginError', code: 'CANCELLED' });
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await readdir(join(path, '..'))).toEqual([]);
  });
});
