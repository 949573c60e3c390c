import type { Execution } from './athena-execution.ts';
import { refuse } from './athena-failure.ts';
import { constrain, optionalInteger, optionalText, requiredText } from './athena-input.ts';
import { columnInfo } from './athena-types.ts';
import type { Members } from './service.ts';

const MOST_ROWS = 1000;

const pageToken = (id: string, at: number): string =>
  Buffer.from(`${id}:${at}`).toString('base64url');

/** Where a page begins; the names are the record at 0. @throws ServiceFault */
function pageStart(id: string, token: string | undefined): number {
  if (token === undefined) return 0;
  const at = /^(.*):(\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (at?.[1] === id && token === pageToken(id, Number(at[2]))) return Number(at[2]);
  return refuse('INVALID_INPUT', `Malformed nextPageToken ${token}`);
}

/** @throws ServiceFault unless the query has succeeded */
function finished({ state }: Execution): void {
  if (state === 'SUCCEEDED') return;
  if (state === 'CANCELLED') refuse('RESULT_NOT_FOUND', 'Could not find results');
  const why =
    state === 'FAILED'
      ? 'Query did not finish successfully. Final query state: FAILED'
      : `Query has not yet finished. Current state: ${state}`;
  refuse('INVALID_QUERY_EXECUTION_STATE', why);
}

/** How many rows a page may have, and that the request is well formed. @throws ServiceFault */
export function pageSize(input: Members): number {
  requiredText(input, 'QueryExecutionId');
  const most = optionalInteger(input, 'MaxResults') ?? MOST_ROWS;
  if (most < 1) {
    constrain('MaxResults', '', 'Member must have value greater than or equal to 1');
  }
  return most;
}

/** A page of a result; the names of a query's columns are its first row. @throws ServiceFault */
export async function resultPage(
  execution: Execution,
  input: Members,
  most: number,
): Promise<Members> {
  const { id, statement } = execution.query;
  if (most > MOST_ROWS) {
    refuse('INVALID_INPUT', `MaxResults is more than maximum allowed length ${MOST_ROWS}`);
  }
  finished(execution);
  const from = pageStart(id, optionalText(input, 'NextToken'));
  const columns = await execution.columns();
  const names = statement.type === 'DML' ? [columns.map(({ name }) => name)] : [];
  const heading = names.slice(from, from + most);
  // a page of the names alone does not read what may be a very large file
  const rows =
    heading.length === most
      ? []
      : ((await execution.rows()) ?? refuse('RESULT_NOT_FOUND', 'Could not find results'));
  const behind = Math.max(0, from - names.length);
  const shown = [...heading, ...rows.slice(behind, behind + most - heading.length)];
  return {
    UpdateCount: 0,
    // a page that is exactly full is not known to be the last
    NextToken: shown.length === most ? pageToken(id, execution.pageAfter(from, most)) : undefined,
    ResultSet: {
      Rows: shown.map((row) => ({
        Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
      })),
      ResultSetMetadata: { ColumnInfo: columns.map(columnInfo) },
    },
  };
}
