import { join } from 'node:path';
import type { DemoBooks, DemoSettings } from './demo-books.ts';

/** Where the books keep the files that were handed over. */
export function inboxOf(folder: string): string {
  return join(folder, 'received');
}

/** Planned errors are worked out from the model of the books, which books without them do not need. */
async function breaksOf(settings: DemoSettings): Promise<DemoBooks['plantedBreaks']> {
  if (!settings.breaks) return [];
  const { describedBreaks } = await import('./breaks/planned-breaks.ts');
  return describedBreaks(settings);
}

/** Describes the books with these settings in a folder; reads nothing. */
export async function booksIn(folder: string, settings: DemoSettings): Promise<DemoBooks> {
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
    plantedBreaks: await breaksOf(settings),
  };
}
