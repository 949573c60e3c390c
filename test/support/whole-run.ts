import { join } from 'node:path';
import { type RunJson, runJson } from './ipe.ts';
import { once } from './once.ts';
import { SMALL, SMALL_ROWS, workWithBooks } from './shared-books.ts';

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

export async function wholeRun(): Promise<WholeRun> {
  return await once('whole', async (folder) => {
    const work = join(folder, '.soxauto');
    await workWithBooks(work, SMALL);
    const { code, stderr, runs, run } = await runJson(
      ['--all', ...SMALL_ROWS, '--log', 'json', '--jobs', '2'],
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
