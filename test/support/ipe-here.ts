import { vi } from 'vitest';
import { type Command, runCommand } from '../../src/cli/command.ts';
import { exitCodeOfError } from '../../src/cli/exit-code.ts';
import { messageOf, PipelineError } from '../../src/kernel/errors.ts';
import { type IpeOptions, type IpeResult, runsOf } from './ipe.ts';

const VERBS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('../../src/cli/commands/run.ts')).runVerb,
  verify: async () => (await import('../../src/cli/commands/verify.ts')).verifyVerb,
  store: async () => (await import('../../src/cli/commands/store.ts')).storeVerb,
  publish: async () => (await import('../../src/cli/commands/publish.ts')).publishVerb,
  receive: async () => (await import('../../src/cli/commands/receive.ts')).receiveVerb,
  doctor: async () => (await import('../../src/cli/commands/doctor.ts')).doctorVerb,
  login: async () => (await import('../../src/cli/commands/login.ts')).loginVerb,
};

/**
 * What a verb of the command line does, in the process of the test: for the many cases beside the one that a process of
 * its own shows. One at a time, because folder, environment and output are of the whole process; secrets are not hidden
 * on the way out.
 */
export async function ipeHere(
  [verb = '', ...args]: readonly string[],
  { cwd, env = {} }: Pick<IpeOptions, 'cwd' | 'env'>,
): Promise<IpeResult> {
  const load = VERBS[verb];
  if (load === undefined) throw new Error(`there is no verb ${verb}`);
  const command = await load();
  let stdout = '';
  let stderr = '';
  const before = process.cwd();
  const say = (...words: readonly unknown[]) => {
    stderr += `${words.join(' ')}\n`;
  };
  const kept = Object.keys({ SOXAUTO_CONFIG: '', ...env }).map(
    (name) => [name, process.env[name]] as const,
  );
  const heard = [
    vi.spyOn(console, 'log').mockImplementation((...words) => {
      stdout += `${words.join(' ')}\n`;
    }),
    vi.spyOn(console, 'error').mockImplementation(say),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      stderr += String(text);
      return true;
    }),
  ];
  const listeners = (['SIGINT', 'SIGTERM'] as const).map(
    (signal) => [signal, process.listeners(signal)] as const,
  );
  try {
    process.chdir(cwd);
    delete process.env['SOXAUTO_CONFIG'];
    Object.assign(process.env, env);
    const code = await runCommand(command, args).catch((thrown: unknown) => {
      if (!(thrown instanceof PipelineError)) throw thrown;
      say(messageOf(thrown), thrown.advice ?? '');
      return exitCodeOfError(thrown);
    });
    return { code, signal: null, stdout, stderr };
  } finally {
    process.chdir(before);
    for (const [name, value] of kept) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    for (const spy of heard) spy.mockRestore();
    // some verbs listen until their process ends
    for (const [signal, old] of listeners) {
      for (const each of process.listeners(signal)) {
        if (!old.includes(each)) process.off(signal, each);
      }
    }
  }
}

/** As `runJson`, in the process of the test. */
export async function runHere(
  args: readonly string[],
  options: Pick<IpeOptions, 'cwd' | 'env'>,
): Promise<ReturnType<typeof runsOf>> {
  return runsOf(await ipeHere(['run', ...args, '--json'], options));
}
