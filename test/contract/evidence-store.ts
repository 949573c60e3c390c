import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PackageName } from '../../src/evidence/manifest/package-name.ts';
import type { EvidenceStore, PackageLocation } from '../../src/evidence/store/store.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { parseControlId, parseEntityCode, parseItemId } from '../../src/kernel/ids.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Where the package of a run stands; runs differ by their suffix. */
export function aLocation(
  suffix = 'abc123',
  changes: Partial<PackageLocation> = {},
): PackageLocation {
  return {
    control: parseControlId('C-PG-1'),
    item: parseItemId('IPE_07'),
    entity: parseEntityCode('NG'),
    cutoff: parsePeriod('2025-09').cutoff,
    packageName: `IPE_07_NG_2025-09_20250930T143522Z_${suffix}` as PackageName,
    ...changes,
  };
}

/** A file as sealing leaves it; a store does not look into it. */
export async function aSealedFile(content = 'the bytes of a sealed ZIP') {
  const path = join(await tempFolder(), 'sealed.zip');
  await writeFile(path, content);
  return { path, zipDigest: sha256(content) };
}

/**
 * Every evidence store calls this with its own way to start empty; none may skip a case. Only a server that is known
 * to let two writers of one name through may have `races: 'noticed'`.
 */
export function describeEvidenceStore(
  name: string,
  start: () => Promise<EvidenceStore>,
  races: 'one wins' | 'noticed' = 'one wins',
): void {
  describe(`${name} honours the evidence-store contract`, () => {
    let store: EvidenceStore;
    beforeEach(async () => {
      store = await start();
    });
    const stored = async (location: PackageLocation) =>
      (await buffer(store.read(location))).toString();

    it('gives back the bytes it was given, with their digest and size', async () => {
      const reference = await store.put(await aSealedFile(), aLocation());
      expect(reference).toEqual({
        location: aLocation(),
        uri: expect.stringContaining('C-PG-1/IPE_07/NG/2025-09-30/IPE_07_NG_2025-09_'),
        zipDigest: sha256('the bytes of a sealed ZIP'),
        bytes: 25,
      });
      expect(await store.get(aLocation())).toEqual(reference);
      expect(await stored(aLocation())).toBe('the bytes of a sealed ZIP');
    });

    it('R-4 refuses a second package of the same name and keeps the first', async () => {
      const reference = await store.put(await aSealedFile(), aLocation());
      for (const content of ['the bytes of a sealed ZIP', 'other bytes']) {
        const again = store.put(await aSealedFile(content), aLocation());
        await expect(again).rejects.toMatchObject({
          name: 'EvidenceStoreError',
          code: 'ALREADY_EXISTS',
        });
      }
      expect(await store.get(aLocation())).toEqual(reference);
      expect(await stored(aLocation())).toBe('the bytes of a sealed ZIP');
    });

    it('refuses a file that is not the one that was sealed, and shows nothing of it', async () => {
      const { path } = await aSealedFile();
      const changed = store.put({ path, zipDigest: sha256('what was sealed') }, aLocation());
      await expect(changed).rejects.toMatchObject({ code: 'CONTENT_CHANGED' });
      expect(await store.list()).toEqual([]);
      await expect(store.get(aLocation())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('stops when it is cancelled and shows nothing', async () => {
      const cancelled = store.put(await aSealedFile(), aLocation(), AbortSignal.abort());
      await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(await store.list()).toEqual([]);
      await expect(store.get(aLocation())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('says that a sealed file is not there', async () => {
      const { path, zipDigest } = await aSealedFile();
      const missing = store.put({ path: `${path}.gone`, zipDigest }, aLocation());
      await expect(missing).rejects.toMatchObject({ code: 'STORE_FAILED' });
      expect(await store.list()).toEqual([]);
    });

    it('says that a package is not there', async () => {
      await expect(store.get(aLocation())).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(stored(aLocation())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('leaves the sealed file where it is', async () => {
      const sealed = await aSealedFile();
      await store.put(sealed, aLocation());
      await store.put(sealed, aLocation('def456'));
      expect(await store.list()).toHaveLength(2);
    });

    it('lists packages in the order of their places, or those of one cell or of all its periods', async () => {
      const cell = { item: parseItemId('CR_04'), entity: parseEntityCode('KE') };
      const other = aLocation('0000aa', {
        ...cell,
        packageName: 'CR_04_KE_2025-09_20250930T143522Z_0000aa' as PackageName,
      });
      expect(await store.list()).toEqual([]);
      for (const location of [aLocation('bbbbbb'), other, aLocation('aaaaaa')]) {
        await store.put(await aSealedFile(location.packageName), location);
      }
      expect(await store.list()).toEqual([other, aLocation('aaaaaa'), aLocation('bbbbbb')]);
      expect(await store.list(other)).toEqual([other]);
      const { control, item, entity } = aLocation();
      const earlier = aLocation('cccccc', {
        cutoff: parsePeriod('2025-08').cutoff,
        packageName: 'IPE_07_NG_2025-08_20250930T143522Z_cccccc' as PackageName,
      });
      await store.put(await aSealedFile(), earlier);
      expect(await store.list({ control, item, entity })).toEqual([
        earlier,
        aLocation('aaaaaa'),
        aLocation('bbbbbb'),
      ]);
      expect(await store.list(aLocation())).toEqual([aLocation('aaaaaa'), aLocation('bbbbbb')]);
      const nowhere = { control, item, entity: parseEntityCode('GH') };
      expect(await store.list(nowhere)).toEqual([]);
      expect(await store.list({ ...other, entity: parseEntityCode('NG') })).toEqual([]);
    });

    it('R-7 is surveyed as it is listed, and can be reached', async () => {
      for (const suffix of ['bbbbbb', 'aaaaaa']) {
        await store.put(await aSealedFile(suffix), aLocation(suffix));
      }
      const packages = await store.list();
      expect(await store.survey()).toEqual({ packages, oddities: [], notLookedFor: [] });
      await expect(store.reach()).resolves.toBeUndefined();
    });

    async function race(contents: readonly string[]) {
      const files = await Promise.all(contents.map(aSealedFile));
      const ends = await Promise.allSettled(files.map((file) => store.put(file, aLocation())));
      const won = ends.filter(({ status }) => status === 'fulfilled');
      return { ends, won, lost: ends.filter(({ status }) => status === 'rejected') };
    }

    if (races === 'one wins') {
      it('lets one of several writers of the same name win', async () => {
        const contents = ['first', 'second', 'third', 'fourth'];
        const { ends, won, lost } = await race(contents);
        expect(won).toHaveLength(1);
        expect(lost).toMatchObject(Array(3).fill({ reason: { code: 'ALREADY_EXISTS' } }));
        const winner = contents[ends.findIndex(({ status }) => status === 'fulfilled')] ?? '';
        expect(await stored(aLocation())).toBe(winner);
        expect((await store.get(aLocation())).zipDigest).toBe(sha256(winner));
      });
    } else {
      it('never lets two of several writers of the same name believe that they won', async () => {
        const { won, lost } = await race(['first', 'second', 'third', 'fourth']);
        expect(won.length).toBeLessThanOrEqual(1);
        for (const end of lost) {
          expect(end).toMatchObject({
            reason: { code: expect.stringMatching(/^(ALREADY_EXISTS|DAMAGED)$/) },
          });
        }
      });
    }

    it('keeps writers of different names apart', async () => {
      const suffixes = ['000001', '000002', '000003', '000004', '000005'];
      await Promise.all(
        suffixes.map(async (suffix) => store.put(await aSealedFile(suffix), aLocation(suffix))),
      );
      for (const suffix of suffixes) expect(await stored(aLocation(suffix))).toBe(suffix);
    });

    it.each([
      ['another item', { item: 'IPE_08' }],
      ['another entity', { entity: 'KE' }],
      ['another month', { cutoff: '2025-08-31' }],
      ['no month end', { cutoff: '2025-09-29' }],
      ['a month instead of a day', { cutoff: '2025-09' }],
      ['a way out of the store', { control: '../..' }],
      ['a name with a way out', { packageName: '../IPE_07_NG_2025-09_20250930T143522Z_abc123' }],
      ['no package name', { packageName: 'notes' }],
    ])('refuses a place with %s', async (_, changes) => {
      const location = aLocation('abc123', changes as Partial<PackageLocation>);
      const sealed = await aSealedFile();
      await expect(store.put(sealed, location)).rejects.toMatchObject({ code: 'BAD_LOCATION' });
      await expect(store.get(location)).rejects.toMatchObject({ code: 'BAD_LOCATION' });
      await expect(stored(location)).rejects.toMatchObject({ code: 'BAD_LOCATION' });
      expect(await store.list()).toEqual([]);
    });

    it('refuses to list a cell or series with a way out of the store', async () => {
      const cell = { ...aLocation(), control: '..' } as unknown as PackageLocation;
      await expect(store.list(cell)).rejects.toMatchObject({ code: 'BAD_LOCATION' });
      const { control, item, entity } = cell;
      await expect(store.list({ control, item, entity })).rejects.toMatchObject({
        code: 'BAD_LOCATION',
      });
    });
  });
}
