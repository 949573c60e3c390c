import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { chmod, type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { LoginError } from './login-error.ts';

const LONGEST = 65_536;
const text = z.string().min(1).max(LONGEST);
const cached = z.strictObject({
  version: z.literal(2),
  // what it is good for: it is used for nothing else
  issuer: text,
  clientId: text,
  roleArn: text,
  /** As the provider says it, and STS when it gave the keys. */
  subject: text,
  name: text,
  /** Signed by the provider: what is named in evidence comes from here. */
  idToken: text,
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

/** What a sign-in is good for. */
export type LoginKey = Pick<CachedLogin, 'issuer' | 'clientId' | 'roleArn'>;

/** Anybody but the owner. */
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;

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
export function loginFile(folder: string, { issuer, clientId, roleArn }: LoginKey): string {
  const digest = sha256(canonicalJson({ issuer, clientId, roleArn }));
  return join(folder, `login-${digest.slice(0, 16)}.json`);
}

/**
 * The kept sign-in, or null when there is none that is good for this.
 * @throws LoginError CACHE_UNSAFE when others could have read or made it
 */
export async function readLogin(path: string, key: LoginKey): Promise<CachedLogin | null> {
  const folder = dirname(path);
  const place = await found(() => lstat(folder));
  if (place === null) return null;
  const why = whyUnsafe(place, OTHERS_WRITE, 'folder');
  if (why !== null) throw unsafe(folder, why);
  const file = await opened(path);
  if (file === null) return null;
  try {
    const kept = whyUnsafe(await file.stat(), OTHERS, 'file');
    if (kept !== null) throw unsafe(path, kept);
    const parsed = cached.safeParse(JSON.parse(await file.readFile('utf8')));
    // what an older version wrote is no sign-in any more
    if (!parsed.success) return null;
    const { issuer, clientId, roleArn } = parsed.data;
    const isSame = issuer === key.issuer && clientId === key.clientId && roleArn === key.roleArn;
    return isSame ? parsed.data : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  } finally {
    await file.close();
  }
}

/** Neither through a link nor waiting for what a pipe may say. */
async function opened(path: string): Promise<FileHandle | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  try {
    return await found(() => open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
  } catch (thrown) {
    throw unsafe(path, messageOf(thrown));
  }
}

async function found<Thing>(look: () => Promise<Thing>): Promise<Thing | null> {
  try {
    return await look();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}

function whyUnsafe(stats: Stats, rights: number, kind: 'file' | 'folder'): string | null {
  if (!(kind === 'file' ? stats.isFile() : stats.isDirectory())) return `it is no ${kind}`;
  const owner = process.getuid?.();
  // Windows has neither such rights nor such owners
  if (owner === undefined) return null;
  if (stats.uid !== owner) return 'it is not yours';
  return (stats.mode & rights) === 0 ? null : 'others may read or write it';
}

/** Makes the folder where there is none, and shuts others out. @throws LoginError CACHE_UNSAFE for a link, or one of others */
export async function ownFolder(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  }
  const stats = await lstat(folder);
  const why = whyUnsafe(stats, 0, 'folder');
  if (why !== null) throw unsafe(folder, why);
  if ((stats.mode & OTHERS) !== 0) await chmod(folder, 0o700);
}

/**
 * Whole or not at all, for the owner only.
 * @throws LoginError CACHE_UNSAFE for what would not be read again; its message holds nothing of it
 */
export async function writeLogin(path: string, login: CachedLogin): Promise<void> {
  const { error } = cached.safeParse(login);
  if (error !== undefined) {
    const parts = [...new Set(error.issues.map(({ path: part }) => part.join('.')))];
    throw new LoginError(
      'CACHE_UNSAFE',
      `the sign-in cannot be kept: ${parts.join(', ')} must be 1 to ${LONGEST} characters, or a date`,
      {
        advice: `Have the identity provider say less of each person: nothing it gives may be longer than ${LONGEST} characters.`,
      },
    );
  }
  const folder = dirname(path);
  await ownFolder(folder);
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
  return new LoginError('CACHE_UNSAFE', `the kept sign-in at ${path} is not used: ${why}`, {
    advice: 'Delete it and run ipe login again.',
  });
}
