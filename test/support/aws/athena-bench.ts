import { randomUUID } from 'node:crypto';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import { HeadObjectCommand, type HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { type AthenaOptions, type AthenaStandIn, athenaService } from './athena.ts';
import type { Answer } from './athena-query.ts';
import { clientSettings } from './clients.ts';
import { type AwsStandIn, startAwsStandIn } from './start-aws-stand-in.ts';

export const RESULTS = 'ipe-results';
export const WORKGROUP = { name: 'ipe', outputLocation: `s3://${RESULTS}/ipe/` };

const ONE_ROW: Answer = { columns: [{ name: 'n', type: 'integer' }], rows: [['1']] };

/** Athena over HTTP with a real client, for one test. */
export interface AthenaBench {
  readonly client: AthenaClient;
  readonly service: AthenaStandIn;
  readonly standIn: AwsStandIn;
  /** The new query's id. */
  start(input?: Partial<StartQueryExecutionCommandInput>): Promise<string>;
  poll(id: string): Promise<QueryExecution>;
  /** Polls until the query has ended. */
  ended(id: string): Promise<QueryExecution>;
  page(id: string, most?: number, token?: string): Promise<GetQueryResultsCommandOutput>;
  /** Objects of the result bucket. */
  keys(): readonly string[];
  head(id: string): Promise<HeadObjectCommandOutput>;
  /** The result object when the query has ended. */
  csvOf(id: string): Promise<string>;
}

/** Gives every query one row unless told otherwise. */
export async function athenaBench(options: Partial<AthenaOptions> = {}): Promise<AthenaBench> {
  const made: AthenaStandIn[] = [];
  const standIn = await startAwsStandIn({
    buckets: [RESULTS],
    services: (sink, clock) => {
      made.push(
        athenaService({ sink, clock, workgroups: [WORKGROUP], answers: () => ONE_ROW, ...options }),
      );
      return made;
    },
  });
  const [service] = made;
  if (service === undefined) throw new Error('the stand-in made no Athena');
  const client = new AthenaClient({ ...clientSettings(standIn), maxAttempts: 1 });
  const s3 = new S3Client({ ...clientSettings(standIn), maxAttempts: 1 });
  onTestFinished(async () => {
    client.destroy();
    s3.destroy();
    await standIn.close();
    await service.close();
  });
  const poll = async (id: string): Promise<QueryExecution> => {
    const answer = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    if (answer.QueryExecution === undefined) throw new Error('no execution in the answer');
    return answer.QueryExecution;
  };
  const ended = async (id: string): Promise<QueryExecution> => {
    for (let polls = 0; polls < 10; polls += 1) {
      const execution = await poll(id);
      const state = execution.Status?.State;
      if (state !== 'QUEUED' && state !== 'RUNNING') return execution;
    }
    throw new Error(`query ${id} did not end`);
  };
  return {
    client,
    service,
    standIn,
    poll,
    ended,
    start: async (input = {}) => {
      const { QueryExecutionId: id = '' } = await client.send(
        new StartQueryExecutionCommand({
          QueryString: 'SELECT n FROM t',
          WorkGroup: 'ipe',
          ClientRequestToken: randomUUID(),
          ...input,
        }),
      );
      return id;
    },
    page: (id, most, token) =>
      client.send(
        new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: most, NextToken: token }),
      ),
    keys: () => standIn.s3.keys(RESULTS),
    head: (id) => s3.send(new HeadObjectCommand({ Bucket: RESULTS, Key: `ipe/${id}.csv` })),
    csvOf: async (id) => {
      await ended(id);
      return (await standIn.s3.read(RESULTS, `ipe/${id}.csv`)).toString();
    },
  };
}

/** What a client makes of a refusal. @throws Error when the call is not refused */
export async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('the call was not refused');
  const { name, message } = error;
  return { name, message, code: 'AthenaErrorCode' in error ? error.AthenaErrorCode : undefined };
}

/** A refusal of Athena's. */
export function invalid(message: string, code = 'INVALID_INPUT') {
  return { name: 'InvalidRequestException', message, code };
}
