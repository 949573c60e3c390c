import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Sha256, sha256 } from '../kernel/digest.ts';
import { canonicalJson } from '../kernel/json.ts';

/** Folder that holds src and catalog: the repository, or dist after a build. */
export const programFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

function packageFile(): string {
  const beside = join(programFolder, 'package.json');
  try {
    return readFileSync(beside, 'utf8');
  } catch {
    return readFileSync(join(programFolder, '..', 'package.json'), 'utf8');
  }
}

/** Version of this program as released. */
export function toolVersion(): string {
  return String(JSON.parse(packageFile()).version);
}

let known: Sha256 | undefined;

/**
 * One digest over every file of the program and the catalog, so that a package proves what ran (domain/sox.md Q-1).
 * A process runs one program: its files are read once.
 */
export function toolDigest(): Sha256 {
  known ??= digestOfFiles();
  return known;
}

function digestOfFiles(): Sha256 {
  const files = ['src', 'catalog'].flatMap((folder) =>
    readdirSync(join(programFolder, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|js|sql)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const digests = files.map((file) => [
    file.slice(programFolder.length + 1).replaceAll('\\', '/'),
    sha256(readFileSync(file)),
  ]);
  return sha256(canonicalJson(digests.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))));
}
