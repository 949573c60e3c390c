import { columnProblems } from '../kernel/column-problems.ts';
import type { BoundQuery, EngineName } from '../kernel/query.ts';
import { RunnerError } from './runner.ts';

/** Names that are safe in comments, file names and paths. */
const PLAIN_NAME = /^[A-Za-z0-9_]{1,64}$/;

/** @throws RunnerError QUERY_REJECTED for a query of another engine, or one whose name is not plain */
export function requireRenderedFor(engine: EngineName, query: BoundQuery): void {
  if (query.engine === engine && PLAIN_NAME.test(query.name)) return;
  throw new RunnerError(
    'QUERY_REJECTED',
    `query ${JSON.stringify(query.name)} is rendered for ${query.engine}; this runner takes plainly named queries for ${engine}`,
    { advice: 'Render the query for the engine its source is configured with.' },
  );
}

/**
 * @param delivered names of the result's columns in order, empty where one has none
 * @param others what else is wrong with them
 * @throws RunnerError COLUMNS_MISMATCH naming every position where the result is not the declared one
 */
export function requireDeclaredColumns(
  query: BoundQuery,
  delivered: readonly string[],
  others: readonly string[] = [],
): void {
  const declared = query.columns.map(({ name }) => name);
  const problems = [...columnProblems(declared, delivered), ...others];
  if (problems.length === 0) return;
  throw new RunnerError(
    'COLUMNS_MISMATCH',
    `query ${query.name} does not deliver its declared columns: ${problems.join('; ')}`,
    { advice: 'Give every output column its declared name, in declared order.' },
  );
}
