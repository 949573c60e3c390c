import { readFile, stat } from 'node:fs/promises';
import type { LandedControl } from '../extraction/land-control.ts';
import type { RunFiles } from '../report/package-members.ts';
import type { Finding } from '../validation/finding.ts';
import type { ExecutionLog } from './execution-log.ts';

/** A file of rows above this size stays out of the package: its SQL selects the rows again. */
const LARGEST_FILE = 48 * 1024 * 1024;
/** So do the largest of those that together have more: all of them are held in memory while the package is written. */
const LARGEST_TOTAL = 96 * 1024 * 1024;

interface RowsFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Rows that go into the package beside the extract: those that break checks and those the control queries delivered.
 * Every row was compared, whatever is packed; a file that stays out is in the log with its digest.
 */
export async function packedRows(
  findings: readonly Finding[],
  controls: readonly LandedControl[],
  log: ExecutionLog,
): Promise<Pick<RunFiles, 'exceptions' | 'controls'>> {
  const exceptionFiles = await Promise.all(
    findings.map(async ({ check, ...finding }) => {
      const path = 'offending' in finding ? finding.offending.csvPath : null;
      return path === null ? [] : [{ name: check.id, path, bytes: (await stat(path)).size }];
    }),
  );
  const exceptions = exceptionFiles.flat();
  const rows = controls.map((control) => ({ ...control, path: control.csvPath }));
  const packed = withRoom([...exceptions, ...rows]);
  for (const { name, path, bytes } of exceptions) {
    if (packed.has(path)) continue;
    log.record('exceptions.not_packed', { check: name, bytes }, 'WARN');
  }
  for (const { name, path, rows: count, bytes, sha256 } of rows) {
    if (packed.has(path)) continue;
    log.record('control.not_packed', { query: name, rows: count, bytes, sha256 }, 'WARN');
  }
  return {
    exceptions: await contents(exceptions.filter(({ path }) => packed.has(path))),
    controls: await contents(rows.filter(({ path }) => packed.has(path))),
  };
}

/** Paths of the smaller files, as long as there is room. */
function withRoom(files: readonly RowsFile[]): ReadonlySet<string> {
  let total = 0;
  const packed = files
    .toSorted((a, b) => a.bytes - b.bytes)
    .filter(({ bytes }) => {
      total += bytes;
      return bytes <= LARGEST_FILE && total <= LARGEST_TOTAL;
    });
  return new Set(packed.map(({ path }) => path));
}

async function contents(
  files: readonly { readonly name: string; readonly path: string }[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  return new Map(
    await Promise.all(files.map(async ({ name, path }) => [name, await readFile(path)] as const)),
  );
}
