import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { ensureDemoBooks } from '../../src/demo/ensure-demo-books.ts';
import { tempFolder } from '../support/temp-folder.ts';

const SMALL = { rows: 100, periods: ['2025-09'] };

describe('demo books on first use', () => {
  let folder: string;
  let found: readonly string[];
  let builtAtOnce: readonly [DemoBooks, DemoBooks];
  const lines: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soxauto-ensure-'));
    builtAtOnce = await Promise.all([
      ensureDemoBooks({ ...SMALL, folder, onProgress: (line) => lines.push(line) }),
      ensureDemoBooks({ ...SMALL, folder }),
    ]);
    found = await readdir(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are built by two at once without disturbing each other', () => {
    const [one, two] = builtAtOnce;
    expect(one).toEqual(two);
    expect(found).toHaveLength(1);
    expect(Object.values(one.databases).every((file) => existsSync(file))).toBe(true);
  });

  it('are built once and used again', async () => {
    const [first] = builtAtOnce;
    expect(lines).toContainEqual(expect.stringMatching(/^RPT_SOI: [0-9]+ rows$/));
    const written = await stat(first.databases.NAV_DW);
    const again = await ensureDemoBooks({ ...SMALL, folder, onProgress: () => lines.push('!') });
    expect(again).toEqual(first);
    expect((await stat(again.databases.NAV_DW)).ino).toBe(written.ino);
    expect(lines).not.toContain('!');
    expect(first).toMatchObject({ defaultPeriod: '2025-09', breaks: false, plantedBreaks: [] });
    expect(JSON.parse(await readFile(join(first.folder, 'books.json'), 'utf8'))).toMatchObject({
      seed: 1,
      rows: SMALL.rows,
      breaks: false,
    });
  });

  it('stand apart for other settings', async () => {
    const [clean] = builtAtOnce;
    const broken = await ensureDemoBooks({ ...SMALL, folder, breaks: true });
    expect(broken.folder).not.toBe(clean.folder);
    expect(broken.plantedBreaks.length).toBeGreaterThan(20);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('are not mistaken for complete when their stamp is missing or of another version', async () => {
    const [{ folder: complete }] = builtAtOnce;
    const other = await tempFolder();
    const place = join(other, basename(complete));
    await cp(complete, place, { recursive: true });
    await rm(join(place, 'books.json'));
    await expect(ensureDemoBooks({ ...SMALL, folder: other })).rejects.toMatchObject({
      code: 'INCOMPLETE_BOOKS',
    });
    expect(await readdir(other)).toHaveLength(1);
  });

  it('leave nothing behind when the build fails', async () => {
    const folder = await tempFolder();
    const stop = new Error('stopped half-way');
    const build = ensureDemoBooks({
      ...SMALL,
      folder,
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
    await expect(buildDemoBooks({ ...SMALL, folder })).rejects.toMatchObject({
      code: 'FOLDER_IN_USE',
    });
    expect(await readdir(folder)).toEqual(['notes.txt']);
  });
});
