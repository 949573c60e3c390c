import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { mountedSecrets } from '../../src/credentials/mounted-secrets.ts';
import { Secret } from '../../src/credentials/secret-store.ts';
import { makeFifo } from '../support/make-fifo.ts';
import { tempFolder } from '../support/temp-folder.ts';

const signal = new AbortController().signal;

function put(folder: string, name: string, content: string | Uint8Array, mode = 0o400): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

async function folderWith(content: string | Uint8Array, mode?: number): Promise<string> {
  const folder = await tempFolder();
  mkdirSync(join(folder, 'sox'));
  put(folder, 'sox/nav', content, mode);
  return folder;
}

describe('a secret', () => {
  const secret = new Secret('sox/nav', 'modified 2025-10-01T00:00:00.000Z', 'T0p/secret');

  it('shows its text to nobody who does not ask by name', () => {
    expect(secret.reveal()).toBe('T0p/secret');
    const shown = [
      `${secret}`,
      String(secret),
      JSON.stringify({ secret }),
      inspect(secret, { depth: 9, showHidden: true }),
      inspect({ deep: [secret] }, { depth: 9 }),
      JSON.stringify(Object.entries(secret)),
      JSON.stringify({ ...secret }),
    ];
    for (const text of shown) expect(text).not.toContain('T0p');
    expect(`${secret}`).toBe('[secret]');
    expect(JSON.parse(JSON.stringify(secret))).toBe('[secret]');
  });
});

describe('secrets mounted as files', () => {
  it('are read by name, in folders below, without the line break an editor leaves at the end', async () => {
    const folder = await folderWith('PWD={a;b}\r\n');
    const secret = await mountedSecrets(folder).read('sox/nav', signal);
    expect(secret.reveal()).toBe('PWD={a;b}');
    expect(secret.name).toBe('sox/nav');
    expect(secret.version).toMatch(/^modified \d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('keep every other space and line break', async () => {
    const folder = await folderWith('  two\nlines \n\n');
    expect((await mountedSecrets(folder).read('sox/nav', signal)).reveal()).toBe('  two\nlines \n');
  });

  it('are found behind the links Kubernetes makes', async () => {
    const folder = await tempFolder();
    mkdirSync(join(folder, '..2025_10_01'));
    put(folder, '..2025_10_01/nav', 'hunter22');
    symlinkSync('..2025_10_01', join(folder, '..data'));
    symlinkSync(join('..data', 'nav'), join(folder, 'nav'));
    expect((await mountedSecrets(folder).read('nav', signal)).reveal()).toBe('hunter22');
  });

  it.each([
    '',
    '/etc/passwd',
    '../nav',
    'sox/../../nav',
    'sox//nav',
    'sox/',
    '.',
    '..',
    'a\\b',
    'a\0b',
    'C:nav',
    '-rf',
  ])('refuse the name %j', async (name) => {
    const folder = await folderWith('hunter22');
    await expect(mountedSecrets(folder).read(name, signal)).rejects.toMatchObject({
      code: 'SECRET_REFUSED',
    });
  });

  it('refuse a link that leaves the folder, also by a folder on the way', async () => {
    const outside = await folderWith('hunter22');
    const folder = await tempFolder();
    symlinkSync(join(outside, 'sox/nav'), join(folder, 'nav'));
    symlinkSync(outside, join(folder, 'away'));
    for (const name of ['nav', 'away/sox/nav']) {
      await expect(mountedSecrets(folder).read(name, signal)).rejects.toMatchObject({
        code: 'SECRET_REFUSED',
        message: expect.stringContaining('lies outside'),
      });
    }
  });

  it('are missing when the file or the folder is', async () => {
    const folder = await folderWith('hunter22');
    for (const [place, name] of [
      [folder, 'sox/other'],
      [folder, 'sox/nav/deeper'],
      [join(folder, 'nowhere'), 'sox/nav'],
    ] as const) {
      await expect(mountedSecrets(place).read(name, signal)).rejects.toMatchObject({
        code: 'SECRET_MISSING',
        advice: expect.stringContaining('SOXAUTO_SECRETS'),
      });
    }
  });

  it.each([0o404, 0o444, 0o402, 0o644])(
    'refuse a file everybody may use: mode %o',
    async (mode) => {
      const folder = await folderWith('hunter22', mode);
      await expect(mountedSecrets(folder, 'linux').read('sox/nav', signal)).rejects.toMatchObject({
        code: 'SECRET_REFUSED',
        message: expect.stringContaining(`mode ${mode.toString(8)}`),
        advice: expect.stringContaining('defaultMode 0440'),
      });
    },
  );

  it('do not look at modes where the platform makes them up', async () => {
    const folder = await folderWith('hunter22', 0o444);
    expect((await mountedSecrets(folder, 'win32').read('sox/nav', signal)).reveal()).toBe(
      'hunter22',
    );
  });

  it.each([
    ['empty', '', 'SECRET_REFUSED'],
    ['only a line break', '\n', 'SECRET_REFUSED'],
    ['too large', 'x'.repeat(65_537), 'SECRET_REFUSED'],
    ['NUL inside', 'a\0b', 'SECRET_REFUSED'],
    ['no text', new Uint8Array([0x61, 0xff, 0xfe]), 'SECRET_UNREADABLE'],
  ])('refuse a file that is %s', async (_what, content, code) => {
    const folder = await folderWith(content);
    await expect(mountedSecrets(folder).read('sox/nav', signal)).rejects.toMatchObject({ code });
  });

  it('take a file of exactly 65,536 bytes', async () => {
    const folder = await folderWith('x'.repeat(65_536));
    expect((await mountedSecrets(folder).read('sox/nav', signal)).reveal()).toHaveLength(65_536);
  });

  it('refuse a folder, a pipe and a ring of links without waiting for anything', async () => {
    const folder = await folderWith('hunter22');
    makeFifo(join(folder, 'pipe'));
    symlinkSync('ring', join(folder, 'ring'));
    const store = mountedSecrets(folder);
    await expect(store.read('sox', signal)).rejects.toMatchObject({ code: 'SECRET_REFUSED' });
    await expect(store.read('pipe', signal)).rejects.toMatchObject({ code: 'SECRET_REFUSED' });
    await expect(store.read('ring', signal)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  });

  it('are not read once the run is cancelled', async () => {
    const folder = await folderWith('hunter22');
    await expect(
      mountedSecrets(folder).read('sox/nav', AbortSignal.abort(new Error('stopped'))),
    ).rejects.toThrow('stopped');
  });
});
