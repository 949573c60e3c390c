import type { DemoSettings } from '../demo-books.ts';
import { DemoError } from '../demo-error.ts';
import { COMPANIES, type Company } from '../group/companies.ts';
import { knownFacts } from '../model/book-facts.ts';
import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import type { FactBatch, GlEntryFact, LedgerEntryFact, OrderFact } from '../model/facts.ts';
import { type KnownCustomer, knownCustomerNumber } from '../model/known-records.ts';
import { type PeriodDays, timelineOf } from '../model/timeline.ts';

/** What breaks are planted on: the known records of the covered companies and the default period. */
export interface BreakScene {
  readonly settings: DemoSettings;
  readonly period: PeriodDays;
  readonly covered: readonly Company[];
  /** A known customer's entries by the end of the period, oldest first. */
  readonly entries: (company: string, what: KnownCustomer['what']) => readonly LedgerEntryFact[];
  /** The newest of them. */
  readonly entry: (company: string, what: KnownCustomer['what']) => LedgerEntryFact;
  /** Known records of a covered company, of all periods. */
  readonly known: (company: string) => FactBatch;
  /** The general ledger entry behind it. */
  readonly glEntry: (entry: LedgerEntryFact) => GlEntryFact;
  /** Number of the first detail of an entry. */
  readonly detailOf: (entry: LedgerEntryFact) => number;
  /** The boundary order of the period's first instant. */
  readonly firstOrder: (company: string) => OrderFact;
}

function found<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new DemoError('MODEL_FAULT', `the known records hold no ${what}`);
}

/** The first of known records that is as wanted. @throws DemoError MODEL_FAULT when there is none */
export function pick<T>(facts: readonly T[], what: string, wanted: (fact: T) => boolean): T {
  return found(facts.find(wanted), what);
}

export function breakScene(settings: DemoSettings): BreakScene {
  const period = found(timelineOf(settings.periods).periods.at(-1), 'period');
  const covered = COMPANIES.filter((company) => company.covered);
  const known: ReadonlyMap<string, FactBatch> = new Map(
    covered.map((company) => [company.code, knownFacts(company, settings)]),
  );
  const batchOf = (company: string): FactBatch => found(known.get(company), `company ${company}`);
  const entries: BreakScene['entries'] = (company, what) =>
    batchOf(company).ledgerEntries.filter(
      ({ customer, day }) => customer === knownCustomerNumber(what) && day <= period.cutoff,
    );
  return {
    settings,
    period,
    covered,
    known: batchOf,
    entries,
    entry: (company, what) => found(entries(company, what).at(-1), `entry of ${what}`),
    glEntry: ({ company, glNumber }) =>
      found(
        batchOf(company).glEntries.find(({ number }) => number === glNumber),
        `general ledger entry ${glNumber}`,
      ),
    detailOf: ({ company, number }) =>
      found(
        batchOf(company).ledgerDetails.find(({ entry }) => entry === number)?.number,
        `detail of entry ${number}`,
      ),
    firstOrder: (company) =>
      found(
        batchOf(company).orders.find(
          ({ moment }) => moment === period.start * MILLISECONDS_PER_DAY,
        ),
        'order at the start of the period',
      ),
  };
}
