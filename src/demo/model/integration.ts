import type { Company } from '../group/companies.ts';
import { inLocalCurrency } from '../group/rates.ts';
import { dateOf, dayNumber, MILLISECONDS_PER_DAY } from './calendar.ts';
import {
  drawIntegration,
  INTEGRATION_TABLES,
  type IntegrationFact,
  type IntegrationTable,
} from './integration-facts.ts';
import { type Random, randomFor } from './random.ts';
import type { Timeline } from './timeline.ts';

/** Keys the random stream of these facts apart from the customers' streams. */
const STREAM = 1_000_000_001;

function draw(
  company: Company,
  { name, mark }: IntegrationTable,
  created: number,
  sequence: number,
  random: Random,
): IntegrationFact {
  const date = dateOf(Math.floor(created / MILLISECONDS_PER_DAY));
  return {
    table: name,
    company: company.code,
    number: `${mark}${date.replaceAll('-', '')}${sequence.toString().padStart(3, '0')}`,
    amount: inLocalCurrency(BigInt(random.between(100, 20_000)), company, date.slice(0, 7)),
    created,
    status: drawIntegration(random),
  };
}

/**
 * Operational transactions of a company that only the report of integration errors reads: a few a month in each
 * table, one of them in the last millisecond of the month. All have reached NAV.
 */
export function integrationFacts(
  company: Company,
  { firstDay, endDay, months }: Timeline,
  seed: number,
): IntegrationFact[] {
  const random = randomFor(seed, company.index, STREAM);
  return INTEGRATION_TABLES.flatMap((table) =>
    months.flatMap((month, index) => {
      const start = Math.max(dayNumber(`${month}-01`), firstDay);
      const following = months[index + 1];
      const end = following === undefined ? endDay : dayNumber(`${following}-01`);
      const drawn = Array.from(
        { length: random.between(2, 5) },
        () => (start + random.below(end - start)) * MILLISECONDS_PER_DAY + random.below(86_400_000),
      );
      return [...drawn, end * MILLISECONDS_PER_DAY - 1].map((created, sequence) =>
        draw(company, table, created, sequence + 1, random),
      );
    }),
  );
}
