import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sha256 } from '../../kernel/digest.ts';
import { LoginError } from './login-error.ts';
import { ownFolder } from './session-cache.ts';

/** Who has not been heard of for so long has died. */
const SILENT_MS = 60_000;
const HEARD_EVERY_MS = 10_000;
const ASK_EVERY_MS = 100;

/** Acts while no other process of this person does the same to this file. @throws LoginError CACHE_UNSAFE, CANCELLED */
export async function alone<Result>(
  path: string,
  signal: AbortSignal,
  act: () => Promise<Result>,
): Promise<Result> {
  await ownFolder(dirname(path));
  const lock = `${path}.lock`;
  const mine = randomUUID();
  const file = await taken(lock, mine, signal);
  const heard = setInterval(() => {
    const now = new Date();
    // its file is kept open: the lock of somebody else is never touched
    file.utimes(now, now).catch(() => undefined);
  }, HEARD_EVERY_MS);
  try {
    return await act();
  } finally {
    clearInterval(heard);
    await file.close();
    await removeIfOf(lock, mine);
  }
}

async function taken(lock: string, mine: string, signal: AbortSignal): Promise<FileHandle> {
  for (;;) {
    if (signal.aborted) throw new LoginError('CANCELLED', 'signing in was cancelled');
    const file = await newFile(lock);
    if (file !== null) {
      await file.writeFile(mine);
      return file;
    }
    await removeDead(lock);
    await pause(ASK_EVERY_MS);
  }
}

/** null where there is one already. */
async function newFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (thrown) {
    if (isCode(thrown, 'EEXIST')) return null;
    throw thrown;
  }
}

/** Of all who see the same lock dead one only may remove it, and only that one: the next lock stays. */
async function removeDead(lock: string): Promise<void> {
  const owner = await ownerOf(lock);
  if (owner === null || !(await isSilent(lock))) return;
  const right = `${lock}.${sha256(owner).slice(0, 16)}`;
  const file = await newFile(right);
  if (file === null) {
    if (await isSilent(right)) await rm(right, { force: true });
    return;
  }
  try {
    await file.close();
    if (await isSilent(lock)) await removeIfOf(lock, owner);
  } finally {
    await rm(right, { force: true });
  }
}

async function isSilent(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && Math.abs(Date.now() - found.mtimeMs) > SILENT_MS;
}

async function removeIfOf(lock: string, owner: string): Promise<void> {
  if ((await ownerOf(lock)) === owner) await rm(lock, { force: true });
}

async function ownerOf(lock: string): Promise<string | null> {
  try {
    return await readFile(lock, 'utf8');
  } catch (thrown) {
    if (isCode(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}

function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
