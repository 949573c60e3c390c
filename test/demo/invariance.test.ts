import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { shuffled } from './altered-books.ts';
import { withBooks } from './demo-sql.ts';
import { contentsOf } from './run-item.ts';

const PERIOD = '2025-09';
/** One test is runs of every item; a busy machine takes its time. */
vi.setConfig({ testTimeout: 300_000 });

let folder: string;
let books: DemoBooks;
let contents: Awaited<ReturnType<typeof contentsOf>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-invariance-'));
  books = await buildDemoBooks({ folder: join(folder, 'books'), rows: 2_000 });
  contents = await contentsOf(books, PERIOD);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The order items that stand first in their table. */
async function firstItems(of: DemoBooks): Promise<unknown> {
  const sql = 'SELECT COD_OMS_SALES_ORDER_ITEM FROM "FIN_REC".dbo.RPT_SOI LIMIT 20';
  return await withBooks(of, async (ask) => await ask(sql));
}

describe('the extract of every item', () => {
  it('holds rows, but for the integration errors of clean books', () => {
    const empty = Object.keys(contents).filter((id) => contents[id]?.[0] === 0);
    expect(empty).toEqual(['IPE_REC_ERRORS']);
  });

  it('is the same whatever order the rows of the source tables stand in', async () => {
    const other = await shuffled(books, join(folder, 'shuffled'), 7);
    const [before, after] = await Promise.all([books, other].map(firstItems));
    expect(after).not.toEqual(before);
    expect(await contentsOf(other, PERIOD)).toEqual(contents);
  });

  it.each([
    ['Pacific/Kiritimati', 'tr_TR.UTF-8'],
    ['America/St_Johns', 'de_DE.UTF-8'],
  ])('is the same on a machine in %s that speaks %s', async (zone, language) => {
    const script = fileURLToPath(new URL('./extract-digests.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), script, books.folder, PERIOD],
      { env: { ...process.env, TZ: zone, LANG: language, LC_ALL: language } },
    );
    expect(JSON.parse(stdout)).toEqual({ timeZone: zone, contents });
  });

  it('is the same on four threads as on one', async () => {
    expect(await contentsOf(books, PERIOD, 4)).toEqual(contents);
  });
});
