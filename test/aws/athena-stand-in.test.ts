import type { StartQueryExecutionCommandInput } from '@aws-sdk/client-athena';
import { describe, expect, it } from 'vitest';
import { athenaBench, invalid, RESULTS, refusal, WORKGROUP } from '../support/aws/athena-bench.ts';
import type { AcceptedQuery } from '../support/aws/athena-query.ts';

describe('StartQueryExecution', () => {
  it('10.4 gives a version 4 UUID', async () => {
    const { start } = await athenaBench();
    expect(await start()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  });

  it('10.4 checks token, workgroup, location, syntax and idempotency in this order', async () => {
    const token = 't'.repeat(40);
    const { start, service } = await athenaBench({
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
    const { start, service } = await athenaBench({
      syntax: (text) => (text === 'SELEC 1' ? 'mismatched input' : null),
    });
    const token = { ClientRequestToken: 'a'.repeat(64) };
    await refusal(start({ ...token, QueryString: 'SELEC 1' }));
    await start({ ...token, QueryString: 'SELECT 1' });
    expect(service.executions.map(({ query }) => query.text)).toEqual(['SELECT 1']);
  });

  it('10.4 gives the earlier execution for a token, whatever the parameters and the workgroup', async () => {
    const { start, ended, service } = await athenaBench({
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
    const { start, service } = await athenaBench();
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
    { ResultConfiguration: { OutputLocation: `s3://${RESULTS}/other/` } },
  ])('10.4 refuses a token for another text, catalog, database or location: %j', async (other) => {
    const { start } = await athenaBench();
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
    const { start } = await athenaBench({ workgroups: [{ name: 'ipe', managed: true }] });
    const asked = start({ ResultConfiguration: { OutputLocation: `s3://${RESULTS}/x/` } });
    expect((await refusal(asked)).name).toBe('InvalidRequestException');
  });

  it('1.2 refuses an empty list of parameters and values longer than 1024', async () => {
    const { start } = await athenaBench();
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
    const { start, service } = await athenaBench();
    await start({ QueryString: 'SELECT n FROM t WHERE x = ?', ExecutionParameters: [parameter] });
    expect(service.executions[0]?.query.rendered).toBe(`SELECT n FROM t WHERE x = ${written}`);
  });

  it.each([
    ['nosuchfunc(1)', 1303],
    ['1 OR 1=1', 1002],
  ])('1.3 fails the query for an expression that means nothing: %s', async (parameter, type) => {
    const { start, ended } = await athenaBench();
    const id = await start({ QueryString: 'SELECT ?', ExecutionParameters: [parameter] });
    expect((await ended(id)).Status).toMatchObject({
      State: 'FAILED',
      AthenaError: { ErrorCategory: 2, ErrorType: type },
    });
  });

  it('P15 fails the query, not the call, when the numbers differ; a ? in text, name or comment is none', async () => {
    const { start, ended } = await athenaBench();
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
    const { start, ended } = await athenaBench();
    const id = await start({ QueryString: 'SELECT 1', ExecutionParameters: ["DATE '2025-09-30'"] });
    expect((await ended(id)).Status?.State).toBe('SUCCEEDED');
  });

  it('10.4 lets a script see the values: another cutoff has other rows', async () => {
    const { start, csvOf } = await athenaBench({
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
