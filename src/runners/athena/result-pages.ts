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

/** The columns of a finished execution. @throws RunnerError */
export async function describeResult(
  what: string,
  id: string,
  tools: ReadingTools,
  deadline: QueryDeadline,
): Promise<readonly ColumnInfo[]> {
  const page = await askPage(what, id, { MaxResults: 1 }, tools, deadline);
  return page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
}

/**
 * Every row of a finished SELECT, page by page; the names that head the first page are left out. A full page may be
 * followed by an empty one: only a missing token ends it. A token that comes again would begin the pages anew, for ever.
 * @throws RunnerError
 */
export async function* resultPages(
  what: string,
  id: string,
  tools: ReadingTools,
  deadline: QueryDeadline,
): AsyncGenerator<readonly Cells[]> {
  const seen = new Set<Sha256>();
  let token: string | undefined;
  let width = 0;
  let first = true;
  do {
    const place = token === undefined ? {} : { NextToken: token };
    const page = await askPage(what, id, { MaxResults: PAGE, ...place }, tools, deadline);
    if (first) width = page.ResultSet?.ResultSetMetadata?.ColumnInfo?.length ?? 0;
    const rows = (page.ResultSet?.Rows ?? []).map((row) => cellsOf(what, row, width));
    if (first && rows.length === 0) throw altered(what, 'its first page has no header');
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
  for await (const page of resultPages(what, id, tools, deadline)) {
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
