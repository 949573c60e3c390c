import { describe, expect, it } from 'vitest';
import { defineCommand, runCommand } from '../../src/cli/command.ts';
import { commandHelp } from '../../src/cli/help.ts';
import { startProgress } from '../../src/cli/progress.ts';
import { grouped, table } from '../../src/cli/table.ts';
import { EXIT } from '../../src/kernel/status.ts';

const seen: unknown[] = [];
const verb = defineCommand({
  name: 'verb',
  summary: 'Does it.',
  operands: null,
  options: {
    flag: { type: 'boolean', help: 'a flag' },
    text: { type: 'string', value: '<t>', help: 'a text' },
    many: { type: 'string', multiple: true, help: 'texts' },
  },
  examples: ['ipe verb --flag'],
  async run(options) {
    seen.push(options);
    return EXIT.pass;
  },
});

describe('the command line', () => {
  it('gives every option its value or its default', async () => {
    expect(await runCommand(verb, ['--text', 'x', '--many=a', '--many', 'b'])).toBe(0);
    expect(seen.at(-1)).toEqual({ flag: false, text: 'x', many: ['a', 'b'] });
    await runCommand(verb, ['--flag']);
    expect(seen.at(-1)).toEqual({ flag: true, text: undefined, many: [] });
  });

  it.each([[['--flga']], [['--text']], [['--flag=1']], [['operand']]])(
    'U-3 refuses %j instead of guessing',
    async (args) => {
      await expect(runCommand(verb, args)).rejects.toMatchObject({
        code: 'BAD_USAGE',
        advice: 'See: ipe verb --help',
      });
    },
  );

  it('shows every option and an example in the help', () => {
    expect(commandHelp(verb)).toMatch(/Does it\.[\s\S]*--text <t> {2}a text[\s\S]*ipe verb --flag/);
  });
});

describe('what is printed', () => {
  it('U-1 needs no colour: columns line up, figures to the right', () => {
    expect(
      table(
        ['Item', 'Rows'],
        [
          ['IPE_07', '12'],
          ['X', '1234'],
        ],
        new Set(['Rows']),
      ),
    ).toBe('Item    Rows\n------  ----\nIPE_07    12\nX       1234');
    expect(grouped('1234567.8900')).toBe('1 234 567.8900');
    expect(grouped('-123')).toBe('-123');
  });

  it('U-1 writes plain lines when it is no terminal, and rewrites one line when it is', () => {
    const written: string[] = [];
    const stream = (isTTY: boolean) =>
      ({
        isTTY,
        columns: 20,
        write: (text: string) => written.push(text) > 0,
      }) as unknown as NodeJS.WriteStream;
    const plain = startProgress(stream(false), false);
    plain.now('a');
    plain.line('b');
    plain.clear();
    expect(written.splice(0)).toEqual(['a\n', 'b\n']);
    const terminal = startProgress(stream(true), false);
    terminal.now('x'.repeat(50));
    expect(written.at(-1)).toBe(`\r\u001b[2K${'x'.repeat(19)}`);
    const quiet = startProgress(stream(true), true);
    quiet.now('c');
    quiet.line('d');
    quiet.clear();
    expect(written).toHaveLength(1);
  });
});
