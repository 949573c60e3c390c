import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { inject } from 'vitest';
import { type RunJson, runIpe, runJson } from './ipe.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder that lives as long as the test run. */
    readonly shared: string;
  }
}

/** Size of the shared books. */
export const SMALL = ['--rows', '2000'];

/** One run of all items over the shared books. Several files look at it and nobody changes it: copy what is changed. */
export interface WholeRun {
  readonly evidence: string;
  /** With the demo books, and whatever else the run left behind. */
  readonly work: string;
  readonly code: number | null;
  /** JSON lines. */
  readonly stderr: string;
  readonly runs: readonly RunJson[];
  readonly run: RunJson | null;
}

/** The first who asks makes it in a folder of its own, others wait for it. */
async function once<Made>(name: string, make: (folder: string) => Promise<Made>): Promise<Made> {
  const folder = join(inject('shared'), name);
  const result = `${folder}.json`;
  if (isFirst(folder)) {
    const made = await make(folder).then(
      (value) => ({ value }),
      (thrown: unknown) => ({ failure: String(thrown) }),
    );
    writeFileSync(`${result}.new`, JSON.stringify(made));
    renameSync(`${result}.new`, result);
  }
  while (!existsSync(result)) await after(200);
  const made = JSON.parse(readFileSync(result, 'utf8')) as { value: Made } | { failure: string };
  if ('failure' in made) throw new Error(made.failure);
  return made.value;
}

/** Whether nobody else has come for it: one of all who ask gets the answer yes. */
export function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
}

/** Demo books of the size SMALL, in the `demo` folder of a work folder. Nobody writes to them. */
export async function sharedBooks(): Promise<string> {
  return await once('books', async (folder) => {
    const { code, stderr } = await runIpe(['demo', 'build', ...SMALL], { cwd: folder });
    if (code !== 0) throw new Error(`the shared books could not be built: ${stderr}`);
    return join(folder, '.soxauto/demo');
  });
}

/** A work folder that finds the shared books built. */
export async function workWithBooks(work: string): Promise<void> {
  const books = await sharedBooks();
  mkdirSync(work, { recursive: true });
  symlinkSync(books, join(work, 'demo'));
}

export async function wholeRun(): Promise<WholeRun> {
  return await once('whole', async (folder) => {
    const work = join(folder, '.soxauto');
    await workWithBooks(work);
    const { code, stderr, runs, run } = await runJson(
      ['--all', ...SMALL, '--log', 'json', '--jobs', '2'],
      { cwd: folder },
    );
    return { evidence: join(folder, 'evidence'), work, code, stderr, runs, run };
  });
}

/** Item, entity and content of every package: what two runs of the same matrix have in common. */
export function contents(runs: readonly RunJson[]): readonly string[] {
  return runs
    .map(({ item, entity, content_sha256 }) => `${item} ${entity} ${content_sha256}`)
    .sort();
}
