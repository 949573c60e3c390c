import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface IpeResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface IpeOptions {
  /** Working folder: evidence/ and .soxauto/ go there. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Root of another copy of the program. */
  readonly program?: string;
}

/** Starts the command line as its user would: the built one, or a changed copy from its sources. */
export function startIpe(
  args: readonly string[],
  { cwd, env = {}, program = repository }: IpeOptions,
) {
  const child = spawn(
    process.execPath,
    program === repository
      ? [join(repository, 'dist/src/cli/ipe.js'), ...args]
      : ['--import', import.meta.resolve('tsx'), join(program, 'src/cli/ipe.ts'), ...args],
    {
      cwd,
      env: { ...process.env, SOXAUTO_CONFIG: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<IpeResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

export async function runIpe(args: readonly string[], options: IpeOptions): Promise<IpeResult> {
  return await startIpe(args, options).ended;
}

/** `--json` output of a run. */
export interface RunJson {
  readonly item: string;
  readonly entity: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number | null;
  readonly exit_code: number;
  readonly zip_sha256: string;
  readonly rows: number | null;
  readonly status: string;
  readonly outcome: string;
  readonly package: string;
  readonly content_sha256: string;
  readonly noted: readonly {
    readonly check: string;
    readonly status: string;
    readonly offending: readonly string[];
  }[];
  readonly preflight: { readonly not_met: readonly { readonly id: string }[] } | null;
  readonly trend: readonly string[] | null;
  readonly scan: { readonly words: string } | null;
  readonly failure: {
    readonly code: string;
    readonly stage: string;
    readonly message: string;
  } | null;
}

/** A run's result with its JSON read. */
export function runsOf(
  result: IpeResult,
): IpeResult & { readonly runs: readonly RunJson[]; readonly run: RunJson | null } {
  if (result.stdout.trim() === '') return { ...result, runs: [], run: null };
  const parsed = JSON.parse(result.stdout) as RunJson[] | { run: RunJson; cells: RunJson[] };
  return Array.isArray(parsed)
    ? { ...result, runs: parsed, run: null }
    : { ...result, runs: parsed.cells, run: parsed.run };
}

export async function runJson(
  args: readonly string[],
  options: IpeOptions,
): Promise<ReturnType<typeof runsOf>> {
  return runsOf(await runIpe(['run', ...args, '--json'], options));
}
