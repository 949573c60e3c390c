import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '../../support/temp-folder.ts';

/** Writes a file into a folder that goes when the running test ends, and gives its path. */
export async function inFolder(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(await tempFolder(), name);
  await writeFile(path, content);
  return path;
}
