import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyFolder } from '../../../src/evidence/verify/verify-folder.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { goodMembers, NAME, sha, zipOf } from './good-package.ts';

const ZIP = zipOf(goodMembers(3));

/** A store with one package in its place. */
async function store(
  place = 'C-PG-1/IPE_07/NG/2025-09-30',
): Promise<{ root: string; zip: string }> {
  const root = await tempFolder();
  const folder = join(root, place);
  await mkdir(folder, { recursive: true });
  const zip = join(folder, `${NAME}.zip`);
  await writeFile(zip, ZIP);
  await writeFile(`${zip}.sha256`, `${sha(ZIP)}  ${NAME}.zip\n`);
  return { root, zip };
}

async function codesIn(folder: string): Promise<readonly string[]> {
  const reports = await verifyFolder(folder);
  return reports.flatMap(({ defects }) => defects.map(({ code }) => code));
}

describe('R-7 a folder of packages', () => {
  it('has a report for every package, in the order of their paths', async () => {
    const { root, zip } = await store();
    const second = join(root, 'C-PG-1', 'IPE_07', 'NG', `${NAME}.zip`);
    await writeFile(second, ZIP);
    await writeFile(join(root, 'README.md'), 'not a package');
    const reports = await verifyFolder(root);
    expect(reports.map(({ path }) => path)).toEqual([zip, second]);
    expect(reports.map(({ verdict }) => verdict)).toEqual(['NO DEFECT FOUND', 'NO DEFECT FOUND']);
  });

  it('is empty of reports where it is empty of packages', async () => {
    expect(await verifyFolder(await tempFolder())).toEqual([]);
  });

  it.each([
    ['C-PG-2/IPE_07/NG/2025-09-30'],
    ['C-PG-1/IPE_08/NG/2025-09-30'],
    ['C-PG-1/IPE_07/GH/2025-09-30'],
    ['C-PG-1/IPE_07/NG/2025-08-31'],
  ])('names a package that lies in %s', async (place) => {
    const { root } = await store(place);
    const [report] = await verifyFolder(root);
    expect(report?.verdict).toBe('DEFECTS FOUND');
    expect(report?.defects).toEqual([
      expect.objectContaining({ code: 'misplaced_package', actual: place }),
    ]);
  });

  it('says nothing of the place of a file that is no package', async () => {
    const { root, zip } = await store();
    await writeFile(zip, 'not a ZIP');
    expect(await codesIn(root)).toEqual(['E_EOCD', 'zip_digest_differs']);
  });

  it('names a file that was swapped under its digest', async () => {
    const { root, zip } = await store();
    await writeFile(zip, zipOf(goodMembers(4)));
    expect(await codesIn(root)).toEqual(['zip_digest_differs']);
  });

  it('names a package that is gone while its digest is still there', async () => {
    const { root, zip } = await store();
    await rm(zip);
    const [report] = await verifyFolder(root);
    expect(report).toMatchObject({ verdict: 'NOT A PACKAGE', zipDigest: null });
    expect(report?.defects).toEqual([
      expect.objectContaining({ code: 'missing_package', path: `${NAME}.zip.sha256` }),
    ]);
  });

  it('names what an interrupted writer left', async () => {
    const { root, zip } = await store();
    await rename(zip, `${zip}.0123456789abcdef.partial`);
    expect(await codesIn(root)).toEqual(['unfinished_file', 'unfinished_file']);
  });

  it('that cannot be read is an error with advice', async () => {
    await expect(verifyFolder('nowhere')).rejects.toMatchObject({
      code: 'NOT_READABLE',
      advice: expect.any(String),
    });
  });
});
