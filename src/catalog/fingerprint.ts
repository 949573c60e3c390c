import { sha256 } from '../kernel/digest.ts';
import { canonicalJson, type Json } from '../kernel/json.ts';
import type { CheckSpec } from './check-spec.ts';
import type { CompiledQuery, Fingerprint, FingerprintPart } from './compiled-catalog.ts';
import type { ControlDefinition, JudgedDefinition } from './definition.ts';
import type { FigureDefinition } from './measure-definition.ts';
import type { TableLookup } from './portable-sql/source-tables.ts';

/** Plain data of a checked definition as JSON; what is undefined is absent. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

function part(name: string, value: unknown): FingerprintPart {
  return { part: name, sha256: sha256(canonicalJson(asJson(value))) };
}

/** What is added up of a figure; its title is words. */
function figureRule<Figure extends FigureDefinition>({ title: _words, ...rule }: Figure) {
  return rule;
}

/** The measure's rules; undefined for an item without one, so that its fingerprint has no trace of it. */
function measureRule({ measure }: JudgedDefinition): unknown {
  if (measure === undefined) return undefined;
  const { disclosed = [], ...figure } = measure;
  return { ...figureRule(figure), disclosed: disclosed.map(figureRule) };
}

/** What the rows look like: column order counts, so columns are a list. */
function outputSchema(definition: JudgedDefinition): unknown {
  const { columns, key, partitions, controlTotals, companyColumn, navSign } = definition;
  const list = Object.entries(columns).map(
    ([name, { type, nullable = !key.includes(name), critical = false, timeZone = null }]) => ({
      name,
      type,
      nullable,
      critical,
      timeZone,
    }),
  );
  return {
    columns: list,
    key,
    partitions,
    controlTotals,
    companyColumn,
    navSign,
    measure: measureRule(definition),
  };
}

/** Where it is read, and parameters with the definition's own values, in order; reasons are words, not logic. */
function parameterSchema({ source, scope, parameters }: JudgedDefinition): unknown {
  const { derived, constants = {} } = parameters;
  return [
    { source, scope },
    ...derived,
    ...Object.entries(constants).map(([name, { type, value, overridable = false }]) => ({
      name,
      type,
      value,
      overridable,
    })),
  ];
}

/**
 * Digest of everything that decides about rows and verdicts: query templates, parameter schema, output schema,
 * definitions of the source tables used, checks, thresholds. Wording (titles, meanings, reasons) is not part of it
 * (domain/sox.md K-2).
 */
export function fingerprintOf(
  definition: JudgedDefinition,
  queries: readonly CompiledQuery[],
  checks: readonly CheckSpec[],
  controls: readonly ControlDefinition[],
  tables: TableLookup,
): Fingerprint {
  const used = new Set(
    queries.flatMap(({ template, overrides }) =>
      [template, ...Object.values(overrides).map((text) => text.template)].flatMap(
        (each) => each.tables,
      ),
    ),
  );
  const parts = [
    ...queries.map(({ name, sha256: text, columns, overrides }) =>
      part(`query ${name}`, {
        text,
        columns,
        overrides: Object.entries(overrides).map(([engine, other]) => [engine, other.sha256]),
      }),
    ),
    part('parameters', parameterSchema(definition)),
    part('output', outputSchema(definition)),
    ...[...used].sort().map((reference) => {
      const table = tables.get(reference);
      return part(`table ${reference}`, [
        table?.source.database,
        table?.source.athenaDatabase,
        table?.definition,
      ]);
    }),
    part(
      'checks',
      checks.map(({ title: _words, ...rule }) => rule),
    ),
    part('thresholds', {
      zeroRows: definition.zeroRows,
      glAccounts: definition.glAccounts,
      controls: controls.map(({ id, tieOutTolerance }) => ({ id, tieOutTolerance })),
    }),
  ];
  return { sha256: sha256(canonicalJson(asJson(parts))), parts };
}
