import { parseSha256, type Sha256 } from '../../kernel/digest.ts';
import { ManifestError } from './manifest-error.ts';
import { comparePaths, isMemberPath } from './member-path.ts';

/** One line of manifest-sha256.txt or tagmanifest-sha256.txt. */
export interface ManifestEntry {
  /** Below the package's folder. */
  readonly path: string;
  readonly sha256: Sha256;
}

/** `<64 hex><2 spaces><path>` per line, paths byte-wise ascending (evidence-package 4.1). */
export function manifestText(entries: readonly ManifestEntry[]): string {
  return entries
    .toSorted((a, b) => comparePaths(a.path, b.path))
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .join('');
}

/**
 * Reads a manifest back: lower-case hex, two spaces, a path the layout allows, ascending, none twice.
 * @throws ManifestError BAD_MANIFEST naming the line
 */
export function parseManifest(text: string): readonly ManifestEntry[] {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw refuse(lines.length + 1, 'its last line has no line feed');
  let before = '';
  return lines.map((line, index) => {
    const path = line.slice(66);
    if (!/^[0-9a-f]{64} {2}$/.test(line.slice(0, 66)) || !isMemberPath(path)) {
      throw refuse(index + 1, `expected "<64 hex digits>  <path>", got ${JSON.stringify(line)}`);
    }
    if (comparePaths(before, path) >= 0) {
      throw refuse(index + 1, `${path} stands twice or out of order after ${before}`);
    }
    before = path;
    return { path, sha256: parseSha256(line.slice(0, 64)) };
  });
}

function refuse(line: number, reason: string): ManifestError {
  return new ManifestError('BAD_MANIFEST', `line ${line}: ${reason}`);
}
