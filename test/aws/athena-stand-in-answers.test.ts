import { GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { describe, expect, it } from 'vitest';
import { athenaBench, invalid, RESULTS, refusal, WORKGROUP } from '../support/aws/athena-bench.ts';
import { QueryFailure } from '../support/aws/athena-failure.ts';

describe('GetQueryExecution', () => {
  it('10.4 tells all there is to tell, and neither parameters nor token', async () => {
    const { start, ended } = await athenaBench();
    const id = await start({
      QueryString: '\n SELECT n FROM t WHERE n = ? ;; ',
      ExecutionParameters: ['1'],
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'db' },
      ResultConfiguration: {
        OutputLocation: `s3://${RESULTS}/ipe`,
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
        OutputLocation: `s3://${RESULTS}/ipe/${id}.csv`,
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
    const { start, poll } = await athenaBench();
    for (const OutputLocation of [`s3://${RESULTS}/a`, `s3://${RESULTS}/a/`]) {
      const id = await start({ ResultConfiguration: { OutputLocation } });
      const { Status, ResultConfiguration } = await poll(id);
      expect(Status?.State).toBe('QUEUED');
      expect(ResultConfiguration?.OutputLocation).toBe(`s3://${RESULTS}/a/${id}.csv`);
    }
  });

  it('P16 writes where an enforced workgroup says, encrypted as it says', async () => {
    const { start, ended, head } = await athenaBench({
      workgroups: [
        { ...WORKGROUP, enforced: true, encryption: { EncryptionOption: 'SSE_KMS', KmsKey: 'k' } },
      ],
    });
    const id = await start({ ResultConfiguration: { OutputLocation: 's3://mine/x/' } });
    expect((await ended(id)).ResultConfiguration?.OutputLocation).toBe(
      `s3://${RESULTS}/ipe/${id}.csv`,
    );
    expect(await head(id)).toMatchObject({
      ContentType: 'application/octet-stream',
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'k',
    });
  });

  it('P16 writes no object where results are managed; the pages have the rows', async () => {
    const { start, ended, page, keys } = await athenaBench({
      workgroups: [{ name: 'ipe', managed: true }],
    });
    const id = await start();
    const execution = await ended(id);
    expect(execution.ManagedQueryResultsConfiguration).toEqual({ Enabled: true });
    expect(execution.ResultConfiguration).toBeUndefined();
    expect(keys()).toEqual([]);
    expect((await page(id)).ResultSet?.Rows).toHaveLength(2);
  });

  it('10.4 shows QUEUED, RUNNING, SUCCEEDED on successive polls; P18 RUNNING may fall back to QUEUED', async () => {
    const { start, poll, service } = await athenaBench();
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
    const { start, poll, service } = await athenaBench({ clock: { now: () => new Date(now) } });
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
    const { poll } = await athenaBench();
    expect(await refusal(poll('nobody'))).toEqual(
      invalid('QueryExecution nobody was not found', 'QUERY_EXECUTION_NOT_FOUND'),
    );
  });

  it('10.3 names a missing member and a value of the wrong type', async () => {
    const { client, service } = await athenaBench();
    const nameless = new GetQueryExecutionCommand({ QueryExecutionId: undefined });
    expect(await refusal(client.send(nameless))).toEqual(
      invalid(
        "1 validation error detected: Value null at 'queryExecutionId' failed to satisfy constraint: Member must not be null",
      ),
    );
    // the client has no way to send it
    const caller = { accessKeyId: '', account: '', arn: '' };
    const call = { operation: 'GetQueryResults', requestId: '', caller };
    await expect(
      service.operations['GetQueryResults']?.({ QueryExecutionId: 'a', MaxResults: '5' }, call),
    ).rejects.toMatchObject({
      type: 'SerializationException',
      members: { Message: 'STRING_VALUE can not be converted to an Integer' },
    });
  });
  it('10.4 are there before SUCCEEDED shows', async () => {
    const { start, poll, keys } = await athenaBench();
    const id = await start();
    await poll(id);
    await poll(id);
    expect(keys()).toEqual([]);
    await poll(id);
    expect(keys()).toEqual([`ipe/${id}.csv`, `ipe/${id}.csv.metadata`]);
  });

  it('P09 P10 P11 1.7 quotes every value and the names, keeps NULL from the empty text, repeats names', async () => {
    const { start, csvOf } = await athenaBench({
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

  it('P09 P12 1.7 has an empty line for a NULL alone, and the names alone for no rows', async () => {
    const columns = [{ name: 'a', type: 'varchar' }];
    const { start, csvOf, service } = await athenaBench({
      answers: () => ({ columns, rows: [[null]] }),
    });
    expect(await csvOf(await start())).toBe('"a"\n\n');
    service.answer(() => ({ columns, rows: [] }));
    expect(await csvOf(await start())).toBe('"a"\n');
  });

  it('1.8 describe their columns in a .csv.metadata', async () => {
    const { start, csvOf, standIn } = await athenaBench({
      answers: () => ({ columns: [{ name: 'amt', type: 'decimal(38,2)' }], rows: [] }),
    });
    const id = await start();
    await csvOf(id);
    const described = await standIn.s3.read(RESULTS, `ipe/${id}.csv.metadata`);
    expect(described.subarray(0, 2)).toEqual(Buffer.from([0x0a, 36]));
    expect(described.subarray(2, 38).toString()).toBe(id);
    expect(described.subarray(40).toString('hex')).toBe(
      Buffer.concat([
        Buffer.from('\x0a\x04hive\x22\x03amt\x2a\x03amt\x32\x07decimal'),
        Buffer.from([0x38, 38, 0x40, 2, 0x48, 3, 0x50, 0]),
      ]).toString('hex'),
    );
  });

  it('10.4 are of many parts above 100 MB', async () => {
    const body = Buffer.alloc(100_000_001, '"1234567890123456789"\n');
    const { start, ended, head } = await athenaBench({
      answers: () => ({ columns: [{ name: 'n', type: 'varchar' }], body }),
    });
    const id = await start();
    await ended(id);
    expect(await head(id)).toMatchObject({
      ContentLength: 100_000_001,
      ContentType: 'binary/octet-stream',
      ETag: expect.stringMatching(/^"[0-9a-f]{32}-6"$/),
    });
  });

  it('10.4 are not written for a query that failed or was cancelled', async () => {
    const { start, ended, service, keys } = await athenaBench();
    service.behave({ failure: new QueryFailure('GENERIC_INTERNAL_ERROR', 1, 100, true) });
    expect((await ended(await start())).Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: 'GENERIC_INTERNAL_ERROR',
      AthenaError: { ErrorCategory: 1, ErrorType: 100, Retryable: true },
    });
    service.behave({ end: { state: 'CANCELLED', reason: 'Bytes scanned limit was exceeded' } });
    expect((await ended(await start())).Status?.State).toBe('CANCELLED');
    expect(keys()).toEqual([]);
  });
});
