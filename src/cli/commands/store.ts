import { checkStore } from '../../app/store-check.ts';
import { EXIT, type ExitCode } from '../../kernel/status.ts';
import { defineCommand, UsageError } from '../command.ts';
import { grouped, table } from '../table.ts';

type Check = Awaited<ReturnType<typeof checkStore>>;

const EXITS: Readonly<Record<Check['outcome'], ExitCode>> = {
  no_defect_found: EXIT.pass,
  defects_found: EXIT.integrity,
  nothing_checked: EXIT.usage,
};

function checkText({ store, outcome, packages, defects, unfinished }: Check): string {
  const bytes = packages.reduce((sum, each) => sum + each.bytes, 0);
  const read = packages.filter((each) => each.read).length;
  const locked = packages.filter(({ retention }) => retention !== null).length;
  const held = packages.filter(({ legalHold }) => legalHold).length;
  const rows = [
    ...defects.map(({ code, place, words }) => [`DEFECT ${code}`, place, words]),
    ...unfinished.map(({ place, words }) => ['note', place, words]),
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

export const storeVerb = defineCommand({
  name: 'store',
  summary:
    'Check that every stored package has its bytes, its retention and its place. Exit 4 names every defect; 2: nothing to check.',
  operands: 'check [folder]',
  options: {
    full: {
      type: 'boolean',
      help: 'read every package, also where the store has a checksum of its own',
    },
    json: { type: 'boolean', help: 'as JSON' },
  },
  examples: ['ipe store check', 'ipe store check --full --json', 'ipe store check /srv/evidence'],
  async run({ full, json }, [verb, folder, ...more]) {
    if (verb !== 'check' || more.length > 0) {
      throw new UsageError('BAD_USAGE', 'ipe store does: check [folder]', {
        advice: 'See: ipe store --help',
      });
    }
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
    const found = await checkStore(process.cwd(), { folder, full, signal: stop.signal });
    console.log(json ? JSON.stringify(found, null, 2) : checkText(found));
    return EXITS[found.outcome];
  },
});
