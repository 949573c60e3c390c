import {
  type ColumnInfo,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  type Row,
} from '@aws-sdk/client-athena';
import { callAgain } from '../../aws/call-again.ts';
import { type Sha256, sha256 } from '../../kernel/digest.ts';
import type { QueryDeadline } from '../query-deadline.ts';
import type { SpoolFile } from '../spool-file.ts';
import { athenaError } from './athena-error.ts';
import { athenaRecord } from './delivered-text.ts';
import type { ReadingTools } from './reading-tools.ts';
import { altered } from './result-object.ts';

/** Rows of a page, the header among them. */
const PAGE = 1000;
const MOST_TRIES = 5;

type Cells = readonly (string | undefined)[];

/** The columns of a finished execution, and the id of the request that told them. @throws RunnerError */
export async function describeResult(
  what: string,
  id: string,
  tools: ReadingTools,
  deadline: QueryDeadline,
): Promise<{ readonly described: readonly ColumnInfo[]; readonly requestId: string | null }> {
  const page = await askPage(what, id, { MaxResults: 1 }, tools, deadline);
  return {
    described: page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [],
    requestId: page.$metadata.requestId ?? null,
  };
}

/**
 * Every row of a finished SELECT, page by page; the names that head the first page are left out. A full page may be
 * followed by an empty one: only a missing token ends it. A token that comes again would begin the pages anew, for ever.
 * @param names of the columns, by position: what heads the rows and what describes each page must be these
 * @throws RunnerError
 */
export async function* resultPages(
  what: string,
  id: string,
  names: readonly string[],
  tools: ReadingTools,
  deadline: QueryDeadline,
): AsyncGenerator<readonly Cells[]> {
  const seen = new Set<Sha256>();
  let token: string | undefined;
  let first = true;
  do {
    const place = token === undefined ? {} : { NextToken: token };
    const page = await askPage(what, id, { MaxResults: PAGE, ...place }, tools, deadline);
    const described = page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
    requireNames(
      what,
      'is described by',
      described.map(({ Name }) => Name),
      names,
    );
    const rows = (page.ResultSet?.Rows ?? []).map((row) => cellsOf(what, row, names.length));
    if (first) requireNames(what, 'begins with', rows[0] ?? [], names);
    yield first ? rows.slice(1) : rows;
    first = false;
    token = page.NextToken;
    if (token === undefined) continue;
    // some hundred bytes for a page of a thousand rows, however long tokens are
    const digest = sha256(token);
    if (seen.has(digest))
      throw altered(what, `page ${seen.size + 1} is followed by an earlier one`);
    seen.add(digest);
  } while (token !== undefined);
}

/** Cells stand under their names by position alone. @throws RunnerError RESULT_ALTERED */
function requireNames(
  what: string,
  how: 'begins with' | 'is described by',
  found: Cells,
  names: readonly string[],
): void {
  if (found.length === names.length && names.every((name, at) => found[at] === name)) return;
  const shown = (cells: Cells) => JSON.stringify(athenaRecord(cells).trimEnd().slice(0, 200));
  throw altered(what, `a page of it ${how} ${shown(found)}, expected ${shown(names)}`);
}

/** Writes the pages as Athena would have written the object. @returns how many rows came */
export async function fetchPages(
  what: string,
  id: string,
  names: readonly string[],
  spool: SpoolFile,
  tools: ReadingTools,
  deadline: QueryDeadline,
): Promise<number> {
  let rows = 0;
  await spool.append(Buffer.from(athenaRecord(names), 'utf8'));
  for await (const page of resultPages(what, id, names, tools, deadline)) {
    rows += page.length;
    await spool.append(Buffer.from(page.map(athenaRecord).join(''), 'utf8'));
  }
  return rows;
}

function cellsOf(what: string, { Data = [] }: Row, width: number): Cells {
  if (Data.length === width) return Data.map(({ VarCharValue }) => VarCharValue);
  throw altered(what, `a row has ${Data.length} values, expected ${width}`);
}

async function askPage(
  what: string,
  id: string,
  page: { readonly MaxResults: number; readonly NextToken?: string },
  { aws, timing, random, hide }: ReadingTools,
  deadline: QueryDeadline,
): Promise<GetQueryResultsCommandOutput> {
  const question = new GetQueryResultsCommand({ QueryExecutionId: id, ...page });
  const { signal } = deadline;
  try {
    return await callAgain(
      () => aws.call(({ athena }) => athena.send(question, { abortSignal: signal })),
      { times: MOST_TRIES, pace: timing.retry, random, signal },
    );
  } catch (thrown) {
    if (signal.aborted) throw deadline.error(what);
    throw athenaError(`${what}: fetching its result page`, thrown, hide);
  }
}
