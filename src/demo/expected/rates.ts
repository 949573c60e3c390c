import { type DecimalText, formatDecimal } from '../../kernel/decimal.ts';
import { COMPANIES } from '../group/companies.ts';
import { closingRate, companyRate, RATE_SCALE } from '../group/rates.ts';
import { dateOf } from '../model/calendar.ts';
import { dinarRateFacts } from '../model/dinar-rates.ts';
import type { PeriodDays } from '../model/timeline.ts';
import type { ExpectedAnswer } from './figures.ts';

/** CR_05: every listed company; the rate of the month where there is one that may be used. */
export function closingRates({ id, cutoff }: PeriodDays): ExpectedAnswer {
  const listed = COMPANIES.filter((company) => company.listed);
  const rated = listed.filter(({ country }) => country !== 'AE');
  const units = rated.reduce((sum, company) => sum + (companyRate(company, id) ?? 0n), 0n);
  const inTable = rated.filter(({ country }) => closingRate(country, id) !== null).length;
  const [year, month] = dateOf(cutoff).split('-').map(Number);
  const hash = (each = 0) => formatDecimal({ units: BigInt(inTable * each), scale: 0 });
  const totals = {
    FX_rate: formatDecimal({ units, scale: RATE_SCALE }),
    year: hash(year),
    cod_month: hash(month),
  };
  return { item: 'CR_05', period: id, rows: listed.length, totals };
}

/** CR_05a: the latest rate on or before the cutoff of every currency the covered companies need, and of USD. */
export function spotRates({ id, start, cutoff }: PeriodDays): ExpectedAnswer {
  const needed = ['USD', ...COMPANIES.filter(({ covered }) => covered).map((one) => one.currency)];
  const latest = new Map(
    dinarRateFacts({ firstDay: start, endDay: cutoff + 1 })
      .filter(({ currency }) => needed.includes(currency))
      .map((rate) => [rate.currency, rate]),
  );
  const sum = (of: 'units' | 'dinars'): DecimalText => {
    const units = [...latest.values()].reduce((total, rate) => total + rate[of], 0n);
    return formatDecimal({ units: units * 10n ** 12n, scale: 20 });
  };
  const totals = {
    'Exchange Rate Amount': sum('units'),
    'Relational Exch_ Rate Amount': sum('dinars'),
  };
  return { item: 'CR_05a', period: id, rows: latest.size, totals };
}
