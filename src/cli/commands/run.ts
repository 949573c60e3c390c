import { executeRun, type RunListener } from '../../app/execute-run.ts';
import { planView } from '../../app/plan-view.ts';
import { prepareRun } from '../../app/prepare-run.ts';
import { runSummary } from '../../app/run-summary.ts';
import { EXIT } from '../../kernel/status.ts';
import { defineCommand } from '../command.ts';
import { eventLine } from '../event-line.ts';
import { planText } from '../plan-text.ts';
import { startProgress } from '../progress.ts';
import { finalTable, resultText } from '../result-text.ts';

export const runVerb = defineCommand({
  name: 'run',
  summary: 'Extract, test and seal catalog items: one evidence package per item and entity.',
  operands: '[ITEM...]',
  options: {
    all: { type: 'boolean', help: 'every item of the catalog' },
    period: {
      type: 'string',
      value: '<YYYY-MM>',
      help: "month, or its last day, or 'previous'; default: the demo books' period",
    },
    entity: {
      type: 'string',
      value: '<CODE[,CODE]>',
      help: 'ISO or company code, one package each; default ALL, one package',
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
  },
  examples: [
    'ipe run IPE_07',
    'ipe run IPE_07 CR_04 --period 2025-09 --entity NG,EG',
    'ipe run --all --period previous --out /evidence',
    'ipe run CR_03 --param gl_accounts=18412 --dry',
    'ipe run IPE_07 --demo --breaks',
  ],
  async run(options, items) {
    const progress = startProgress(process.stderr, false);
    const prepared = await prepareRun(
      {
        ...options,
        items,
        entities: (options.entity ?? '').split(',').filter((token) => token.trim() !== ''),
        parameters: options.param,
      },
      process.cwd(),
      (line) => progress.now(line),
    );
    if (options.dry) {
      progress.clear();
      const views = prepared.plans.map(planView);
      console.log(options.json ? JSON.stringify(views, null, 2) : views.map(planText).join('\n'));
      return EXIT.pass;
    }
    const listener: RunListener = {
      onEvent: (plan, event) => {
        const text = eventLine(event);
        if (text !== null) {
          progress.now(`${plan.item.definition.id} ${plan.entity} ${plan.period.id}  ${text}`);
        }
      },
      onResult: (result) => {
        progress.clear();
        if (!options.json) console.log(resultText(runSummary(result)));
      },
    };
    const { results, exitCode } = await withSignals((signal) =>
      executeRun(prepared, listener, signal),
    );
    const summaries = results.map(runSummary);
    console.log(options.json ? JSON.stringify(summaries, null, 2) : finalTable(summaries));
    return exitCode;
  },
});

/** How long sealing may take after a signal. */
const GRACE_MS = 28_000;

/** SIGINT and SIGTERM cancel the running query; the item is sealed as not completed. */
async function withSignals<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  let asked = false;
  const stop = () => {
    // asked twice, or not done in time: whatever hangs must not outlive the request to stop
    if (asked) process.exit(EXIT.fault);
    asked = true;
    controller.abort(new Error('cancelled by a signal'));
    setTimeout(() => process.exit(EXIT.fault), GRACE_MS).unref();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
