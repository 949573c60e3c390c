import { parsePeriod, previousPeriod } from '../kernel/period.ts';
import type { DemoSettings } from './demo-books.ts';
import { DemoError } from './demo-error.ts';

export interface DemoOptions {
  /** Where the books (build) or the sets of books (ensure) are written. */
  readonly folder: string;
  /** 0 to 4294967295, default 1. */
  readonly seed?: number | undefined;
  /** Order items, about; default 100 000. */
  readonly rows?: number | undefined;
  /** Consecutive months; default 2025-07, 2025-08, 2025-09. */
  readonly periods?: readonly string[] | undefined;
  /** Plant the known breaks; default false. */
  readonly breaks?: boolean | undefined;
  /** Told in plain words what is being written. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

const DEFAULTS: DemoSettings = {
  seed: 1,
  rows: 100_000,
  periods: ['2025-07', '2025-08', '2025-09'],
  breaks: false,
};

export const FEWEST_ROWS = 100;
export const MOST_ROWS = 20_000_000;
const MOST_PERIODS = 24;

function whole(name: string, value: number, low: number, high: number): number {
  if (Number.isSafeInteger(value) && value >= low && value <= high) return value;
  throw new DemoError(
    'BAD_SETTINGS',
    `${name} of the demo books must be a whole number from ${low} to ${high}, got ${value}`,
    { advice: `Give ${name} in that range, or leave it out.` },
  );
}

function consecutive(given: readonly string[]): readonly string[] {
  const periods = given.map(parsePeriod).sort((a, b) => (a.id < b.id ? -1 : 1));
  const gap = periods.find(
    (period, index) => index > 0 && periods[index - 1]?.id !== previousPeriod(period).id,
  );
  if (periods.length === 0 || periods.length > MOST_PERIODS || gap !== undefined) {
    throw new DemoError(
      'BAD_SETTINGS',
      `the periods of the demo books must be 1 to ${MOST_PERIODS} consecutive months, each once; got ${JSON.stringify(given)}`,
      { advice: 'Write them like 2025-07,2025-08,2025-09.' },
    );
  }
  return periods.map(({ id }) => id);
}

/**
 * Settings complete and checked.
 * @throws DemoError BAD_SETTINGS; ParseError BAD_PERIOD when a period is not written YYYY-MM
 */
export function demoSettings(given: Omit<DemoOptions, 'folder'>): DemoSettings {
  return {
    seed: whole('seed', given.seed ?? DEFAULTS.seed, 0, 0xff_ff_ff_ff),
    rows: whole('rows', given.rows ?? DEFAULTS.rows, FEWEST_ROWS, MOST_ROWS),
    periods: consecutive(given.periods ?? DEFAULTS.periods),
    breaks: given.breaks ?? DEFAULTS.breaks,
  };
}
