import type { CatalogProblem } from './catalog-error.ts';
import { checkContext, checkParameters, checkProblems } from './check-problems.ts';
import { compileQueries, extractColumns } from './compile-queries.ts';
import type { CompiledItem, CompiledQuery, Fingerprint } from './compiled-catalog.ts';
import { dataContract } from './data-contract.ts';
import type { ControlDefinition, ItemDefinition, SourceDefinition } from './definition.ts';
import { fingerprintOf } from './fingerprint.ts';
import { itemEngines } from './item-engines.ts';
import { itemProblems } from './item-problems.ts';
import { measureParameters, measureProblems } from './measure-problems.ts';
import { didYouMean } from './nearest-name.ts';
import { type ParameterShape, parameterShapes } from './parameters.ts';
import { tablesOf } from './portable-sql/source-tables.ts';
import { standardChecks } from './standard-checks.ts';

/** The rest of the catalog, as far as an item refers to it. */
export interface CatalogContext {
  readonly controls: readonly ControlDefinition[];
  readonly sources: readonly SourceDefinition[];
}

function unknownReferences(
  { controls, source }: ItemDefinition,
  context: CatalogContext,
): readonly string[] {
  const controlIds = context.controls.map(({ id }) => id);
  const sourceNames = context.sources.map(({ name }) => name);
  return [
    ...controls
      .filter((id) => !controlIds.includes(id))
      .map((id) => `there is no control ${id}${didYouMean(id, controlIds)}`),
    ...(sourceNames.includes(source)
      ? []
      : [`there is no source ${source}${didYouMean(source, sourceNames)}`]),
  ];
}

function textsOf({ template, overrides }: CompiledQuery) {
  return [template, ...Object.values(overrides).map((text) => text.template)];
}

function unusedParameters(
  { checks, measure }: ItemDefinition,
  queries: readonly CompiledQuery[],
  shapes: readonly ParameterShape[],
): readonly string[] {
  const used = new Set([
    ...queries.flatMap(textsOf).flatMap(({ parameters }) => parameters),
    ...checks.flatMap(checkParameters),
    ...measureParameters(measure),
  ]);
  return shapes
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => `parameter :${name} is declared, but no query and no check uses it`);
}

/** Compiles one definition that has the right shape; with any problem the item is not to be used. */
export function compileItem(
  definition: ItemDefinition,
  folder: string,
  files: ReadonlyMap<string, string>,
  catalog: CatalogContext,
): { readonly item: CompiledItem; readonly problems: readonly CatalogProblem[] } {
  const tables = tablesOf(catalog.sources);
  const shapes = parameterShapes(definition.parameters);
  const columns = extractColumns(definition);
  const { queries: declared, problems } = compileQueries({
    definition,
    folder,
    files,
    tables,
    shapes,
  });
  const contract = dataContract(declared, tables);
  const queries = [...declared, ...contract.queries];
  const own = new Set(definition.checks.map(({ id }) => id));
  const checks = [
    ...[...standardChecks(definition, columns), ...contract.checks].filter(
      ({ id }) => !own.has(id),
    ),
    ...definition.checks,
  ];
  const context = checkContext(definition, columns, shapes);
  const messages = [
    ...unknownReferences(definition, catalog),
    ...itemProblems(definition, shapes),
    ...measureProblems(context),
    ...definition.checks.flatMap((check) =>
      checkProblems(check, context).map((message) => `check ${check.id}: ${message}`),
    ),
  ];
  const unused = unusedParameters(definition, queries, shapes);
  const reachable = itemEngines(definition, folder, queries, tables);
  const served = catalog.controls.filter(({ id }) => definition.controls.includes(id));
  let fingerprint: Fingerprint | undefined;
  return {
    item: {
      definition,
      folder,
      columns,
      checks,
      queries,
      // a run of one item needs one of them
      get fingerprint() {
        fingerprint ??= fingerprintOf(definition, queries, checks, served, tables);
        return fingerprint;
      },
      engines: reachable.engines,
    },
    problems: [
      ...messages.map((message) => ({ item: definition.id, file: folder, message })),
      ...unused.map((message) => ({
        item: definition.id,
        file: folder,
        message,
        rule: 'PSQL-29',
      })),
      ...problems,
      ...reachable.problems,
    ],
  };
}
