import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/kernel/clock.ts';
import { MssqlSession } from '../../../src/runners/mssql/mssql-session.ts';
import type { Flow } from '../../../src/runners/mssql/run-request.ts';
import { startWatch } from '../../../src/runners/mssql/watchdog.ts';
import { StatementLog } from '../../../src/runners/statement-log.ts';
import { connectionTo, runnerOn, SHORT } from '../../support/on-stand-in.ts';
import type { Dataset, Row } from '../../support/tds/datasets.ts';
import type { Fault, FaultAction } from '../../support/tds/faults.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { attempt, failure, NEVER, NUMBERS, REPEAT, saying, standIn } from './an-attempt.ts';
import { numbers, numbersText } from './driver-events.ts';

describe('mssql.md 10.3: silence, cancelling and patience', () => {
  it.each([
    ['F17', true],
    ['F18', false],
  ])('%s no answer, attention acknowledged: %s', async (_id, acknowledge) => {
    const timeouts = { firstRowMs: 300 };
    expect(await failure({ do: 'silent', acknowledge }, { timeouts })).toMatchObject({
      ...REPEAT,
      code: 'TIMED_OUT',
    });
  });

  it.each([true, false])(
    'F19 a stall in mid-stream ends by the idle watchdog (acknowledged: %s)',
    async (acknowledge) => {
      const action: FaultAction = { do: 'stall', after: { row: 300 }, acknowledge };
      expect(await failure(action, { timeouts: { idleRowMs: 300 } })).toMatchObject({
        ...REPEAT,
        code: 'TIMED_OUT',
        ...saying('no row came for 0.3 s'),
      });
    },
  );

  it('a slow answer is no silent one; the whole query has its own limit', async () => {
    const action: FaultAction = { do: 'delay', msPerPacket: 40 };
    const started = await standIn({
      faults: [
        { ...action, of: 'extract' },
        { do: 'packet-body', bytes: 512, of: 'extract' },
      ],
    });
    await attempt(started, { timeouts: { idleRowMs: 400 } });
    const late = attempt(started, { timeouts: { idleRowMs: 400, totalMs: 700 } });
    await expect(late).rejects.toMatchObject({ ...REPEAT, code: 'TIMED_OUT' });
  });

  it.each([true, false])(
    'F20 a cancelled query ends at once (acknowledged: %s)',
    async (acknowledge) => {
      const stall: Fault = { do: 'stall', after: { row: 300 }, acknowledge, of: 'extract' };
      const runner = runnerOn(await standIn({ faults: [stall] }));
      const reading = await runner.open(NEVER);
      const stop = new AbortController();
      const delivering = reading.deliver(NUMBERS, await tempFolder(), stop.signal);
      setTimeout(() => stop.abort(), 200);
      await expect(delivering).rejects.toMatchObject({ code: 'CANCELLED', transient: false });
      await reading.close();
      await runner.close();
    },
  );

  it('F31 while we pause, the server waits and no watchdog does', async () => {
    const wide: Dataset = {
      ...numbers(60_000, [
        { name: 'n', tsqlType: 'int' },
        { name: 'label', tsqlType: 'nvarchar(400)' },
      ]),
      rows: function* rows(): Generator<Row> {
        for (let n = 1; n <= 60_000; n += 1) yield [`${n}`, 'x'.repeat(400)];
      },
    };
    const started = await standIn({ datasets: [wide] });
    const timeouts = { ...SHORT, firstRowMs: 500, idleRowMs: 500 };
    const connection = connectionTo(started);
    const hide = (text: string) => text;
    const options = { connection, timeouts, log: new StatementLog(systemClock), hide };
    const watch = startWatch(NEVER, 60_000);
    const session = await MssqlSession.connect(options, watch);
    let rows = 0;
    let handedOut: readonly number[] = [];
    const slow = async (flow: Flow) => {
      await pause(1000);
      const before = started.rowsHandedOut();
      await pause(1500);
      handedOut = [before, started.rowsHandedOut()];
      flow.resume();
    };
    const receiver = {
      columns: () => undefined,
      rowCount: () => undefined,
      end: async () => ({}),
      row: (_cells: readonly unknown[], flow: Flow) => {
        rows += 1;
        if (rows !== 1000) return;
        flow.pause();
        void slow(flow);
      },
    };
    const text = `SELECT CONVERT(nvarchar(11), q.[c1]) AS [t1], q.[c2] AS [t2] FROM (\n${numbersText}\n) AS q ([c1], [c2])`;
    await session.run(
      { purpose: 'query', query: 'extract', text, parameters: [] },
      watch,
      receiver,
    );
    expect(rows).toBe(60_000);
    expect(handedOut[0]).toBe(handedOut[1]);
    expect(handedOut[0]).toBeLessThan(60_000);
    await session.close();
  });
});
