import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { sharedBooks } from '../support/shared-books.ts';
import { LookUpBooks, lookUpsOf } from './look-ups.ts';
import {
  dependsOnExtract,
  mutationsOf,
  noticedBy,
  type Rates,
  ratesOf,
  ratesText,
} from './mutations.ts';
import { landItem } from './run-item.ts';
import { catalog } from './the-catalog.ts';

let folder: string;
let books: DemoBooks;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-mutations-'));
  books = await sharedBooks({ rows: 400 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ITEMS = catalog.items.map((item) => [item.definition.id, item] as const);

/** Lands an item, tries every mutation on it and prints which check noticed each. */
async function falsify(from: DemoBooks, id: string) {
  const landed = await landItem(from, id, from.defaultPeriod, ['ALL'], catalog, dependsOnExtract);
  try {
    const { item } = landed.plan;
    const { recordCount } = landed.extract;
    const mutations = mutationsOf(item.definition, item.columns, recordCount);
    const { alarmed, mutated } = await noticedBy(landed, mutations);
    const rates = ratesOf(item, mutated);
    const lines = [...mutated].map(([name, check]) => `  ${name}: ${check ?? 'nothing'}`);
    process.stdout.write(`${[`${id}: ${ratesText([rates])} noticed`, ...lines].join('\n')}\n`);
    const tried = [...mutated.keys()];
    const unnoticed = tried.filter((one) => mutated.get(one) === null);
    return { alarmed, rates, tried, unnoticed };
  } finally {
    await landed.close();
  }
}

describe('a falsified delivery is noticed', () => {
  const rates: Rates[] = [];
  afterAll(() => process.stdout.write(`all items: ${ratesText(rates)} noticed\n`));

  /** Nothing goes unnoticed, and a cell of every critical and every decimal column was altered. */
  function expectNoticed(found: Awaited<ReturnType<typeof falsify>>): void {
    rates.push(found.rates);
    expect(found.unnoticed).toEqual([]);
    for (const kind of ['critical columns', 'decimal columns'] as const) {
      expect(found.rates[kind].noticed).toBe(found.rates[kind].all);
    }
  }

  it.each(ITEMS)(
    '%s: every row, every amount and every cell the control depends on',
    async (id) => {
      const found = await falsify(books, id);
      expect(found.alarmed).toEqual([]);
      expectNoticed(found);
    },
  );

  it('IPE_REC_ERRORS: the same in books with breaks, where the report has rows', async () => {
    const broken = await sharedBooks({ rows: 400, breaks: true });
    const found = await falsify(broken, 'IPE_REC_ERRORS');
    // what is wrong with these books, where it was asked at all, notices no mutation
    const wrong = ['not_null_integration_status', 'nothing_to_dispose'];
    expect(wrong).toEqual(expect.arrayContaining([...found.alarmed]));
    expect(found.tried).toContain('one row removed');
    expect(found.rates['decimal columns']).toEqual({ noticed: 1, all: 1 });
    expectNoticed(found);
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
