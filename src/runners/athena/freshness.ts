import type { QueryExecution } from '@aws-sdk/client-athena';
import type { Instant } from '../../kernel/clock.ts';
import { RunnerError } from '../runner.ts';
import type { Place } from './execution-request.ts';

/** How far the clocks may be apart. */
const SKEW_MS = 5 * 60_000;

/**
 * A token or a cache must never bring another execution than the one that was asked for.
 * @throws RunnerError STALE_EXECUTION
 */
export function requireFresh(
  execution: QueryExecution,
  expected: { readonly text: string; readonly place: Place; readonly startedAt: Instant },
): void {
  const { text, place, startedAt } = expected;
  const context = execution.QueryExecutionContext;
  const submitted = execution.Status?.SubmissionDateTime;
  const problems = [
    ...(submitted === undefined || submitted.getTime() < Date.parse(startedAt) - SKEW_MS
      ? [
          `it was submitted ${submitted?.toISOString() ?? 'at no known time'}, the request was sent ${startedAt}`,
        ]
      : []),
    ...(trimmed(execution.Query ?? '') === trimmed(text) ? [] : ['it has another text']),
    ...different('workgroup', execution.WorkGroup, place.workgroup),
    ...different('catalog', context?.Catalog?.toLowerCase(), place.catalog.toLowerCase()),
    ...different('database', context?.Database, place.database),
  ];
  if (problems.length === 0) return;
  throw stale(execution, problems.join('; '));
}

/** @throws RunnerError STALE_EXECUTION unless Athena says that it computed the result anew */
export function requireComputed(execution: QueryExecution): void {
  if (execution.Statistics?.ResultReuseInformation?.ReusedPreviousResult === false) return;
  throw stale(execution, 'Athena does not say that it computed the result anew');
}

function stale({ QueryExecutionId }: QueryExecution, how: string): RunnerError {
  return new RunnerError(
    'STALE_EXECUTION',
    `execution ${QueryExecutionId} is not the one that was asked for: ${how}`,
    {
      advice:
        'Run again; check the clock of this machine and that result reuse is off in the workgroup.',
    },
  );
}

function different(what: string, found: string | undefined, expected: string): string[] {
  return found === expected ? [] : [`${what} is ${found ?? 'not given'}, expected ${expected}`];
}

/** Athena cuts blanks and semicolons off both ends. */
function trimmed(text: string): string {
  return text.replace(/^[\s;]+/, '').replace(/[\s;]+$/, '');
}
