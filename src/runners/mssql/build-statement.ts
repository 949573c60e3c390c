import { sha256 } from '../../kernel/digest.ts';
import type { BoundQuery } from '../../kernel/query.ts';
import type { ReviewedParts } from '../../kernel/reviewed-parts.ts';
import { requireRenderedFor } from '../accept-query.ts';
import { RunnerError } from '../runner.ts';
import { type BoundParameters, bindParameters, type SentParameter } from './bind-parameters.ts';
import {
  type DescribedColumn,
  outerOrder,
  requireColumns,
  sentColumns,
} from './described-columns.ts';
import { type ScannedQuery, scanQuery } from './statement-scanner.ts';
import type { TransportColumn } from './transport-types.ts';

/** What is sent for one query: its reviewed text inside a statement that makes exact text of every column. */
export interface BuiltStatement {
  /** Two result sets: the rows, and the trailer `[ipe_rows], [ipe_at]`. */
  readonly text: string;
  /** The independent count over the same query, one row `[ipe_rows]`; takes the same parameters. */
  readonly countText: string;
  readonly parameters: readonly SentParameter[];
  readonly columns: readonly TransportColumn[];
  readonly reviewed: ReviewedParts;
  /** What a reviewer should know; for the receipt. */
  readonly warnings: readonly string[];
}

/** The server may switch NOCOUNT on for everybody, and a ROWCOUNT left over would cut the result without a word. */
const SETTINGS = 'SET NOCOUNT OFF; SET ROWCOUNT 0;';
/** Lets the server plan for the values of the variables. */
const HINT = 'OPTION (RECOMPILE);';
const COUNT = 'SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]';
const TRAILER =
  'SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];';

/**
 * Builds the statement for a query whose columns were described.
 * @param orderByListLength as describe reports it for the result; null when it has no order or nothing is known of it
 * @param serverMajor version of the server, which decides what it can print; null when it is unknown
 * @throws RunnerError QUERY_REJECTED, COLUMNS_MISMATCH or TYPE_REFUSED
 */
export function buildStatement(
  query: BoundQuery,
  described: readonly DescribedColumn[],
  orderByListLength: number | null,
  serverMajor: number | null = null,
): BuiltStatement {
  const { scanned, bound } = accept(query);
  requireColumns(query, described);
  const table = freeName(scanned);
  const columns = sentColumns(query, described, table, serverMajor);
  const order = scanned.ordered ? [outerOrder(query, described, orderByListLength, table)] : [];
  const source = sourceOf(scanned, table, columns.length);
  const select = `SELECT ${columns.map(({ expression }, index) => `${expression} AS [t${index + 1}]`).join(', ')}`;
  const opening = [heading(query), SETTINGS, ...bound.declarations, ...source.with];
  return {
    text: [...opening, select, source.from, ...order, HINT, TRAILER].join('\n'),
    countText: [...opening, COUNT, source.from, HINT].join('\n'),
    parameters: bound.sent,
    columns: columns.map(({ column }) => column),
    reviewed: {
      kept: [scanned.commonTables, scanned.body].filter((part) => part !== ''),
      leftOut: scanned.tail,
    },
    warnings: scanned.warnings,
  };
}

/** What `sys.sp_describe_first_result_set` is asked: `@tsql` and `@params`. @throws RunnerError QUERY_REJECTED */
export function describeText(query: BoundQuery): {
  readonly text: string;
  readonly params: string | null;
} {
  const { bound } = accept(query);
  return { text: query.text, params: bound.types };
}

/**
 * For servers that cannot describe a query with parameters: asks for the columns of the same text without running it.
 * @throws RunnerError QUERY_REJECTED
 */
export function fmtOnlyText(query: BoundQuery): {
  readonly text: string;
  readonly parameters: readonly SentParameter[];
} {
  const { scanned, bound } = accept(query);
  const reviewed = `${scanned.commonTables}${scanned.body}`;
  const text = [
    heading(query),
    ...bound.declarations,
    ...['SET FMTONLY ON;', reviewed, ';', 'SET FMTONLY OFF;'],
  ].join('\n');
  return { text, parameters: bound.sent };
}

/** The checks that need no server, before anything is sent. */
function accept(query: BoundQuery): {
  readonly scanned: ScannedQuery;
  readonly bound: BoundParameters;
} {
  requireRenderedFor('mssql', query);
  if (sha256(query.text) !== query.sha256) {
    throw new RunnerError(
      'QUERY_REJECTED',
      `the text of query ${query.name} has the digest ${sha256(query.text)}, and ${query.sha256} is the reviewed one`,
      { advice: 'Plan the run again: the text changed after it was planned.' },
    );
  }
  const scanned = scanQuery(query);
  requireMarkers(query, scanned);
  return { scanned, bound: bindParameters(query.parameters) };
}

/** Case counts for neither the server nor us. */
function requireMarkers(query: BoundQuery, { markers }: ScannedQuery): void {
  const fold = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()));
  const written = fold(markers);
  const bound = fold(query.parameters.map(({ name }) => name));
  const problems = [
    ...[...written].filter((name) => !bound.has(name)).map((name) => `@${name} has no value`),
    ...[...bound].filter((name) => !written.has(name)).map((name) => `@${name} is not in the text`),
  ];
  if (problems.length === 0) return;
  throw new RunnerError('QUERY_REJECTED', `query ${query.name}: ${problems.join('; ')}`, {
    advice: 'Bind one value for every marker of the text, and none besides.',
  });
}

/** First of all, so that the server's log and ours can be joined. */
function heading(query: BoundQuery): string {
  return `/* soxauto query ${query.name} */`;
}

/** A name for the query as a table that neither it nor its tables have: `q`, if it is free. */
function freeName({ names }: ScannedQuery): string {
  let name = 'q';
  for (let count = 2; names.has(name); count += 1) name = `q_${count}`;
  return name;
}

/**
 * The query as a table with columns [c1], [c2] … A WITH cannot stand in a derived table, so its list is continued
 * instead. The closing bracket gets its own line: the query may end in a comment.
 */
function sourceOf({ commonTables, body }: ScannedQuery, table: string, columns: number) {
  const names = Array.from({ length: columns }, (_, index) => `[c${index + 1}]`).join(', ');
  return commonTables === ''
    ? { with: [], from: `FROM (\n${body}\n) AS ${table} (${names})` }
    : { with: [`${commonTables}\n, ${table} (${names}) AS (\n${body}\n)`], from: `FROM ${table}` };
}
