import type { QueryExecution, StartQueryExecutionCommandInput } from '@aws-sdk/client-athena';

/** How far the clocks of Athena may be apart: that of its answers and that of its executions. */
const SKEW_MS = 5 * 60_000;

/**
 * Why an execution is another one than that which was asked for, in words; none where it is not. A token must never
 * bring another one (design/aws.md 1.4).
 */
export function whyNotAsked(
  execution: QueryExecution,
  asked: StartQueryExecutionCommandInput,
): readonly string[] {
  const { Query, WorkGroup, QueryExecutionContext: context } = execution;
  const wanted = asked.QueryExecutionContext;
  return [
    ...(trimmed(Query) === trimmed(asked.QueryString) ? [] : ['it has another text']),
    ...different('workgroup', WorkGroup, asked.WorkGroup),
    // Athena writes the catalog's name in small letters
    ...different('catalog', context?.Catalog?.toLowerCase(), wanted?.Catalog?.toLowerCase()),
    ...different('database', context?.Database, wanted?.Database),
  ];
}

/**
 * Why an execution is not known to be younger than its request, in words; none where it is.
 * @param askedAt when the request was made, by Athena's own clock; null where it did not say
 */
export function whyTooOld({ Status }: QueryExecution, askedAt: Date | null): readonly string[] {
  if (askedAt === null) return ['the answer of Athena bore no date, so that its age is not known'];
  const submitted = Status?.SubmissionDateTime;
  if (submitted !== undefined && submitted.getTime() >= askedAt.getTime() - SKEW_MS) return [];
  return [
    `it was submitted ${submitted?.toISOString() ?? 'at no known time'}, the request was sent ${askedAt.toISOString()} by the clock of Athena`,
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
