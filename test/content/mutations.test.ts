import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { LookUpBooks, lookUpsOf } from './look-ups.ts';
import { alteredColumns, type Mutation, mutationsOf, noticedBy } from './mutations.ts';
import { type LandedItem, landItem } from './run-item.ts';
import { catalog } from './the-catalog.ts';

let folder: string;
let books: DemoBooks;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-mutations-'));
  books = await buildDemoBooks({ folder: join(folder, 'books'), rows: 2000 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ITEMS = catalog.items.map((item) => [item.definition.id, item] as const);

/** Prints how many mutations, and altered columns out of how many, were noticed and by which checks. */
function printRates(
  { plan }: LandedItem,
  mutations: readonly Mutation[],
  mutated: ReadonlyMap<string, readonly string[]>,
): void {
  const { definition, columns } = plan.item;
  const noticed = (name: string) => (mutated.get(name)?.length ?? 0) > 0;
  const rate = (names: readonly string[]) =>
    `${names.filter((name) => noticed(`${name} altered`)).length} of ${names.length}`;
  const decimals = columns.filter(({ type }) => type.kind === 'decimal');
  const critical = columns.filter(({ name }) => definition.columns[name]?.critical === true);
  const head = [
    `${definition.id}: ${mutations.filter(({ name }) => noticed(name)).length} of ${mutations.length} noticed`,
    `critical columns ${rate(critical.map(({ name }) => name))}`,
    `decimal columns ${rate(decimals.map(({ name }) => name))}`,
    `all columns ${rate(columns.map(({ name }) => name))}`,
  ];
  const lines = [...mutated].map(([name, checks]) => `  ${name}: ${checks.join(', ')}`);
  process.stdout.write(`${[head.join('; '), ...lines].join('\n')}\n`);
}

/** Lands an item, tries every mutation and gives what was tried, what was not noticed and what the truth is blamed for. */
async function falsify(from: DemoBooks, id: string) {
  const landed = await landItem(from, id, from.defaultPeriod, ['ALL']);
  try {
    const { definition, columns } = landed.plan.item;
    const mutations = mutationsOf(definition, columns, landed.extract.recordCount);
    const { truth, mutated } = await noticedBy(landed, mutations);
    printRates(landed, mutations, mutated);
    const tried = mutations.map(({ name }) => name);
    return { truth, tried, unnoticed: tried.filter((name) => mutated.get(name)?.length === 0) };
  } finally {
    await landed.close();
  }
}

describe('a falsified delivery is noticed', () => {
  it.each(ITEMS)('%s: every row and every cell the control depends on', async (id) => {
    const { truth, unnoticed } = await falsify(books, id);
    expect(truth).toEqual([]);
    expect(unnoticed).toEqual([]);
  });

  it('IPE_REC_ERRORS of books with breaks, where the report has rows', async () => {
    const place = join(folder, 'breaks');
    const broken = await buildDemoBooks({ folder: place, rows: 400, breaks: true });
    const { truth, tried, unnoticed } = await falsify(broken, 'IPE_REC_ERRORS');
    expect(truth).toEqual(['not_null_integration_status', 'nothing_to_dispose']);
    expect(tried).toEqual(
      expect.arrayContaining([
        'one row removed',
        'one row added',
        'one row twice',
        'Amount altered',
      ]),
    );
    expect(unnoticed).toEqual([]);
  });

  it.each(ITEMS)('%s: every decimal and critical column is altered', (_id, item) => {
    const { definition, columns } = item;
    const wanted = columns.filter(
      ({ name, type }) => type.kind === 'decimal' || definition.columns[name]?.critical === true,
    );
    const altered = alteredColumns(definition, columns);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter(({ name }) => !altered.includes(name))).toEqual([]);
  });
});

describe('a look-up that matches twice is named', () => {
  let copies: LookUpBooks;
  beforeAll(async () => {
    copies = await LookUpBooks.open(books, join(folder, 'copies'));
  });
  afterAll(() => copies.close());

  it.each(ITEMS)('%s: every look-up table its rows use', async (id, item) => {
    const lines: string[] = [];
    const unnamed: string[] = [];
    for (const lookUp of lookUpsOf(item)) {
      const { reference } = lookUp;
      const named = await copies.namedWhenTwice(id, lookUp, books.defaultPeriod);
      lines.push(`${id}: a row of ${reference} twice: ${named ?? 'no row more'}`);
      const table = reference.replace(/^[^.]*\./, '');
      if (named !== null && !named.includes(table)) unnamed.push(reference);
    }
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    expect(unnamed).toEqual([]);
    const isTested = item.checks.some(({ kind }) => kind === 'fan_out');
    expect(isTested || lines.every((line) => line.endsWith('no row more'))).toBe(true);
  });
});
