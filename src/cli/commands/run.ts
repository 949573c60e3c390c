import { loadConfig } from '../../app/config.ts';
import { planView } from '../../app/plan-view.ts';
import { prepareRun } from '../../app/prepare-run.ts';
import { summaryOfCell, summaryOfRun } from '../../app/run-summary.ts';
import { messageOf, PipelineError } from '../../kernel/errors.ts';
import { scanWords } from '../../kernel/scan.ts';
import { EXIT, type ExitCode } from '../../kernel/status.ts';
import { defineCommand, type OptionSpec, type OptionValues, UsageError } from '../command.ts';
import { exitCodeOfError } from '../exit-code.ts';
import { logEvents, logRemark } from '../log-lines.ts';
import { planText } from '../plan-text.ts';
import { startProgress } from '../progress.ts';
import { finalTable, resultText } from '../result-text.ts';
import { tellProgress } from '../run-progress.ts';

const OPTIONS = {
  all: { type: 'boolean', help: 'every item of the catalog' },
  period: {
    type: 'string',
    value: '<YYYY-MM>',
    help: "month, or its last day, or 'previous'; default: the demo books' period",
  },
  entity: {
    type: 'string',
    value: '<CODE[,CODE]|each|all>',
    help: 'codes, one package each; each: every company; default all, one package ALL',
  },
  param: {
    type: 'string',
    multiple: true,
    value: '<name=value>',
    help: 'other value for a parameter the definition lets an operator set',
  },
  out: { type: 'string', value: '<folder>', help: 'evidence folder; default evidence/' },
  dry: { type: 'boolean', help: 'show the exact queries and parameters, touch nothing' },
  json: { type: 'boolean', help: 'results as JSON on standard output' },
  demo: { type: 'boolean', help: 'use the demo books although sources are configured' },
  breaks: { type: 'boolean', help: 'demo books with errors planted on purpose' },
  rows: { type: 'string', value: '<n>', help: 'size of the demo books in order items' },
  seed: { type: 'string', value: '<n>', help: 'seed of the demo books' },
  jobs: {
    type: 'string',
    value: '<n>',
    help: 'items at once, sharing the memory limit; default half the processors',
  },
  shard: {
    type: 'string',
    value: '<i/n>',
    help: 'with --all: only the i-th of n equal parts, for several processes',
  },
  resume: {
    type: 'boolean',
    help: 'leave out what is sealed and unchanged; with --all always, unless --force',
  },
  force: { type: 'boolean', help: 'with --all: do again what is sealed already' },
  log: {
    type: 'string',
    value: '<text|json>',
    help: 'what is said meanwhile on standard error; default text',
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export const runVerb = defineCommand({
  name: 'run',
  summary: 'Extract, test and seal catalog items: one evidence package per item and entity.',
  operands: '[ITEM...]',
  options: OPTIONS,
  examples: [
    'ipe run IPE_07',
    'ipe run IPE_07 CR_04 --period 2025-09 --entity NG,EG',
    'ipe run --all --period previous --out /evidence',
    'ipe run --all --period 2025-09 --entity each --shard 1/2',
    'ipe run CR_03 --param gl_accounts=18412 --dry',
    'ipe run IPE_07 --demo --breaks',
  ],
  async run(options, items) {
    const logs = chosenLogs(options.log, process.cwd());
    const signals = startSignals(() => sayStopped(logs));
    try {
      return await run(options, items, logs, signals);
    } catch (thrown) {
      if (logs === 'text') throw thrown;
      const advice = thrown instanceof PipelineError ? (thrown.advice ?? null) : null;
      logRemark(process.stderr, 'ERROR', 'run.refused', { message: messageOf(thrown), advice });
      return exitCodeOfError(thrown);
    } finally {
      signals.end();
    }
  },
});

function sayStopped(logs: 'text' | 'json'): void {
  const message = 'stopped by a signal before anything was run';
  if (logs === 'json') logRemark(process.stderr, 'ERROR', 'run.stopped', { message });
  else console.error(`ipe: ${message}`);
}

/** @throws UsageError, ConfigError */
function chosenLogs(option: string | undefined, workingFolder: string): 'text' | 'json' {
  if (option === undefined) return loadConfig(workingFolder).logs;
  if (option === 'text' || option === 'json') return option;
  throw new UsageError('BAD_USAGE', `--log takes text or json, got ${JSON.stringify(option)}`);
}

async function run(
  options: OptionValues<typeof OPTIONS>,
  items: readonly string[],
  logs: 'text' | 'json',
  signals: Signals,
): Promise<ExitCode> {
  const progress = startProgress(process.stderr, logs === 'json');
  const prepared = await prepareRun(
    {
      ...options,
      items,
      entities: (options.entity ?? '').split(',').filter((token) => token.trim() !== ''),
      parameters: options.param,
    },
    process.cwd(),
    (line) => {
      if (logs === 'json') logRemark(process.stderr, 'INFO', 'demo.building', { words: line });
      else progress.now(line);
    },
  );
  if (options.dry) {
    progress.clear();
    const views = prepared.cells.map(({ plan }) => planView(plan));
    console.log(options.json ? JSON.stringify(views, null, 2) : views.map(planText).join('\n'));
    return EXIT.pass;
  }
  const { storeDoubt } = prepared;
  if (storeDoubt !== null) {
    if (logs === 'json') logRemark(process.stderr, 'WARN', 'store.doubt', { words: storeDoubt });
    else progress.line(storeDoubt);
  }
  const told =
    logs === 'json'
      ? { onEvent: logEvents(process.stderr) }
      : tellProgress(progress, prepared.jobs, prepared.cells.length);
  // engine, checks and sealing: nothing of it is needed to refuse a run or to show it
  const { executeRun } = await import('../../app/execute-run.ts');
  const finished = await executeRun(
    prepared,
    {
      ...told,
      onEnd: (summary) => {
        told.onEnd?.(summary);
        progress.clear();
        // a run of all items shows what needs a look; the table has the rest
        const shown = !prepared.sealsRun || summary.exit_code !== EXIT.pass;
        if (!options.json && shown) console.log(resultText(summary));
      },
    },
    signals.sealing(),
  );
  const cells = finished.cells.map(summaryOfCell);
  const whole = finished.run === null ? null : summaryOfRun(finished.run);
  progress.clear();
  if (options.json) {
    const result = whole === null ? cells : { exit_code: finished.exitCode, run: whole, cells };
    console.log(JSON.stringify(result, null, 2));
  } else {
    console.log(finalTable(cells));
    const many = cells.length > 1 || prepared.sealsRun;
    if (many && finished.scan !== null) console.log(`\nIn all: ${scanWords(finished.scan)}`);
    if (whole !== null) console.log(`\n${resultText(whole)}`);
  }
  return finished.exitCode;
}

/** How long stopping and sealing may take after a signal; `stopTimeout` of the deployed task is longer. */
export const GRACE_MS = 28_000;

/** What SIGINT and SIGTERM do. The first process of a container has no handler but the one it installs. */
interface Signals {
  /** From now on they cancel the running query, and the item is sealed as not completed. */
  sealing(): AbortSignal;
  end(): void;
}

/** Until something can be sealed, a signal ends the process: nothing was read and nothing stands half done. */
function startSignals(onStopped: () => void): Signals {
  const controller = new AbortController();
  let sealing = false;
  let asked = false;
  const stop = () => {
    if (!sealing) onStopped();
    // asked twice, or not done in time: whatever hangs must not outlive the request to stop
    if (asked || !sealing) process.exit(EXIT.fault);
    asked = true;
    controller.abort(new Error('cancelled by a signal'));
    setTimeout(() => process.exit(EXIT.fault), GRACE_MS).unref();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return {
    sealing: () => {
      sealing = true;
      return controller.signal;
    },
    end: () => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    },
  };
}
