import type { EntityCode } from '../kernel/ids.ts';
import type { Period } from '../kernel/period.ts';
import type { EngineName } from '../kernel/query.ts';
import { bindQuery, type PlannedQuery } from './bind-query.ts';
import { CatalogError } from './catalog-error.ts';
import type { CompiledCatalog, CompiledItem } from './compiled-catalog.ts';
import type { ControlDefinition } from './definition.ts';
import { type Company, type EntitySelection, resolveEntities } from './entities.ts';
import { deriveParameters, type ParameterValue } from './parameters.ts';

/** What running one item for one entity and period will do: printable, nothing touched yet. */
export interface ItemPlan {
  readonly item: CompiledItem;
  readonly controls: readonly ControlDefinition[];
  readonly period: Period;
  readonly entity: EntityCode;
  readonly companies: readonly Company[];
  /** Zone of the sources' wall time, `per company` for several (domain/catalog.md RU-5). */
  readonly timeZone: string;
  readonly engine: EngineName;
  readonly parameters: readonly ParameterValue[];
  /** `extract`, `completeness`, then the control queries, rendered and bound for the engine. */
  readonly queries: readonly PlannedQuery[];
}

export interface PlanRequest {
  readonly item: CompiledItem;
  readonly period: Period;
  readonly selection: EntitySelection;
  readonly engine: EngineName;
  readonly overrides: Readonly<Record<string, string | readonly string[]>>;
}

/** @throws CatalogError NOT_RENDERABLE when the item is not for the engine, saying why */
function requireEngine({ definition, engines }: CompiledItem, engine: EngineName): void {
  if (engines.includes(engine)) return;
  const reasons: Readonly<Partial<Record<EngineName, string>>> = definition.notOn ?? {};
  const reason =
    reasons[engine] ?? 'it reads files the run writes, which the embedded engine alone reads';
  throw new CatalogError('NOT_RENDERABLE', `${definition.id} is not for ${engine}: ${reason}`, {
    advice: `Ask it on ${engines.join(' or ')}.`,
  });
}

/**
 * Group-level items are run once as ALL, whatever entities were asked for (domain/catalog.md RU-3).
 * @throws CatalogError when a parameter or a rendering is impossible
 */
export function planItem(catalog: CompiledCatalog, request: PlanRequest): ItemPlan {
  const { item, period, engine, overrides } = request;
  requireEngine(item, engine);
  const selection =
    item.definition.scope === 'group' ? resolveEntities(['ALL']) : request.selection;
  const parameters = deriveParameters(item.definition, period, selection, overrides);
  const [company, second] = selection.companies;
  return {
    item,
    controls: catalog.controls.filter(({ id }) => item.definition.controls.includes(id)),
    period,
    entity: selection.entity,
    companies: selection.companies,
    timeZone: company === undefined || second !== undefined ? 'per company' : company.timeZone,
    engine,
    parameters,
    queries: item.queries.map(({ name }) =>
      bindQuery(item, name, engine, parameters, catalog.sources),
    ),
  };
}
