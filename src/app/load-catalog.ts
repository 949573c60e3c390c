import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { controls, items, sources } from '../../catalog/index.ts';
import { type CatalogContent, compileCatalog } from '../catalog/compile-catalog.ts';
import type { CompiledCatalog } from '../catalog/compiled-catalog.ts';
import { programFolder } from './tool.ts';

/** Text of every SQL file of an item's folder, by name. */
function sqlFiles(folder: string): ReadonlyMap<string, string> {
  const path = join(programFolder, 'catalog', folder);
  if (!existsSync(path)) return new Map();
  return new Map(
    readdirSync(path)
      .filter((name) => name.endsWith('.sql'))
      .map((name) => [name, readFileSync(join(path, name), 'utf8')]),
  );
}

/** What the catalog's files hold. */
export function catalogContent(): CatalogContent {
  return {
    controls,
    sources,
    items: items.map(({ definition, folder }) => ({
      definition,
      folder: `catalog/${folder}`,
      files: sqlFiles(folder),
    })),
  };
}

/** Reads and compiles the catalog. @throws CatalogError with every mistake */
export function loadCatalog(): CompiledCatalog {
  return compileCatalog(catalogContent());
}
