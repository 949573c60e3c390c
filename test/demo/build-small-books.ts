import { createHash } from 'node:crypto';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import { tableDigests } from './demo-sql.ts';

/** Run in a process of its own: builds small books in the folder given and prints one digest of all their rows. */
const folder = process.argv[2];
if (folder === undefined) throw new Error('give the folder to build in');
const books = await buildDemoBooks({ folder, rows: 400 });
const digests = JSON.stringify(await tableDigests(books));
process.stdout.write(createHash('sha256').update(digests).digest('hex'));
