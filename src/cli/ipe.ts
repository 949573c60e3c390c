#!/usr/bin/env node
import { redaction } from '../app/redaction.ts';
import { PipelineError } from '../kernel/errors.ts';
import { EXIT, type ExitCode } from '../kernel/status.ts';
import { type Command, runCommand, UsageError } from './command.ts';
import { exitCodeOfError } from './exit-code.ts';
import { commandHelp, generalHelp } from './help.ts';
import { hideSecrets } from './hide-secrets.ts';

interface Verb {
  readonly name: string;
  readonly summary: string;
  /** Loaded only when it is used: `ipe --help` must be quick. */
  load(): Promise<Command>;
}

const VERBS: readonly Verb[] = [
  {
    name: 'run',
    summary: 'extract, test and seal items',
    load: async () => (await import('./commands/run.ts')).runVerb,
  },
  {
    name: 'verify',
    summary: 'verify sealed packages offline',
    load: async () => (await import('./commands/verify.ts')).verifyVerb,
  },
  {
    name: 'store',
    summary: 'check every stored package: bytes, retention, place',
    load: async () => (await import('./commands/store.ts')).storeVerb,
  },
  {
    name: 'publish',
    summary: 'publish sealed extracts as tables for BI tools',
    load: async () => (await import('./commands/publish.ts')).publishVerb,
  },
  {
    name: 'receive',
    summary: 'take in a file people hand over, as received',
    load: async () => (await import('./commands/receive.ts')).receiveVerb,
  },
  {
    name: 'list',
    summary: 'what the catalog holds',
    load: async () => (await import('./commands/list.ts')).listVerb,
  },
  {
    name: 'show',
    summary: 'one item in full: purpose, logic, columns, checks, queries',
    load: async () => (await import('./commands/show.ts')).showVerb,
  },
  {
    name: 'check',
    summary: 'check every definition of the catalog',
    load: async () => (await import('./commands/check.ts')).checkVerb,
  },
  {
    name: 'doctor',
    summary: 'check sources, folders and clock, and say what is wrong',
    load: async () => (await import('./commands/doctor.ts')).doctorVerb,
  },
  {
    name: 'login',
    summary: 'sign in to AWS through an identity provider',
    load: async () => (await import('./commands/login.ts')).loginVerb,
  },
  {
    name: 'demo',
    summary: 'build the demo books',
    load: async () => (await import('./commands/demo.ts')).demoVerb,
  },
];

async function main(args: readonly string[]): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    console.log(generalHelp(VERBS));
    return first === undefined ? EXIT.usage : EXIT.pass;
  }
  if (first === '--version') {
    const { toolVersion } = await import('../app/tool.ts');
    console.log(`soxauto ${toolVersion()}`);
    return EXIT.pass;
  }
  const verb = VERBS.find(({ name }) => name === first);
  const isItem = verb === undefined && /^[A-Z]/.test(first);
  if (verb === undefined && !isItem) {
    throw new UsageError('BAD_USAGE', `there is no verb ${JSON.stringify(first)}`, {
      advice: `Verbs are ${VERBS.map(({ name }) => name).join(', ')}; an item id such as ${/^[a-z]+_/.test(first) ? first.toUpperCase() : 'IPE_07'} runs it.`,
    });
  }
  const command = await (verb ?? VERBS[0])?.load();
  if (command === undefined) return EXIT.fault;
  const own = isItem ? args : rest;
  if (own.includes('--help') || own.includes('-h')) {
    console.log(commandHelp(command));
    return EXIT.pass;
  }
  return await runCommand(command, own);
}

/** What went wrong and what to do next; a stack only for a fault of the program itself (domain/sox.md U-2). */
function explain(thrown: unknown): string {
  if (thrown instanceof PipelineError) {
    return `ipe: ${thrown.message}${thrown.advice === undefined ? '' : `\n     ${thrown.advice}`}`;
  }
  return `ipe: a fault of the program\n${thrown instanceof Error ? thrown.stack : String(thrown)}`;
}

hideSecrets(process.stdout, redaction.redact);
hideSecrets(process.stderr, redaction.redact);
// what nobody catches would be printed by the runtime itself, past the line above
process.on('uncaughtException', (thrown) => {
  console.error(explain(thrown));
  process.exit(EXIT.fault);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    console.error(explain(thrown));
    process.exitCode = exitCodeOfError(thrown);
  },
);
