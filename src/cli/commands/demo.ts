import { loadConfig } from '../../app/config.ts';
import { demoBooks } from '../../app/demo.ts';
import { EXIT } from '../../kernel/status.ts';
import { defineCommand, UsageError } from '../command.ts';
import { startProgress } from '../progress.ts';

export const demoVerb = defineCommand({
  name: 'demo',
  summary: 'Build the fictitious books of the Savanna group (also built on first use).',
  operands: 'build',
  options: {
    rows: { type: 'string', value: '<n>', help: 'size in order items; default 100000' },
    seed: { type: 'string', value: '<n>', help: 'equal seeds give equal books' },
    breaks: { type: 'boolean', help: 'plant the known errors' },
  },
  examples: ['ipe demo build', 'ipe demo build --breaks', 'ipe demo build --rows 3000000'],
  async run(options, operands) {
    if (operands.length !== 1 || operands[0] !== 'build') {
      throw new UsageError('BAD_USAGE', 'ipe demo knows one thing to do: ipe demo build', {
        advice: 'See: ipe demo --help',
      });
    }
    const progress = startProgress(process.stderr, false);
    const books = await demoBooks(loadConfig(process.cwd()), options, (line) => progress.now(line));
    progress.clear();
    console.log(`demo books in ${books.folder}`);
    console.log(`periods ${books.periods.join(', ')}, default ${books.defaultPeriod}`);
    for (const planted of books.plantedBreaks) {
      console.log(
        `planted ${planted.id}: ${planted.item} ${planted.period} ${planted.description}`,
      );
    }
    return EXIT.pass;
  },
});
