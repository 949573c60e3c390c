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
import { type RunJson, runJson } from './ipe.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder that lives as long as the test run. */
    readonly shared: string;
  }
}

/** Size of the books of the whole run. */
export const SMALL = ['--rows', '2000'];

/** One run of all items over small demo books. Several files look at it and nobody changes it: copy what is changed. */
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

/** The whole run: the first who asks makes it, others wait for it. */
async function wholeRun(): Promise<WholeRun> {
  const folder = join(inject('shared'), 'whole');
  const result = join(folder, 'result.json');
  if (isFirst(folder)) {
    const { code, stderr, runs, run } = await runJson(
      ['--all', ...SMALL, '--log', 'json', '--jobs', '2'],
      { cwd: folder },
    );
    const whole = {
      evidence: join(folder, 'evidence'),
      work: join(folder, '.soxauto'),
      ...{ code, stderr, runs, run },
    };
    writeFileSync(`${result}.new`, JSON.stringify(whole));
    renameSync(`${result}.new`, result);
  }
  while (!existsSync(result)) await after(200);
  return JSON.parse(readFileSync(result, 'utf8')) as WholeRun;
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

/** A work folder that finds the books of the whole run built. */
export async function workWithBooks(work: string): Promise<WholeRun> {
  const whole = await wholeRun();
  mkdirSync(work);
  symlinkSync(join(whole.work, 'demo'), join(work, 'demo'));
  return whole;
}

/** Item, entity and content of every package: what two runs of the same matrix have in common. */
export function contents(runs: readonly RunJson[]): readonly string[] {
  return runs
    .map(({ item, entity, content_sha256 }) => `${item} ${entity} ${content_sha256}`)
    .sort();
}
