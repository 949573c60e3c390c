import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { sharedBooks } from '../support/shared-books.ts';
import { shuffled } from './altered-books.ts';
import { withBooks } from './demo-sql.ts';
import { expectGolden, GOLDEN_BOOKS, GOLDEN_PERIOD } from './golden-content.ts';
import { catalog, extractFromBooks } from './run-item.ts';

/** One test is runs of every item; a busy machine takes its time. */
vi.setConfig({ testTimeout: 300_000 });

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-invariance-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The order items that stand first in their table. */
async function firstItems(of: DemoBooks): Promise<unknown> {
  const sql = 'SELECT COD_OMS_SALES_ORDER_ITEM FROM "FIN_REC".dbo.RPT_SOI LIMIT 20';
  return await withBooks(of, async (ask) => await ask(sql));
}

/** What every item delivers in a process of its own: a machine elsewhere, with as many threads as are given. */
async function contentsOn(of: DemoBooks, threads: string, zone: string, language: string) {
  const script = fileURLToPath(new URL('./extract-digests.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), script, of.folder, GOLDEN_PERIOD, threads],
    { env: { ...process.env, TZ: zone, LANG: language, LC_ALL: language } },
  );
  return JSON.parse(stdout);
}

/** The golden files are of one thread and of rows in the order they were written. */
async function expectAsAlways(contents: Readonly<Record<string, [number, string]>>) {
  const { DOC_001: catalogDocument, ...others } = contents;
  const ids = catalog.items.map(({ definition }) => definition.id);
  expect(Object.keys(contents).sort()).toEqual([...ids].sort());
  for (const [id, [rows, digest]] of Object.entries(others)) expectGolden(id, { rows, digest });
  const here = await extractFromBooks(
    await sharedBooks(GOLDEN_BOOKS),
    { id: 'DOC_001', period: GOLDEN_PERIOD },
    ({ rows, digest }) => [rows, digest],
  );
  expect(catalogDocument).toEqual(here);
}

describe('the extract of every item', () => {
  it('is the same whatever order the rows of the source tables stand in, on one thread, in Pacific/Kiritimati, on a machine that speaks Turkish', async () => {
    const books = await sharedBooks(GOLDEN_BOOKS);
    const other = await shuffled(books, join(folder, 'shuffled'), 7);
    const [before, after] = await Promise.all([books, other].map(firstItems));
    expect(after).not.toEqual(before);
    const { timeZone, contents } = await contentsOn(
      other,
      '1',
      'Pacific/Kiritimati',
      'tr_TR.UTF-8',
    );
    expect(timeZone).toBe('Pacific/Kiritimati');
    await expectAsAlways(contents);
  });

  it('is the same on four threads, in America/St_Johns, on a machine that speaks German', async () => {
    const books = await sharedBooks(GOLDEN_BOOKS);
    const { timeZone, contents } = await contentsOn(books, '4', 'America/St_Johns', 'de_DE.UTF-8');
    expect(timeZone).toBe('America/St_Johns');
    await expectAsAlways(contents);
  });
});
