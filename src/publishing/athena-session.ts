import { randomUUID } from 'node:crypto';
import {
  AthenaClient,
  GetQueryResultsCommand,
  type QueryExecution,
  type ResultSet,
} from '@aws-sdk/client-athena';
import {
  type ExecutionRequest,
  type ExecutionTools,
  runExecution,
} from '../aws/athena-execution.ts';
import { wasComputed } from '../aws/athena-freshness.ts';
import { pause, retryDelay } from '../aws/back-off.ts';
import { type AwsAccess, clientSettings } from '../aws/client-settings.ts';
import { renewedClient } from '../aws/renewed-client.ts';
import { startDeadline } from '../kernel/deadline.ts';
import { sha256 } from '../kernel/digest.ts';
import { canonicalJson } from '../kernel/json.ts';
import { awsFailed, cancelled, type Patience, patiently } from './aws-call.ts';
import { followTokens } from './follow-tokens.ts';
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
  const random = Math.random;
  const tools: ExecutionTools = {
    call: (perform) => client.call(perform),
    timing: patience,
    random,
    failed: awsFailed,
    stale: notOurs,
  };
  // of this session alone: with a token of an earlier one Athena would do nothing and answer with what it did then
  const session = randomUUID();
  let sent = 0;

  /** Once, to whichever end. @throws PublishError CANCELLED, TIMED_OUT, AWS_FAILED */
  async function execute({ title, text, parameters = [] }: Statement): Promise<QueryExecution> {
    sent += 1;
    const deadline = startDeadline(signal, patience.statementMs);
    let became = 'Athena had not named its execution';
    const request: ExecutionRequest = {
      what: title,
      input: {
        QueryString: text,
        ...(parameters.length === 0 ? {} : { ExecutionParameters: [...parameters] }),
        ClientRequestToken: sha256(canonicalJson([session, sent, text, parameters, workgroup])),
        QueryExecutionContext: { Catalog: catalog, Database: database },
        WorkGroup: workgroup,
        ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
      },
    };
    const error = (what: string) =>
      deadline.reason() === 'TIMED_OUT'
        ? new PublishError(
            'TIMED_OUT',
            `${what} had not ended after ${patience.statementMs / 1000} s: ${became}`,
            {
              advice: 'Look at the workgroup: it may be busy. Publish again later.',
              transient: true,
            },
          )
        : cancelled(what);
    let id = 'unknown';
    try {
      return await runExecution(
        request,
        tools,
        { signal: deadline.signal, error },
        {
          started: (given) => {
            id = given;
          },
          seen: () => undefined,
          stopped: (how) => {
            became = `execution ${id} stopped, it is ${how}`;
            log(`${title}: ${became}`);
          },
        },
      );
    } finally {
      deadline.end();
    }
  }

  /** @throws PublishError STATEMENT_FAILED, CANCELLED, TIMED_OUT, AWS_FAILED */
  async function perform(statement: Statement): Promise<QueryExecution> {
    const { title } = statement;
    for (let turn = 0; ; turn += 1) {
      const execution = await execute(statement);
      const { QueryExecutionId: id, Status } = execution;
      const { State: state, StateChangeReason: reason, AthenaError: error } = Status ?? {};
      log(`${title}: ${state} (execution ${id})`);
      if (state === 'SUCCEEDED') return execution;
      const said = (reason ?? error?.ErrorMessage ?? 'no reason given').slice(0, LONGEST_REASON);
      const mayPass = error?.Retryable === true || CONCURRENT.test(said);
      if (!mayPass || turn + 1 >= MOST_TRIES) {
        throw new PublishError(
          'STATEMENT_FAILED',
          `${title}: execution ${id} ended ${state}: ${said}`,
          { advice: adviceFor(said), transient: mayPass },
        );
      }
      await pause(retryDelay(patience.retry, turn, random), signal);
    }
  }

  async function results(title: string, id: string): Promise<StatementResult> {
    const rows: (string | null)[][] = [];
    const follow = followTokens(`the pages of ${title}`);
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
      token = follow(page.NextToken);
      if (token === undefined) return { columns: columnsOf(page.ResultSet), rows };
    }
  }

  return {
    change: async (statement) => {
      await perform(statement);
    },
    read: async (statement) => {
      const execution = await perform(statement);
      const { QueryExecutionId: id = '' } = execution;
      // figures of an earlier state of the partition would agree with the package they are of
      if (!wasComputed(execution)) {
        throw notOurs(id, 'Athena does not say that it computed the answer anew');
      }
      return await results(statement.title, id);
    },
    close: () => client.close(),
  };
}

function notOurs(id: string, how: string): PublishError {
  return new PublishError(
    'AWS_FAILED',
    `execution ${id} is not the one that was asked for: ${how}`,
    {
      advice: 'Check the settings of the workgroup, then publish again.',
    },
  );
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
