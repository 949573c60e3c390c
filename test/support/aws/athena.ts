import { randomUUID } from 'node:crypto';
import { DuckDBInstance } from '@duckdb/node-api';
import { type AcceptedQuery, type Answer, type Behaviour, Execution } from './athena-execution.ts';
import { failureOf, QueryFailure, refuse } from './athena-failure.ts';
import {
  constrain,
  lengthWithin,
  optionalInteger,
  optionalMembers,
  optionalText,
  optionalTexts,
  requiredText,
} from './athena-input.ts';
import { takeParameter } from './athena-parameters.ts';
import { countMarkers, trimmed, withValues } from './athena-sql.ts';
import { columnInfo } from './athena-types.ts';
import {
  describeWorkGroup,
  locationAsked,
  resultPlace,
  type WorkGroup,
} from './athena-workgroups.ts';
import type { Lake } from './lake.ts';
import type { JsonService, Members, ObjectSink } from './service.ts';

const MOST_ROWS = 1000;
const MOST_TEXT = 262_144;

/** Looks at a query: an answer, or undefined when it has none for this one. */
export type Answering = (query: AcceptedQuery) => Answer | undefined | Promise<Answer | undefined>;

export interface AthenaOptions {
  /** Where result objects go. */
  readonly sink: ObjectSink;
  readonly workgroups: readonly WorkGroup[];
  /** Scripted answers; asked before the lake is. */
  readonly answers?: Answering;
  /** Answers by executing what no script answers. */
  readonly lake?: Lake;
  /** What is wrong with a text; null accepts it. Default: the lake's own reading of it, else nothing ever. */
  readonly syntax?: (text: string) => string | null | Promise<string | null>;
  readonly clock?: { now(): Date };
}

export interface AthenaStandIn extends JsonService {
  readonly target: 'AmazonAthena';
  /** In the order they were started. */
  readonly executions: readonly Execution[];
  /** Replaces the scripted answers. */
  answer(answers: Answering): void;
  /** How queries that match behave: the last one said counts, `times` times. */
  behave(behaviour: Behaviour, matches?: (query: AcceptedQuery) => boolean, times?: number): void;
  /** Called with every accepted query before it reads anything: here a test changes tables. */
  beforeQuery(hook: (query: AcceptedQuery) => Promise<void> | void): void;
  /** Takes the object of a finished query away. */
  deleteResult(id: string): Promise<void>;
  /** Puts other bytes in the place of a finished query's object. */
  replaceResult(id: string, bytes: Uint8Array): Promise<void>;
  close(): void;
}

/** What a start compares with an earlier one of the same token: not the parameters, not the workgroup. */
function compared(input: Members): string {
  const context = optionalMembers(input, 'QueryExecutionContext') ?? {};
  return JSON.stringify([
    input['QueryString'],
    context['Catalog'],
    context['Database'],
    locationAsked(input),
  ]);
}

/** Form of a start's members, the token first. @throws ServiceFault */
function checkForm(input: Members): { readonly token: string; readonly text: string } {
  const token = optionalText(input, 'ClientRequestToken') ?? '';
  if (token === '') refuse('INVALID_INPUT', 'clientRequestToken is null or empty');
  lengthWithin('ClientRequestToken', token, 32, 128);
  const text = requiredText(input, 'QueryString');
  lengthWithin('QueryString', text, 1, MOST_TEXT);
  const parameters = optionalTexts(input, 'ExecutionParameters');
  if (parameters?.length === 0) {
    constrain('ExecutionParameters', '', 'Member must have length greater than or equal to 1');
  }
  if (parameters?.some(({ length }) => length < 1 || length > 1024)) {
    constrain(
      'ExecutionParameters',
      '',
      'Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1]',
    );
  }
  return { token, text };
}

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

/** Athena as its clients see it (design/aws.md 10.4): a service of the stand-in, with its controls. */
export function athenaService(options: AthenaOptions): AthenaStandIn {
  const { sink, lake, clock = { now: () => new Date() } } = options;
  const syntax = options.syntax ?? (lake === undefined ? () => null : lake.mistake);
  const executions: Execution[] = [];
  const tokens = new Map<string, { readonly compared: string; readonly execution: Execution }>();
  const behaviours: {
    behaviour: Behaviour;
    matches: (query: AcceptedQuery) => boolean;
    left: number;
  }[] = [];
  let answers: Answering = options.answers ?? (() => undefined);
  let hook: (query: AcceptedQuery) => Promise<void> | void = () => undefined;
  const own = DuckDBInstance.create(':memory:', { threads: '1' });
  const reader = own.then((instance) => instance.connect());

  const workGroup = (name: string): WorkGroup =>
    options.workgroups.find((group) => group.name === name) ??
    refuse('INVALID_INPUT', 'WorkGroup is not found.');

  const execution = (input: Members): Execution => {
    const id = requiredText(input, 'QueryExecutionId');
    return (
      executions.find(({ query }) => query.id === id) ??
      refuse('QUERY_EXECUTION_NOT_FOUND', `QueryExecution ${id} was not found`)
    );
  };

  /** The values as they are evaluated; those a text without markers was given are ignored. */
  const evaluated = async (text: string, parameters: readonly string[]): Promise<string> => {
    const markers = countMarkers(text);
    if (markers === 0) return text;
    if (markers !== parameters.length) {
      throw new QueryFailure(
        `Incorrect number of parameters: expected ${markers} but found ${parameters.length}`,
      );
    }
    const connection = await reader;
    const taken: string[] = [];
    for (const parameter of parameters) {
      taken.push((await takeParameter(connection, parameter)).written);
    }
    return withValues(text, taken);
  };

  const answered = async (query: AcceptedQuery): Promise<Answer> => {
    try {
      await hook(query);
      const scripted = await answers(query);
      if (scripted !== undefined) return scripted;
      if (lake !== undefined) return await lake.run(query.rendered, query.database);
      throw new QueryFailure(
        'GENERIC_INTERNAL_ERROR: the test scripts no answer to this query',
        1,
        100,
      );
    } catch (error) {
      return { failure: failureOf(error) };
    }
  };

  const start = async (input: Members): Promise<Execution> => {
    const { token, text: sent } = checkForm(input);
    const group = workGroup(optionalText(input, 'WorkGroup') ?? 'primary');
    const place = resultPlace(group, input);
    const text = trimmed(sent);
    const mistake = await syntax(text);
    if (mistake !== null) refuse('MALFORMED_QUERY', mistake);
    const context = optionalMembers(input, 'QueryExecutionContext') ?? {};
    const parameters = optionalTexts(input, 'ExecutionParameters') ?? [];
    const rendered = await evaluated(text, parameters).catch(failureOf);
    // nothing waits from here on, so that of two starts with one token the second finds the first
    const earlier = tokens.get(token);
    if (earlier !== undefined) {
      if (earlier.compared === compared(input)) return earlier.execution;
      refuse('IDEMPOTENT_PARAMETER_MISMATCH', 'Idempotent parameters do not match');
    }
    const query: AcceptedQuery = {
      id: randomUUID(),
      text,
      parameters,
      rendered: typeof rendered === 'string' ? rendered : text,
      database: optionalText(context, 'Database') ?? '',
      catalog: optionalText(context, 'Catalog') ?? 'AwsDataCatalog',
      workGroup: group.name,
      token,
    };
    const said = behaviours.findLast(({ left, matches }) => left > 0 && matches(query));
    if (said !== undefined) said.left -= 1;
    const answer =
      typeof rendered === 'string' ? answered(query) : Promise.resolve({ failure: rendered });
    const begun = new Execution(
      query,
      { place, group, behaviour: said?.behaviour ?? {}, sink, clock },
      answer,
    );
    executions.push(begun);
    tokens.set(token, { compared: compared(input), execution: begun });
    return begun;
  };

  const page = async (input: Members): Promise<Members> => {
    const most = optionalInteger(input, 'MaxResults') ?? MOST_ROWS;
    const next = optionalText(input, 'NextToken');
    requiredText(input, 'QueryExecutionId');
    if (most < 1) {
      constrain('MaxResults', '', 'Member must have value greater than or equal to 1');
    }
    const asked = execution(input);
    if (most > MOST_ROWS) {
      refuse('INVALID_INPUT', `MaxResults is more than maximum allowed length ${MOST_ROWS}`);
    }
    finished(asked);
    const from = pageStart(asked.query.id, next);
    const { columns, rows } = await asked.result();
    const names = columns.map(({ name }) => name);
    const records = [
      ...(from === 0 ? [names] : []),
      ...rows.slice(Math.max(0, from - 1), from + most - 1),
    ];
    const shown = records.slice(0, most);
    return {
      UpdateCount: 0,
      // a page that is exactly full is not known to be the last
      NextToken: shown.length === most ? pageToken(asked.query.id, from + most) : undefined,
      ResultSet: {
        Rows: shown.map((row) => ({
          Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
        })),
        ResultSetMetadata: { ColumnInfo: columns.map(columnInfo) },
      },
    };
  };

  const objectOf = (id: string) => {
    const object = executions.find(({ query }) => query.id === id)?.object;
    if (object === null || object === undefined) throw new Error(`query ${id} has no object`);
    return object;
  };

  return {
    target: 'AmazonAthena',
    operations: {
      StartQueryExecution: async (input) => ({ QueryExecutionId: (await start(input)).query.id }),
      GetQueryExecution: async (input) => ({ QueryExecution: await execution(input).poll() }),
      GetQueryResults: page,
      StopQueryExecution: (input) => {
        execution(input).stop();
        return {};
      },
      GetWorkGroup: (input) => ({
        WorkGroup: describeWorkGroup(workGroup(requiredText(input, 'WorkGroup'))),
      }),
    },
    executions,
    answer: (scripted) => {
      answers = scripted;
    },
    behave: (behaviour, matches = () => true, times = Number.POSITIVE_INFINITY) => {
      behaviours.push({ behaviour, matches, left: times });
    },
    beforeQuery: (called) => {
      hook = called;
    },
    deleteResult: async (id) => {
      const { bucket, key } = objectOf(id);
      await sink.delete(bucket, key);
    },
    replaceResult: async (id, bytes) => {
      const { bucket, key } = objectOf(id);
      await sink.put(bucket, key, bytes, { 'content-type': 'application/octet-stream' });
    },
    close: () => {
      void Promise.all([own, reader]).then(([instance, connection]) => {
        connection.closeSync();
        instance.closeSync();
      });
    },
  };
}
