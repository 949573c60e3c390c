import { dateOf } from '../model/calendar.ts';
import { DINAR_RATES } from '../tables/d365-dz.ts';
import { FX_RATES } from '../tables/fin-rec.ts';
import type { BreakScene } from './break-scene.ts';
import { fails, type PlannedBreak } from './planned-break.ts';
import { copyRow, date, deleteRows, text } from './statements.ts';

const KENYA = text('KES');
const UGANDA = text('UGX');

/** Errors in the rates: spot rates in dinar, and a closing rate nobody needs (domain/catalog.md 3.15, 3.16). */
export function rateBreaks({ period }: BreakScene): readonly PlannedBreak[] {
  const month = dateOf(period.cutoff);
  return [
    {
      id: 'inactive_rate_missing',
      description: 'Cameroon, whose company is not active, has no closing rate for the month',
      statements: [
        deleteRows(FX_RATES, {
          country_code: text('CM'),
          rate_type: text('Closing'),
          base_currency: text('USD'),
          year: Number(month.slice(0, 4)).toString(),
          cod_month: Number(month.slice(5, 7)).toString(),
        }),
      ],
      expected: { CR_05: [] },
    },
    {
      id: 'spot_rate_twice',
      description: 'The Kenyan shilling has two rates of its latest day, and they differ',
      statements: [
        copyRow(
          DINAR_RATES,
          { 'Currency Code': KENYA, 'Starting Date': latestRate(KENYA, period.cutoff) },
          { 'Relational Exch_ Rate Amount': '"Relational Exch_ Rate Amount" * 2' },
        ),
      ],
      expected: { CR_05a: [fails('unique_key', ['KES']), fails('trace_rates', ['KES'])] },
    },
    {
      id: 'spot_rate_missing',
      description: 'The Ugandan shilling has no rate at all',
      statements: [deleteRows(DINAR_RATES, { 'Currency Code': UGANDA })],
      expected: { CR_05a: [fails('every_currency')] },
    },
  ];
}

/** Day of the rate in force: the latest weekday by the cutoff. */
function latestRate(currency: string, cutoff: number): string {
  return `(SELECT max("Starting Date") FROM "D365BC14_DZ"."dbo"."Savanna DZ$Currency Exchange Rate" WHERE "Currency Code" = ${currency} AND "Starting Date" <= ${date(cutoff)})`;
}
