import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import { ensureDemoBooks } from '../../src/demo/ensure-demo-books.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ROWS = 100;

describe('demo books on first use', () => {
  it('are built once and used again', async () => {
    const folder = await tempFolder();
    const lines: string[] = [];
    const first = await ensureDemoBooks({
      folder,
      rows: ROWS,
      onProgress: (line) => lines.push(line),
    });
    expect(lines).toContainEqual(expect.stringMatching(/^RPT_SOI: [0-9]+ rows$/));
    const written = await stat(first.databases.NAV_DW);
    const again = await ensureDemoBooks({ folder, rows: ROWS, onProgress: () => lines.push('!') });
    expect(again).toEqual(first);
    expect((await stat(again.databases.NAV_DW)).ino).toBe(written.ino);
    expect(lines).not.toContain('!');
    expect(first).toMatchObject({ defaultPeriod: '2025-09', breaks: false, plantedBreaks: [] });
    expect(JSON.parse(await readFile(join(first.folder, 'books.json'), 'utf8'))).toMatchObject({
      seed: 1,
      rows: ROWS,
      breaks: false,
    });
  });

  it('stand apart for other settings', async () => {
    const folder = await tempFolder();
    const clean = await ensureDemoBooks({ folder, rows: ROWS });
    const broken = await ensureDemoBooks({ folder, rows: ROWS, breaks: true });
    expect(broken.folder).not.toBe(clean.folder);
    expect(broken.plantedBreaks.length).toBeGreaterThan(20);
  });

  it('are built by two at once without disturbing each other', async () => {
    const folder = await tempFolder();
    const [one, two] = await Promise.all([
      ensureDemoBooks({ folder, rows: ROWS }),
      ensureDemoBooks({ folder, rows: ROWS }),
    ]);
    expect(one).toEqual(two);
    expect(await readdir(folder)).toHaveLength(1);
    expect(Object.values(one.databases).every((file) => existsSync(file))).toBe(true);
  });

  it('are not mistaken for complete when their stamp is missing or of another version', async () => {
    const folder = await tempFolder();
    const { folder: place } = await ensureDemoBooks({ folder, rows: ROWS });
    await rm(join(place, 'books.json'));
    await expect(ensureDemoBooks({ folder, rows: ROWS })).rejects.toMatchObject({
      code: 'INCOMPLETE_BOOKS',
    });
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('leave nothing behind when the build fails', async () => {
    const folder = await tempFolder();
    const stop = new Error('stopped half-way');
    const build = ensureDemoBooks({
      folder,
      rows: ROWS,
      onProgress: () => {
        throw stop;
      },
    });
    await expect(build).rejects.toBe(stop);
    expect(await readdir(folder)).toEqual([]);
  });

  it('are not built over other files', async () => {
    const folder = join(await tempFolder(), 'mine');
    await mkdir(folder);
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await expect(buildDemoBooks({ folder, rows: ROWS })).rejects.toMatchObject({
      code: 'FOLDER_IN_USE',
    });
    expect(await readdir(folder)).toEqual(['notes.txt']);
  });
});
