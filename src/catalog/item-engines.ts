import { ENGINES, type EngineName } from '../kernel/query.ts';
import type { CatalogProblem } from './catalog-error.ts';
import type { CompiledQuery, QueryText } from './compiled-catalog.ts';
import type { ItemDefinition } from './definition.ts';
import { renderObstacles } from './portable-sql/render.ts';
import type { TableLookup } from './portable-sql/source-tables.ts';

/** Tables that are no system's are written as files, which the embedded engine alone reads. */
function readsWrittenFiles(queries: readonly CompiledQuery[], tables: TableLookup): boolean {
  return queries.some(({ template }) =>
    template.tables.some((name) => (tables.get(name)?.source.origin ?? 'system') !== 'system'),
  );
}

/** The text an engine gets. */
function textFor({ overrides, ...own }: CompiledQuery, engine: EngineName): QueryText {
  return overrides[engine] ?? own;
}

/** Why queries cannot be rendered for an engine, each reason at the first file that has it. */
function obstacles(
  queries: readonly CompiledQuery[],
  engine: EngineName,
  tables: TableLookup,
): readonly (readonly [reason: string, sqlFile: string])[] {
  const reasons = queries.flatMap((query) => {
    const { sqlFile, template } = textFor(query, engine);
    return renderObstacles(template, engine, tables).map((reason) => [reason, sqlFile] as const);
  });
  return reasons.filter(
    ([reason], index) => reasons.findIndex(([other]) => other === reason) === index,
  );
}

/**
 * Engines all queries of an item can be rendered for. An engine the item does not renounce, and that a query cannot
 * be rendered for, is a mistake: nobody would notice an engine that is quietly left out.
 */
export function itemEngines(
  { id, notOn = {} }: ItemDefinition,
  folder: string,
  queries: readonly CompiledQuery[],
  tables: TableLookup,
): { readonly engines: readonly EngineName[]; readonly problems: readonly CatalogProblem[] } {
  if (readsWrittenFiles(queries, tables)) return { engines: ['duckdb'], problems: [] };
  const wanted = ENGINES.filter((engine) => !Object.hasOwn(notOn, engine));
  const found = wanted.map((engine) => ({ engine, reasons: obstacles(queries, engine, tables) }));
  return {
    engines: found.filter(({ reasons }) => reasons.length === 0).map(({ engine }) => engine),
    problems: found.flatMap(({ engine, reasons }) =>
      reasons.map(([reason, sqlFile]) => ({
        item: id,
        file: `${folder}/${sqlFile}`,
        message: `cannot be rendered for ${engine}: ${reason}; or say in notOn why the item is not for ${engine}`,
      })),
    ),
  };
}
