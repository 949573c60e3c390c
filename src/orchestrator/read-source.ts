import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ItemPlan } from '../catalog/plan-item.ts';
import { type Clock, millisecondsBetween } from '../kernel/clock.ts';
import type { Delivery, QueryRunner, Snapshot, SourceIdentity } from '../runners/runner.ts';
import type { ExecutionLog } from './execution-log.ts';

/** What the source said of itself, filled as far as the reading came. */
export interface SourceAnswers {
  identity: SourceIdentity | null;
  clockOffsetMs: number | null;
  snapshot: Snapshot | null;
  /** Deliveries by query name, in the order sent. */
  readonly deliveries: Map<string, Delivery>;
}

export function noAnswers(): SourceAnswers {
  return { identity: null, clockOffsetMs: null, snapshot: null, deliveries: new Map() };
}

/**
 * Sends every query of the plan through one reading of the source, the extract first, and notes in `answers`
 * what came back, so that a failure half-way keeps what is known. Nothing is retried and nothing replaces an
 * answer that did not come (domain/sox.md ST-2).
 * @throws RunnerError
 */
export async function readSource(request: {
  readonly plan: ItemPlan;
  readonly runner: QueryRunner;
  readonly folder: string;
  readonly clock: Clock;
  readonly log: ExecutionLog;
  readonly signal: AbortSignal;
  readonly answers: SourceAnswers;
}): Promise<void> {
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
      answers.deliveries.set(query.name, delivery);
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
