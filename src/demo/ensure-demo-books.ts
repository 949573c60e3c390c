import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { booksIn } from './books-in.ts';
import type { DemoBooks, DemoSettings } from './demo-books.ts';
import { DemoError } from './demo-error.ts';
import { type DemoOptions, demoSettings } from './settings.ts';
import { GENERATOR_VERSION, hasStamp } from './stamp.ts';

/** Sub-folder of a set of books: every setting is in the name, so other settings never meet these files. */
function folderName({ seed, rows, periods, breaks }: DemoSettings): string {
  const span = `${periods[0]}_${periods.at(-1)}`;
  return `v${GENERATOR_VERSION}-${span}-rows${rows}-seed${seed}${breaks ? '-breaks' : ''}`;
}

async function moveIntoPlace(from: string, to: string, settings: DemoSettings): Promise<void> {
  try {
    await rename(from, to);
  } catch (cause) {
    // Another process was faster: its books have the same settings, so they are the same books.
    if (await hasStamp(to, settings)) return;
    throw new DemoError(
      'INCOMPLETE_BOOKS',
      `${to} is in the way: it is not a complete set of demo books with these settings`,
      { cause, advice: 'Remove that folder and try again.' },
    );
  }
}

/**
 * The books with these settings in a sub-folder of `folder`, built on first use. They are built beside their final
 * name and renamed when complete, so an interrupted build is never taken for books and two builds at once do not meet.
 * @throws DemoError BAD_SETTINGS, INCOMPLETE_BOOKS; ParseError BAD_PERIOD
 */
export async function ensureDemoBooks(options: DemoOptions): Promise<DemoBooks> {
  const settings = demoSettings(options);
  const place = join(options.folder, folderName(settings));
  if (await hasStamp(place, settings)) return await booksIn(place, settings);
  await mkdir(options.folder, { recursive: true });
  const building = `${place}.building-${randomUUID()}`;
  // the generator is large, and most starts find the books built
  const { buildDemoBooks } = await import('./build-demo-books.ts');
  try {
    await buildDemoBooks({ ...options, folder: building });
    await moveIntoPlace(building, place, settings);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return await booksIn(place, settings);
}
