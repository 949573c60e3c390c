/** Source databases of the demo group, one DuckDB file each (domain/catalog.md 0.2). */
export const DEMO_DATABASES = ['NAV_DW', 'FIN_REC', 'STG_FIN_REC', 'BOB', 'D365BC14_DZ'] as const;
export type DemoDatabase = (typeof DEMO_DATABASES)[number];

/** What decides the content of a set of books; equal settings give equal rows. */
export interface DemoSettings {
  readonly seed: number;
  /** Order items in `RPT_SOI`, about; everything else is proportionate. */
  readonly rows: number;
  /** Consecutive months `YYYY-MM`, ascending; the last one is the default period. */
  readonly periods: readonly string[];
  /** Plant the known breaks. */
  readonly breaks: boolean;
}

/** A finding that a planted break must cause. */
export interface ExpectedFinding {
  /** Id of a check of the item's definition. */
  readonly check: string;
  readonly status: 'FAIL' | 'WARN';
  /** Keys of the offending rows or lines, as texts in key order; empty where the check speaks of the whole. */
  readonly keys: readonly (readonly string[])[];
}

/** A known error in the books with breaks and what testing one item must say about it. */
export interface PlantedBreak {
  readonly id: string;
  /** Item whose tests must find it. */
  readonly item: string;
  /** Period in which it must be found. */
  readonly period: string;
  readonly description: string;
  readonly expected: readonly ExpectedFinding[];
}

/** Complete books on disk. */
export interface DemoBooks {
  readonly folder: string;
  /** Path of each database file. */
  readonly databases: Readonly<Record<DemoDatabase, string>>;
  /** Folder of the files handed over, laid out as `ipe receive` does. */
  readonly inbox: string;
  readonly periods: readonly string[];
  readonly defaultPeriod: string;
  readonly breaks: boolean;
  readonly plantedBreaks: readonly PlantedBreak[];
}
