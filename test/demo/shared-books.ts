import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
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
  let opening: Promise<OpenBooks> | undefined;
  afterAll(async () => (await opening)?.close());
  return async (sql) => {
    opening ??= sharedBooks(settings).then(openBooks);
    return await (await opening).ask(sql);
  };
}
