import { getEventListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { MssqlConnection } from '../../../src/runners/mssql/mssql-connection.ts';
import { openMssqlRunner } from '../../../src/runners/mssql/open-mssql-runner.ts';
import type { MssqlTimeouts } from '../../../src/runners/mssql/watchdog.ts';
import { aQuery } from './a-query.ts';
import { numbersText } from './driver-events.ts';

/** A reading that a process of its own makes, and looks at what is left of it. */
export interface Errand {
  readonly name: string;
  readonly connection: MssqlConnection;
  readonly timeouts: Partial<MssqlTimeouts>;
  /** Only asks who is there, and closes what waits for a reading. */
  readonly identifyOnly?: boolean;
  readonly abortAfterMs?: number;
}

export interface Left {
  readonly name: string;
  /** `delivered`, or the code of the error. */
  readonly outcome: string;
  /** Sockets, timers … that were not there before. */
  readonly resources: readonly string[];
  readonly listeners: number;
}

function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = [...before];
  return after.filter((resource) => {
    const at = left.indexOf(resource);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

async function outcomeOf(errand: Errand, signal: AbortSignal, folder: string): Promise<string> {
  const runner = openMssqlRunner({
    connection: errand.connection,
    consistency: 'snapshot',
    requireReadOnlyLogin: true,
    timeouts: errand.timeouts,
    clock: systemClock,
    hide: (text) => text,
  });
  try {
    await runner.identify(signal);
    if (errand.identifyOnly === true) return 'delivered';
    const reading = await runner.open(signal);
    try {
      const query = aQuery(numbersText, { n: 'integer', label: 'text' });
      await reading.deliver(query, folder, signal);
      return 'delivered';
    } finally {
      await reading.close();
    }
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  } finally {
    await runner.close();
  }
}

async function run(errand: Errand): Promise<Left> {
  const folder = await mkdtemp(join(tmpdir(), 'soxauto-open-'));
  const before = process.getActiveResourcesInfo();
  const stop = new AbortController();
  const timer =
    errand.abortAfterMs === undefined
      ? undefined
      : setTimeout(() => stop.abort(), errand.abortAfterMs);
  const outcome = await outcomeOf(errand, stop.signal, folder);
  clearTimeout(timer);
  // a socket that was destroyed is gone with the next turns of the loop
  let resources = added(before, process.getActiveResourcesInfo());
  // and what a thread reads from the disk when the machine comes to it
  const turns = () => (resources.includes('FSReqCallback') ? 400 : 20);
  for (let turn = 0; resources.length > 0 && turn < turns(); turn += 1) {
    await pause(5);
    resources = added(before, process.getActiveResourcesInfo());
  }
  await rm(folder, { recursive: true });
  return {
    name: errand.name,
    outcome,
    resources,
    listeners: getEventListeners(stop.signal, 'abort').length,
  };
}

/** Does every errand and says what is left of each, then ends by itself: nothing may hold it. */
for (const errand of JSON.parse(process.argv[2] ?? '[]') as readonly Errand[]) {
  process.stdout.write(`${JSON.stringify(await run(errand))}\n`);
}
