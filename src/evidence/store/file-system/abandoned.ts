import { lstatSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../kernel/clock.ts';
import { ABANDONED_AFTER_MS } from '../oddities.ts';
import { finalFiles, type PackageFiles, partialFiles } from './package-files.ts';

const PARTIAL = /^([^.]+\.zip)(?:\.sha256)?\.([0-9a-f]{16})\.partial$/;

/**
 * Removes what killed writers left in a folder. A ZIP under its final name is never touched; a digest is only when
 * there is no ZIP and it is the same file as a partial one: its writer died between publishing the two.
 */
export async function removeAbandoned(folder: string, clock: Clock): Promise<void> {
  const before = Date.parse(clock.now()) - ABANDONED_AFTER_MS;
  for (const name of await readdir(folder)) {
    const [, zipName, token] = PARTIAL.exec(name) ?? [];
    if (zipName === undefined || token === undefined) continue;
    const zip = join(folder, zipName);
    const partial = partialFiles(zip, token);
    const touched = [partial.zip, partial.digest].map((path) =>
      Number(inspect(path)?.ctimeMs ?? 0),
    );
    if (Math.max(...touched) < before) await removeWriter(finalFiles(zip), partial);
  }
}

async function removeWriter(final: PackageFiles, partial: PackageFiles): Promise<void> {
  // Without it the writer can publish no more, should it be alive after all.
  await rm(partial.zip, { force: true });
  const published = inspect(final.zip) !== undefined;
  if (!published && inspect(final.digest)?.ino === inspect(partial.digest)?.ino) {
    await rm(final.digest, { force: true });
  }
  await rm(partial.digest, { force: true });
}

function inspect(path: string) {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}
