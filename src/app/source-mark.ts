import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readStamp } from '../demo/stamp.ts';
import { type Sha256, sha256 } from '../kernel/digest.ts';
import { canonicalJson, type Json } from '../kernel/json.ts';
import type { SourceLocation } from './config.ts';
import type { Connections } from './connections.ts';

async function fileMark(path: string): Promise<Json> {
  const { size, mtimeNs } = await stat(path, { bigint: true });
  return { file: basename(path), size: `${size}`, mtime_ns: `${mtimeNs}` };
}

/** What was committed and not yet written into the file itself stands beside it. */
async function databaseMark(file: string): Promise<Json> {
  const wal = await fileMark(`${file}.wal`).catch((thrown: unknown) => {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  });
  return wal === null ? [await fileMark(file)] : [await fileMark(file), wal];
}

async function locationMark(
  location: Extract<SourceLocation, { readonly kind: 'duckdb' | 'files' }>,
): Promise<Json> {
  if (location.kind === 'duckdb') return await databaseMark(location.file);
  const names = (await readdir(location.folder)).filter((name) => /\.(csv|parquet)$/.test(name));
  return await Promise.all(names.sort().map((name) => fileMark(join(location.folder, name))));
}

/**
 * Tells one state of the named sources from another without opening them: names, sizes and times of their files, or
 * what the demo books were made from; `written` tells those that are no systems. Null when they cannot be looked at: then nothing is known to be unchanged.
 */
export async function sourceMark(
  connections: Connections,
  names: readonly string[],
  written: () => Promise<Readonly<Record<string, Json>>> = async () => ({}),
): Promise<Sha256 | null> {
  try {
    const own = await written();
    const marks: Record<string, Json> = { ...own };
    if (connections.kind === 'demo') {
      return sha256(canonicalJson({ ...marks, demo: await readStamp(connections.books.folder) }));
    }
    for (const name of names) {
      if (Object.hasOwn(own, name)) continue;
      const location = connections.sources.get(name);
      // neither a server nor a lake says whether it is unchanged
      if (location?.kind !== 'duckdb' && location?.kind !== 'files') return null;
      marks[name] = { kind: location.kind, files: await locationMark(location) };
    }
    return sha256(canonicalJson(marks));
  } catch {
    // whoever reads the source says what is wrong with it
    return null;
  }
}
