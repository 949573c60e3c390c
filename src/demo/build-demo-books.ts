import { mkdir, readdir } from 'node:fs/promises';
import { booksIn } from './books-in.ts';
import { plantBreaks } from './breaks/plant-breaks.ts';
import type { DemoBooks } from './demo-books.ts';
import { DemoError } from './demo-error.ts';
import { type DemoOptions, demoSettings } from './settings.ts';
import { writeStamp } from './stamp.ts';
import { writeBooks } from './writer/write-books.ts';

/**
 * Writes the books of the Savanna group into `folder`, which must be empty or not exist; the stamp is written last.
 * @throws DemoError BAD_SETTINGS, FOLDER_IN_USE; ParseError BAD_PERIOD
 */
export async function buildDemoBooks(options: DemoOptions): Promise<DemoBooks> {
  const settings = demoSettings(options);
  const { folder, onProgress = () => undefined } = options;
  await mkdir(folder, { recursive: true });
  const found = await readdir(folder);
  if (found.length > 0) {
    throw new DemoError(
      'FOLDER_IN_USE',
      `demo books are written into an empty folder, and ${folder} holds ${found.length} files`,
      { advice: 'Name a new folder, or remove what is in this one.' },
    );
  }
  await writeBooks(folder, settings, onProgress);
  const books = await booksIn(folder, settings);
  if (settings.breaks) await plantBreaks(books, settings);
  await writeStamp(folder, settings);
  return books;
}
