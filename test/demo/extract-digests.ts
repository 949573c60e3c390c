import { booksIn } from '../../src/demo/books-in.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import { catalog, extractFromBooks } from './run-item.ts';

/** Run in a process of its own: extracts every item from the books in the folder given and prints zone and digests. */
const [, , folder, period] = process.argv;
if (folder === undefined || period === undefined) throw new Error('give a folder and a period');
const books = booksIn(folder, demoSettings({}));
const digests: Record<string, readonly [rows: number, digest: string]> = {};
for (const { definition } of catalog.items) {
  const { id } = definition;
  digests[id] = await extractFromBooks(books, { id, period }, (extract) => [
    extract.recordCount,
    extract.contentDigest,
  ]);
}
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
process.stdout.write(JSON.stringify({ timeZone, digests }));
