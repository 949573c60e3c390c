import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteLiteral } from './identifiers.ts';

/** Paths the engine may touch from now on: folders to read and write, single files. */
export interface AllowedPaths {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/**
 * Closes the engine for good: no extension, no network, no file outside the paths, UTC, and nothing of it can be
 * changed back. Sources must be attached before (design: architecture D2).
 */
export async function lockDown(connection: DuckDBConnection, paths: AllowedPaths): Promise<void> {
  const list = (texts: readonly string[]) => `[${texts.map(quoteLiteral).join(', ')}]`;
  const settings = [
    ['TimeZone', "'UTC'"],
    ['preserve_insertion_order', 'true'],
    ['allowed_directories', list(paths.folders)],
    ['allowed_paths', list(paths.files)],
    ['allow_community_extensions', 'false'],
    ['autoinstall_known_extensions', 'false'],
    ['autoload_known_extensions', 'false'],
    ['enable_external_access', 'false'],
    ['lock_configuration', 'true'],
  ];
  for (const [name, value] of settings) await connection.run(`SET GLOBAL ${name} = ${value}`);
}
