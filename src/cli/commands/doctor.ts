import { diagnose } from '../../app/doctor.ts';
import { EXIT } from '../../kernel/status.ts';
import { defineCommand } from '../command.ts';
import { table } from '../table.ts';

export const doctorVerb = defineCommand({
  name: 'doctor',
  summary: 'Check configuration, folders, catalog, sources and clock, and say what is wrong.',
  operands: null,
  options: {
    out: { type: 'string', value: '<folder>', help: 'evidence folder to look at' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  examples: ['ipe doctor', 'ipe doctor --out /evidence'],
  async run({ json, out }) {
    const found = await diagnose(process.cwd(), out);
    const sick = found.filter(({ state }) => state === 'wrong');
    console.log(
      json
        ? JSON.stringify(found, null, 2)
        : `${table(
            ['State', 'What', 'Finding'],
            found.map(({ state, what, words }) => [state, what, words]),
          )}\n${sick.length === 0 ? 'nothing is wrong' : `wrong: ${sick.length}`}`,
    );
    if (sick.length === 0) return EXIT.pass;
    return sick.some(({ what }) => what.startsWith('source ')) ? EXIT.source : EXIT.usage;
  },
});
