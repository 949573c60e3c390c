import { readdir } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { QueryFailure } from '../../support/aws/athena-failure.ts';
import type { Behaviour } from '../../support/aws/athena-query.ts';
import { STANDARD_KEY } from '../../support/aws/start-aws-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { anAthenaQuery } from './a-query.ts';
import { type AthenaOnStandIn, FAST, NEVER, startAthena } from './on-aws-stand-in.ts';

const TEXT = 'SELECT b."n" AS "n", b."name" AS "name" FROM "process_pg_bob"."bookings" AS b';
const QUERY = anAthenaQuery(TEXT, { n: 'integer', name: 'text' });

const started: AthenaOnStandIn[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.stop();
});

async function start(behaviour?: Behaviour, times?: number): Promise<AthenaOnStandIn> {
  const lake = await startAthena();
  started.push(lake);
  if (behaviour !== undefined) lake.athena.behave(behaviour, ({ text }) => text === TEXT, times);
  return lake;
}

/** Delivers the query through a reading of its own; nothing is left of what failed. */
async function deliver(
  lake: AthenaOnStandIn,
  options: Parameters<AthenaOnStandIn['runner']>[0] = {},
  signal = NEVER,
) {
  const runner = lake.runner(options);
  const reading = await runner.open(NEVER);
  const folder = await tempFolder();
  try {
    const delivery = await reading.deliver(QUERY, folder, signal);
    await reading.close();
    return { delivery, sent: runner.statements() };
  } catch (thrown) {
    expect(await readdir(folder)).toEqual([]);
    return { thrown, sent: runner.statements() };
  }
}

const startsOf = ({ standIn }: AthenaOnStandIn) =>
  standIn.requests
    .of('athena.StartQueryExecution')
    .filter(({ input }) => input?.['QueryString'] === TEXT);

describe('an execution', () => {
  it('is asked for with everything the sheet names, and told of in the receipt', async () => {
    const lake = await start();
    const { delivery, sent } = await deliver(lake, {
      scanPrice: { perTerabyte: '5.00', currency: 'USD' },
    });
    const [request] = startsOf(lake);
    const [execution] = lake.athena.executions;
    const requestId = (of: string) => lake.standIn.requests.of(of)[0]?.requestId;
    expect(request?.input).toEqual({
      QueryString: TEXT,
      ClientRequestToken: delivery?.receipt.details['token'],
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'process_pg_bob' },
      WorkGroup: 'reports',
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    });
    expect(delivery?.receipt).toMatchObject({
      engineQueryId: execution?.query.id,
      engineRows: 3,
      statement: TEXT,
      reviewed: { kept: [TEXT], leftOut: '' },
    });
    expect(delivery?.receipt.details).toMatchObject({
      'caller.arn': STANDARD_KEY.arn,
      'caller.credentials': 'ipe login',
      'request.start': request?.requestId,
      'request.result': requestId('athena.GetQueryResults'),
      'object.request': requestId('s3.GetObject'),
      'object.extended_request': 'stand-in',
      'execution.state': 'SUCCEEDED',
      'execution.statement_type': 'DML',
      'execution.effective_engine_version': 'Athena engine version 3',
      'execution.data_scanned_bytes': '1048576',
      'execution.reused_previous_result': 'false',
      'execution.output_location': `s3://athena-results/reports/${execution?.query.id}.csv`,
      'workgroup.enforced': 'true',
      'object.content_length': String(delivery?.receipt.arrived[0]?.bytes),
      attempt: '1',
      fetch: 's3',
    });
    expect(sent.map(({ purpose }) => purpose)).toEqual(['query', 'count']);
    expect(sent[0]?.scan).toEqual({
      execution: execution?.query.id,
      state: 'SUCCEEDED',
      bytes: 1_048_576n,
      known: true,
      billedBytes: 10_000_000n,
      cost: { amount: '0.00005000', currency: 'USD', perTerabyte: '5.00' },
    });
    expect(sent[0]?.outcome).toMatchObject({
      token: delivery?.receipt.details['token'],
      state: 'SUCCEEDED',
    });
  });

  it('P01 an execution that is older than its request is refused, and stopped: its token is ours', async () => {
    const submitted = new Date(Date.now() - 3_600_000);
    const lake = await start({ submitted, times: { queued: 0, running: 3_600_000 } });
    const { thrown, sent } = await deliver(lake);
    expect(thrown).toMatchObject({
      code: 'STALE_EXECUTION',
      message: expect.stringContaining(`it was submitted ${submitted.toISOString().slice(0, 18)}`),
    });
    expect(lake.athena.executions.map(({ state }) => state)).toEqual(['CANCELLED']);
    expect(sent[0]?.outcome).toMatchObject({ stopped: 'CANCELLED, Query cancelled by user' });
  });

  it.each([-3_600_000, 3_600_000])(
    'P01 the clock of this machine does not make an execution old: Athena is %s ms away from it',
    async (ms) => {
      const lake = await start();
      lake.standIn.clock.advance(ms);
      // the SDK signs again by the clock of the answer that refused it
      const { delivery } = await deliver(lake, { timing: { ...FAST, attempts: 3 } });
      expect(delivery?.receipt.engineRows).toBe(3);
    },
  );

  it('P01 an answer without a date tells no age: its execution is stopped', async () => {
    const lake = await start({ times: { queued: 0, running: 3_600_000 } });
    const of = 'athena.StartQueryExecution';
    lake.standIn.faults.add({ do: 'answer-headers', of, set: { date: null } });
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({
      code: 'STALE_EXECUTION',
      message: expect.stringContaining('bore no date'),
    });
    expect(lake.athena.executions.map(({ state }) => state)).toEqual(['CANCELLED']);
  });

  it('P01 P20 an old execution that cannot be stopped is told by its id', async () => {
    const submitted = new Date(Date.now() - 3_600_000);
    const lake = await start({ submitted, times: { queued: 0, running: 3_600_000 } });
    lake.standIn.faults.add({ do: 'server-error', of: 'athena.StopQueryExecution' });
    const { thrown } = await deliver(lake, { timing: { ...FAST, stopMs: 200 } });
    const id = lake.athena.executions[0]?.query.id;
    expect(thrown).toMatchObject({
      code: 'STALE_EXECUTION',
      message: expect.stringContaining(`execution ${id} may still be running: stop it`),
    });
  });

  it('P01 the same query read twice is two executions', async () => {
    const lake = await start();
    const reading = await lake.runner().open(NEVER);
    for (let turn = 0; turn < 2; turn += 1) await reading.deliver(QUERY, await tempFolder(), NEVER);
    const tokens = startsOf(lake).map(({ input }) => input?.['ClientRequestToken']);
    expect(new Set(tokens).size).toBe(2);
  });

  it.each<[string, NonNullable<Behaviour['told']>, string]>([
    ['text', { text: 'SELECT 1' }, 'it has another text'],
    ['workgroup', { workGroup: 'primary' }, 'workgroup is primary, expected reports'],
    ['catalog', { catalog: 'other' }, 'catalog is other, expected awsdatacatalog'],
    ['database', { database: 'other' }, 'database is other, expected process_pg_bob'],
  ])('P01 an execution of another %s is refused, and not stopped', async (_, told, said) => {
    const lake = await start({ told });
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({
      code: 'STALE_EXECUTION',
      message: expect.stringContaining(said),
    });
    expect(lake.standIn.requests.of('athena.StopQueryExecution')).toEqual([]);
  });

  it.each([
    ['DDL', 'CREATE_TABLE'],
    ['DML', 'INSERT'],
    ['UTILITY', 'SHOW_TABLES'],
  ] as const)(
    'what Athena calls %s %s is no SELECT: nothing of it is read',
    async (type, subtype) => {
      const lake = await start({ told: { statement: { type, subtype, extension: 'csv' } } });
      const { thrown, sent } = await deliver(lake);
      expect(thrown).toMatchObject({
        code: 'QUERY_REJECTED',
        message: expect.stringContaining(`it was ${type} ${subtype}, expected DML SELECT`),
      });
      expect(sent[0]?.outcome).toMatchObject({
        state: 'SUCCEEDED',
        result: 'refused, nothing of it was read',
        error: expect.stringContaining('expected DML SELECT'),
      });
      expect(lake.standIn.requests.of('s3.GetObject')).toEqual([]);
    },
  );

  it('P02 a result that was computed for somebody before is refused', async () => {
    const { thrown, sent } = await deliver(await start({ reused: true }));
    expect(thrown).toMatchObject({ code: 'STALE_EXECUTION' });
    expect(sent[0]?.outcome).toMatchObject({
      state: 'SUCCEEDED',
      reused_previous_result: 'true',
      result: 'refused, nothing of it was read',
      error: expect.stringContaining('computed the result anew'),
    });
  });

  it('P17 twenty refusals of a busy Athena are waited out with one token: there is one execution', async () => {
    const lake = await start();
    const reason = 'CONCURRENT_QUERY_LIMIT_EXCEEDED';
    lake.standIn.faults.add({
      do: 'throttle',
      reason,
      of: 'athena.StartQueryExecution',
      times: 20,
    });
    const { delivery } = await deliver(lake);
    expect(delivery?.receipt.engineRows).toBe(3);
    const starts = startsOf(lake);
    expect(starts).toHaveLength(21);
    expect(new Set(starts.map(({ input }) => input?.['ClientRequestToken'])).size).toBe(1);
    expect(lake.athena.executions.filter(({ query }) => query.text === TEXT)).toHaveLength(1);
  });

  it('P17 Athena that stays busy is given up, with the advice to come back', async () => {
    const lake = await start();
    lake.standIn.faults.add({ do: 'throttle', of: 'athena.StartQueryExecution' });
    const { thrown } = await deliver(lake, { timing: { ...FAST, startMs: 200 } });
    expect(thrown).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      transient: true,
      advice: expect.stringContaining('busy'),
    });
    expect(lake.athena.executions).toEqual([]);
  });

  it('P17 an answer that was lost brings no second execution', async () => {
    const lake = await start();
    lake.standIn.faults.add({ do: 'lost-answer', of: 'athena.StartQueryExecution', times: 1 });
    const { delivery } = await deliver(lake);
    expect(delivery?.receipt.engineRows).toBe(3);
    expect(lake.athena.executions.filter(({ query }) => query.text === TEXT)).toHaveLength(1);
  });

  it('P17 P20 an answer that is lost to a cancelled run leaves no query behind', async () => {
    const lake = await start({ times: { queued: 0, running: 3_600_000 } });
    const cancel = new AbortController();
    const of = 'athena.StartQueryExecution';
    lake.standIn.faults.add(
      { do: 'lost-answer', of, times: 1 },
      { do: 'run', when: 'after', of, times: 1, run: () => cancel.abort() },
    );
    const { thrown, sent } = await deliver(lake, {}, cancel.signal);
    expect(thrown).toMatchObject({ code: 'CANCELLED' });
    expect(lake.athena.executions.map(({ state }) => state)).toEqual(['CANCELLED']);
    expect(sent[0]?.outcome).toMatchObject({
      execution: lake.athena.executions[0]?.query.id,
      stopped: 'CANCELLED, Query cancelled by user',
    });
  });

  it('P17 P20 what may run though no answer named it is said to be so', async () => {
    const lake = await start();
    const of = 'athena.StartQueryExecution';
    lake.standIn.faults.add({ do: 'lost-answer', of, times: 1 }, { do: 'throttle', of, skip: 1 });
    const timing = { ...FAST, startMs: 200, stopMs: 200 };
    const { thrown, sent } = await deliver(lake, { timing });
    expect(thrown).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      transient: true,
      message: expect.stringContaining('look for it there and stop it'),
    });
    expect(sent[0]?.outcome['stopped']).toContain('whether it was started is not known');
  });

  it('P18 a query that goes back into the queue is waited for', async () => {
    const states = ['QUEUED', 'RUNNING', 'QUEUED', 'REBALANCING', 'RUNNING'];
    const { delivery } = await deliver(await start({ states }));
    expect(delivery?.receipt.engineRows).toBe(3);
  });

  it('P19 a failure Athena calls retryable is a new attempt with a new token', async () => {
    const failure = new QueryFailure('GENERIC_INTERNAL_ERROR: node lost', 1, 100, true);
    const lake = await start({ failure }, 2);
    const { delivery, sent } = await deliver(lake);
    expect(delivery?.receipt.details).toMatchObject({ attempt: '3' });
    const tokens = startsOf(lake).map(({ input }) => input?.['ClientRequestToken']);
    expect(new Set(tokens).size).toBe(3);
    expect(sent.map(({ outcome }) => outcome['state'])).toEqual([
      'FAILED',
      'FAILED',
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
  });

  it('P19 three retryable failures are enough', async () => {
    const failure = new QueryFailure('GENERIC_INTERNAL_ERROR: node lost', 1, 100, true);
    const lake = await start({ failure });
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({ code: 'SOURCE_UNAVAILABLE', transient: false });
    expect(startsOf(lake)).toHaveLength(3);
  });

  it('P19 a query that took too long is not sent again, whatever Athena calls it', async () => {
    const lake = await start({ failure: new QueryFailure('Query timeout', 1, 206, true) });
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({ code: 'TIMED_OUT', transient: false });
    expect(startsOf(lake)).toHaveLength(1);
  });

  it.each([
    ['DIVISION_BY_ZERO', 2, 1001, 'QUERY_REJECTED'],
    ['EXCEEDED_LOCAL_MEMORY_LIMIT', 1, 1, 'SOURCE_UNAVAILABLE'],
    ['Query timeout', 1, 206, 'TIMED_OUT'],
    ['GENERIC_INTERNAL_ERROR', 1, 100, 'SOURCE_UNAVAILABLE'],
  ])(
    'P19 %s ends at once, with the AthenaError in the log',
    async (message, category, type, code) => {
      const lake = await start({ failure: new QueryFailure(message, category, type) });
      const { thrown, sent } = await deliver(lake);
      expect(thrown).toMatchObject({ code, message: expect.stringContaining(message) });
      expect(startsOf(lake)).toHaveLength(1);
      expect(sent[0]?.outcome).toMatchObject({
        state: 'FAILED',
        error_category: String(category),
        error_type: String(type),
      });
    },
  );

  it.each(['CANCELLED', 'FAILED'] as const)(
    'the limit of scanned bytes, seen as %s, is said to be one',
    async (state) => {
      const end = { state, reason: 'Bytes scanned limit was exceeded' };
      const { thrown } = await deliver(await start({ end }));
      expect(thrown).toMatchObject({
        code: 'QUERY_REJECTED',
        transient: false,
        advice: expect.stringContaining('limit'),
      });
    },
  );

  it('a query that somebody else stopped is no result and no wish of ours', async () => {
    const end = { state: 'CANCELLED', reason: 'Query cancelled by user' } as const;
    const lake = await start({ end });
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({ code: 'SOURCE_UNAVAILABLE', transient: false });
    expect(startsOf(lake)).toHaveLength(1);
  });

  it('P20 a cancelled run stops its query and waits for its end', async () => {
    const lake = await start({ times: { queued: 0, running: 3_600_000 } });
    const cancel = new AbortController();
    lake.standIn.faults.add({
      ...{ do: 'run', when: 'after', of: 'athena.GetQueryExecution', skip: 1, times: 1 },
      run: () => cancel.abort(),
    });
    const { thrown, sent } = await deliver(lake, {}, cancel.signal);
    expect(thrown).toMatchObject({ code: 'CANCELLED' });
    const [execution] = lake.athena.executions;
    expect(execution?.state).toBe('CANCELLED');
    expect(lake.standIn.requests.of('athena.StopQueryExecution')).toHaveLength(1);
    expect(sent[0]?.outcome).toMatchObject({
      stopped: 'CANCELLED, Query cancelled by user',
    });
  });

  it('P20 a query that takes too long is stopped too', async () => {
    const lake = await start({ times: { queued: 0, running: 3_600_000 } });
    const { thrown } = await deliver(lake, { timing: { ...FAST, totalMs: 300 } });
    expect(thrown).toMatchObject({ code: 'TIMED_OUT', transient: false });
    expect(lake.athena.executions[0]?.state).toBe('CANCELLED');
  });

  it('P20 a stop that Athena does not take is told, and does not hold the run', async () => {
    const lake = await start({ times: { queued: 0, running: 3_600_000 } });
    lake.standIn.faults.add({ do: 'server-error', of: 'athena.StopQueryExecution' });
    const { thrown, sent } = await deliver(lake, {
      timing: { ...FAST, totalMs: 300, stopMs: 200 },
    });
    const id = lake.athena.executions[0]?.query.id;
    expect(thrown).toMatchObject({
      code: 'TIMED_OUT',
      message: expect.stringContaining(`execution ${id} may still be running: stop it`),
    });
    expect(sent[0]?.outcome['stopped']).toContain(
      'could not be asked to stop: stopping it: Internal',
    );
  });

  it('P20 a stop that is never answered is given up when its time is up', async () => {
    const lake = await start({ times: { queued: 0, running: 3_600_000 } });
    lake.standIn.faults.add({ do: 'delay', ms: 4_000, of: 'athena.StopQueryExecution' });
    const { thrown, sent } = await deliver(lake, {
      timing: { ...FAST, totalMs: 300, stopMs: 200 },
    });
    expect(thrown).toMatchObject({ message: expect.stringContaining('may still be running') });
    expect(sent[0]?.outcome['stopped']).toContain('the time for it was up');
  });

  it('P20 what is named only while it is stopped, and does not end, is told by its id', async () => {
    const lake = await start({ times: { queued: 0, running: 3_600_000 } });
    const cancel = new AbortController();
    const of = 'athena.StartQueryExecution';
    lake.standIn.faults.add(
      { do: 'lost-answer', of, times: 1 },
      { do: 'run', when: 'after', of, times: 1, run: () => cancel.abort() },
      { do: 'server-error', of: 'athena.StopQueryExecution' },
    );
    const timing = { ...FAST, stopMs: 300 };
    const { thrown } = await deliver(lake, { timing }, cancel.signal);
    const id = lake.athena.executions[0]?.query.id;
    expect(thrown).toMatchObject({
      code: 'CANCELLED',
      message: `query extract (execution ${id} may still be running: stop it) was cancelled`,
    });
  });

  it('P21 credentials that expire while polling are asked for anew, and the execution goes on', async () => {
    const lake = await start({ states: ['QUEUED', 'RUNNING', 'RUNNING', 'RUNNING'] });
    const asked: unknown[] = [];
    const key = lake.standIn.sts.issue(STANDARD_KEY, 3600);
    const after = lake.standIn.sts.issue(STANDARD_KEY, 3600);
    lake.standIn.faults.add({
      ...{ do: 'run', when: 'before', of: 'athena.GetQueryExecution', skip: 2, times: 1 },
      run: () => lake.standIn.sts.expire(key.accessKeyId),
    });
    const { delivery } = await deliver(lake, {
      credentials: async (properties) => {
        asked.push(properties?.forceRefresh);
        return properties?.forceRefresh === true ? after : key;
      },
    });
    expect(delivery?.receipt.engineRows).toBe(3);
    expect(asked).toContain(true);
    expect(startsOf(lake)).toHaveLength(1);
  });

  it('P21 credentials that are expired again at once end the run', async () => {
    const lake = await start();
    lake.standIn.faults.add({ do: 'expired-token', of: 'athena.GetQueryExecution' });
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({
      code: 'AUTH_FAILED',
      advice: expect.stringContaining('sign in'),
    });
  });

  it.each(['server-error', 'html', 'reset', 'throttle'] as const)(
    'a poll that meets %s is asked again',
    async (fault) => {
      const lake = await start();
      lake.standIn.faults.add({ do: fault, of: 'athena.GetQueryExecution', skip: 1, times: 3 });
      const { delivery } = await deliver(lake);
      expect(delivery?.receipt.engineRows).toBe(3);
    },
  );

  it('a text Athena cannot parse is refused without an execution', async () => {
    const lake = await start();
    const reading = await lake.runner().open(NEVER);
    const query = anAthenaQuery('SELECT FROM WHERE');
    await expect(reading.deliver(query, await tempFolder(), NEVER)).rejects.toMatchObject({
      code: 'QUERY_REJECTED',
      message: expect.stringContaining('MALFORMED_QUERY'),
    });
    expect(lake.athena.executions).toEqual([]);
  });
});
