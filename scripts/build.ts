import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Compiles src and catalog to dist and puts the catalog's SQL and texts beside the compiled definitions. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
  { cwd: root, stdio: 'inherit' },
);
for (const name of readdirSync(join(root, 'catalog'), { recursive: true, encoding: 'utf8' })) {
  if (/\.(sql|md)$/.test(name)) cpSync(join(root, 'catalog', name), join(dist, 'catalog', name));
}
console.log('built dist/');
