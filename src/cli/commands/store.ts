import { checkStore } from '../../app/store-check.ts';
import { finishPackages } from '../../app/store-finish.ts';
import { holdPackages } from '../../app/store-hold.ts';
import { EXIT, type ExitCode } from '../../kernel/status.ts';
import { defineCommand, UsageError } from '../command.ts';
import { grouped, table } from '../table.ts';

type Check = Awaited<ReturnType<typeof checkStore>>;

const EXITS: Readonly<Record<Check['outcome'], ExitCode>> = {
  no_defect_found: EXIT.pass,
  defects_found: EXIT.integrity,
  nothing_checked: EXIT.usage,
};

/** Rows of a table: what is wrong with a package and, below it, what to do now. */
function saidOf(
  head: string,
  { place, words, advice }: { place: string; words: string; advice: string | null },
): readonly (readonly string[])[] {
  return [[head, place, words], ...(advice === null ? [] : [['', '', advice]])];
}

function checkText(found: Check): string {
  const { store, outcome, packages, defects, unfinished, notLookedFor } = found;
  const bytes = packages.reduce((sum, each) => sum + each.bytes, 0);
  const read = packages.filter((each) => each.read).length;
  const locked = packages.filter(({ retention }) => retention !== null).length;
  const held = packages.filter(({ legalHold }) => legalHold).length;
  const rows = [
    ...defects.flatMap(({ code, ...defect }) => saidOf(`DEFECT ${code}`, defect)),
    ...unfinished.map(({ place, words }) => ['note', place, words]),
    ...notLookedFor.map((words) => ['note', '', words]),
  ];
  return [
    ...(rows.length === 0 ? [] : [table(['Finding', 'Place', 'What'], rows)]),
    store,
    `${packages.length} packages, ${grouped(bytes.toString())} bytes; ${read} read, ${packages.length - read} by the store's own checksum; ${locked} under retention, ${held} under legal hold`,
    {
      no_defect_found: 'no defect found',
      defects_found: `defects: ${defects.length}`,
      nothing_checked:
        'NOTHING WAS CHECKED: there is no package. Is it the right place? Packages that were here have been removed.',
    }[outcome],
  ].join('\n');
}

type Hold = Awaited<ReturnType<typeof holdPackages>>;

const NO_DIGEST = 'its digest was never written: ipe store finish writes it under the same hold';

function holdText(placed: Hold): string {
  const { store, reason, placedAt, placedBy, held, withoutDigest, failed } = placed;
  const rows = [
    ...held.map((place) => ['held', place, withoutDigest.includes(place) ? NO_DIGEST : '']),
    ...failed.flatMap((failure) => saidOf('NOT HELD', failure)),
  ];
  return [
    table(['Hold', 'Place', 'What'], rows),
    `${store}: ${held.length} packages under legal hold since ${placedAt}, placed by ${placedBy}`,
    `reason: ${reason}`,
    'Keep this output: the store keeps neither the reason nor who placed the hold.',
  ].join('\n');
}

type Finish = Awaited<ReturnType<typeof finishPackages>>;

function finishText({ store, finished, leftAlone, failed }: Finish): string {
  const rows = [
    ...finished.map((place) => ['finished', place, '']),
    ...leftAlone.map((place) => [
      'left alone',
      place,
      'younger than an hour: a run may be at work',
    ]),
    ...failed.flatMap((failure) => saidOf('NOT FINISHED', failure)),
  ];
  return [
    ...(rows.length === 0 ? [] : [table(['Package', 'Place', 'What'], rows)]),
    `${store}: ${finished.length} packages finished, ${failed.length} not, ${leftAlone.length} left alone`,
  ].join('\n');
}

/** What is not in the store as it must be needs a person; the rest may go well at another start (U-3). */
function failureExit(failed: Finish['failed']): ExitCode {
  if (failed.length === 0) return EXIT.pass;
  const needsPerson = failed.some(({ code }) => code === 'DAMAGED' || code === 'NOT_PROTECTED');
  return needsPerson ? EXIT.integrity : EXIT.fault;
}

export const storeVerb = defineCommand({
  name: 'store',
  summary:
    'Check that every stored package has its bytes, its retention and its place (exit 4 names every defect; 2: nothing to check), place a legal hold on packages in a bucket, or finish those whose upload ended before its last step.',
  operands: 'check [folder] | hold | finish',
  options: {
    full: {
      type: 'boolean',
      help: 'check: read every package, also where the store has a checksum of its own',
    },
    item: { type: 'string', value: '<id>', help: 'hold: packages of this item' },
    entity: { type: 'string', value: '<code>', help: 'hold: packages of this company' },
    period: { type: 'string', value: '<YYYY-MM>', help: 'hold: packages of this month' },
    all: { type: 'boolean', help: 'hold: every package' },
    reason: { type: 'string', value: '<text>', help: 'hold: why, for the record that is printed' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  examples: [
    'ipe store check',
    'ipe store check --full --json',
    'ipe store check /srv/evidence',
    'ipe store hold --item IPE_07 --period 2025-09 --reason LEG-2026-003 --json',
    'ipe store finish',
  ],
  async run({ full, json, all, reason, ...which }, [verb, folder, ...more]) {
    const selects = Object.values(which).some((value) => value !== undefined);
    const holds = all || selects || reason !== undefined;
    const advice = 'See: ipe store --help';
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
    const { signal } = stop;
    if (verb === 'check' && more.length === 0 && !holds) {
      const found = await checkStore(process.cwd(), { folder, full, signal });
      console.log(json ? JSON.stringify(found, null, 2) : checkText(found));
      return EXITS[found.outcome];
    }
    if (verb === 'finish' && folder === undefined && !holds && !full) {
      const done = await finishPackages(process.cwd(), signal);
      console.log(json ? JSON.stringify(done, null, 2) : finishText(done));
      return failureExit(done.failed);
    }
    if (verb !== 'hold' || folder !== undefined || full) {
      throw new UsageError('BAD_USAGE', 'ipe store does: check [folder], hold, or finish', {
        advice,
      });
    }
    if (all === selects || reason === undefined || reason.trim() === '') {
      throw new UsageError(
        'BAD_USAGE',
        'say what is held, by --item, --entity and --period or by --all, and give its --reason',
        { advice },
      );
    }
    const placed = await holdPackages(process.cwd(), { which, reason, signal });
    console.log(json ? JSON.stringify(placed, null, 2) : holdText(placed));
    return failureExit(placed.failed);
  },
});
