import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Folders this process made and has not removed yet. */
const own = new Set<string>();

const NAME = /^run-(.+)-([0-9]+)-[0-9a-f]{8}$/;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

/** Left by a process of this machine that no longer runs; another machine's folder is never touched. */
function isStale(name: string): boolean {
  const match = NAME.exec(name);
  if (match === null || match[1] !== hostname() || own.has(name)) return false;
  const pid = Number(match[2]);
  return pid === process.pid || !isAlive(pid);
}

/**
 * A private folder for one run's temporary files; what killed runs left behind is removed on the way.
 * Two runs at once get two folders.
 */
export async function makeRunFolder(
  workFolder: string,
): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const parent = join(workFolder, 'runs');
  await mkdir(parent, { recursive: true });
  const stale = (await readdir(parent)).filter(isStale);
  await Promise.all(stale.map((name) => rm(join(parent, name), { recursive: true, force: true })));
  const name = `run-${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const path = join(parent, name);
  own.add(name);
  await mkdir(path);
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true });
      own.delete(name);
    },
  };
}
