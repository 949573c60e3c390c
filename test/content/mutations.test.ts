import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { LookUpBooks, lookUpsOf } from './look-ups.ts';
import { mutationsOf, noticedBy } from './mutations.ts';
import { landItem } from './run-item.ts';
import { catalog } from './the-catalog.ts';

let folder: string;
let books: DemoBooks;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-mutations-'));
  books = await buildDemoBooks({ folder: join(folder, 'books'), rows: 2000 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ITEMS = catalog.items.map((item) => [item.definition.id, item] as const);

describe('a falsified delivery is noticed', () => {
  it.each(ITEMS)('%s: every row and every cell the control depends on', async (id, item) => {
    const landed = await landItem(books, id, books.defaultPeriod, ['ALL']);
    try {
      const { definition, columns } = item;
      const mutations = mutationsOf(definition, columns, landed.extract.recordCount);
      const { truth, mutated } = await noticedBy(landed, mutations);
      expect(truth).toEqual([]);
      const unnoticed = mutations.filter(({ name }) => mutated.get(name)?.length === 0);
      const rate = `${mutations.length - unnoticed.length} of ${mutations.length} noticed`;
      const lines = [...mutated].map(([name, checks]) => `  ${name}: ${checks.join(', ')}`);
      process.stdout.write(`${[`${id}: ${rate}`, ...lines].join('\n')}\n`);
      expect(unnoticed.map(({ name }) => name)).toEqual([]);
    } finally {
      await landed.close();
    }
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
