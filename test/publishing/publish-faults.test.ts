import { describe, expect, it } from 'vitest';
import { draft, goodRows } from '../evidence/verify/good-package.ts';
import { QueryFailure } from '../support/aws/athena-failure.ts';
import { certified, laterRun, PUBLISHED, publishBench, refusal } from './publish-bench.ts';

const few = () => certified(draft(goodRows(12)));

describe('the table of an item', () => {
  const column = { name: 'new one', type: 'decimal(9,2)' };
  const base = [
    { name: 'key', type: 'text' },
    { name: 'value', type: 'integer' },
  ];
  const two = draft([['a', '1']], base, ['key']);
  const three = draft([['a', '1', '2.50']], [...base, column], ['key']);

  it('gains the columns a definition has gained; older periods show NULL there', async () => {
    const bench = await publishBench();
    const before = await certified(two);
    await bench.publish({ ...before, identity: { ...before.identity, period: '2025-08' } });
    expect(await bench.publish(await certified(three))).toMatchObject({ state: 'published' });
    expect(bench.changes()).toContain('ALTER TABLE `ipe_07` ADD COLUMNS (`new_one` decimal(9,2))');
    expect(
      await bench.read('SELECT period, new_one FROM "certified"."ipe_07" ORDER BY period'),
    ).toEqual([
      ['2025-08', null],
      ['2025-09', '2.50'],
    ]);
  });

  it('gains the rest where another publisher has added some of them at the same moment', async () => {
    const bench = await publishBench();
    const before = await certified(two);
    await bench.publish({ ...before, identity: { ...before.identity, period: '2025-08' } });
    const four = draft(
      [['a', '1', '2.50', 'x']],
      [...base, column, { name: 'more', type: 'text' }],
      ['key'],
    );
    let begun = false;
    bench.athena.beforeQuery(async ({ text }) => {
      if (begun || !text.includes('ADD COLUMNS')) return;
      begun = true;
      const other = laterRun(await certified(three));
      await bench.publish({ ...other, identity: { ...other.identity, period: '2025-10' } });
    });
    expect(await bench.publish(await certified(four))).toMatchObject({ state: 'published' });
    expect(bench.changes().filter((text) => text.includes('ADD COLUMNS'))).toEqual([
      'ALTER TABLE `ipe_07` ADD COLUMNS (`new_one` decimal(9,2), `more` string)',
      'ALTER TABLE `ipe_07` ADD COLUMNS (`new_one` decimal(9,2))',
      'ALTER TABLE `ipe_07` ADD COLUMNS (`more` string)',
    ]);
  });

  it('says so when columns cannot be added, or are not there after they were added', async () => {
    const bench = await publishBench();
    const before = await certified(two);
    await bench.publish({ ...before, identity: { ...before.identity, period: '2025-08' } });
    const isAdd = ({ text }: { text: string }) => text.includes('ADD COLUMNS');
    const reason = 'Insufficient permissions: not authorized to glue:UpdateTable';
    bench.athena.answer(async (query) => {
      if (isAdd(query)) throw new QueryFailure(reason);
      return await bench.lake.answers(query);
    });
    expect(await refusal(bench.publish(await certified(three)))).toMatchObject({
      code: 'STATEMENT_FAILED',
      message: expect.stringContaining(reason),
    });
    bench.athena.answer(async (query) =>
      isAdd(query) ? { columns: [], rows: [] } : await bench.lake.answers(query),
    );
    expect(await refusal(bench.publish(await certified(three)))).toMatchObject({
      code: 'COLUMNS_CHANGED',
      message: expect.stringContaining('lacks columns after they were added: new_one'),
    });
  });

  it('says so when a partition made before shows nothing of a new column', async () => {
    const bench = await publishBench();
    await bench.publish(await certified(two));
    const later = laterRun(await certified(three));
    const refused = await refusal(bench.publish(later));
    expect(refused).toMatchObject({
      code: 'READ_BACK_DIFFERS',
      message: expect.stringContaining('total of new one: expected 2.50, got none'),
    });
  });

  it.each([
    ['has lost a column', two, three, 'new_one is no column of the package'],
    [
      'has another type',
      draft(
        [['a', 'x']],
        [base[0], { name: 'value', type: 'text' }].flatMap((c) => c ?? []),
        ['key'],
      ),
      two,
      'value is bigint, the package has string',
    ],
  ])(
    'is left alone by a definition that %s, and nothing is uploaded',
    async (_, next, first, why) => {
      const bench = await publishBench();
      await bench.publish(await certified(first));
      expect(await refusal(bench.publish(laterRun(await certified(next))))).toMatchObject({
        code: 'COLUMNS_CHANGED',
        message: expect.stringContaining(why),
      });
      expect(bench.aws.s3.keys(PUBLISHED)).toHaveLength(1);
    },
  );

  it.each([
    ['two columns that the lake cannot tell apart', 'Key'],
    ['a column named as a partition', 'Entity'],
    ['a column without a letter', '%'],
  ])('is not made for %s', async (_, name) => {
    const bench = await publishBench();
    const odd = draft(
      [['a', 'b']],
      [
        { name: 'key', type: 'text' },
        { name, type: 'text' },
      ],
      ['key'],
    );
    expect(await refusal(bench.publish(await certified(odd)))).toMatchObject({
      code: 'UNNAMED_COLUMNS',
      message: expect.stringContaining(JSON.stringify(name)),
    });
    expect(bench.changes()).toEqual([]);
  });
});

describe('trouble with AWS', () => {
  it('an upload whose answer is lost, or that is told to come back, is made once', async () => {
    const bench = await publishBench();
    bench.aws.faults.add(
      {
        do: 'error',
        status: 409,
        code: 'ConditionalRequestConflict',
        of: 's3.PutObject',
        times: 1,
      },
      { do: 'lost-answer', of: 's3.PutObject', skip: 1, times: 1 },
    );
    expect(await bench.publish(await few())).toMatchObject({ state: 'published', rows: 12 });
    expect(bench.aws.s3.versions(PUBLISHED)).toHaveLength(1);
  });

  it('a statement whose answer is lost is started once: the token is the same', async () => {
    const bench = await publishBench();
    bench.aws.faults.add({ do: 'lost-answer', of: 'athena.StartQueryExecution', times: 1 });
    expect(await bench.publish(await few())).toMatchObject({ state: 'published' });
    expect(bench.changes().filter((text) => text.startsWith('CREATE'))).toHaveLength(1);
  });

  it('throttling, faults of the services and an expired token are waited out', async () => {
    const bench = await publishBench();
    bench.aws.faults.add(
      { do: 'throttle', of: 'athena.StartQueryExecution', times: 7 },
      { do: 'html', of: 'athena.GetQueryExecution', times: 2 },
      { do: 'server-error', of: 's3.PutObject', times: 2 },
      { do: 'expired-token', of: 'athena.GetQueryResults', times: 1 },
    );
    const patience = { startMs: 60_000, statementMs: 90_000 };
    const published = await bench.publish(await few(), { patience });
    expect(published).toMatchObject({ state: 'published', rows: 12 });
  });

  it.each([
    [
      'missing rights on the bucket',
      's3.PutObject',
      'AccessDenied',
      403,
      'rights of the publisher',
    ],
    ['a missing bucket', 's3.PutObject', 'NoSuchBucket', 404, 'publish.bucket'],
    [
      'a wrong workgroup',
      'athena.StartQueryExecution',
      'InvalidRequestException',
      400,
      'workgroup',
    ],
    ['what nobody knows', 'athena.StartQueryExecution', 'NobodyKnows', 400, 'again later'],
  ])('%s is one clear error with advice', async (_, of, code, status, advice) => {
    const bench = await publishBench();
    bench.aws.faults.add({ do: 'error', of, code, status });
    expect(await refusal(bench.publish(await few()))).toMatchObject({
      code: 'AWS_FAILED',
      message: expect.stringContaining(code),
      advice: expect.stringContaining(advice),
    });
  });

  it('a bucket of another account gets nothing', async () => {
    const bench = await publishBench();
    const target = { expectedOwner: '999999999999' };
    expect(await refusal(bench.publish(await few(), { target }))).toMatchObject({
      code: 'AWS_FAILED',
    });
    expect(bench.aws.s3.keys(PUBLISHED)).toEqual([]);
  });

  it.each([
    [
      'for lack of rights',
      'Insufficient permissions: not authorized to glue:CreateTable',
      'rights',
    ],
    [
      'for the limit of the workgroup',
      'Bytes scanned limit was exceeded',
      'limit of the workgroup',
    ],
    ['for any reason', 'FAILED: Execution Error, return code 1', 'publish again'],
  ])(
    'a statement that fails %s ends the publication with Athena’s words',
    async (_, reason, advice) => {
      const bench = await publishBench();
      bench.athena.behave({ end: { state: 'FAILED', reason } });
      const refused = await refusal(bench.publish(await few()));
      expect(refused).toMatchObject({ code: 'STATEMENT_FAILED' });
      expect(refused.message).toContain(reason);
      expect(refused.advice).toContain(advice);
      expect(bench.aws.s3.keys(PUBLISHED)).toEqual([]);
    },
  );

  it('a change that met another one is sent again with a new token, at most twice', async () => {
    const bench = await publishBench();
    const isAdd = ({ text }: { text: string }) => text.includes('ADD IF NOT');
    const reason = 'com.amazonaws.glue.ConcurrentModificationException: Update table failed';
    bench.athena.behave({ end: { state: 'FAILED', reason } }, isAdd, 2);
    expect(await bench.publish(await few())).toMatchObject({ state: 'published' });
    const tokens = bench.athena.executions
      .filter(({ query }) => isAdd(query))
      .map(({ query }) => query.token);
    expect(new Set(tokens).size).toBe(3);
    const failure = new QueryFailure('GENERIC_INTERNAL_ERROR', 1, 100, true);
    bench.athena.behave({ failure }, isAdd);
    const later = laterRun(await few());
    expect(await refusal(bench.publish(later))).toMatchObject({
      code: 'STATEMENT_FAILED',
      transient: true,
    });
  });

  it('a statement that does not end is stopped when its time is over', async () => {
    const bench = await publishBench();
    bench.athena.behave({ states: Array.from({ length: 100_000 }, () => 'RUNNING') });
    const refused = await refusal(
      bench.publish(await few(), { patience: { statementMs: 50, stopMs: 500 } }),
    );
    expect(refused).toMatchObject({
      code: 'TIMED_OUT',
      message: expect.stringContaining('it is CANCELLED'),
    });
    expect(bench.athena.executions.map(({ state }) => state)).toEqual(['CANCELLED']);
  });

  it('cancelling stops the statement that runs', async () => {
    const bench = await publishBench();
    const cancel = new AbortController();
    bench.athena.behave({ states: Array.from({ length: 100_000 }, () => 'QUEUED') });
    const run = () => cancel.abort();
    bench.aws.faults.add({ do: 'run', when: 'before', run, of: 'athena.GetQueryExecution' });
    expect(await refusal(bench.publish(await few(), {}, cancel.signal))).toMatchObject({
      code: 'CANCELLED',
    });
    expect(bench.athena.executions.map(({ state }) => state)).toEqual(['CANCELLED']);
    expect(bench.log.join()).toContain('stopped, it is CANCELLED');
    expect(bench.aws.s3.keys(PUBLISHED)).toEqual([]);
  });

  it('cancelling while a statement is being started leaves none behind', async () => {
    const bench = await publishBench();
    const cancel = new AbortController();
    bench.athena.behave({ states: Array.from({ length: 100_000 }, () => 'QUEUED') });
    bench.aws.faults.add({
      ...{ do: 'run', when: 'after', of: 'athena.StartQueryExecution', times: 1 },
      run: () => cancel.abort(),
    });
    expect(await refusal(bench.publish(await few(), {}, cancel.signal))).toMatchObject({
      code: 'CANCELLED',
    });
    expect(bench.athena.executions.map(({ state }) => state)).toEqual(['CANCELLED']);
    expect(bench.log.join()).toContain('stopped, it is CANCELLED');
  });

  it('a statement that may no longer be asked about is stopped', async () => {
    const bench = await publishBench();
    bench.athena.behave({ states: Array.from({ length: 100_000 }, () => 'QUEUED') });
    const [of, code] = ['athena.GetQueryExecution', 'AccessDeniedException'];
    bench.aws.faults.add({ do: 'error', of, code, status: 400, skip: 1, times: 1 });
    expect(await refusal(bench.publish(await few()))).toMatchObject({
      code: 'AWS_FAILED',
      message: expect.stringContaining(code),
    });
    expect(bench.athena.executions.map(({ state }) => state)).toEqual(['CANCELLED']);
  });

  it.each([
    ['workgroup', { workGroup: 'primary' }, 'workgroup is primary, expected ipe-publish'],
    ['catalog', { catalog: 'other' }, 'catalog is other, expected awsdatacatalog'],
    ['database', { database: 'other' }, 'database is other, expected certified'],
    ['text', { text: 'SELECT 1' }, 'another text'],
  ])(
    'an execution of another %s is not believed, and not stopped: it is not ours',
    async (_, told, said) => {
      const bench = await publishBench();
      bench.athena.behave({ told });
      expect(await refusal(bench.publish(await few()))).toMatchObject({
        code: 'AWS_FAILED',
        message: expect.stringContaining(said),
      });
      expect(bench.aws.requests.of('athena.StopQueryExecution')).toEqual([]);
    },
  );

  it('an execution that is older than its request is not believed', async () => {
    const bench = await publishBench();
    bench.athena.behave({ submitted: new Date(Date.now() - 3_600_000) });
    expect(await refusal(bench.publish(await few()))).toMatchObject({
      code: 'AWS_FAILED',
      message: expect.stringContaining('it was submitted'),
    });
  });

  it('figures that Athena computed for somebody before read nothing back', async () => {
    const bench = await publishBench();
    bench.athena.behave({ reused: true }, ({ text }) => text.startsWith('SELECT count(*)'));
    expect(await refusal(bench.publish(await few()))).toMatchObject({
      code: 'AWS_FAILED',
      message: expect.stringContaining('computed the answer anew'),
    });
  });

  it('no key or token stands in what is said', async () => {
    const bench = await publishBench();
    bench.aws.faults.add({ do: 'error', of: 's3.PutObject', code: 'AccessDenied', status: 403 });
    const refused = await refusal(bench.publish(await few()));
    const said = [...bench.log, refused.message, refused.advice, String(refused.stack)].join('\n');
    expect(said).not.toContain(bench.aws.key.secretAccessKey);
    expect(said).not.toContain('X-Amz');
  });
});
