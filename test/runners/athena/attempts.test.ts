import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/kernel/clock.ts';
import { Answers } from '../../../src/orchestrator/collect.ts';
import { startExecutionLog } from '../../../src/orchestrator/execution-log.ts';
import { readWithRetries } from '../../../src/orchestrator/read-with-retries.ts';
import { aPlan } from '../../report/a-record.ts';
import { QueryFailure } from '../../support/aws/athena-failure.ts';
import type { Behaviour } from '../../support/aws/athena-query.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { anAthenaQuery } from './a-query.ts';
import { type AthenaOnStandIn, FAST, NEVER, startAthena } from './on-aws-stand-in.ts';

const TEXT = 'SELECT b."n" AS "n" FROM "process_pg_bob"."bookings" AS b';
const ATTEMPTS = 3;

const started: AthenaOnStandIn[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.stop();
});

/** Reads an item of one query, as often as it may be read: what it ended with, and executions of the query. */
async function readItem(behaviour: Behaviour, totalMs = 60_000) {
  const lake = await startAthena();
  started.push(lake);
  lake.athena.behave(behaviour, ({ text }) => text === TEXT);
  const runner = () => lake.runner({ timing: { ...FAST, totalMs } });
  const ports = { clock: systemClock, attempts: ATTEMPTS, openRunner: async () => runner() };
  const answers = new Answers();
  const plan = aPlan('IPE_07');
  const queries = plan.queries.slice(0, 1).map((query) => ({ ...query, ...anAthenaQuery(TEXT) }));
  const thrown = await readWithRetries(
    ports,
    () => 1,
  )({
    plan: { ...plan, queries },
    folder: await tempFolder(),
    log: startExecutionLog(systemClock, () => undefined),
    signal: NEVER,
    answers,
  }).catch((error: unknown) => error);
  const executions = lake.athena.executions.filter(({ query }) => query.text === TEXT).length;
  return { thrown, executions, sent: answers.statements.length };
}

const CANCELLED = { state: 'CANCELLED', reason: 'Query cancelled by user' } as const;
const LOST_NODE = 'GENERIC_INTERNAL_ERROR: node lost';

describe('executions of one query of an item, however often the item may be read', () => {
  it.each<[string, Behaviour, number, string]>([
    [
      'a failure Athena calls retryable is two more, and no reading is done again',
      { failure: new QueryFailure(LOST_NODE, 1, 100, true) },
      3,
      'SOURCE_UNAVAILABLE',
    ],
    [
      'a failure Athena does not call so is one',
      { failure: new QueryFailure(LOST_NODE, 1, 100) },
      1,
      'SOURCE_UNAVAILABLE',
    ],
    ['what somebody else stopped is one', { end: CANCELLED }, 1, 'SOURCE_UNAVAILABLE'],
    [
      'what took Athena too long is one',
      { failure: new QueryFailure('Query timeout', 1, 210, true) },
      1,
      'TIMED_OUT',
    ],
  ])('P19 %s', async (_what, behaviour, executions, code) => {
    const read = await readItem(behaviour);
    expect(read).toMatchObject({ thrown: { code }, executions, sent: executions });
  });

  it('P20 what took us too long is one', async () => {
    const read = await readItem({ times: { queued: 0, running: 3_600_000 } }, 300);
    expect(read).toMatchObject({ thrown: { code: 'TIMED_OUT' }, executions: 1, sent: 1 });
  });
});
