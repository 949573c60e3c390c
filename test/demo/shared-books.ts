import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { ensureDemoBooks } from '../../src/demo/ensure-demo-books.ts';
import type { DemoOptions } from '../../src/demo/settings.ts';
import { type Ask, type OpenBooks, openBooks } from './demo-sql.ts';

type Settings = Omit<DemoOptions, 'folder'>;

/** Books built once for all files of a test run, by the first that asks. They are read, and copied to be altered. */
export async function sharedBooks(settings: Settings): Promise<DemoBooks> {
  return await ensureDemoBooks({ ...settings, folder: join(inject('shared'), 'books') });
}

/** Asks shared books, which stay open while the tests of the file run. */
export function askSharedBooks(settings: Settings): Ask {
  let opened: OpenBooks | undefined;
  beforeAll(async () => {
    opened = await openBooks(await sharedBooks(settings));
  });
  afterAll(() => opened?.close());
  return async (sql) => {
    if (opened === undefined) throw new Error('books are asked within a test');
    return await opened.ask(sql);
  };
}
