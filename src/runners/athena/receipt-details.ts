import { createRequire } from 'node:module';
import { endpointWords } from '../../aws/endpoints.ts';
import type { BoundQuery } from '../../kernel/query.ts';
import type { ReadingSetup } from './athena-reading.ts';
import { executionDetails, known } from './execution-details.ts';
import type { Pin } from './pin-tables.ts';
import type { Finished } from './statement-executor.ts';

const require = createRequire(import.meta.url);
const CLIENTS = ['@aws-sdk/client-athena', '@aws-sdk/client-s3']
  .map((name) => `${name} ${require(`${name}/package.json`).version}`)
  .join(', ');

/** What came back of a query that was executed. */
interface Answers {
  /** Ids of the requests that started it and described its result. */
  readonly requests: Readonly<Record<'start' | 'result', string | null>>;
  /** What S3 said of the result; null where its pages were read. */
  readonly object: Readonly<Record<string, string>> | null;
}

/**
 * Everything a receipt says beside its figures, as texts (design/aws.md 1.6).
 */
export function receiptDetails(
  { options, tools, place, caller, workgroup }: ReadingSetup,
  pins: readonly Pin[],
  query: BoundQuery,
  finished: Finished,
  { requests, object }: Answers,
): Readonly<Record<string, string>> {
  const { consistency, rowFilters = 'unknown', region, endpoints = [] } = options;
  return {
    driver: CLIENTS,
    region,
    ...prefixed(
      'endpoint',
      Object.fromEntries(endpoints.map((each) => [each.service, endpointWords(each)])),
    ),
    ...prefixed('caller', {
      account: caller.account,
      arn: caller.arn,
      user_id: caller.userId,
      credentials:
        options.credentials === undefined
          ? (tools.aws.credentialsSource ?? 'not stated by the SDK')
          : 'ipe login',
    }),
    ...prefixed('workgroup', workgroup.details),
    ...prefixed('execution', executionDetails(finished.execution)),
    ...prefixed('request', known(requests)),
    token: finished.token,
    attempt: String(finished.attempt),
    reading: place.reading,
    fetch: object === null ? 'api' : 's3',
    ...prefixed('object', object ?? {}),
    consistency,
    ...Object.fromEntries(
      pins.map(({ database, table, snapshot, committedAt }) => [
        `snapshot.${database}.${table}`,
        `${snapshot}, committed ${committedAt}`,
      ]),
    ),
    row_filters: rowFilters === 'none' ? 'none, as configured' : 'unknown',
    reviewed_sha256: query.sha256,
  };
}

function prefixed(
  prefix: string,
  facts: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [`${prefix}.${name}`, fact]),
  );
}
