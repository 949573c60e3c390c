import { formatDecimal } from '../../kernel/decimal.ts';
import { COMPANIES } from '../group/companies.ts';
import { companyRate, RATE_SCALE } from '../group/rates.ts';
import type { PeriodDays } from '../model/timeline.ts';
import type { ExpectedAnswer } from './figures.ts';

/** CR_05: every listed company; the rate of the month where there is one that may be used. */
export function closingRates({ id }: PeriodDays): ExpectedAnswer {
  const listed = COMPANIES.filter((company) => company.listed);
  const rated = listed.filter(({ country }) => country !== 'AE');
  const units = rated.reduce((sum, company) => sum + (companyRate(company, id) ?? 0n), 0n);
  const totals = { FX_rate: formatDecimal({ units, scale: RATE_SCALE }) };
  return { item: 'CR_05', period: id, rows: listed.length, totals };
}
