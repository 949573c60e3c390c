import type { QueryExecution, StartQueryExecutionCommandInput } from '@aws-sdk/client-athena';
import type { Instant } from '../kernel/clock.ts';

/** How far the clocks may be apart. */
const SKEW_MS = 5 * 60_000;

/**
 * Why an execution is not the one that was asked for, in words; none where it is. A token or a cache must never bring
 * another one (design/aws.md 1.4).
 * @param askedAt when the request was made
 */
export function whyNotAsked(
  execution: QueryExecution,
  asked: StartQueryExecutionCommandInput,
  askedAt: Instant,
): readonly string[] {
  const { Query, WorkGroup, QueryExecutionContext: context, Status } = execution;
  const wanted = asked.QueryExecutionContext;
  const submitted = Status?.SubmissionDateTime;
  return [
    ...(submitted === undefined || submitted.getTime() < Date.parse(askedAt) - SKEW_MS
      ? [
          `it was submitted ${submitted?.toISOString() ?? 'at no known time'}, the request was sent ${askedAt}`,
        ]
      : []),
    ...(trimmed(Query) === trimmed(asked.QueryString) ? [] : ['it has another text']),
    ...different('workgroup', WorkGroup, asked.WorkGroup),
    // Athena writes the catalog's name in small letters
    ...different('catalog', context?.Catalog?.toLowerCase(), wanted?.Catalog?.toLowerCase()),
    ...different('database', context?.Database, wanted?.Database),
  ];
}

/** Whether Athena says that it computed the result anew. */
export function wasComputed({ Statistics }: QueryExecution): boolean {
  return Statistics?.ResultReuseInformation?.ReusedPreviousResult === false;
}

function different(what: string, found: string | undefined, expected: string | undefined) {
  return found === expected
    ? []
    : [`${what} is ${found ?? 'not given'}, expected ${expected ?? 'none'}`];
}

/** Athena cuts blanks and semicolons off both ends. */
function trimmed(text = ''): string {
  return text.replace(/^[\s;]+/, '').replace(/[\s;]+$/, '');
}
