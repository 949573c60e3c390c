import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileSystemStore } from '../../../src/evidence/store/file-system/file-system-store.ts';
import { checkFixity } from '../../../src/evidence/store/fixity.ts';
import { odditiesAmong } from '../../../src/evidence/store/oddities.ts';
import { type EvidenceStore, EvidenceStoreError } from '../../../src/evidence/store/store.ts';
import { type Clock, type Instant, systemClock } from '../../../src/kernel/clock.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { aLocation, aSealedFile } from '../../contract/evidence-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';

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
    });
  });

  it('names a package whose bytes are others now, and one that can be written to', async () => {
    const { store, uri } = await aFolder();
    await rm(uri);
    await writeFile(uri, 'the bytes of a sealed ZAP');
    expect((await check(store)).defects).toEqual([
      { code: 'LESS_PROTECTED', place: PLACE, words: 'its files can be written to' },
      {
        code: 'CHANGED',
        place: PLACE,
        words: `expected SHA-256 ${sha256('the bytes of a sealed ZIP')}, got ${sha256('the bytes of a sealed ZAP')}`,
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
    const list = async () => {
      const listed = await store.list();
      await chmod(dirname(uri), 0o755);
      await rm(uri);
      await rm(`${uri}.sha256`);
      return listed;
    };
    expect((await check({ ...store, list })).defects).toMatchObject([{ code: 'GONE' }]);
  });

  it('ends with an error when the store cannot be read, and when it is cancelled', async () => {
    const { store } = await aFolder();
    await expect(check(store, false, AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const broken = new EvidenceStoreError('STORE_FAILED', 'the disk is on fire');
    const custody = () => Promise.reject(broken);
    await expect(check({ ...store, custody })).rejects.toBe(broken);
    const bug = () => Promise.reject(new TypeError('a bug'));
    await expect(check({ ...store, custody: bug })).rejects.toThrow('a bug');
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
