import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CachedLogin,
  cacheFolder,
  forgetLogin,
  loginFile,
  readLogin,
  writeLogin,
} from '../../../src/credentials/login/session-cache.ts';
import { makeFifo } from '../../support/make-fifo.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const KEY = { issuer: 'https://login.example.org', clientId: 'c', roleArn: 'r' };
const LOGIN: CachedLogin = {
  version: 2,
  ...KEY,
  idToken: 'an ID token',
  subject: 'preparer',
  name: 'preparer@example.org',
  signedInAt: '2025-10-02T08:00:00.000Z',
  refreshToken: null,
  assumedRoleArn: 'arn:aws:sts::000000000000:assumed-role/preparers/preparer',
  accessKeyId: 'an access key',
  secretAccessKey: 'a secret key',
  sessionToken: 'a session token',
  expiration: '2025-10-02T09:00:00.000Z',
};

describe('a kept sign-in', () => {
  it('is read back as it was written, by its owner only', async () => {
    const folder = join(await tempFolder(), 'cache');
    const path = loginFile(folder, KEY);
    expect(await readLogin(path, KEY)).toBeNull();
    await writeLogin(path, LOGIN);
    await writeLogin(path, { ...LOGIN, refreshToken: 'newer' });
    expect(await readLogin(path, KEY)).toEqual({ ...LOGIN, refreshToken: 'newer' });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('is not written where it would not be read again: nobody is told to be signed in', async () => {
    const folder = await tempFolder();
    const path = loginFile(folder, KEY);
    await writeLogin(path, { ...LOGIN, idToken: 'x'.repeat(65_536) });
    await expect(writeLogin(path, { ...LOGIN, idToken: 'y'.repeat(65_537) })).rejects.toMatchObject(
      {
        name: 'LoginError',
        message: expect.stringMatching(/cannot be kept: idToken must be/),
      },
    );
    expect((await readLogin(path, KEY))?.idToken).toMatch(/^x+$/);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('is another file for another provider, client or role', () => {
    const files = [
      KEY,
      { ...KEY, issuer: 'i' },
      { ...KEY, clientId: 'd' },
      { ...KEY, roleArn: 's' },
    ];
    expect(new Set(files.map((key) => loginFile('/', key))).size).toBe(4);
  });

  it.each([0o644, 0o620, 0o604])('is not used when others have rights (mode %o)', async (mode) => {
    const path = loginFile(await tempFolder(), KEY);
    await writeLogin(path, LOGIN);
    await chmod(path, mode);
    await expect(readLogin(path, KEY)).rejects.toMatchObject({
      name: 'LoginError',
      code: 'CACHE_UNSAFE',
      message: expect.not.stringContaining('a secret key'),
    });
  });

  it('is not used through a link, nor where a folder stands', async () => {
    const folder = await tempFolder();
    const path = loginFile(folder, KEY);
    await writeLogin(path, LOGIN);
    const link = join(folder, 'link');
    await symlink(path, link);
    await expect(readLogin(link, KEY)).rejects.toMatchObject({ code: 'CACHE_UNSAFE' });
    const place = join(folder, 'folder');
    await mkdir(place, { mode: 0o700 });
    await expect(readLogin(place, KEY)).rejects.toMatchObject({ code: 'CACHE_UNSAFE' });
  });

  it.each(['', 'no JSON', '{}', JSON.stringify({ ...LOGIN, version: 1 })])(
    'is none when the file holds %j',
    async (content) => {
      const path = join(await tempFolder(), 'login.json');
      await writeFile(path, content, { mode: 0o600 });
      expect(await readLogin(path, KEY)).toBeNull();
    },
  );

  it('is refused at once where a pipe stands that nobody writes to', async () => {
    const path = join(await tempFolder(), 'login.json');
    makeFifo(path);
    await chmod(path, 0o600);
    await expect(readLogin(path, KEY)).rejects.toMatchObject({
      code: 'CACHE_UNSAFE',
      message: expect.stringContaining('it is no file'),
    });
  });

  it.each(['issuer', 'clientId', 'roleArn'] as const)(
    'is none for another %s than it was made for',
    async (name) => {
      const path = loginFile(await tempFolder(), KEY);
      await writeLogin(path, LOGIN);
      expect(await readLogin(path, KEY)).toEqual(LOGIN);
      expect(await readLogin(path, { ...KEY, [name]: 'another' })).toBeNull();
    },
  );

  it.each([0o777, 0o720, 0o702])(
    'is not used in a folder where others write (mode %o)',
    async (mode) => {
      const folder = join(await tempFolder(), 'cache');
      const path = loginFile(folder, KEY);
      await writeLogin(path, LOGIN);
      await chmod(folder, mode);
      await expect(readLogin(path, KEY)).rejects.toMatchObject({ code: 'CACHE_UNSAFE' });
    },
  );

  it('is neither read nor written through a linked folder, whose rights stay as they are', async () => {
    const folder = await tempFolder();
    const target = join(folder, 'elsewhere');
    await mkdir(target);
    await chmod(target, 0o755);
    const link = join(folder, 'cache');
    await symlink(target, link);
    const path = loginFile(link, KEY);
    await expect(writeLogin(path, LOGIN)).rejects.toMatchObject({ code: 'CACHE_UNSAFE' });
    await expect(readLogin(path, KEY)).rejects.toMatchObject({ code: 'CACHE_UNSAFE' });
    expect(await readdir(target)).toEqual([]);
    expect((await stat(target)).mode & 0o777).toBe(0o755);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });

  it('is forgotten once', async () => {
    const path = loginFile(await tempFolder(), KEY);
    await writeLogin(path, LOGIN);
    expect(await forgetLogin(path)).toBe(true);
    expect(await forgetLogin(path)).toBe(false);
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    [{ XDG_CACHE_HOME: '/caches' }, 'linux', /^\/caches\/soxauto$/],
    [{ XDG_CACHE_HOME: '' }, 'linux', /\/\.cache\/soxauto$/],
    [{}, 'darwin', /\/Library\/Caches\/soxauto$/],
    [{ LOCALAPPDATA: '/local' }, 'win32', /^\/local\/soxauto$/],
    [{}, 'win32', /\/\.cache\/soxauto$/],
  ] as const)(
    'lies in the cache folder of the person: %j on %s',
    (environment, platform, folder) => {
      expect(cacheFolder(environment, platform)).toMatch(folder);
    },
  );
});
