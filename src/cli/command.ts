import { parseArgs } from 'node:util';
import { PipelineError } from '../kernel/errors.ts';
import type { ExitCode } from '../kernel/status.ts';

/** The command line does not say something that can be done: exit 2, nothing was touched. */
export class UsageError extends PipelineError<'BAD_USAGE'> {}

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** May be given more than once. */
  readonly multiple?: boolean;
  /** What stands for the value in the help: `<YYYY-MM>`. */
  readonly value?: string;
  readonly help: string;
}

export type OptionValues<Options extends Readonly<Record<string, OptionSpec>>> = {
  readonly [Name in keyof Options]: Options[Name] extends { readonly multiple: true }
    ? readonly string[]
    : Options[Name]['type'] extends 'boolean'
      ? boolean
      : string | undefined;
};

/** One verb of the command line. */
export interface Command<
  Options extends Readonly<Record<string, OptionSpec>> = Readonly<Record<string, OptionSpec>>,
> {
  readonly name: string;
  readonly summary: string;
  /** What may follow the options, as shown in the help; null when nothing may. */
  readonly operands: string | null;
  readonly options: Options;
  readonly examples: readonly string[];
  run(options: OptionValues<Options>, operands: readonly string[]): Promise<ExitCode>;
}

/** Keeps the literal option names, so that a misspelt one does not compile. */
export function defineCommand<const Options extends Readonly<Record<string, OptionSpec>>>(
  command: Command<Options>,
): Command<Options> {
  return command;
}

/**
 * Runs a command with its arguments. Unknown options are refused: a misspelt `--entity` must not silently
 * select everything.
 * @throws UsageError
 */
export async function runCommand(command: Command, args: readonly string[]): Promise<ExitCode> {
  const advice = `See: ipe ${command.name} --help`;
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: true,
      tokens: true,
      options: Object.fromEntries(
        Object.entries(command.options).map(([name, { type, multiple }]) => [
          name,
          { type, multiple: multiple ?? false },
        ]),
      ),
    });
  } catch (cause) {
    const [sentence = ''] = (cause instanceof Error ? cause.message : '').split('. ');
    throw new UsageError('BAD_USAGE', sentence, { cause, advice });
  }
  const given = (parsed.tokens ?? []).flatMap((token) =>
    token.kind === 'option' ? [token.name] : [],
  );
  const twice = given.find(
    (name, at) => given.indexOf(name) !== at && !command.options[name]?.multiple,
  );
  if (twice !== undefined) {
    throw new UsageError('BAD_USAGE', `--${twice} is given more than once`, { advice });
  }
  if (command.operands === null && parsed.positionals.length > 0) {
    throw new UsageError(
      'BAD_USAGE',
      `ipe ${command.name} takes no ${JSON.stringify(parsed.positionals[0])}`,
      { advice },
    );
  }
  const values = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple }]) => [
      name,
      parsed.values[name] ?? (multiple ? [] : type === 'boolean' ? false : undefined),
    ]),
  );
  return await command.run(values as OptionValues<typeof command.options>, parsed.positionals);
}
