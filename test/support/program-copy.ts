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
  const kept = lines.filter(
    (line) => !line.includes('definition: ') || folders.some((name) => line.includes(name)),
  );
  writeFileSync(index, kept.join('\n'));
  return copy;
}
