import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findItem } from '../../src/catalog/compiled-catalog.ts';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { COMPANIES } from '../../src/demo/group/companies.ts';
import type { Extract } from '../../src/extraction/extract.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { shuffled } from './altered-books.ts';
import { withBooks } from './demo-sql.ts';
import { catalog, extractFromBooks } from './run-item.ts';

const PERIOD = '2025-09';
const ITEMS = catalog.items.map(({ definition }) => definition.id);
const COMPANY_ITEMS = catalog.items
  .filter(({ definition }) => definition.scope === 'companies')
  .map(({ definition }) => definition.id);
const ENTITIES = COMPANIES.filter(({ covered }) => covered).map(({ country }) => country);

/** Rows and content digest of an extract. */
type Content = readonly [rows: number, digest: string];
const contentOf = ({ recordCount, contentDigest }: Extract): Content => [
  recordCount,
  contentDigest,
];

let folder: string;
let books: DemoBooks;
const contents = new Map<string, Content>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-invariance-'));
  books = await buildDemoBooks({ folder: join(folder, 'books'), rows: 2_000 });
  for (const id of ITEMS) {
    contents.set(id, await extractFromBooks(books, { id, period: PERIOD }, contentOf));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The order items that stand first in their table. */
async function firstItems(of: DemoBooks): Promise<unknown> {
  const sql = 'SELECT COD_OMS_SALES_ORDER_ITEM FROM "FIN_REC".dbo.RPT_SOI LIMIT 20';
  return await withBooks(of, async (ask) => await ask(sql));
}

describe('the extract of every item', () => {
  it('holds rows, but for the integration errors of clean books', () => {
    const empty = ITEMS.filter((id) => contents.get(id)?.[0] === 0);
    expect(empty).toEqual(['IPE_REC_ERRORS']);
  });

  it('is the same whatever order the rows of the source tables stand in', async () => {
    const other = await shuffled(books, join(folder, 'shuffled'), 7);
    const [before, after] = await Promise.all([books, other].map(firstItems));
    expect(after).not.toEqual(before);
    for (const id of ITEMS) {
      const content = await extractFromBooks(other, { id, period: PERIOD }, contentOf);
      expect([id, ...content]).toEqual([id, ...(contents.get(id) ?? [])]);
    }
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
    expect(JSON.parse(stdout)).toEqual({
      timeZone: zone,
      digests: Object.fromEntries(contents),
    });
  });

  it('is the same on four threads as on one', async () => {
    for (const id of ITEMS) {
      const content = await extractFromBooks(books, { id, period: PERIOD }, contentOf, 4);
      expect([id, ...content]).toEqual([id, ...(contents.get(id) ?? [])]);
    }
  });
});

/** Records of a csv/v1 file, line ends included; the header is the first. */
function recordsOf(csv: string): readonly string[] {
  return csv.match(/(?:[^"\n]|"[^"]*")*\n/g) ?? [];
}

/** Cells of a record as they are written. */
function cellsOf(record: string): readonly string[] {
  return record.slice(0, -1).match(/(?<=^|,)(?:[^",]|"[^"]*")*/g) ?? [];
}

/** Numbers by value, everything else by its bytes. */
function compareCells(a: string, b: string): number {
  const numbers = [a, b].every((cell) => /^-?\d+$/.test(cell));
  return numbers ? Number(a) - Number(b) : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Records of several companies in the order of the key, of which the columns up to the company's decide. */
function merged(id: string, parts: readonly (readonly string[])[]): readonly string[] {
  const { columns, definition } = findItem(catalog, id);
  const { key, companyColumn } = definition;
  const leading = key.slice(0, key.indexOf(companyColumn ?? '') + 1);
  const positions = leading.map((name) => columns.findIndex((column) => column.name === name));
  return parts
    .flat()
    .map((record) => ({ record, cells: cellsOf(record) }))
    .sort((a, b) => {
      const differences = positions.map((at) => compareCells(a.cells[at] ?? '', b.cells[at] ?? ''));
      return differences.find((difference) => difference !== 0) ?? 0;
    })
    .map(({ record }) => record);
}

describe('the reports of the nine companies, each extracted alone', () => {
  it.each(COMPANY_ITEMS)('are together the report of all companies: %s (RU-3)', async (id) => {
    const extractOf = (entity: string) =>
      extractFromBooks(books, { id, period: PERIOD, entity }, async ({ csvPath }) =>
        recordsOf(await readFile(csvPath, 'utf8')),
      );
    const parts: (readonly string[])[] = [];
    for (let first = 0; first < ENTITIES.length; first += 3) {
      parts.push(...(await Promise.all(ENTITIES.slice(first, first + 3).map(extractOf))));
    }
    const headers = new Set(parts.map(([header]) => header));
    expect(headers.size).toBe(1);
    const rows = merged(
      id,
      parts.map((records) => records.slice(1)),
    );
    const csv = [...headers, ...rows].join('');
    expect([rows.length, sha256(csv)]).toEqual(contents.get(id));
  });

  it('leave out the items of the group, which are run once as ALL (RU-3)', async () => {
    const group = ITEMS.filter((id) => !COMPANY_ITEMS.includes(id));
    expect(group).toEqual(['CR_05', 'CR_05a', 'DOC_001']);
    for (const id of group) {
      const content = await extractFromBooks(
        books,
        { id, period: PERIOD, entity: 'SN' },
        contentOf,
      );
      expect([id, ...content]).toEqual([id, ...(contents.get(id) ?? [])]);
    }
  });
});
