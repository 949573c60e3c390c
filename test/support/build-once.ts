import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { repository } from './ipe.ts';
import { setup as shareFolder } from './shared-folder.ts';

function newest(folder: string): number {
  const files = readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((name) => statSync(join(repository, folder, name)).mtimeMs));
}

/** Tests that start the command line start the built one: build it when a source is newer. */
function build(): void {
  const entry = join(repository, 'dist/src/cli/ipe.js');
  const sources = Math.max(newest('src'), newest('catalog'));
  if (existsSync(entry) && statSync(entry).mtimeMs > sources) return;
  execFileSync(process.execPath, ['--import', 'tsx', join(repository, 'scripts/build.ts')], {
    cwd: repository,
    stdio: 'ignore',
  });
}

/** Once for all files: the built program, and a folder for what several of them look at. */
export function setup(project: TestProject): () => void {
  build();
  return shareFolder(project);
}
