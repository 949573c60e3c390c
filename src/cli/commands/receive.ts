import { receive } from '../../app/receive.ts';
import { EXIT } from '../../kernel/status.ts';
import { defineCommand, UsageError } from '../command.ts';
import { grouped } from '../table.ts';

export const receiveVerb = defineCommand({
  name: 'receive',
  summary: 'Take in a file people hand over, byte for byte, with what its sender declares.',
  operands: 'ITEM FILE',
  options: {
    period: { type: 'string', value: '<YYYY-MM>', help: 'period the file is declared for' },
    entity: { type: 'string', value: '<CODE>', help: 'entity it is declared for' },
    channel: { type: 'string', value: '<words>', help: 'how it came: e-mail, shared folder …' },
    sender: { type: 'string', value: '<role>', help: 'role of who sent it' },
    'received-at': {
      type: 'string',
      value: '<moment>',
      help: 'when it was handed over, 2025-10-01T08:00:00.000Z',
    },
    rows: { type: 'string', value: '<n>', help: 'records the sender says it has' },
    total: { type: 'string', value: '<amount>', help: 'total the sender says it has' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  examples: [
    'ipe receive JDASH export.csv --period 2025-09 --entity NG --channel e-mail --sender "Operations analyst" --received-at 2025-10-01T08:00:00.000Z --rows 1250 --total 81234.50',
  ],
  async run(options, operands) {
    const [item, file] = operands;
    if (item === undefined || file === undefined || operands.length > 2) {
      throw new UsageError('BAD_USAGE', 'ipe receive needs one item and one file', {
        advice: 'See: ipe receive --help',
      });
    }
    const taken = await receive(
      { ...options, item, file, receivedAt: options['received-at'] },
      process.cwd(),
    );
    console.log(
      options.json
        ? JSON.stringify(taken, null, 2)
        : [
            `Received for ${taken.item} ${taken.entity} ${taken.period}: ${grouped(taken.bytes.toString())} bytes`,
            `  sha256  ${taken.sha256}`,
            `  kept    ${taken.path}`,
          ].join('\n'),
    );
    return EXIT.pass;
  },
});
