import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, millisecondsBetween } from '../kernel/clock.ts';
import type { QueryRunner } from '../runners/runner.ts';
import type { CollectRequest } from './collect.ts';

/**
 * Sends every query of the plan through one reading of the source, the extract first, and notes in `answers`
 * what came back, so that a failure half-way keeps what is known. Nothing replaces an answer that did not come
 * (domain/sox.md ST-2).
 * @throws RunnerError
 */
export async function readSource(
  request: CollectRequest & { readonly runner: QueryRunner; readonly clock: Clock },
): Promise<void> {
  const { plan, runner, folder, clock, log, signal, answers } = request;
  const identity = await runner.identify(signal);
  answers.identity = identity;
  answers.clockOffsetMs = millisecondsBetween(clock.now(), identity.serverTime);
  log.record('source.identified', {
    engine: identity.engine,
    version: identity.engineVersion,
    server: identity.server,
    user: identity.user,
  });
  const reading = await runner.open(signal);
  try {
    answers.snapshot = reading.snapshot;
    for (const query of plan.queries) {
      log.record('query.sent', { query: query.name, sha256: query.sha256 });
      const spoolFolder = join(folder, 'spool', query.name);
      await mkdir(spoolFolder, { recursive: true });
      const delivery = await reading.deliver(query, spoolFolder, signal);
      answers.deliveries.set(query.name, { delivery, columns: query.columns });
      log.record('query.delivered', {
        query: query.name,
        rows: delivery.receipt.engineRows,
        bytes: delivery.receipt.arrived.reduce((sum, { bytes }) => sum + bytes, 0),
      });
    }
  } finally {
    await reading.close();
  }
}
