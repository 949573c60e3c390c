import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileSystemStore } from '../../../src/evidence/store/file-system/file-system-store.ts';
import { checkFixity } from '../../../src/evidence/store/fixity.ts';
import { odditiesAmong } from '../../../src/evidence/store/oddities.ts';
import {
  type EvidenceStore,
  EvidenceStoreError,
  type PackageLocation,
} from '../../../src/evidence/store/store.ts';
import { type Clock, type Instant, systemClock } from '../../../src/kernel/clock.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { aLocation, aSealedFile } from '../../contract/evidence-store.ts';
import { makeFifo } from '../../support/make-fifo.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runTool } from '../../support/tools.ts';

const CELL = 'C-PG-1/IPE_07/NG/2025-09-30';
const PLACE = `${CELL}/${aLocation().packageName}.zip`;
const tomorrow: Clock = {
  now: () => new Date(Date.now() + 86_400_000).toISOString() as Instant,
};

async function check(store: EvidenceStore, full = false, signal = new AbortController().signal) {
  return await checkFixity(store, { full, clock: systemClock, signal });
}

async function aFolder(clock: Clock = systemClock) {
  const root = join(await tempFolder(), 'evidence');
  const store = fileSystemStore(root, clock);
  const { uri } = await store.put(await aSealedFile(), aLocation());
  return { root, store, uri };
}

describe('R-7 the fixity check of a folder', () => {
  it('reads every package and finds nothing wrong', async () => {
    const { store } = await aFolder();
    await store.put(await aSealedFile('another'), aLocation('def456'));
    expect(await check(store)).toEqual({
      checkedAt: expect.stringMatching(/Z$/),
      full: false,
      outcome: 'no_defect_found',
      packages: [
        {
          place: PLACE,
          sha256: sha256('the bytes of a sealed ZIP'),
          bytes: 25,
          read: true,
          versionId: null,
          retention: null,
          legalHold: false,
        },
        expect.objectContaining({ place: PLACE.replace('abc123', 'def456'), read: true }),
      ],
      defects: [],
      unfinished: [],
      notLookedFor: [],
    });
  });

  it('names a package whose bytes are others now, and one that can be written to', async () => {
    const { store, uri } = await aFolder();
    await rm(uri);
    await writeFile(uri, 'the bytes of a sealed ZAP');
    expect((await check(store)).defects).toEqual([
      { code: 'LESS_PROTECTED', place: PLACE, words: 'its files can be written to', advice: null },
      {
        code: 'CHANGED',
        place: PLACE,
        words: `expected SHA-256 ${sha256('the bytes of a sealed ZIP')}, got ${sha256('the bytes of a sealed ZAP')}`,
        advice: null,
      },
    ]);
  });

  it('names a digest that is missing, one without a package, and what nobody stored', async () => {
    const { root, store, uri } = await aFolder(tomorrow);
    const { uri: lost } = await store.put(await aSealedFile(), aLocation('0000aa'));
    await rm(`${uri}.sha256`);
    await rm(lost);
    await writeFile(join(root, 'notes.txt'), 'x');
    await writeFile(
      join(root, CELL, `${aLocation().packageName}.zip.${'0'.repeat(16)}.partial`),
      '',
    );
    await mkdir(join(root, 'elsewhere'));
    await writeFile(join(root, 'elsewhere', `${aLocation().packageName}.zip`), 'misplaced');
    const { packages, defects } = await check(store);
    expect(packages).toEqual([]);
    expect(defects.map(({ code, place }) => [code, place])).toEqual([
      ['DAMAGED', PLACE],
      ['PACKAGE_MISSING', `${CELL}/${aLocation('0000aa').packageName}.zip.sha256`],
      ['STRAY', `${CELL}/${aLocation().packageName}.zip.${'0'.repeat(16)}.partial`],
      ['STRAY', `elsewhere/${aLocation().packageName}.zip`],
      ['STRAY', 'notes.txt'],
    ]);
  });

  it('takes what is young for the work of a writer', async () => {
    const { store, uri } = await aFolder();
    await writeFile(`${uri}.${'0'.repeat(16)}.partial`, '');
    const { defects, unfinished } = await check(store);
    expect(defects).toEqual([]);
    expect(unfinished).toMatchObject([{ code: 'UNFINISHED', words: 'a writer may be at work' }]);
  });

  it('says that a listed package went away meanwhile', async () => {
    const { store, uri } = await aFolder();
    const survey = async () => {
      const found = await store.survey();
      await rm(uri);
      await rm(`${uri}.sha256`);
      return found;
    };
    expect((await check({ ...store, survey })).defects).toMatchObject([{ code: 'GONE' }]);
  });

  it('names a package that cannot be read, with the reason, and checks the others', async () => {
    const { store } = await aFolder();
    await store.put(await aSealedFile('another'), aLocation('def456'));
    const advice = 'Have the disk looked at.';
    const broken = new EvidenceStoreError('STORE_FAILED', 'EIO: a bad block', { advice });
    const custody = async (location: PackageLocation) => {
      if (location.packageName === aLocation().packageName) throw broken;
      return await store.custody(location);
    };
    const { packages, defects } = await check({ ...store, custody });
    expect(defects).toEqual([
      { code: 'UNREADABLE', place: PLACE, words: 'EIO: a bad block', advice },
    ]);
    expect(packages).toMatchObject([{ place: PLACE.replace('abc123', 'def456'), read: true }]);
  });

  it('names a digest that is no line but far too much, and one that is no file', async () => {
    const { store, uri } = await aFolder();
    await rm(`${uri}.sha256`);
    await writeFile(`${uri}.sha256`, 'x'.repeat(5_000_000));
    const [found] = (await check(store)).defects;
    expect(found).toMatchObject({ code: 'DAMAGED', place: PLACE });
    expect(found?.words.length).toBeLessThan(1000);
    await rm(`${uri}.sha256`);
    await mkdir(`${uri}.sha256`);
    expect((await check(store)).defects).toMatchObject([
      { code: 'DAMAGED', place: PLACE, words: expect.stringContaining('no file') },
      { code: 'STRAY', place: `${PLACE}.sha256` },
    ]);
  });

  it('follows no link and waits for no pipe: what is no file is named', async () => {
    const { root, store, uri } = await aFolder();
    const outside = join(await tempFolder(), 'outside');
    const elsewhere = fileSystemStore(outside, systemClock);
    const { uri: other } = await elsewhere.put(await aSealedFile(), aLocation('def456'));
    await symlink(join(outside, 'C-PG-1'), join(root, 'C-PG-2'));
    await symlink(other, join(dirname(uri), basename(other)));
    await symlink(`${other}.sha256`, join(dirname(uri), `${basename(other)}.sha256`));
    makeFifo(join(root, 'pipe'));
    await mkdir(join(root, 'folder.zip'));
    await writeFile(join(root, 'notes.txt'), 'x');
    const { packages, defects } = await check(store);
    expect(packages).toMatchObject([{ place: PLACE }]);
    const linked = PLACE.replace('abc123', 'def456');
    expect(defects.map(({ code, place }) => [code, place])).toEqual([
      ['STRAY', linked],
      ['STRAY', `${linked}.sha256`],
      ['STRAY', 'C-PG-2'],
      ['STRAY', 'folder.zip'],
      ['STRAY', 'notes.txt'],
      ['STRAY', 'pipe'],
    ]);
  });

  it.each(['', '.sha256'])('reads no link in the place of a file: .zip%s', async (suffix) => {
    const { store, uri } = await aFolder();
    const survey = async () => {
      const found = await store.survey();
      await rename(`${uri}${suffix}`, `${uri}${suffix}.moved`);
      await symlink(`${uri}${suffix}.moved`, `${uri}${suffix}`);
      return found;
    };
    expect((await check({ ...store, survey })).defects).toMatchObject([
      { code: 'DAMAGED', place: PLACE, words: expect.stringContaining('a link') },
    ]);
  });

  it('names a folder that cannot be looked into, and checks what lies beside it', async () => {
    const { root, store } = await aFolder();
    // deeper than a path can be long: nobody can open it by its name, whatever the rights
    const name = 'x'.repeat(250);
    onTestFinished(() => void runTool('rm', ['-rf', root], '/'));
    runTool('sh', ['-c', `for i in $(seq 20); do mkdir ${name} && cd ${name}; done`], root);
    const { packages, defects } = await check(store);
    expect(packages).toMatchObject([{ place: PLACE }]);
    expect(defects).toEqual([
      {
        code: 'UNREADABLE',
        place: expect.stringContaining(name),
        words: expect.stringContaining('ENAMETOOLONG'),
        advice: null,
      },
    ]);
    await expect(store.list()).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });

  it('ends with an error when the store itself is lost meanwhile, and when it is cancelled', async () => {
    const { root, store } = await aFolder();
    await expect(check(store, false, AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const stop = new AbortController();
    const read = async function* () {
      stop.abort();
      yield Buffer.from('x');
    };
    await expect(check({ ...store, read }, false, stop.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const bug = () => Promise.reject(new TypeError('a bug'));
    await expect(check({ ...store, custody: bug })).rejects.toThrow('a bug');
    const survey = async () => {
      const found = await store.survey();
      await rm(root, { recursive: true });
      return found;
    };
    await expect(check({ ...store, survey })).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining(root),
    });
    await writeFile(root, 'a file');
    await expect(check(store)).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });

  it('says nothing good of a store without packages', async () => {
    const root = await tempFolder();
    const store = fileSystemStore(root, systemClock);
    expect(await check(store)).toMatchObject({ outcome: 'nothing_checked', packages: [] });
    await writeFile(join(root, 'notes.txt'), 'x');
    expect(await check(store)).toMatchObject({ outcome: 'defects_found' });
  });
});

describe('what is no package', () => {
  it('is a defect when it is older than an hour', () => {
    const clock: Clock = { now: () => '2026-01-31T12:00:00.000Z' as Instant };
    const old = Date.parse('2026-01-31T10:59:59.999Z');
    const young = Date.parse('2026-01-31T11:00:00.000Z');
    const other = PLACE.replace('abc123', 'def456');
    expect(
      odditiesAmong(
        new Map([
          [PLACE, old],
          [`${other}.sha256`, young],
          ['x.sha256', young],
        ]),
        clock,
      ).map(({ code, place }) => [code, place]),
    ).toEqual([
      ['DIGEST_MISSING', PLACE],
      ['UNFINISHED', `${other}.sha256`],
      ['STRAY', 'x.sha256'],
    ]);
  });
});
