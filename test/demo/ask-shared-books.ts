import { afterAll, beforeAll } from 'vitest';
import type { DemoOptions } from '../../src/demo/settings.ts';
import { sharedBooks } from '../support/shared-books.ts';
import { type Ask, type OpenBooks, openBooks } from './demo-sql.ts';

/** Asks shared books, which stay open while the tests of the file run. */
export function askSharedBooks(settings: Omit<DemoOptions, 'folder'>): Ask {
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
