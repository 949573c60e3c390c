import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { ensureDemoBooks } from '../../src/demo/ensure-demo-books.ts';
import type { DemoOptions } from '../../src/demo/settings.ts';
import { once } from './once.ts';

type Settings = Omit<DemoOptions, 'folder'>;

function booksFolder(): string {
  return join(inject('shared'), 'books');
}

/** Demo books built once for all files of a test run. They are read, and copied to be altered. */
export async function sharedBooks(settings: Settings): Promise<DemoBooks> {
  const folder = booksFolder();
  const name = JSON.stringify(settings).replaceAll(/\W+/g, '-');
  await once(`books${name}`, async () => {
    await ensureDemoBooks({ ...settings, folder });
    return name;
  });
  return await ensureDemoBooks({ ...settings, folder });
}

/** A work folder whose demo books are the shared ones, those of so many rows built. */
export async function workWithBooks(work: string, rows: number): Promise<DemoBooks> {
  const books = await sharedBooks({ rows });
  mkdirSync(work, { recursive: true });
  symlinkSync(booksFolder(), join(work, 'demo'));
  return books;
}

/** The size of books most files look at, as a number and in the command line's words. */
export const FEW = 400;
export const FEW_ROWS = ['--rows', `${FEW}`];

/** Books in which every item has rows of every kind. */
export const SMALL = 2_000;
export const SMALL_ROWS = ['--rows', `${SMALL}`];
