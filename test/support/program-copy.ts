import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './ipe.ts';

function copyOf(folder: string, names: readonly string[]): string {
  const copy = mkdtempSync(join(folder, 'program-'));
  for (const name of names) {
    cpSync(join(repository, name), join(copy, name), {
      recursive: true,
      filter: (path) => !path.endsWith('.map'),
    });
  }
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** A copy of the sources of the program. */
export function sourceCopy(folder: string): string {
  return copyOf(folder, ['src', 'catalog', 'package.json', 'tsconfig.json']);
}

/** A copy of the built program, whose catalog stands in `dist/catalog` and may be changed. */
export function builtCopy(folder: string): string {
  return copyOf(folder, ['dist', 'package.json']);
}

/** A copy of the built program whose catalog holds these items alone: its starts are quicker. */
export function programOf(items: readonly string[], folder: string): string {
  const copy = builtCopy(folder);
  const index = join(copy, 'dist/catalog/index.js');
  const folders = items.map((id) => `/${id.toLowerCase().replaceAll('_', '-')}-`);
  const lines = readFileSync(index, 'utf8').split('\n');
  // an item has two lines, its import and its entry, and both name its folder
  const isItem = (line: string) => /'(\.\/)?c-[a-z]+-[0-9]+\/[a-z]+-/.test(line);
  const chosen = (line: string) => folders.some((name) => line.includes(name));
  const kept = lines.filter((line) => !isItem(line) || chosen(line));
  if (kept.filter(isItem).length !== 2 * items.length) {
    throw new Error(`the catalog does not hold ${items.join(', ')}, one entry each`);
  }
  writeFileSync(index, kept.join('\n'));
  return copy;
}
