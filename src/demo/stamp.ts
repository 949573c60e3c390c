import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { memberJson } from '../kernel/json.ts';
import type { DemoSettings } from './demo-books.ts';

/** Raised whenever the same settings give other rows than before. */
export const GENERATOR_VERSION = 3;

const STAMP_FILE = 'books.json';

function stampText({ seed, rows, periods, breaks }: DemoSettings): string {
  return memberJson({
    group: 'Savanna (fictitious)',
    generator_version: GENERATOR_VERSION,
    seed,
    rows,
    periods,
    breaks,
  });
}

/** Says in `books.json` what the folder holds; written last, so a folder with a stamp is complete. */
export async function writeStamp(folder: string, settings: DemoSettings): Promise<void> {
  await writeFile(join(folder, STAMP_FILE), stampText(settings), { flag: 'wx' });
}

/** What the books in a folder were made from: equal stamps mean equal rows. */
export async function readStamp(folder: string): Promise<string> {
  return await readFile(join(folder, STAMP_FILE), 'utf8');
}

/** True when the folder holds complete books with exactly these settings, made by this version. */
export async function hasStamp(folder: string, settings: DemoSettings): Promise<boolean> {
  try {
    return (await readStamp(folder)) === stampText(settings);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return false;
    throw thrown;
  }
}
