import { booksIn } from '../../src/demo/books-in.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import { contentsOf } from './run-item.ts';

/** Run in a process of its own: extracts every item from the books in the folder given, prints zone and contents. */
const [, , folder, period, threads] = process.argv;
if (folder === undefined || period === undefined) throw new Error('give a folder and a period');
const contents = await contentsOf(await booksIn(folder, demoSettings({})), period, Number(threads));
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
process.stdout.write(JSON.stringify({ timeZone, contents }));
