import { join } from 'node:path';
import { describedBreaks } from './breaks/planned-breaks.ts';
import type { DemoBooks, DemoSettings } from './demo-books.ts';

/** Where the books keep the files that were handed over. */
export function inboxOf(folder: string): string {
  return join(folder, 'received');
}

/** Describes the books with these settings in a folder; reads nothing. */
export function booksIn(folder: string, settings: DemoSettings): DemoBooks {
  const { periods, breaks } = settings;
  return {
    folder,
    databases: {
      NAV_DW: join(folder, 'NAV_DW.duckdb'),
      FIN_REC: join(folder, 'FIN_REC.duckdb'),
      STG_FIN_REC: join(folder, 'STG_FIN_REC.duckdb'),
      BOB: join(folder, 'BOB.duckdb'),
      D365BC14_DZ: join(folder, 'D365BC14_DZ.duckdb'),
    },
    inbox: inboxOf(folder),
    periods,
    defaultPeriod: periods.at(-1) ?? '',
    breaks,
    plantedBreaks: breaks ? describedBreaks(settings) : [],
  };
}
