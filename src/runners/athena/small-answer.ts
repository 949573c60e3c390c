import type { QueryDeadline } from '../query-deadline.ts';
import { RunnerError } from '../runner.ts';
import type { Statement } from './execution-request.ts';
import type { ReadingTools } from './reading-tools.ts';
import { resultPages } from './result-pages.ts';
import type { StatementExecutor } from './statement-executor.ts';

/**
 * Runs a statement that answers with one row, and gives its values.
 * @param names of the columns it asks for
 * @throws RunnerError SOURCE_CORRUPT for any other answer
 */
export async function askOneRow(
  session: StatementExecutor,
  statement: Statement,
  names: readonly string[],
  tools: ReadingTools,
  deadline: QueryDeadline,
): Promise<readonly string[]> {
  const { id } = await session.run(statement, deadline);
  const rows: (readonly (string | undefined)[])[] = [];
  for await (const page of resultPages(statement.role, id, names, tools, deadline))
    rows.push(...page);
  const [row = []] = rows;
  const values = row.filter((cell) => cell !== undefined);
  if (rows.length === 1 && values.length === row.length) return values;
  throw new RunnerError(
    'SOURCE_CORRUPT',
    `asking for ${statement.role}: expected one row of ${row.length} values, got ${rows.length} rows`,
    { advice: 'Run again; when it happens again, report the statement in the log.' },
  );
}
