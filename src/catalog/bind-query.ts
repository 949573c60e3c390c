import { type Sha256, sha256 } from '../kernel/digest.ts';
import type { BoundQuery, EngineName } from '../kernel/query.ts';
import { CatalogError } from './catalog-error.ts';
import type { CompiledItem } from './compiled-catalog.ts';
import type { SourceDefinition } from './definition.ts';
import { didYouMean } from './nearest-name.ts';
import type { ParameterValue } from './parameters.ts';
import { renderQuery } from './portable-sql/render.ts';
import { tablesOf } from './portable-sql/source-tables.ts';

/** A query ready to send, and the template it came from (domain/sox.md C-1). */
export interface PlannedQuery extends BoundQuery {
  readonly purpose: string;
  readonly template: {
    /** File inside the item's folder. */
    readonly sqlFile: string;
    readonly text: string;
    readonly sha256: Sha256;
  };
}

/**
 * Renders one query of an item for an engine and binds the run's values.
 * @throws CatalogError UNKNOWN_QUERY, NOT_RENDERABLE, BAD_PARAMETER
 */
export function bindQuery(
  item: CompiledItem,
  queryName: string,
  engine: EngineName,
  values: readonly ParameterValue[],
  sources: readonly SourceDefinition[],
): PlannedQuery {
  const { id } = item.definition;
  const query = item.queries.find(({ name }) => name === queryName);
  if (query === undefined) {
    const names = item.queries.map(({ name }) => name);
    throw new CatalogError(
      'UNKNOWN_QUERY',
      `${id} has no query ${JSON.stringify(queryName)}${didYouMean(queryName, names)}`,
      { advice: `Its queries are ${names.join(', ')}.` },
    );
  }
  const { sqlFile, text, sha256: digest, template } = query.overrides[engine] ?? query;
  const rendered = renderQuery(template, engine, tablesOf(sources), values);
  return {
    name: query.name,
    engine,
    text: rendered.text,
    sha256: sha256(rendered.text),
    parameters: rendered.parameters,
    columns: query.columns,
    purpose: query.purpose,
    template: { sqlFile, text, sha256: digest },
  };
}
