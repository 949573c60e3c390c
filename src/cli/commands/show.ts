import { itemView } from '../../app/catalog-view.ts';
import { EXIT } from '../../kernel/status.ts';
import { defineCommand, UsageError } from '../command.ts';
import { table } from '../table.ts';

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

export const showVerb = defineCommand({
  name: 'show',
  summary: 'Show one item in full: purpose, logic, columns, checks, parameters and queries.',
  operands: '<ITEM>',
  options: { json: { type: 'boolean', help: 'as JSON' } },
  examples: ['ipe show IPE_07', 'ipe show CR_04 --json'],
  async run({ json }, [id, ...more]) {
    if (id === undefined || more.length > 0) {
      throw new UsageError('BAD_USAGE', 'ipe show takes one item', { advice: 'See: ipe list' });
    }
    const item = itemView(id);
    if (json) {
      console.log(JSON.stringify(item, null, 2));
      return EXIT.pass;
    }
    const width = Math.max(...item.facts.map(([name]) => name.length));
    const lines = [
      `${item.id} ${item.title}`,
      item.purpose,
      '',
      ...item.facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
      '',
      ...section('Logic in plain words', item.logic),
      ...section('Where it leaves the historic query', item.deviations),
      table(
        ['Column', 'Type', 'Notes', 'Meaning'],
        item.columns.map(({ name, type, notes, meaning }) => [name, type, notes, meaning]),
      ),
      '',
      table(
        ['Parameter', 'Value', 'Why'],
        item.parameters.map(({ name, value, reason }) => [`:${name}`, value, reason]),
      ),
      '',
      table(
        ['Attribute', 'Check', 'Tests that'],
        item.checks.map(({ attribute, id: check, title }) => [attribute, check, title]),
      ),
      '',
      ...item.queries.flatMap(({ name, file, text }) => [`-- ${name} (${file})`, text]),
    ];
    console.log(lines.join('\n'));
    return EXIT.pass;
  },
});
