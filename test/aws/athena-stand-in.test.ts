import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AthenaOptions, type AthenaStandIn, athenaService } from '../support/aws/athena.ts';
import type { AcceptedQuery, Answer } from '../support/aws/athena-execution.ts';
import { QueryFailure } from '../support/aws/athena-failure.ts';
import { ragged } from '../support/aws/athena-result.ts';
import { openLake } from '../support/aws/lake.ts';
import { type Members, ServiceFault } from '../support/aws/service.ts';

const ONE_ROW: Answer = { columns: [{ name: 'n', type: 'integer' }], rows: [['1']] };
const WORKGROUP = { name: 'ipe', outputLocation: 's3://results/ipe/' };

async function serve(service: AthenaStandIn): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const name = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const call = {
      operation: name,
      requestId: randomUUID(),
      caller: { accessKeyId: 'k', account: '1', arn: 'arn' },
    };
    let status = 200;
    let answer: Members;
    try {
      const operation = service.operations[name];
      if (operation === undefined) throw new ServiceFault('UnknownOperationException');
      answer = await operation(JSON.parse(Buffer.concat(chunks).toString()), call);
    } catch (error) {
      if (!(error instanceof ServiceFault)) throw error;
      status = error.status;
      answer = { __type: error.type, ...error.members };
    }
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A client of a stand-in, and the objects the stand-in writes. */
async function athena(options: Partial<AthenaOptions> = {}) {
  const objects = new Map<string, { bytes: Buffer; headers: Readonly<Record<string, string>> }>();
  const { readFile } = await import('node:fs/promises');
  const service = athenaService({
    sink: {
      put: async (bucket, key, body, headers = {}) => {
        const bytes = 'file' in body ? await readFile(body.file) : Buffer.from(body);
        objects.set(`${bucket}/${key}`, { bytes, headers });
      },
      delete: async (bucket, key) => {
        objects.delete(`${bucket}/${key}`);
      },
      exists: (bucket) => bucket === 'results',
    },
    workgroups: [WORKGROUP],
    answers: () => ONE_ROW,
    ...options,
  });
  onTestFinished(() => service.close());
  const client = new AthenaClient({
    endpoint: await serve(service),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'not-a-real-key' },
    maxAttempts: 1,
  });
  onTestFinished(() => client.destroy());
  const start = async (input: Partial<StartQueryExecutionCommandInput> = {}): Promise<string> => {
    const { QueryExecutionId: id = '' } = await client.send(
      new StartQueryExecutionCommand({
        QueryString: 'SELECT n FROM t',
        WorkGroup: 'ipe',
        ClientRequestToken: randomUUID(),
        ...input,
      }),
    );
    return id;
  };
  const poll = async (id: string) => {
    const answer = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    if (answer.QueryExecution === undefined) throw new Error('no execution in the answer');
    return answer.QueryExecution;
  };
  const ended = async (id: string) => {
    for (let polls = 0; polls < 10; polls += 1) {
      const execution = await poll(id);
      const state = execution.Status?.State;
      if (state !== 'QUEUED' && state !== 'RUNNING') return execution;
    }
    throw new Error(`query ${id} did not end`);
  };
  const page = (id: string, MaxResults?: number, NextToken?: string) =>
    client.send(new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults, NextToken }));
  const csvOf = async (id: string): Promise<string> => {
    await ended(id);
    return objects.get(`results/ipe/${id}.csv`)?.bytes.toString() ?? 'no object';
  };
  return { client, service, objects, start, poll, ended, page, csvOf };
}

/** What the client makes of a refusal. */
async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => {
      throw new Error('the call was not refused');
    },
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('something else was thrown');
  const { name, message, AthenaErrorCode: code } = error as Error & { AthenaErrorCode?: string };
  return { name, message, code };
}

const invalid = (message: string, code = 'INVALID_INPUT') => ({
  name: 'InvalidRequestException',
  message,
  code,
});

describe('StartQueryExecution', () => {
  it('10.4 gives a version 4 UUID', async () => {
    const { start } = await athena();
    expect(await start()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  });

  it('10.4 checks token, workgroup, location, syntax and idempotency in this order', async () => {
    const token = 't'.repeat(40);
    const { start, service } = await athena({
      workgroups: [WORKGROUP, { name: 'bare' }],
      syntax: (text) => (text.startsWith('SELEC ') ? "line 1:1: mismatched input 'SELEC'" : null),
    });
    await start({ ClientRequestToken: token });
    const wrong = {
      ClientRequestToken: '',
      WorkGroup: 'nowhere',
      ResultConfiguration: { OutputLocation: 'results' },
      QueryString: 'SELEC 1',
    };
    expect(await refusal(start(wrong))).toEqual(invalid('clientRequestToken is null or empty'));
    const steps: readonly (readonly [Partial<StartQueryExecutionCommandInput>, string, string?])[] =
      [
        [
          { ClientRequestToken: 'short' },
          "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 32",
        ],
        [
          { ClientRequestToken: 'x'.repeat(129) },
          "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 128",
        ],
        [{ ClientRequestToken: token }, 'WorkGroup is not found.'],
        [{ WorkGroup: 'bare' }, 'outputLocation is not a valid S3 path.'],
        [
          { ResultConfiguration: undefined },
          'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
        ],
        [{ WorkGroup: 'ipe' }, "line 1:1: mismatched input 'SELEC'", 'MALFORMED_QUERY'],
        [
          { QueryString: 'SELECT 2' },
          'Idempotent parameters do not match',
          'IDEMPOTENT_PARAMETER_MISMATCH',
        ],
      ];
    let input: Partial<StartQueryExecutionCommandInput> = wrong;
    for (const [repaired, message, code] of steps) {
      input = { ...input, ...repaired };
      expect(await refusal(start(input))).toEqual(invalid(message, code));
    }
    expect(service.executions).toHaveLength(1);
  });

  it('10.4 leaves the token of a malformed query free for the next', async () => {
    const { start, service } = await athena({
      syntax: (text) => (text === 'SELEC 1' ? 'mismatched input' : null),
    });
    const token = { ClientRequestToken: 'a'.repeat(64) };
    await refusal(start({ ...token, QueryString: 'SELEC 1' }));
    await start({ ...token, QueryString: 'SELECT 1' });
    expect(service.executions.map(({ query }) => query.text)).toEqual(['SELECT 1']);
  });

  it('10.4 gives the earlier execution for a token, whatever the parameters and the workgroup', async () => {
    const { start, ended, service } = await athena({
      workgroups: [WORKGROUP, { ...WORKGROUP, name: 'other' }],
    });
    const same = { ClientRequestToken: 'a'.repeat(64), QueryString: 'SELECT n FROM t WHERE d = ?' };
    const first = await start({ ...same, ExecutionParameters: ["DATE '2025-08-31'"] });
    await ended(first);
    expect(
      await start({ ...same, ExecutionParameters: ["DATE '2025-09-30'"], WorkGroup: 'other' }),
    ).toBe(first);
    expect(service.executions).toHaveLength(1);
  });

  it('10.4 runs two starts with one token at one time once', async () => {
    const { start, service } = await athena();
    const token = {
      ClientRequestToken: 'a'.repeat(64),
      QueryString: 'SELECT ?',
      ExecutionParameters: ['1'],
    };
    const ids = await Promise.all([start(token), start(token), start(token)]);
    expect(new Set(ids).size).toBe(1);
    expect(service.executions).toHaveLength(1);
  });

  it.each<Partial<StartQueryExecutionCommandInput>>([
    { QueryString: 'SELECT n FROM t2' },
    { QueryExecutionContext: { Catalog: 'awsdatacatalog', Database: 'db' } },
    { QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'other' } },
    { ResultConfiguration: { OutputLocation: 's3://results/other/' } },
  ])('10.4 refuses a token for another text, catalog, database or location: %j', async (other) => {
    const { start } = await athena();
    const same = {
      ClientRequestToken: 'a'.repeat(64),
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'db' },
    };
    await start(same);
    expect(await refusal(start({ ...same, ...other }))).toEqual(
      invalid('Idempotent parameters do not match', 'IDEMPOTENT_PARAMETER_MISMATCH'),
    );
  });

  it('10.4 refuses a result configuration where results are managed', async () => {
    const { start } = await athena({ workgroups: [{ name: 'ipe', managed: true }] });
    const asked = start({ ResultConfiguration: { OutputLocation: 's3://results/x/' } });
    expect((await refusal(asked)).name).toBe('InvalidRequestException');
  });

  it('1.2 refuses an empty list of parameters and values longer than 1024', async () => {
    const { start } = await athena();
    for (const ExecutionParameters of [[], ['x'.repeat(1025)], ['']]) {
      const { message } = await refusal(start({ ExecutionParameters }));
      expect(message).toContain("Value at 'executionParameters'");
    }
  });
});

describe('execution parameters', () => {
  const taken: readonly (readonly [string, string])[] = [
    ["'abc'", "'abc'"],
    ["'it''s ? -- NULL'", "'it''s ? -- NULL'"],
    ['10', '10'],
    ['1 + 1', '1 + 1'],
    ['2024-01-02', '2024-01-02'],
    ["DATE '2020-01-01'", "DATE '2020-01-01'"],
    ["TIMESTAMP '2025-09-30 23:59:59.999 UTC'", "TIMESTAMP '2025-09-30 23:59:59.999 UTC'"],
    ["DECIMAL '123.4567'", "DECIMAL '123.4567'"],
    ['NULL', 'NULL'],
    ['true', 'true'],
    ['now()', 'now()'],
    ['current_date', 'current_date'],
    ['abc def', "'abc def'"],
    ["it's", "'it''s'"],
    ['550e8400-e29b-41d4-a716-446655440000', "'550e8400-e29b-41d4-a716-446655440000'"],
    ['abc', "'abc'"],
    ['x + 1', "'x + 1'"],
    ['t.x', "'t.x'"],
    ['1), (2', "'1), (2'"],
    ['1 -- all', "'1 -- all'"],
  ];
  it.each(taken)('1.3 takes %s as %s', async (parameter, written) => {
    const { start, service } = await athena();
    await start({ QueryString: 'SELECT n FROM t WHERE x = ?', ExecutionParameters: [parameter] });
    expect(service.executions[0]?.query.rendered).toBe(`SELECT n FROM t WHERE x = ${written}`);
  });

  it.each([
    ['nosuchfunc(1)', 1303],
    ['1 OR 1=1', 1002],
  ])('1.3 fails the query for an expression that means nothing: %s', async (parameter, type) => {
    const { start, ended } = await athena();
    const id = await start({ QueryString: 'SELECT ?', ExecutionParameters: [parameter] });
    expect((await ended(id)).Status).toMatchObject({
      State: 'FAILED',
      AthenaError: { ErrorCategory: 2, ErrorType: type },
    });
  });

  it('P15 fails the query, not the call, when the numbers differ; a ? in text, name or comment is none', async () => {
    const { start, ended } = await athena();
    const text = `SELECT '?' AS "a?" -- ?\n/* ? */ FROM t WHERE n = ? AND m = ?`;
    const id = await start({ QueryString: text, ExecutionParameters: ['1'] });
    expect((await ended(id)).Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: 'Incorrect number of parameters: expected 2 but found 1',
      AthenaError: { ErrorCategory: 2, ErrorType: 1006, Retryable: false },
    });
    const none = await start({ QueryString: text });
    expect((await ended(none)).Status?.StateChangeReason).toBe(
      'Incorrect number of parameters: expected 2 but found 0',
    );
  });

  it('1.3 ignores values for a text without a marker', async () => {
    const { start, ended } = await athena();
    const id = await start({ QueryString: 'SELECT 1', ExecutionParameters: ["DATE '2025-09-30'"] });
    expect((await ended(id)).Status?.State).toBe('SUCCEEDED');
  });

  it('10.4 lets a script see the values: another cutoff has other rows', async () => {
    const { start, csvOf } = await athena({
      answers: ({ rendered }: AcceptedQuery) => ({
        columns: [{ name: 'n', type: 'integer' }],
        rows: rendered.includes("DATE '2025-09-30'") ? [['9']] : [['8']],
      }),
    });
    const ask = (day: string) =>
      start({
        QueryString: 'SELECT n FROM t WHERE d <= ?',
        ExecutionParameters: [`DATE '${day}'`],
      });
    expect(await csvOf(await ask('2025-09-30'))).toBe('"n"\n"9"\n');
    expect(await csvOf(await ask('2025-08-31'))).toBe('"n"\n"8"\n');
  });
});

describe('GetQueryExecution', () => {
  it('10.4 tells all there is to tell, and neither parameters nor token', async () => {
    const { start, ended } = await athena();
    const id = await start({
      QueryString: '\n SELECT n FROM t WHERE n = ? ;; ',
      ExecutionParameters: ['1'],
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'db' },
      ResultConfiguration: {
        OutputLocation: 's3://results/ipe',
        EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: 'arn:aws:kms:key/1' },
      },
    });
    const execution = await ended(id);
    expect(execution).toEqual({
      QueryExecutionId: id,
      Query: 'SELECT n FROM t WHERE n = ?',
      StatementType: 'DML',
      SubstatementType: 'SELECT',
      ResultConfiguration: {
        OutputLocation: `s3://results/ipe/${id}.csv`,
        EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: 'arn:aws:kms:key/1' },
      },
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
      QueryExecutionContext: { Catalog: 'awsdatacatalog', Database: 'db' },
      Status: {
        State: 'SUCCEEDED',
        SubmissionDateTime: expect.any(Date),
        CompletionDateTime: expect.any(Date),
      },
      EngineVersion: {
        SelectedEngineVersion: 'AUTO',
        EffectiveEngineVersion: 'Athena engine version 3',
      },
      Statistics: {
        DataScannedInBytes: 1_048_576,
        EngineExecutionTimeInMillis: expect.any(Number),
        TotalExecutionTimeInMillis: expect.any(Number),
        QueryQueueTimeInMillis: 0,
        QueryPlanningTimeInMillis: 0,
        ServicePreProcessingTimeInMillis: 0,
        ServiceProcessingTimeInMillis: 0,
        ResultReuseInformation: { ReusedPreviousResult: false },
      },
      WorkGroup: 'ipe',
    });
  });

  it('10.4 knows the whole output location from the first call on, however the request ended it', async () => {
    const { start, poll } = await athena();
    for (const OutputLocation of ['s3://results/a', 's3://results/a/']) {
      const id = await start({ ResultConfiguration: { OutputLocation } });
      const { Status, ResultConfiguration } = await poll(id);
      expect(Status?.State).toBe('QUEUED');
      expect(ResultConfiguration?.OutputLocation).toBe(`s3://results/a/${id}.csv`);
    }
  });

  it('P16 writes where an enforced workgroup says, encrypted as it says', async () => {
    const { start, ended, objects } = await athena({
      workgroups: [
        { ...WORKGROUP, enforced: true, encryption: { EncryptionOption: 'SSE_KMS', KmsKey: 'k' } },
      ],
    });
    const id = await start({ ResultConfiguration: { OutputLocation: 's3://mine/x/' } });
    expect((await ended(id)).ResultConfiguration?.OutputLocation).toBe(
      `s3://results/ipe/${id}.csv`,
    );
    expect(objects.get(`results/ipe/${id}.csv`)?.headers).toEqual({
      'content-type': 'application/octet-stream',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'k',
    });
  });

  it('P16 writes no object where results are managed; the pages have the rows', async () => {
    const { start, ended, page, objects } = await athena({
      workgroups: [{ name: 'ipe', managed: true }],
    });
    const id = await start();
    const execution = await ended(id);
    expect(execution.ManagedQueryResultsConfiguration).toEqual({ Enabled: true });
    expect(execution.ResultConfiguration).toBeUndefined();
    expect(objects.size).toBe(0);
    expect((await page(id)).ResultSet?.Rows).toHaveLength(2);
  });

  it('10.4 shows QUEUED, RUNNING, SUCCEEDED on successive polls; P18 RUNNING may fall back to QUEUED', async () => {
    const { start, poll, service } = await athena();
    const states = async (count: number) => {
      const id = await start();
      const seen: (string | undefined)[] = [];
      for (let polls = 0; polls < count; polls += 1) seen.push((await poll(id)).Status?.State);
      return seen;
    };
    expect(await states(4)).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED', 'SUCCEEDED']);
    const script = ['RUNNING', 'QUEUED', 'RUNNING', 'SOME_FUTURE_STATE'];
    service.behave({ states: script });
    expect(await states(5)).toEqual([...script, 'SUCCEEDED']);
  });

  it('10.4 advances by the clock where the test says so', async () => {
    let now = Date.parse('2025-10-01T06:00:00.250Z');
    const { start, poll, service } = await athena({ clock: { now: () => new Date(now) } });
    service.behave({ times: { queued: 1000, running: 5000 } });
    const id = await start();
    const { Status } = await poll(id);
    expect(Status).toEqual({
      State: 'QUEUED',
      SubmissionDateTime: new Date('2025-10-01T06:00:00.250Z'),
    });
    now += 1000;
    expect((await poll(id)).Status?.State).toBe('RUNNING');
    now += 5000;
    const { Status: last, Statistics } = await poll(id);
    expect(last?.State).toBe('SUCCEEDED');
    expect(last?.CompletionDateTime).toEqual(new Date(now));
    expect(Statistics?.TotalExecutionTimeInMillis).toBe(6000);
  });

  it('10.4 does not know an id it never gave', async () => {
    const { poll } = await athena();
    expect(await refusal(poll('nobody'))).toEqual(
      invalid('QueryExecution nobody was not found', 'QUERY_EXECUTION_NOT_FOUND'),
    );
  });

  it('10.3 names a missing member', async () => {
    const { service } = await athena();
    const call = {
      operation: 'x',
      requestId: 'r',
      caller: { accessKeyId: '', account: '', arn: '' },
    };
    await expect(
      Promise.resolve().then(() => service.operations['StopQueryExecution']?.({}, call)),
    ).rejects.toMatchObject({
      type: 'InvalidRequestException',
      members: {
        Message:
          "1 validation error detected: Value null at 'queryExecutionId' failed to satisfy constraint: Member must not be null",
      },
    });
    await expect(
      service.operations['GetQueryResults']?.({ QueryExecutionId: 'a', MaxResults: '5' }, call),
    ).rejects.toMatchObject({
      type: 'SerializationException',
      members: { Message: 'STRING_VALUE can not be converted to an Integer' },
    });
  });
});

describe('the objects of a result', () => {
  it('10.4 are there before SUCCEEDED shows', async () => {
    const { start, poll, objects } = await athena();
    const id = await start();
    await poll(id);
    await poll(id);
    expect(objects.size).toBe(0);
    await poll(id);
    expect([...objects.keys()]).toEqual([
      `results/ipe/${id}.csv`,
      `results/ipe/${id}.csv.metadata`,
    ]);
  });

  it('1.7 quotes every value and the names, keeps NULL from the empty text, repeats names', async () => {
    const { start, csvOf } = await athena({
      answers: () => ({
        columns: [
          { name: 'a', type: 'varchar' },
          { name: 'a', type: 'varchar' },
        ],
        rows: [
          ['x"y', null],
          ['', 'line\nline, 😀\r\n'],
          [null, null],
        ],
      }),
    });
    expect(await csvOf(await start())).toBe('"a","a"\n"x""y",\n"","line\nline, 😀\r\n"\n,\n');
  });

  it('1.7 has an empty line for a NULL alone, and the names alone for no rows', async () => {
    const columns = [{ name: 'a', type: 'varchar' }];
    const { start, csvOf, service } = await athena({
      answers: () => ({ columns, rows: [[null]] }),
    });
    expect(await csvOf(await start())).toBe('"a"\n\n');
    service.answer(() => ({ columns, rows: [] }));
    expect(await csvOf(await start())).toBe('"a"\n');
  });

  it('1.8 describe their columns in a .csv.metadata', async () => {
    const { start, csvOf, objects } = await athena({
      answers: () => ({ columns: [{ name: 'amt', type: 'decimal(38,2)' }], rows: [] }),
    });
    const id = await start();
    await csvOf(id);
    const described = objects.get(`results/ipe/${id}.csv.metadata`)?.bytes;
    expect(described?.subarray(0, 2)).toEqual(Buffer.from([0x0a, 36]));
    expect(described?.subarray(2, 38).toString()).toBe(id);
    expect(described?.subarray(40).toString('hex')).toBe(
      Buffer.concat([
        Buffer.from('\x0a\x04hive\x22\x03amt\x2a\x03amt\x32\x07decimal'),
        Buffer.from([0x38, 38, 0x40, 2, 0x48, 3, 0x50, 0]),
      ]).toString('hex'),
    );
  });

  it('10.4 are of many parts above 100 MB', async () => {
    const body = Buffer.alloc(100_000_001, '"1234567890123456789"\n');
    const { start, csvOf, objects } = await athena({
      answers: () => ({ columns: [{ name: 'n', type: 'varchar' }], body }),
    });
    const id = await start();
    await csvOf(id);
    expect(objects.get(`results/ipe/${id}.csv`)?.headers).toEqual({
      'content-type': 'binary/octet-stream',
      etag: expect.stringMatching(/^"[0-9a-f]{32}-6"$/),
    });
  });

  it('10.4 are not written for a query that failed or was cancelled', async () => {
    const { start, ended, service, objects } = await athena();
    service.behave({ failure: new QueryFailure('GENERIC_INTERNAL_ERROR', 1, 100, true) });
    expect((await ended(await start())).Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: 'GENERIC_INTERNAL_ERROR',
      AthenaError: { ErrorCategory: 1, ErrorType: 100, Retryable: true },
    });
    service.behave({ end: { state: 'CANCELLED', reason: 'Bytes scanned limit was exceeded' } });
    expect((await ended(await start())).Status?.State).toBe('CANCELLED');
    expect(objects.size).toBe(0);
  });
});

describe('GetQueryResults', () => {
  const rows = Array.from({ length: 5 }, (_, n) => [String(n), n === 2 ? null : '']);
  const answers = (): Answer => ({
    columns: [
      { name: 'n', type: 'bigint' },
      { name: 'amt', type: 'decimal(38,2)' },
    ],
    rows,
  });

  it('10.4 has the names first, then the rows, NULL without a value, and describes the columns', async () => {
    const { start, ended, page } = await athena({ answers });
    const id = await start();
    await ended(id);
    const { ResultSet, NextToken, UpdateCount } = await page(id);
    expect(UpdateCount).toBe(0);
    expect(NextToken).toBeUndefined();
    expect(ResultSet?.Rows?.map(({ Data }) => Data)).toEqual([
      [{ VarCharValue: 'n' }, { VarCharValue: 'amt' }],
      ...rows.map((row) => row.map((value) => (value === null ? {} : { VarCharValue: value }))),
    ]);
    expect(ResultSet?.ResultSetMetadata?.ColumnInfo?.[1]).toEqual({
      CatalogName: 'hive',
      SchemaName: '',
      TableName: '',
      Name: 'amt',
      Label: 'amt',
      Type: 'decimal',
      Precision: 38,
      Scale: 2,
      Nullable: 'UNKNOWN',
      CaseSensitive: false,
    });
  });

  it('1.9 counts the names as a row of the first page; a page exactly full is followed by an empty one', async () => {
    const { start, ended, page } = await athena({ answers });
    const id = await start();
    await ended(id);
    const sizes: (number | undefined)[] = [];
    let token: string | undefined;
    do {
      const { ResultSet, NextToken } = await page(id, 2, token);
      sizes.push(ResultSet?.Rows?.length);
      token = NextToken;
    } while (token !== undefined);
    expect(sizes).toEqual([2, 2, 2, 0]);
  });

  it('1.9 gives at most 1000 rows a page and every row once', async () => {
    const many = Array.from({ length: 2500 }, (_, n) => [String(n)]);
    const { start, ended, page } = await athena({
      answers: () => ({ columns: [{ name: 'n', type: 'integer' }], rows: many }),
    });
    const id = await start();
    await ended(id);
    const values: (string | undefined)[] = [];
    const sizes: (number | undefined)[] = [];
    let token: string | undefined;
    do {
      const { ResultSet, NextToken } = await page(id, undefined, token);
      values.push(...(ResultSet?.Rows ?? []).map(({ Data }) => Data?.[0]?.VarCharValue));
      sizes.push(ResultSet?.Rows?.length);
      token = NextToken;
    } while (token !== undefined);
    expect(sizes).toEqual([1000, 1000, 501]);
    expect(values).toEqual(['n', ...many.flat()]);
  });

  it('1.7 has the same texts as the object, also when the object was scripted as bytes', async () => {
    const body = Buffer.from('"a","b"\n"x""y\n",\n"",","\n');
    const { start, ended, page } = await athena({
      answers: () => ({
        columns: [
          { name: 'a', type: 'varchar' },
          { name: 'b', type: 'varchar' },
        ],
        body,
      }),
    });
    const id = await start();
    await ended(id);
    expect((await page(id)).ResultSet?.Rows?.slice(1).map(({ Data }) => Data)).toEqual([
      [{ VarCharValue: 'x"y\n' }, {}],
      [{ VarCharValue: '' }, { VarCharValue: ',' }],
    ]);
  });

  it('10.4 refuses in this order: form, unknown id, too many rows, state, token', async () => {
    const { start, poll, ended, page, service } = await athena();
    const id = await start();
    expect((await refusal(page('nobody', 0))).message).toContain(
      'Member must have value greater than or equal to 1',
    );
    expect(await refusal(page('nobody', 1001, 'junk'))).toEqual(
      invalid('QueryExecution nobody was not found', 'QUERY_EXECUTION_NOT_FOUND'),
    );
    expect(await refusal(page(id, 1001, 'junk'))).toEqual(
      invalid('MaxResults is more than maximum allowed length 1000'),
    );
    const state = 'INVALID_QUERY_EXECUTION_STATE';
    await poll(id);
    await poll(id);
    expect(await refusal(page(id, 10, 'junk'))).toEqual(
      invalid('Query has not yet finished. Current state: RUNNING', state),
    );
    await ended(id);
    expect(await refusal(page(id, 10, 'junk'))).toEqual(invalid('Malformed nextPageToken junk'));
    service.behave({ failure: new QueryFailure('no') });
    const failed = await start();
    await ended(failed);
    expect(await refusal(page(failed))).toEqual(
      invalid('Query did not finish successfully. Final query state: FAILED', state),
    );
    service.behave({ end: { state: 'CANCELLED', reason: 'Bytes scanned limit was exceeded' } });
    const cancelled = await start();
    await ended(cancelled);
    expect(await refusal(page(cancelled))).toEqual(
      invalid('Could not find results', 'RESULT_NOT_FOUND'),
    );
  });
});

describe('StopQueryExecution', () => {
  const stop = (id: string) => new StopQueryExecutionCommand({ QueryExecutionId: id });

  it('P20 cancels what runs, without an object and without an AthenaError', async () => {
    const { client, start, poll, objects } = await athena();
    const id = await start();
    await poll(id);
    await client.send(stop(id));
    const { Status } = await poll(id);
    expect(Status).toMatchObject({
      State: 'CANCELLED',
      StateChangeReason: 'Query cancelled by user',
      CompletionDateTime: expect.any(Date),
    });
    expect(Status?.AthenaError).toBeUndefined();
    expect(objects.size).toBe(0);
  });

  it('10.4 changes nothing of a finished query and does not know a strange one', async () => {
    const { client, start, ended } = await athena();
    const id = await start();
    const before = await ended(id);
    await client.send(stop(id));
    expect((await ended(id)).Status).toEqual(before.Status);
    expect((await refusal(client.send(stop('nobody')))).code).toBe('QUERY_EXECUTION_NOT_FOUND');
  });
});

describe('GetWorkGroup', () => {
  it('10.4 tells the configuration', async () => {
    const { client } = await athena({
      workgroups: [
        {
          name: 'ipe',
          enforced: true,
          outputLocation: 's3://results/ipe/',
          encryption: { EncryptionOption: 'SSE_S3' },
          expectedBucketOwner: '123456789012',
          bytesScannedCutoff: 10_000_000,
        },
        { name: 'bare', managed: true },
      ],
    });
    const described = async (WorkGroup: string) =>
      (await client.send(new GetWorkGroupCommand({ WorkGroup }))).WorkGroup;
    const common = {
      PublishCloudWatchMetricsEnabled: true,
      RequesterPaysEnabled: false,
      EnableMinimumEncryptionConfiguration: false,
      EngineVersion: {
        SelectedEngineVersion: 'AUTO',
        EffectiveEngineVersion: 'Athena engine version 3',
      },
    };
    expect(await described('ipe')).toEqual({
      Name: 'ipe',
      State: 'ENABLED',
      CreationTime: new Date(1.7e12),
      Configuration: {
        ...common,
        EnforceWorkGroupConfiguration: true,
        ResultConfiguration: {
          OutputLocation: 's3://results/ipe/',
          EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
          ExpectedBucketOwner: '123456789012',
        },
        BytesScannedCutoffPerQuery: 10_000_000,
      },
    });
    expect((await described('bare'))?.Configuration).toEqual({
      ...common,
      EnforceWorkGroupConfiguration: false,
      ResultConfiguration: {},
      ManagedQueryResultsConfiguration: { Enabled: true },
    });
    expect(await refusal(described('nowhere'))).toEqual(invalid('WorkGroup is not found.'));
  });
});

describe('the knobs of 10.7', () => {
  it('P03 SUCCEEDED with a missing bucket, without the object, or with one that went', async () => {
    const { start, ended, service, objects } = await athena({
      workgroups: [{ name: 'ipe', outputLocation: 's3://no-such-bucket/x' }],
    });
    expect((await ended(await start())).Status?.State).toBe('SUCCEEDED');
    const ResultConfiguration = { OutputLocation: 's3://results/ipe' };
    for (const object of ['none', 'deleted'] as const) {
      service.behave({ object });
      const id = await start({ ResultConfiguration });
      expect((await ended(id)).Status?.State).toBe('SUCCEEDED');
      expect(objects.has(`results/ipe/${id}.csv`)).toBe(false);
    }
  });

  it('P06 an object replaced or deleted after the query', async () => {
    const { start, csvOf, service, objects } = await athena();
    const id = await start();
    await csvOf(id);
    await service.replaceResult(id, Buffer.from('"n"\n"2"\n'));
    expect(await csvOf(id)).toBe('"n"\n"2"\n');
    await service.deleteResult(id);
    expect(objects.has(`results/ipe/${id}.csv`)).toBe(false);
  });

  it('P01 P02 an old submission, a reused result', async () => {
    const { start, ended, service } = await athena();
    const submitted = new Date('2025-09-01T00:00:00Z');
    service.behave({ reused: true, submitted }, undefined, 1);
    const { Status, Statistics } = await ended(await start());
    expect(Status?.SubmissionDateTime).toEqual(submitted);
    expect(Statistics?.ResultReuseInformation?.ReusedPreviousResult).toBe(true);
    const next = await ended(await start());
    expect(next.Statistics?.ResultReuseInformation?.ReusedPreviousResult).toBe(false);
  });

  it('another order of the columns, a ragged record', async () => {
    const { start, csvOf, service } = await athena({
      answers: () => ({
        columns: [
          { name: 'a', type: 'varchar' },
          { name: 'b', type: 'integer' },
        ],
        rows: [
          ['x', '1'],
          ['y', '2'],
        ],
      }),
    });
    service.behave({ reversedColumns: true }, ({ text }) => text === 'SELECT 1');
    service.behave({ object: ragged }, ({ text }) => text === 'SELECT 2');
    expect(await csvOf(await start({ QueryString: 'SELECT 1' }))).toBe(
      '"b","a"\n"1","x"\n"2","y"\n',
    );
    expect(await csvOf(await start({ QueryString: 'SELECT 2' }))).toBe('"a","b"\n"x","1"\n"y"\n');
  });

  it('P19 a failure that may be tried again, once', async () => {
    const { start, ended, service } = await athena();
    service.behave({ failure: new QueryFailure('busy', 1, 0, true) }, undefined, 1);
    expect((await ended(await start())).Status?.AthenaError?.Retryable).toBe(true);
    expect((await ended(await start())).Status?.State).toBe('SUCCEEDED');
  });

  it('1.5 a scan above the cutoff of the workgroup is cancelled', async () => {
    const { start, ended, service } = await athena({
      workgroups: [{ ...WORKGROUP, bytesScannedCutoff: 10_000_000 }],
    });
    service.behave({ scannedBytes: 10_000_001 });
    const { Status, Statistics } = await ended(await start());
    expect(Status).toMatchObject({
      State: 'CANCELLED',
      StateChangeReason: 'Bytes scanned limit was exceeded',
    });
    expect(Statistics?.DataScannedInBytes).toBe(10_000_001);
  });
});

describe('queries that are executed', () => {
  async function onLake() {
    const lake = await openLake();
    onTestFinished(() => lake.close());
    return { lake, ...(await athena({ lake, answers: () => undefined })) };
  }

  it('1.7 delivers each type in its text form under its type name', async () => {
    const { start, csvOf, page } = await onLake();
    const id = await start({
      QueryString: `SELECT true AS b, CAST(1 AS tinyint) AS t, CAST(2 AS smallint) AS s, 3 AS i,
        9007199254740993 AS g, CAST(1.5 AS real) AS f, 0.1e0 + 0.2e0 AS d, 1e20 AS big, 1e-7 AS small,
        DECIMAL '123.4567' AS m, CAST('7' AS decimal(38,10)) AS w, '' AS e, CAST(NULL AS varchar) AS n,
        DATE '2017-01-02' AS day, CAST('2017-01-01 10:00:00.5' AS timestamp(3)) AS ts,
        TIMESTAMP '2017-01-01 00:00:00.000 UTC' AS tz, CAST('10:11:12.5' AS time) AS tm,
        CAST('123' AS varbinary) AS raw, ARRAY['a, b', NULL] AS a, 1.25 AS bare, count(*)`,
    });
    const csv = await csvOf(id);
    expect(csv.split('\n')[1]).toBe(
      '"true","1","2","3","9007199254740993","1.5","0.30000000000000004","1.0E20","1.0E-7","123.4567",' +
        '"7.0000000000","",,"2017-01-02","2017-01-01 10:00:00.500","2017-01-01 00:00:00.000 UTC",' +
        '"10:11:12.500","31 32 33","[a, b, null]","1.25","1"',
    );
    const { ResultSet } = await page(id);
    const columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
    expect(columns.map((one) => [one.Name, one.Type, one.Precision, one.Scale])).toEqual([
      ['b', 'boolean', 0, 0],
      ['t', 'tinyint', 3, 0],
      ['s', 'smallint', 5, 0],
      ['i', 'integer', 10, 0],
      ['g', 'bigint', 19, 0],
      ['f', 'float', 17, 0],
      ['d', 'double', 17, 0],
      ['big', 'double', 17, 0],
      ['small', 'double', 17, 0],
      ['m', 'decimal', 7, 4],
      ['w', 'decimal', 38, 10],
      ['e', 'varchar', 2147483647, 0],
      ['n', 'varchar', 2147483647, 0],
      ['day', 'date', 0, 0],
      ['ts', 'timestamp', 3, 0],
      ['tz', 'timestamp with time zone', 3, 0],
      ['tm', 'time', 3, 0],
      ['raw', 'varbinary', 1073741824, 0],
      ['a', 'array', 0, 0],
      ['bare', 'double', 17, 0],
      ['_col20', 'bigint', 19, 0],
    ]);
  });

  it('1.2 refuses a text that cannot be parsed at the call, fails one that names nothing later', async () => {
    const { start, ended } = await onLake();
    expect((await refusal(start({ QueryString: 'SELEC 1' }))).code).toBe('MALFORMED_QUERY');
    const failure = async (QueryString: string, Database?: string) =>
      (await ended(await start({ QueryString, QueryExecutionContext: { Database } }))).Status
        ?.AthenaError;
    expect(await failure('SELECT 1 FROM nowhere')).toMatchObject({ ErrorType: 1301 });
    expect(await failure('SELECT 1', 'nowhere')).toMatchObject({ ErrorType: 1301 });
    expect(await failure('SELECT x FROM (SELECT 1 AS y)')).toMatchObject({ ErrorType: 1006 });
    expect(await failure("SELECT CAST('x' AS integer)")).toMatchObject({ ErrorType: 1100 });
    expect(await failure('SELECT nosuch(1)')).toMatchObject({ ErrorType: 1303 });
  });

  it('1.3 evaluates the parameters: an unquoted date is a sum, a quoted text never is', async () => {
    const { start, csvOf } = await onLake();
    const value = async (parameter: string) =>
      (await csvOf(await start({ QueryString: 'SELECT ? AS v', ExecutionParameters: [parameter] })))
        .split('\n')
        .at(1);
    expect(await value('2024-01-02')).toBe('"2021"');
    expect(await value("'2024-01-02'")).toBe('"2024-01-02"');
    expect(await value('NULL')).toBe('');
    expect(await value("'it''s ?'")).toBe('"it\'s ?"');
  });

  it('1.7 has six digits of a second where the table is of Iceberg', async () => {
    const { lake, start, csvOf } = await onLake();
    const rows = "SELECT TIMESTAMP '2025-09-30 10:00:00.123456' AS moment";
    await lake.table('db', 'plain', rows);
    await lake.table('db', 'ice', rows, { iceberg: true });
    const read = async (table: string) =>
      csvOf(await start({ QueryString: `SELECT moment FROM db.${table}` }));
    expect(await read('plain')).toBe('"moment"\n"2025-09-30 10:00:00.123"\n');
    expect(await read('ice')).toBe('"moment"\n"2025-09-30 10:00:00.123456"\n');
  });

  it('2 reads an Iceberg table at a snapshot, whatever has changed since; P29', async () => {
    const { lake, start, csvOf, ended } = await onLake();
    await lake.table('db', 't', 'SELECT * FROM range(3) AS r(n)', { iceberg: true });
    await lake.table('db', 'hive', 'SELECT 1 AS n');
    const ask = (QueryString: string) =>
      start({ QueryString, QueryExecutionContext: { Database: 'db' } });
    const count = async (text: string) => (await csvOf(await ask(text))).split('\n')[1];
    const current = `SELECT snapshot_id FROM "db"."t$history" ORDER BY made_current_at DESC LIMIT 1`;
    const first = (await count(current))?.replaceAll('"', '') ?? '';
    expect(first).toBe(lake.snapshots('db', 't')[0]?.id);
    await lake.change('db', 't', (name) => `DELETE FROM ${name} WHERE n = 0`);
    const pinned = `FOR VERSION AS OF ${first}`;
    expect(await count('SELECT count(*) AS c FROM "db"."t"')).toBe('"2"');
    expect(await count(`SELECT count(*) AS c FROM "db"."t" ${pinned}`)).toBe('"3"');
    expect(await count(`SELECT count(t.n) AS c FROM t ${pinned} WHERE t.n >= 0`)).toBe('"3"');
    expect(
      await count(`SELECT count(*) AS c FROM "db"."t" ${pinned} AS a JOIN db.t b ON a.n = b.n`),
    ).toBe('"2"');
    expect(await count('SELECT count(*) AS c FROM "db"."t$snapshots"')).toBe('"2"');
    await lake.rollBack('db', 't', first);
    expect((await count(current))?.replaceAll('"', '')).toBe(first);
    expect(await count('SELECT count(*) AS c FROM "db"."t"')).toBe('"3"');
    await lake.expire('db', 't', first);
    const reason = async (text: string) => (await ended(await ask(text))).Status?.StateChangeReason;
    expect(await reason(`SELECT n FROM "db"."t" ${pinned}`)).toContain(
      'snapshot ID does not exist',
    );
    expect(await reason('SELECT n FROM "db"."hive" FOR VERSION AS OF 1')).toContain(
      'does not support versioned tables',
    );
  });

  it('2 tells the files of a table, which change with it, and hashes rows in whatever order', async () => {
    const { lake, start, csvOf, service } = await onLake();
    await lake.table('db', 't', 'SELECT * FROM range(3) AS r(n)');
    const ask = async (QueryString: string) => csvOf(await start({ QueryString }));
    const files = 'SELECT "$path", count(*) AS c FROM "db"."t" GROUP BY 1';
    const hash = 'SELECT to_hex(checksum(n)) AS h FROM "db"."t"';
    const [filesBefore, hashBefore] = [await ask(files), await ask(hash)];
    expect(filesBefore).toBe('"$path","c"\n"s3://lake/db/t/data/part-00001.parquet","3"\n');
    expect(await ask(hash)).toBe(hashBefore);
    service.beforeQuery(async ({ text }) => {
      if (text === 'SELECT n FROM "db"."t"') {
        await lake.change('db', 't', (name) => `UPDATE ${name} SET n = n + 1`);
      }
    });
    expect(await ask('SELECT n FROM "db"."t"')).toBe('"n"\n"1"\n"2"\n"3"\n');
    expect(await ask(files)).not.toBe(filesBefore);
    expect(await ask(hash)).not.toBe(hashBefore);
  });
});
