import type { DinarRateFact } from '../model/dinar-rates.ts';
import { column, type DemoTable } from './table.ts';

/** So many DZD are worth `Exchange Rate Amount` units of the currency (domain/catalog.md 3.16). */
export const DINAR_RATES: DemoTable<DinarRateFact> = {
  database: 'D365BC14_DZ',
  schema: 'dbo',
  name: 'Savanna DZ$Currency Exchange Rate',
  columns: [
    column('Currency Code', 'text', (rate) => rate.currency),
    column('Starting Date', 'date', (rate) => rate.day),
    column('Exchange Rate Amount', 'navrate', (rate) => rate.units),
    column('Relational Exch_ Rate Amount', 'navrate', (rate) => rate.dinars),
  ],
};
