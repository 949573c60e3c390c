import { catalogLines } from '../../app/catalog-lines.ts';
import { EXIT } from '../../kernel/status.ts';
import { defineCommand } from '../command.ts';
import { table } from '../table.ts';

export const listVerb = defineCommand({
  name: 'list',
  summary: 'List every item of the catalog.',
  operands: null,
  options: { json: { type: 'boolean', help: 'as JSON' } },
  examples: ['ipe list', 'ipe list --json'],
  async run({ json }) {
    const lines = catalogLines();
    console.log(
      json
        ? JSON.stringify(lines, null, 2)
        : table(
            ['Item', 'Title', 'Control', 'Source', 'Owner', 'Checks', 'Version'],
            lines.map((line) => [
              line.item,
              line.title,
              line.control,
              line.source,
              line.owner,
              line.checks.toString(),
              line.version,
            ]),
            new Set(['Checks']),
          ),
    );
    return EXIT.pass;
  },
});
