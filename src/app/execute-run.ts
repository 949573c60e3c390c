import { randomBytes, randomUUID } from 'node:crypto';
import type { EvidenceStore } from '../evidence/store/store.ts';
import { systemClock } from '../kernel/clock.ts';
import { parseRunId, type RunId } from '../kernel/ids.ts';
import type { Json } from '../kernel/json.ts';
import { addScanTotals, type ScanTotal, scanJson } from '../kernel/scan.ts';
import { EXIT, type ExitCode } from '../kernel/status.ts';
import { executeItem } from '../orchestrator/execute-item.ts';
import type { LogEvent, LogLevel } from '../orchestrator/execution-log.ts';
import { exitCodeOf, type ItemResult, worstExitCode } from '../orchestrator/item-result.ts';
import { type Cell, type CellResult, cellExitCode } from '../orchestrator/matrix/cell.ts';
import { runMatrix } from '../orchestrator/matrix/run-matrix.ts';
import { planRun, sealRun } from '../orchestrator/matrix/seal-run.ts';
import { sealedBefore } from '../orchestrator/matrix/sealed-before.ts';
import type { RunPorts } from '../orchestrator/run-ports.ts';
import { WHOLE_PROCESS } from './aws-access.ts';
import { connect } from './connections.ts';
import { earlierSeconds } from './earlier-seconds.ts';
import { hostContext } from './host-context.ts';
import { openStore } from './open-store.ts';
import { type PreparedRun, sourcesOf, tablesOf } from './prepare-run.ts';
import { previousPackage } from './previous-package.ts';
import { readBack } from './read-back.ts';
import { redaction } from './redaction.ts';
import { isPreviousMonth } from './run-selection.ts';
import { type CellId, type RunSummary, summaryOfCell } from './run-summary.ts';
import { sealedPackages } from './sealed-reader.ts';
import { sourceMark } from './source-mark.ts';
import { attachments, writeTables, writtenMarks } from './written-tables.ts';

/** Told of everything that happens, as it happens. */
export interface RunListener {
  /** What the run is about to do, and how long each cell took before, in seconds, as far as it is known. */
  readonly onBegin?: (cells: readonly CellId[], earlier: ReadonlyMap<string, number>) => void;
  readonly onEvent?: (cell: CellId, event: LogEvent, runId: RunId) => void;
  readonly onStart?: (cell: CellId) => void;
  readonly onEnd?: (summary: RunSummary) => void;
}

/** What a run made, cell by cell, and of itself. */
export interface FinishedRun {
  readonly cells: readonly CellResult[];
  /** Of the items that were run now. */
  readonly results: readonly ItemResult[];
  /** The run package; null when items were asked for by name. */
  readonly run: ItemResult | null;
  /** What all of them scanned; null where no source is paid by that. */
  readonly scan: ScanTotal | null;
  readonly exitCode: ExitCode;
}

function portsOf(prepared: PreparedRun, store: EvidenceStore): RunPorts {
  const { config, catalog, connections } = prepared;
  const isDemo = connections.kind === 'demo';
  // a file somebody handed over stands before the demo's own; the package says DEMO DATA all the same
  const inboxes = [config.inboxFolder, ...(isDemo ? [connections.books.inbox] : [])];
  return {
    clock: systemClock,
    nonce: () => randomBytes(16).toString('hex'),
    openRunner: async (plan, scratchFolder, signal) => {
      const names = sourcesOf(plan.item);
      const written = await writeTables({ plan, catalog, names, inboxes, scratch: scratchFolder });
      const tables = tablesOf(plan.item);
      const settings = { ...config, scratchFolder, written, tables, signal };
      return await connect(connections, catalog, names, settings);
    },
    attachments: async (plan) => await attachments(plan, catalog, inboxes),
    sourceMark: async (plan) => {
      const names = sourcesOf(plan.item);
      return await sourceMark(connections, names, () =>
        writtenMarks(plan, catalog, names, inboxes),
      );
    },
    attempts: config.attempts,
    redact: (text) => redaction.redact(text),
    store,
    previousPackage: async (plan, onUnusable) =>
      await previousPackage(store, config.workFolder, plan, isDemo ? 'demo' : 'source', onUnusable),
    readBack,
    workFolder: config.workFolder,
    memoryLimit: config.memoryLimit,
    threads: config.threads,
    host: hostContext(config.organization, prepared.operator),
    source: ({ item, engine }) => {
      const source = catalog.sources.find(({ name }) => name === item.definition.source);
      return {
        dataKind: isDemo ? 'demo' : 'source',
        environment: isDemo ? 'demo' : config.environment,
        system: source?.system ?? item.definition.source,
        database: (engine === 'athena' ? source?.athenaDatabase : source?.database) ?? 'unknown',
      };
    },
  };
}

function idOf({ plan }: Pick<Cell, 'plan'>): CellId {
  return { item: plan.item.definition.id, entity: plan.entity, period: plan.period.id };
}

/**
 * Runs every cell and, in a run of all items, seals a package about the run itself. One that fails never stops the
 * others, a cancelled run starts no more.
 */
export async function executeRun(
  prepared: PreparedRun,
  listener: RunListener,
  signal: AbortSignal,
): Promise<FinishedRun> {
  const { cells, jobs, resume } = prepared;
  const ports = portsOf(
    prepared,
    await openStore(prepared.evidence, prepared.config, WHOLE_PROCESS),
  );
  const runId = parseRunId(randomUUID());
  const shard = `${prepared.shard.index}/${prepared.shard.count}`;
  const { schedule } = prepared.config;
  const atTerminal = process.stdin.isTTY === true || process.stderr.isTTY === true;
  const runPlan = planRun({ ...prepared, shard, schedule, atTerminal }, cells);
  const runCell = idOf({ plan: runPlan });
  const previousMonth = isPreviousMonth(prepared.period, systemClock);
  const say = (
    name: string,
    fields: { readonly [field: string]: Json },
    level: LogLevel = 'INFO',
    cell = runCell,
  ) => listener.onEvent?.(cell, { at: systemClock.now(), level, name, fields }, runId);
  const packages = sealedPackages(ports.store, ports.workFolder, ({ packageName }, reason) =>
    say('package.unusable', { package: packageName, reason }, 'WARN'),
  );
  // an estimate is no reason to fail: without one the run says so
  const earlier = prepared.sealsRun
    ? await earlierSeconds(packages, runPlan).catch(() => new Map<string, number>())
    : new Map<string, number>();
  listener.onBegin?.(cells.map(idOf), earlier);
  say('matrix.started', { cells: cells.length, jobs, shard, resume });
  const results = await runMatrix({
    cells,
    jobs,
    signal,
    execute: (cell) =>
      executeItem({
        plan: cell.plan,
        runId,
        ports,
        signal,
        onEvent: (event) => listener.onEvent?.(idOf(cell), event, runId),
      }),
    sealedBefore: async (cell) => {
      if (!resume) return null;
      const mark = await ports.sourceMark(cell.plan);
      if (mark === null) say('cell.source_unmarked', {}, 'INFO', idOf(cell));
      return await sealedBefore(packages, cell.plan, mark).catch(() => null);
    },
    onStart: (cell) => listener.onStart?.(idOf(cell)),
    onEnd: (result) => {
      sayHowItEnded(result, (name, fields, level) => say(name, fields, level, idOf(result.cell)));
      listener.onEnd?.(summaryOfCell(result));
    },
  });
  const run = prepared.sealsRun
    ? await sealRun({
        plan: runPlan,
        cells,
        results,
        runId,
        ports,
        signal: new AbortController().signal,
        onEvent: (event) => listener.onEvent?.(runCell, event, runId),
      })
    : null;
  const exitCode = worstExitCode([...results.map(cellExitCode), ...runExitCodes(run)]);
  const ran = results.flatMap((each) => (each.kind === 'run' ? [each.result] : []));
  const scan = addScanTotals(ran.flatMap((each) => each.scan ?? []));
  say('matrix.finished', {
    exit_code: exitCode,
    package: run?.sealed?.stored.uri ?? null,
    whole: prepared.isWhole,
    previous_month: previousMonth,
    ...(scan === null ? {} : { scan: scanJson(scan) }),
  });
  const items = prepared.catalog.items;
  const inCatalog = results.toSorted(
    (a, b) => items.indexOf(a.cell.plan.item) - items.indexOf(b.cell.plan.item),
  );
  return {
    cells: inCatalog,
    results: inCatalog.flatMap((each) => (each.kind === 'run' ? [each.result] : [])),
    run,
    scan,
    exitCode,
  };
}

function sayHowItEnded(
  result: CellResult,
  say: (name: string, fields: { readonly [field: string]: Json }, level: LogLevel) => void,
): void {
  switch (result.kind) {
    case 'run': {
      const { outcome, status, durationMs } = result.result;
      const exitCode = exitCodeOf(result.result);
      const level = exitCode === EXIT.pass ? 'INFO' : 'WARN';
      say('cell.finished', { outcome, status, exit_code: exitCode, ms: durationMs }, level);
      break;
    }
    case 'already_sealed':
      say('cell.already_sealed', { package: result.sealed.evidence.package }, 'INFO');
      break;
    case 'not_performed':
      say('cell.not_performed', { reason: result.reason }, 'ERROR');
      break;
  }
}

/** A package that is not in the store as recorded is an integrity failure, whatever the items said. */
function runExitCodes(run: ItemResult | null): readonly ExitCode[] {
  if (run === null) return [];
  const lost = run.findings.some(
    ({ check, status }) => check.id === 'stored_as_recorded' && status === 'FAIL',
  );
  return [exitCodeOf(run), ...(lost ? [EXIT.integrity] : [])];
}
