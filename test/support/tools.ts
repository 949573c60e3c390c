import { spawnSync } from 'node:child_process';

/** Is a program of the machine there? Tests that need one say so in their name when they are skipped. */
export function hasTool(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

/** Exit code and everything a program printed. */
export function runTool(
  name: string,
  args: readonly string[],
  folder = '.',
): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(name, args, { cwd: folder, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}
