import { existsSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import {
  chmod,
  link,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileSystemStore } from '../../../src/evidence/store/file-system/file-system-store.ts';
import { type Clock, type Instant, systemClock } from '../../../src/kernel/clock.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { aLocation, aSealedFile, describeEvidenceStore } from '../../contract/evidence-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { hasTool, runTool } from '../../support/tools.ts';

describeEvidenceStore('a folder', async () =>
  fileSystemStore(join(await tempFolder(), 'evidence'), systemClock),
);

async function aStore(clock: Clock = systemClock) {
  const root = join(await tempFolder(), 'evidence');
  return { root, store: fileSystemStore(root, clock) };
}

/** A clock that is so far ahead. */
function clockAhead(milliseconds: number): Clock {
  return { now: () => new Date(Date.now() + milliseconds).toISOString() as Instant };
}

const CELL = 'C-PG-1/IPE_07/NG/2025-09-30';
const NAME = aLocation().packageName;

describe('files in the folder', () => {
  it('are the ZIP and its digest, read-only, and nothing else', async () => {
    const { root, store } = await aStore();
    const { uri } = await store.put(await aSealedFile(), aLocation());
    expect(uri).toBe(join(root, CELL, `${NAME}.zip`));
    expect(await readdir(join(root, CELL))).toEqual([`${NAME}.zip`, `${NAME}.zip.sha256`]);
    for (const path of [uri, `${uri}.sha256`]) {
      expect(((await stat(path)).mode & 0o777).toString(8)).toBe('444');
    }
  });

  it.skipIf(!hasTool('sha256sum'))('pass sha256sum -c (needs sha256sum)', async () => {
    const { uri } = await (await aStore()).store.put(await aSealedFile(), aLocation());
    const { status } = runTool('sha256sum', ['-c', '--strict', `${uri}.sha256`], dirname(uri));
    expect(status).toBe(0);
  });

  it('are the bytes of the file itself where the sealed path is a symbolic link', async () => {
    const { store } = await aStore();
    const sealed = await aSealedFile();
    const path = `${sealed.path}.link`;
    await symlink(sealed.path, path);
    const { uri } = await store.put({ ...sealed, path }, aLocation());
    await rm(sealed.path);
    expect(await readFile(uri, 'utf8')).toBe('the bytes of a sealed ZIP');
  });

  const otherDisk = '/dev/shm';
  const apart = existsSync(otherDisk) && statSync(otherDisk).dev !== statSync(tmpdir()).dev;
  it.skipIf(!apart)('are copied from another file system (needs /dev/shm)', async () => {
    const { root, store } = await aStore();
    const path = join(await tempFolder(otherDisk), 'sealed.zip');
    await writeFile(path, 'made on another disk');
    const { uri } = await store.put(
      { path, zipDigest: sha256('made on another disk') },
      aLocation(),
    );
    expect(await readFile(uri, 'utf8')).toBe('made on another disk');
    expect(await readdir(join(root, CELL))).toEqual([`${NAME}.zip`, `${NAME}.zip.sha256`]);
  });
});

describe('a store that somebody touched', () => {
  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['of another name', `${sha256('x')}  other.zip\n`],
    ['of two lines', `${sha256('x')}  ${NAME}.zip\n\n`],
  ])('says that the digest file is %s', async (_, text) => {
    const { store } = await aStore();
    const { uri } = await store.put(await aSealedFile(), aLocation());
    await rm(`${uri}.sha256`);
    if (text !== undefined) await writeFile(`${uri}.sha256`, text);
    await expect(store.get(aLocation())).rejects.toMatchObject({
      code: 'DAMAGED',
      message: expect.stringContaining(`${NAME}.zip.sha256`),
    });
  });

  it('never adds a digest to a ZIP it did not store', async () => {
    const { root, store } = await aStore();
    await mkdir(join(root, CELL), { recursive: true });
    await writeFile(join(root, CELL, `${NAME}.zip`), 'put there by hand');
    const refused = store.put(await aSealedFile(), aLocation());
    await expect(refused).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(await readdir(join(root, CELL))).toEqual([`${NAME}.zip`]);
  });

  it('lists packages only', async () => {
    const { root, store } = await aStore();
    await store.put(await aSealedFile(), aLocation());
    await writeFile(join(root, 'README.md'), 'what this folder is');
    await writeFile(join(root, CELL, `${NAME}.zip.0123456789abcdef.partial`), 'half');
    await mkdir(join(root, CELL, `${aLocation('ffffff').packageName}.zip`));
    await mkdir(join(root, CELL, 'deeper'));
    await writeFile(join(root, CELL, 'deeper', `${NAME}.zip`), 'misplaced');
    expect(await store.list()).toEqual([aLocation()]);
  });
});

describe('a folder that cannot be used', () => {
  it('is named when a file stands where a folder should be', async () => {
    const root = join(await tempFolder(), 'evidence');
    await writeFile(root, 'a file');
    const store = fileSystemStore(root, systemClock);
    const failures = [
      store.put(await aSealedFile(), aLocation()),
      store.get(aLocation()),
      store.list(),
    ];
    for (const failed of failures) {
      await expect(failed).rejects.toMatchObject({
        code: 'NOT_WRITABLE',
        message: expect.stringContaining(root),
      });
    }
  });

  it('is named when the cell itself is a file', async () => {
    const { root, store } = await aStore();
    await mkdir(dirname(join(root, CELL)), { recursive: true });
    await writeFile(join(root, CELL), 'a file');
    await expect(store.put(await aSealedFile(), aLocation())).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: `${join(root, CELL)} should be a folder and is a file`,
    });
  });

  const mountable = canMount();
  it.skipIf(!mountable)(
    'that is full leaves nothing behind (needs the right to mount)',
    async () => {
      const root = await tempFolder();
      mount(root);
      try {
        const store = fileSystemStore(root, systemClock);
        const small = await store.put(await aSealedFile(), aLocation('aaaaaa'));
        const content = 'x'.repeat(2 * 1024 * 1024);
        const full = store.put(await aSealedFile(content), aLocation());
        await expect(full).rejects.toMatchObject({
          code: 'DISK_FULL',
          message: expect.stringContaining(`${NAME}.zip was not stored`),
          advice: expect.stringContaining('free space'),
        });
        const left = await readdir(join(root, CELL));
        expect(left).toEqual([
          `${aLocation('aaaaaa').packageName}.zip`,
          expect.stringMatching(/aaaaaa\.zip\.sha256$/),
        ]);
        expect(await store.get(aLocation('aaaaaa'))).toEqual(small);
      } finally {
        runTool('umount', [root]);
      }
    },
  );
});

function mount(folder: string): boolean {
  return runTool('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-test-'));
  const mounted = mount(folder);
  if (mounted) runTool('umount', [folder]);
  rmdirSync(folder);
  return mounted;
}

describe('what killed writers left', () => {
  const LATER = clockAhead(61 * 60 * 1000);
  const token = '0123456789abcdef';
  const zip = `${NAME}.zip`;

  /** A cell as a writer left it when it was killed, then used by another writer an hour later. */
  async function afterKill(
    files: Record<string, string>,
    links: Record<string, string>,
    clock = LATER,
  ) {
    const { root, store } = await aStore(clock);
    const cell = join(root, CELL);
    await mkdir(cell, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(cell, name), content);
      await chmod(join(cell, name), 0o444);
    }
    for (const [name, of] of Object.entries(links)) await link(join(cell, of), join(cell, name));
    await store.put(await aSealedFile(), aLocation('ffffff'));
    return (await readdir(cell)).filter((name) => !name.includes('ffffff'));
  }
  const partialZip = `${zip}.${token}.partial`;
  const partialDigest = `${zip}.sha256.${token}.partial`;

  it('goes when it was killed while bringing the ZIP', async () => {
    expect(await afterKill({ [partialZip]: 'hal' }, {})).toEqual([]);
  });

  it('goes with the digest that was published already, which is the same file as the partial one', async () => {
    const files = { [partialZip]: 'whole', [partialDigest]: 'digest' };
    expect(await afterKill(files, { [`${zip}.sha256`]: partialDigest })).toEqual([]);
  });

  it('goes without the package when both were published', async () => {
    const files = { [partialZip]: 'whole', [partialDigest]: 'digest' };
    const links = { [`${zip}.sha256`]: partialDigest, [zip]: partialZip };
    expect(await afterKill(files, links)).toEqual([zip, `${zip}.sha256`]);
  });

  it('goes when only one of the partial files had gone', async () => {
    const links = { [`${zip}.sha256`]: partialDigest };
    expect(await afterKill({ [partialDigest]: 'digest', [zip]: 'whole' }, links)).toEqual([
      zip,
      `${zip}.sha256`,
    ]);
    expect(await afterKill({ [partialDigest]: 'digest' }, links)).toEqual([]);
  });

  it('goes without a digest whose ZIP somebody deleted', async () => {
    const files = {
      [partialZip]: 'w',
      [partialDigest]: 'd',
      [`${zip}.sha256`]: 'evidence of a deletion',
    };
    expect(await afterKill(files, {})).toEqual([`${zip}.sha256`]);
  });

  it('stays while its writer may still be at work', async () => {
    const files = { [partialZip]: 'hal' };
    expect(await afterKill(files, {}, clockAhead(50 * 60 * 1000))).toEqual([partialZip]);
  });

  it('stays when it is not ours', async () => {
    const files = { 'notes.partial': 'mine', [`${zip}.partial`]: 'yours' };
    expect(await afterKill(files, {})).toEqual([`${zip}.partial`, 'notes.partial']);
  });
});
