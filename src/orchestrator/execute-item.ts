import type { ItemPlan } from '../catalog/plan-item.ts';
import type { Trend } from '../evidence/manifest/trend-json.ts';
import { millisecondsBetween } from '../kernel/clock.ts';
import { messageOf } from '../kernel/errors.ts';
import type { RunId } from '../kernel/ids.ts';
import { runStatus, testOutcome } from '../kernel/status.ts';
import { controlTotalLines } from '../report/control-total-lines.ts';
import { preflightOf } from '../report/preflight/preflight.ts';
import type { RunIdentity, RunRecord } from '../report/run-record.ts';
import { scansOf } from '../report/scans.ts';
import { trendOf } from '../report/trend.ts';
import { Answers, type Collect } from './collect.ts';
import { type ExecutionLog, type LogEvent, startExecutionLog } from './execution-log.ts';
import { failureOf } from './failure-of.ts';
import { type Gathered, gather } from './gather.ts';
import type { ItemResult } from './item-result.ts';
import { readWithRetries } from './read-with-retries.ts';
import { makeRunFolder } from './run-folder.ts';
import { runIdentity } from './run-identity.ts';
import type { RunPorts } from './run-ports.ts';
import { sealRecord } from './seal-record.ts';
import { withGrace } from './with-grace.ts';

/** How long after a run was cancelled stopping its query and sealing what is known may take together. */
export const SEAL_AFTER_CANCEL_MS = 24_000;

/**
 * Runs one item from plan to sealed package. Never throws: whatever happens is in the result, and a run that
 * fails is sealed `not_completed` where it still can be (domain/sox.md U-8).
 */
export async function executeItem(request: {
  readonly plan: ItemPlan;
  readonly runId: RunId;
  readonly ports: RunPorts;
  readonly onEvent: (event: LogEvent) => void;
  readonly signal: AbortSignal;
  /** Where the rows come from; the item's source when not given. */
  readonly collect?: Collect;
}): Promise<ItemResult> {
  const { plan, runId, ports, onEvent, signal } = request;
  const collect = request.collect ?? readWithRetries(ports);
  const startedAt = ports.clock.now();
  const identity = runIdentity(plan, runId, {
    startedAt,
    nonce: ports.nonce(),
    sourceMark: await ports.sourceMark(plan),
  });
  const log = startExecutionLog(ports.clock, onEvent, ports.redact);
  log.record('run.started', {
    evidence_id: identity.evidenceId,
    item: plan.item.definition.id,
    entity: plan.entity,
    period: plan.period.id,
    engine: plan.engine,
  });
  const answers = new Answers();
  const sealing = withGrace(signal, SEAL_AFTER_CANCEL_MS);
  let gathered: Gathered | null = null;
  let record: RunRecord | null = null;
  try {
    const folder = await makeRunFolder(ports.workFolder);
    try {
      gathered = await gather({ plan, ports, collect, folder: folder.path, log, signal, answers });
      const trend = await trendSince(plan, ports, gathered, log);
      record = recordOf(plan, identity, ports, answers, gathered, trend);
      const sealed = await sealRecord({
        record,
        gathered,
        ports,
        folder: folder.path,
        log,
        signal: sealing.signal,
      });
      log.record('run.sealed', { package: sealed.stored.uri, zip_sha256: sealed.stored.zipDigest });
      return { ...resultOf(plan, identity, ports, answers, gathered, record), sealed };
    } finally {
      await folder.remove();
    }
  } catch (thrown) {
    const stage = gathered === null ? 'preparing' : 'sealing';
    const failure = { ...failureOf(thrown, stage, ports.redact), by: 'machine' } as const;
    log.record('seal.failed', { code: failure.code, message: failure.message }, 'ERROR');
    return {
      ...resultOf(plan, identity, ports, answers, gathered, record),
      status: 'ERROR',
      outcome: 'not_completed',
      failure,
      sealed: null,
    };
  } finally {
    sealing.end();
  }
}

/** An earlier package that cannot be read is no reason to lose this run: it is logged and nothing is compared. */
async function trendSince(
  plan: ItemPlan,
  ports: RunPorts,
  { extraction }: Gathered,
  log: ExecutionLog,
): Promise<Trend> {
  try {
    const previous = await ports.previousPackage(plan, (name, reason) => {
      log.record('trend.unusable', { package: name, reason }, 'WARN');
    });
    return trendOf(plan, extraction, previous);
  } catch (thrown) {
    log.record('trend.unavailable', { message: messageOf(thrown) }, 'WARN');
    return trendOf(plan, extraction, null);
  }
}

function recordOf(
  plan: ItemPlan,
  identity: RunIdentity,
  ports: RunPorts,
  answers: Answers,
  { extraction, findings }: Gathered,
  trend: Trend,
): RunRecord {
  return {
    plan,
    identity,
    host: ports.host,
    source: {
      ...ports.source(plan),
      identity: answers.identity,
      clockOffsetMs: answers.clockOffsetMs,
      snapshot: answers.snapshot,
    },
    attempt: answers.attempt,
    receipts: plan.queries.flatMap(
      ({ name }) => answers.deliveries.get(name)?.delivery.receipt ?? [],
    ),
    statements: answers.statements,
    extraction,
    findings,
    trend,
    status: extraction.completed ? runStatus(findings) : 'ERROR',
    outcome: extraction.completed ? testOutcome(findings) : 'not_completed',
    sealedAt: ports.clock.now(),
  };
}

function resultOf(
  plan: ItemPlan,
  identity: RunIdentity,
  ports: RunPorts,
  { statements }: Answers,
  gathered: Gathered | null,
  record: RunRecord | null,
): Omit<ItemResult, 'sealed'> {
  const extraction = gathered?.extraction;
  const extract = extraction?.completed === true ? extraction.extract : null;
  return {
    plan,
    identity,
    attempt: record?.attempt ?? 1,
    status: record?.status ?? 'ERROR',
    outcome: record?.outcome ?? 'not_completed',
    rowCount: extract?.recordCount ?? null,
    contentDigest: extract?.contentDigest ?? null,
    controlTotals: extraction === undefined ? [] : controlTotalLines(extraction),
    measure: extraction?.completed === true ? extraction.measure : null,
    findings: gathered?.findings ?? [],
    preflight: record === null ? null : preflightOf(record),
    trend: record?.trend ?? null,
    failure:
      extraction?.completed === false && gathered?.failedPart
        ? { ...extraction.failure, by: gathered.failedPart }
        : null,
    scan: scansOf(statements),
    durationMs: millisecondsBetween(identity.startedAt, ports.clock.now()),
  };
}
