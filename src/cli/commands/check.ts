import { catalogProblems } from '../../app/catalog-view.ts';
import { EXIT } from '../../kernel/status.ts';
import { defineCommand } from '../command.ts';

export const checkVerb = defineCommand({
  name: 'check',
  summary: 'Check every definition of the catalog; all mistakes at once, with file and item.',
  operands: null,
  options: { json: { type: 'boolean', help: 'as JSON' } },
  examples: ['ipe check'],
  async run({ json }) {
    const { items, problems } = catalogProblems();
    if (json) {
      console.log(JSON.stringify({ items, problems }, null, 2));
    } else if (problems.length === 0) {
      console.log(`${items} items, no mistakes found`);
    } else {
      for (const problem of problems) console.log(problem);
      console.log(`mistakes: ${problems.length}; nothing can be run until they are mended`);
    }
    return problems.length === 0 ? EXIT.pass : EXIT.usage;
  },
});
