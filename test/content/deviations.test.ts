import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { items } from '../../catalog/index.ts';
import { booksIn } from '../../src/demo/books-in.ts';
import { plantBreaks } from '../../src/demo/breaks/plant-breaks.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import { sharedBooks } from '../support/shared-books.ts';
import { cr01 } from './deviations/cr-01-seller-center-nav.ts';
import { cr03 } from './deviations/cr-03-gl-entries.ts';
import { cr04 } from './deviations/cr-04-gl-balances.ts';
import { cr05 } from './deviations/cr-05-fx-rates.ts';
import { cr05a } from './deviations/cr-05a-fx-spot-rates.ts';
import type { ItemDeviations } from './deviations/deviation.ts';
import { doc001 } from './deviations/doc-001-catalog.ts';
import { ipe07 } from './deviations/ipe-07-customer-balances.ts';
import { ipe08Timing } from './deviations/ipe-08-timing-vouchers-in-flight.ts';
import { ipe08Usage } from './deviations/ipe-08-usage-voucher-usage.ts';
import { ipe08 } from './deviations/ipe-08-voucher-liability.ts';
import { ipe09 } from './deviations/ipe-09-sales-orders.ts';
import { ipe10 } from './deviations/ipe-10-customer-prepayments.ts';
import { ipe11 } from './deviations/ipe-11-marketplace-accrued-revenue.ts';
import { ipe12 } from './deviations/ipe-12-packages-not-reconciled.ts';
import { ipe31 } from './deviations/ipe-31-collection-accounts.ts';
import { ipe34 } from './deviations/ipe-34-marketplace-refunds.ts';
import { ipeRecErrors } from './deviations/ipe-rec-errors-integration-errors.ts';
import { jdash } from './deviations/jdash-voucher-usage.ts';
import { MeasuredBooks, onTheDemoBooks } from './deviations/measure.ts';
import { rowsOf, withFigures } from './deviations/readme-table.ts';
import { filesOf } from './the-catalog.ts';

const MEASURED: readonly ItemDeviations[] = [
  ipe07,
  ipe08,
  ipe08Timing,
  ipe08Usage,
  ipe09,
  ipe10,
  ipe11,
  ipe12,
  ipe31,
  ipe34,
  ipeRecErrors,
  cr01,
  cr03,
  cr04,
  cr05,
  cr05a,
  doc001,
  jdash,
];

let folder: string;
let clean: MeasuredBooks;
let broken: MeasuredBooks;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-books-'));
  const settings = demoSettings({ rows: 2000, breaks: true });
  const whole = await sharedBooks({ rows: settings.rows });
  clean = await MeasuredBooks.open(whole, join(folder, 'written'));
  // as books with breaks are built, but for writing the clean ones a second time
  await cp(whole.folder, join(folder, 'breaks'), { recursive: true });
  const altered = await booksIn(join(folder, 'breaks'), settings);
  await plantBreaks(altered, settings);
  broken = await MeasuredBooks.open(altered, join(folder, 'written-breaks'));
}, 120_000);
afterAll(async () => {
  clean.close();
  broken.close();
  await rm(folder, { recursive: true, force: true });
});

it('every item says what its deviations from the historic rule do to the demo books', () => {
  const ids = items.map(({ definition }) => definition.id);
  expect(MEASURED.map(({ item }) => item).sort()).toEqual(ids.sort());
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
