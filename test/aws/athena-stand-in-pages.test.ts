import { GetWorkGroupCommand, StopQueryExecutionCommand } from '@aws-sdk/client-athena';
import { describe, expect, it } from 'vitest';
import { athenaBench, invalid, RESULTS, refusal } from '../support/aws/athena-bench.ts';
import { QueryFailure } from '../support/aws/athena-failure.ts';
import type { Answer } from '../support/aws/athena-query.ts';

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
    const { start, ended, page } = await athenaBench({ answers });
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
    const { start, ended, page } = await athenaBench({ answers });
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
    const { start, ended, page } = await athenaBench({
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
    const { start, ended, page } = await athenaBench({
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
    const { start, poll, ended, page, service } = await athenaBench();
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
    const { client, start, poll, keys } = await athenaBench();
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
    expect(keys()).toEqual([]);
  });

  it('10.4 changes nothing of a finished query and does not know a strange one', async () => {
    const { client, start, ended } = await athenaBench();
    const id = await start();
    const before = await ended(id);
    await client.send(stop(id));
    expect((await ended(id)).Status).toEqual(before.Status);
    expect((await refusal(client.send(stop('nobody')))).code).toBe('QUERY_EXECUTION_NOT_FOUND');
  });
});

describe('GetWorkGroup', () => {
  it('10.4 tells the configuration', async () => {
    const { client } = await athenaBench({
      workgroups: [
        {
          name: 'ipe',
          enforced: true,
          outputLocation: `s3://${RESULTS}/ipe/`,
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
          OutputLocation: `s3://${RESULTS}/ipe/`,
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

describe('statements that are no query', () => {
  it('1.8 write a .txt, their pages begin without names', async () => {
    const { start, ended, page, keys, service } = await athenaBench();
    const columns = [{ name: 'tab_name', type: 'varchar' }];
    service.answer(({ statement }) =>
      statement.type === 'UTILITY' ? { columns, rows: [['rpt_soi']] } : undefined,
    );
    const shown = await start({ QueryString: 'SHOW TABLES IN lake' });
    expect(await ended(shown)).toMatchObject({
      StatementType: 'UTILITY',
      SubstatementType: 'SHOW_TABLES',
      ResultConfiguration: { OutputLocation: `s3://${RESULTS}/ipe/${shown}.txt` },
    });
    expect(keys()).toContain(`ipe/${shown}.txt`);
    expect((await page(shown)).ResultSet?.Rows).toEqual([{ Data: [{ VarCharValue: 'rpt_soi' }] }]);
    const created = await start({ QueryString: 'CREATE EXTERNAL TABLE t (n int)' });
    expect(await ended(created)).toMatchObject({
      StatementType: 'DDL',
      SubstatementType: 'CREATE_TABLE',
      Status: { State: 'SUCCEEDED' },
    });
    expect((await page(created)).ResultSet?.Rows).toEqual([]);
  });
});
