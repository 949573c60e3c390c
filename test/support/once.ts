import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder that lives as long as the test run. */
    readonly shared: string;
  }
}

/** What all files of a test run share: the first who asks makes it in a folder of its own, others wait for it. */
export async function once<Made>(
  name: string,
  make: (folder: string) => Promise<Made>,
): Promise<Made> {
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
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
}
