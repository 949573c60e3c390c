import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { controls, items, sources } from '../../catalog/index.ts';
import { compileCatalog } from '../../src/catalog/compile-catalog.ts';
import type { CompiledCatalog } from '../../src/catalog/compiled-catalog.ts';

const folderOfCatalog = fileURLToPath(new URL('../../catalog', import.meta.url));

/** Text of every file of an item's folder. */
export function filesOf(folder: string): ReadonlyMap<string, string> {
  const path = join(folderOfCatalog, folder);
  return new Map(readdirSync(path).map((file) => [file, readFileSync(join(path, file), 'utf8')]));
}

/** The catalog with files of an item replaced, as somebody might edit them by mistake. */
export function catalogWith(id: string, replaced: ReadonlyMap<string, string>): CompiledCatalog {
  return compileCatalog({
    controls,
    sources,
    items: items.map(({ definition, folder }) => ({
      definition,
      folder: `catalog/${folder}`,
      files: new Map([...filesOf(folder), ...(definition.id === id ? replaced : [])]),
    })),
  });
}

/** The catalog as it is delivered. */
export const catalog = catalogWith('', new Map());
