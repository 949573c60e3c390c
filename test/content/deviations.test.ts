import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { items } from '../../catalog/index.ts';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import type { ItemDeviations } from './deviations/deviation.ts';
import { ipe09 } from './deviations/ipe-09-sales-orders.ts';
import { MeasuredBooks, onTheDemoBooks } from './deviations/measure.ts';
import { rowsOf, withFigures } from './deviations/readme-table.ts';
import { filesOf } from './the-catalog.ts';

const MEASURED: readonly ItemDeviations[] = [ipe09];

/** Items whose deviations are not measured yet. */
const NOT_MEASURED: readonly string[] = [
  'IPE_07',
  'IPE_08',
  'IPE_08_TIMING',
  'IPE_08_USAGE',
  'IPE_10',
  'IPE_11',
  'IPE_12',
  'IPE_31',
  'IPE_34',
  'IPE_REC_ERRORS',
  'CR_01',
  'CR_03',
  'CR_04',
  'CR_05',
  'CR_05a',
  'DOC_001',
  'JDASH',
];

let folder: string;
let clean: MeasuredBooks;
let broken: MeasuredBooks;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-books-'));
  const build = (name: string, breaks: boolean) =>
    buildDemoBooks({ folder: join(folder, name), rows: 2000, breaks });
  clean = await MeasuredBooks.open(await build('clean', false));
  broken = await MeasuredBooks.open(await build('breaks', true));
}, 120_000);
afterAll(async () => {
  clean.close();
  broken.close();
  await rm(folder, { recursive: true, force: true });
});

it('every item says what its deviations from the historic rule do to the demo books', () => {
  const ids = items.map(({ definition }) => definition.id);
  expect([...MEASURED.map(({ item }) => item), ...NOT_MEASURED].sort()).toEqual(ids.sort());
});

describe.each(MEASURED)('$item', (measured) => {
  const { item, deviations } = measured;
  const catalogFolder = items.find(({ definition }) => definition.id === item)?.folder ?? '';
  const readme = filesOf(catalogFolder).get('README.md') ?? '';

  it('measures every deviation its README lists, and no other', () => {
    expect(deviations.map(({ change }) => change)).toEqual(
      rowsOf(readme).map(({ change }) => change),
    );
  });

  it('tells in its README the rows and amounts each deviation changes on the demo books', async () => {
    const ofClean = await clean.figuresOf(measured);
    const ofBroken = await broken.figuresOf(measured);
    const figures = deviations.map((one, at) => onTheDemoBooks(one, ofClean[at], ofBroken[at]));
    const file = new URL(`../../catalog/${catalogFolder}/README.md`, import.meta.url);
    // `vitest -u` writes the figures
    await expect(withFigures(readme, figures)).toMatchFileSnapshot(fileURLToPath(file));
  });
});
