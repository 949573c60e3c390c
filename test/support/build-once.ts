import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './ipe.ts';

function newest(folder: string): number {
  const files = readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((name) => statSync(join(repository, folder, name)).mtimeMs));
}

/** Tests that start the command line start the built one: build it when a source is newer. */
export function setup(): void {
  const entry = join(repository, 'dist/src/cli/ipe.js');
  const sources = Math.max(newest('src'), newest('catalog'));
  if (existsSync(entry) && statSync(entry).mtimeMs > sources) return;
  execFileSync(process.execPath, ['--import', 'tsx', join(repository, 'scripts/build.ts')], {
    cwd: repository,
    stdio: 'ignore',
  });
}
