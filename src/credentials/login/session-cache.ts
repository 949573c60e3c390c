import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { sha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { LoginError } from './login-error.ts';

const text = z.string().min(1).max(65_536);
const cached = z.strictObject({
  version: z.literal(1),
  subject: text,
  name: text,
  signedInAt: z.iso.datetime(),
  refreshToken: text.nullable(),
  assumedRoleArn: text,
  accessKeyId: text,
  secretAccessKey: text,
  sessionToken: text,
  expiration: z.iso.datetime(),
});

/** A person's sign-in as it waits between two commands. Holds secrets. */
export type CachedLogin = z.infer<typeof cached>;

/** Anybody but the owner. */
const OTHERS = 0o077;

/** The folder where programs of this person keep what may be lost. */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const named = environment['XDG_CACHE_HOME'];
  if (named !== undefined && named !== '') return join(named, 'soxauto');
  const local = environment['LOCALAPPDATA'];
  if (platform === 'win32' && local !== undefined) return join(local, 'soxauto');
  const caches = platform === 'darwin' ? join('Library', 'Caches') : '.cache';
  return join(homedir(), caches, 'soxauto');
}

/** One file for each provider, client and role. */
export function loginFile(
  folder: string,
  key: { readonly issuer: string; readonly clientId: string; readonly roleArn: string },
): string {
  const { issuer, clientId, roleArn } = key;
  const digest = sha256(canonicalJson({ issuer, clientId, roleArn }));
  return join(folder, `login-${digest.slice(0, 16)}.json`);
}

/** The kept sign-in, or null when there is none. @throws LoginError CACHE_UNSAFE when others could have read or made it */
export async function readLogin(path: string): Promise<CachedLogin | null> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw unsafe(path, messageOf(thrown));
  }
  try {
    const stat = await file.stat();
    const owner = process.getuid?.();
    // Windows has neither such rights nor such owners
    if (owner !== undefined && (stat.uid !== owner || (stat.mode & OTHERS) !== 0)) {
      throw unsafe(path, 'others may read or write it, or it is not yours');
    }
    if (!stat.isFile()) throw unsafe(path, 'it is no file');
    const parsed = cached.safeParse(JSON.parse(await file.readFile('utf8')));
    // what an older version wrote is no sign-in any more
    return parsed.success ? parsed.data : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  } finally {
    await file.close();
  }
}

/** Whole or not at all, for the owner only. */
export async function writeLogin(path: string, login: CachedLogin): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const partial = join(folder, `.${randomUUID()}`);
  try {
    const file = await open(partial, 'wx', 0o600);
    try {
      await file.writeFile(canonicalJson(login));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (thrown) {
    // it may hold tokens
    await rm(partial, { force: true });
    throw thrown;
  }
}

/** Who holds it longer has died. */
const LOCKED_MS = 60_000;

/** Acts while no other process of this person does the same to this file. */
export async function alone<Result>(
  path: string,
  signal: AbortSignal,
  act: () => Promise<Result>,
): Promise<Result> {
  const lock = `${path}.lock`;
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close();
      break;
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
    }
    const since = await stat(lock).catch(() => null);
    if (since !== null && Date.now() - since.mtimeMs > LOCKED_MS) await rm(lock, { force: true });
    else await pause(100, undefined, { signal });
  }
  try {
    return await act();
  } finally {
    await rm(lock, { force: true });
  }
}

/** @returns whether there was one */
export async function forgetLogin(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return false;
    throw thrown;
  }
}

function unsafe(path: string, why: string): LoginError {
  return new LoginError('CACHE_UNSAFE', `the kept sign-in ${path} is not used: ${why}`, {
    advice: 'Delete the file and run ipe login again.',
  });
}
