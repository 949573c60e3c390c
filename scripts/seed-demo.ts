import { parseArgs } from 'node:util';
import { buildDemoBooks } from '../src/demo/build-demo-books.ts';
import { messageOf, PipelineError } from '../src/kernel/errors.ts';

const USAGE = `Writes the books of the fictitious Savanna group as DuckDB databases.

  tsx scripts/seed-demo.ts --folder <new folder> [--rows 100000] [--seed 1]
                           [--periods 2025-07,2025-08,2025-09] [--breaks]
`;

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
}

/** What parseArgs throws for an option it does not know or that lacks its value. */
function isBadOption(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('code' in thrown)) return false;
  return String(thrown.code).startsWith('ERR_PARSE_ARGS');
}

async function seed(): Promise<number> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      rows: { type: 'string' },
      seed: { type: 'string' },
      periods: { type: 'string' },
      breaks: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const { folder } = values;
  if (values.help === true || folder === undefined) {
    console.log(USAGE);
    return values.help === true ? 0 : 2;
  }
  const books = await buildDemoBooks({
    folder,
    rows: wholeNumber(values.rows),
    seed: wholeNumber(values.seed),
    periods: values.periods?.split(','),
    breaks: values.breaks,
    onProgress: (line) => console.log(line),
  });
  console.log(`Books of ${books.periods.join(', ')} (${books.breaks ? 'with breaks' : 'clean'}):`);
  for (const file of Object.values(books.databases)) console.log(`  ${file}`);
  for (const { id, item, description, expected } of books.plantedBreaks) {
    const checks = expected.map(({ check }) => check).join(', ');
    console.log(`  ${id}, ${item}: ${description}. Expected: ${checks || 'nothing'}`);
  }
  return 0;
}

try {
  process.exitCode = await seed();
} catch (thrown) {
  const advice = thrown instanceof PipelineError ? thrown.advice : undefined;
  console.error([messageOf(thrown), advice].filter((part) => part !== undefined).join('\n'));
  process.exitCode = thrown instanceof PipelineError || isBadOption(thrown) ? 2 : 70;
}
