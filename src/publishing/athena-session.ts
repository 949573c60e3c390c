import { randomUUID } from 'node:crypto';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  type ResultSet,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { type AwsAccess, clientSettings } from '../aws/client-settings.ts';
import { renewedClient } from '../aws/renewed-client.ts';
import { sha256 } from '../kernel/digest.ts';
import { messageOf } from '../kernel/errors.ts';
import { canonicalJson } from '../kernel/json.ts';
import { cancelled, type Patience, patiently, pauseFor } from './aws-call.ts';
import type { PublishTarget } from './partition-place.ts';
import { PublishError } from './publish-error.ts';
import type { Statement } from './statements.ts';

/** What a statement gave. */
export interface StatementResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface AthenaSession {
  /** A statement that changes the catalog. @throws PublishError */
  change(statement: Statement): Promise<void>;
  /** All rows of a query whose answer is short. @throws PublishError */
  read(statement: Statement): Promise<StatementResult>;
  close(): void;
}

/** How often a statement is sent again that Athena says may succeed. */
const MOST_TRIES = 3;
/** Two writers changed one table at once: Glue lets one of them through. */
const CONCURRENT = /ConcurrentModification/i;
const ENDED = ['SUCCEEDED', 'FAILED', 'CANCELLED'];
const LONGEST_REASON = 500;

/** The publisher's own way to Athena: its workgroup, its statements, one after another. */
export function athenaSession(options: {
  readonly access: AwsAccess;
  readonly target: PublishTarget;
  readonly patience: Patience;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}): AthenaSession {
  const { access, target, patience, log, signal } = options;
  const { workgroup, catalog, database } = target;
  const client = renewedClient((anew) => new AthenaClient(clientSettings(access, {}, anew)));
  // of this session alone: with a token of an earlier one Athena would do nothing and answer with what it did then
  const session = randomUUID();
  let sent = 0;

  async function start({ title, text, parameters = [] }: Statement): Promise<string> {
    sent += 1;
    const token = sha256(canonicalJson([session, sent, text, parameters, workgroup]));
    const { QueryExecutionId: id } = await patiently(
      title,
      () =>
        client.call((athena) =>
          athena.send(
            new StartQueryExecutionCommand({
              QueryString: text,
              ...(parameters.length === 0 ? {} : { ExecutionParameters: [...parameters] }),
              ClientRequestToken: token,
              QueryExecutionContext: { Catalog: catalog, Database: database },
              WorkGroup: workgroup,
              ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
            }),
            { abortSignal: signal },
          ),
        ),
      patience,
      signal,
    );
    if (id !== undefined) return id;
    throw new PublishError('AWS_FAILED', `${title} failed: Athena named no execution`);
  }

  async function look(title: string, id: string, heed: AbortSignal): Promise<QueryExecution> {
    const { QueryExecution: execution } = await patiently(
      title,
      () =>
        client.call((athena) =>
          athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }), {
            abortSignal: heed,
          }),
        ),
      patience,
      heed,
    );
    if (execution !== undefined) return execution;
    throw new PublishError('AWS_FAILED', `${title} failed: Athena does not know execution ${id}`);
  }

  /** The execution's end, or its last state when the time is over. */
  async function follow(
    title: string,
    id: string,
    milliseconds: number,
    heed: AbortSignal,
  ): Promise<QueryExecution> {
    const until = performance.now() + milliseconds;
    let [pause, longest] = patience.pollMs;
    for (;;) {
      const execution = await look(title, id, heed);
      if (ENDED.includes(execution.Status?.State ?? '')) return execution;
      if (performance.now() >= until) return execution;
      await pauseFor(title, pause, heed);
      pause = Math.min(pause * 1.5, longest);
    }
  }

  /** Nothing of ours goes on when nobody waits for it. @returns the state it ended in */
  async function stop(title: string, id: string): Promise<string> {
    const own = AbortSignal.timeout(patience.cancelMs);
    try {
      await client.call((athena) =>
        athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }), { abortSignal: own }),
      );
      return (await follow(title, id, patience.cancelMs, own)).Status?.State ?? 'unknown';
    } catch (thrown) {
      return `unknown: ${messageOf(thrown)}`;
    }
  }

  async function finished(statement: Statement, id: string): Promise<QueryExecution> {
    const { title } = statement;
    try {
      const execution = await follow(title, id, patience.statementMs, signal);
      if (ENDED.includes(execution.Status?.State ?? '')) return execution;
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
      log(`${title}: cancelled, execution ${id} ended ${await stop(title, id)}`);
      throw cancelled(title, thrown);
    }
    const state = await stop(title, id);
    throw new PublishError(
      'TIMED_OUT',
      `${title}: execution ${id} had not ended after ${patience.statementMs / 1000} s; stopped, it is ${state}`,
      { advice: 'Look at the workgroup: it may be busy. Publish again later.', transient: true },
    );
  }

  /** @throws PublishError STATEMENT_FAILED, CANCELLED, TIMED_OUT, AWS_FAILED */
  async function perform(statement: Statement): Promise<string> {
    const { title } = statement;
    for (let tries = 1; ; tries += 1) {
      const id = await start(statement);
      const execution = await finished(statement, id);
      const { Status: { State: state, StateChangeReason: reason, AthenaError: error } = {} } =
        execution;
      log(`${title}: ${state} (execution ${id})`);
      if (state === 'SUCCEEDED') {
        requireOurs(statement, execution, id);
        return id;
      }
      const said = (reason ?? error?.ErrorMessage ?? 'no reason given').slice(0, LONGEST_REASON);
      const mayPass = error?.Retryable === true || CONCURRENT.test(said);
      if (mayPass && tries < MOST_TRIES) {
        await pauseFor(title, patience.retryMs[tries - 1] ?? 0, signal);
        continue;
      }
      throw new PublishError(
        'STATEMENT_FAILED',
        `${title}: execution ${id} ended ${state}: ${said}`,
        { advice: adviceFor(said), transient: mayPass },
      );
    }
  }

  /** @throws PublishError AWS_FAILED where the answer is not about what was sent */
  function requireOurs(statement: Statement, execution: QueryExecution, id: string): void {
    const sentText = statement.text.trim();
    if (execution.Query?.trim() === sentText && execution.WorkGroup === workgroup) return;
    throw new PublishError(
      'AWS_FAILED',
      `${statement.title}: execution ${id} is not what was sent: it ran in workgroup ${execution.WorkGroup}`,
    );
  }

  async function results(title: string, id: string): Promise<StatementResult> {
    const rows: (string | null)[][] = [];
    for (let token: string | undefined, first = true; ; first = false) {
      const page = await patiently(
        title,
        () =>
          client.call((athena) =>
            athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: token }), {
              abortSignal: signal,
            }),
          ),
        patience,
        signal,
      );
      const texts = rowsOf(page.ResultSet);
      // the names stand before the rows of a query, on its first page only
      rows.push(...(first ? texts.slice(1) : texts));
      token = page.NextToken;
      if (token === undefined) return { columns: columnsOf(page.ResultSet), rows };
    }
  }

  return {
    change: async (statement) => {
      await perform(statement);
    },
    read: async (statement) => results(statement.title, await perform(statement)),
    close: () => client.close(),
  };
}

function rowsOf(set: ResultSet | undefined): (string | null)[][] {
  return (set?.Rows ?? []).map(({ Data = [] }) =>
    Data.map(({ VarCharValue }) => VarCharValue ?? null),
  );
}

/** Types as DDL names them. */
function columnsOf(set: ResultSet | undefined): StatementResult['columns'] {
  return (set?.ResultSetMetadata?.ColumnInfo ?? []).map(
    ({ Name = '', Type = '', Precision, Scale }) => ({
      name: Name,
      type:
        Type === 'decimal'
          ? `decimal(${Precision},${Scale})`
          : Type === 'varchar'
            ? 'string'
            : Type,
    }),
  );
}

function adviceFor(reason: string): string {
  if (/AccessDenied|not authorized|Insufficient/i.test(reason)) {
    return 'Give the role the rights of the publisher (docs/deployment/aws.md).';
  }
  if (/Bytes scanned limit/i.test(reason)) {
    return 'Raise the limit of the workgroup: reading back scans the partition once.';
  }
  return 'Mend what Athena says and publish again: nothing is done twice.';
}
