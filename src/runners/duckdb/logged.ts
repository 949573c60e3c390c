import type { BoundQuery } from '../../kernel/query.ts';
import type { SentStatement } from '../runner.ts';
import type { StatementLog } from '../statement-log.ts';

/** Does what sends the statement; the log holds it before, and afterwards how many rows came or that it failed. */
export async function logged<Result>(
  log: StatementLog,
  purpose: SentStatement['purpose'],
  text: string,
  work: () => Promise<{ readonly result: Result; readonly rows: number }>,
  query?: BoundQuery,
): Promise<Result> {
  const parameters = (query?.parameters ?? []).map(({ name, value }) => ({ name, text: value }));
  const update = log.record({ purpose, query: query?.name ?? null, text, parameters });
  try {
    const { result, rows } = await work();
    update({ rows: String(rows) });
    return result;
  } catch (thrown) {
    // the engine's own words may hold paths of this machine; the run tells what went wrong
    update({ failed: 'yes' });
    throw thrown;
  }
}
