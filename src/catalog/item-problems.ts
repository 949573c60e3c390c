import { CONTRACT_QUERIES } from './data-contract.ts';
import type { ItemDefinition } from './definition.ts';
import { didYouMean } from './nearest-name.ts';
import { constantProblems, isDerivedParameter, type ParameterShape } from './parameters.ts';

/** Names that occur more than once, case ignored, as they are spelt the second time. */
export function repeatedNames(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const before = seen.size;
    return seen.add(name.toLowerCase()).size === before;
  });
}

function repeated(what: string, names: readonly string[]): readonly string[] {
  return repeatedNames(names).map((name) => `${what} ${JSON.stringify(name)} is there twice`);
}

function unknown(
  what: string,
  names: readonly string[],
  columns: ItemDefinition['columns'],
): readonly string[] {
  return names
    .filter((name) => !Object.hasOwn(columns, name))
    .map((name) => {
      const advice = didYouMean(name, Object.keys(columns));
      return `${what} ${JSON.stringify(name)} is no column of the item${advice}`;
    });
}

function columnProblems({ columns, companyColumn }: ItemDefinition): readonly string[] {
  const entries = Object.entries(columns);
  const [only, second] = entries;
  return [
    ...(only === undefined ? ['the item has no columns'] : []),
    ...repeated('column', Object.keys(columns)),
    ...(only !== undefined && second === undefined && only[1].nullable !== false
      ? [`${only[0]} is the only column and must be nullable: false; a NULL would be a blank line`]
      : []),
    ...(entries.some(([, { rde }]) => rde)
      ? []
      : ['no column is marked rde; say which data elements the control depends on (sox A-1)']),
    ...entries
      .filter(([, { type, timeZone }]) => timeZone !== undefined && !type.startsWith('timestamp('))
      .map(([name]) => `${JSON.stringify(name)} has a timeZone but is no zone-less timestamp`),
    ...(companyColumn === null ? [] : companyColumnProblems(companyColumn, columns)),
  ];
}

function companyColumnProblems(
  name: string,
  columns: ItemDefinition['columns'],
): readonly string[] {
  const type = Object.hasOwn(columns, name) ? columns[name]?.type : undefined;
  return type === undefined || type === 'text'
    ? unknown('companyColumn', [name], columns)
    : [`companyColumn ${JSON.stringify(name)} must be text, it is ${type}`];
}

function keyProblems({ key, columns }: ItemDefinition): readonly string[] {
  return [
    ...unknown('key column', key, columns),
    ...repeated('key column', key),
    ...key
      .filter((name) => Object.hasOwn(columns, name) && columns[name]?.nullable === true)
      .map((name) => `key column ${JSON.stringify(name)} is declared nullable (RU-23)`),
  ];
}

function figureProblems(definition: ItemDefinition): readonly string[] {
  const { columns, controlTotals, partitions, companyColumn } = definition;
  const totals = controlTotals.map(({ column }) => column);
  return [
    ...unknown('control total', totals, columns),
    ...repeated('control total', totals),
    ...totals
      .filter((name) => Object.hasOwn(columns, name))
      .filter((name) => !/^(integer|decimal)/.test(columns[name]?.type ?? ''))
      .map((name) => `control total ${JSON.stringify(name)} is neither decimal nor integer`),
    ...controlTotals
      .filter(({ currency }) => currency === 'per company' && companyColumn === null)
      .map(
        ({ column }) =>
          `control total ${JSON.stringify(column)} is "per company", but the item has no companyColumn`,
      ),
    ...unknown('partition', partitions, columns),
    ...repeated('a figure named', [...partitions, 'row_count', ...totals]),
  ];
}

/** domain/sox.md E and F: a record that must be there and one that must not, both looked for. */
function witnessProblems({ checks }: ItemDefinition): readonly string[] {
  const positive = checks.some(
    (check) =>
      check.kind === 'source_witness' || (check.kind === 'witness' && check.presence === 'present'),
  );
  const negative = checks.some(({ kind, attribute }) => {
    return attribute === 'F-6' && (kind === 'witness' || kind === 'no_rows');
  });
  return [
    ...(positive
      ? []
      : ['no check looks for a record that must be there (witness present, source_witness; E-7)']),
    ...(negative
      ? []
      : ['no check looks for a record that must not be there (witness absent; F-6)']),
  ];
}

function parameterProblems(
  { scope, parameters: { derived, constants = {} } }: ItemDefinition,
  shapes: readonly ParameterShape[],
): readonly string[] {
  const names = new Set(shapes.map(({ name }) => name));
  return [
    ...repeated('derived parameter', derived),
    ...Object.keys(constants)
      .filter(isDerivedParameter)
      .map((name) => `:${name} follows from the run and cannot be a constant`),
    ...Object.entries(constants).flatMap(([name, { type, value }]) =>
      constantProblems(type, value).map((problem) => `constant :${name}: ${problem}`),
    ),
    ...shapes
      .filter(({ list }) => list)
      .flatMap(({ name }) =>
        [...names].filter((other) => new RegExp(`^${name}_[0-9]+$`).test(other)),
      )
      .map((name) => `:${name} has the name of a marker of a list`),
    ...(scope === 'companies' && !derived.includes('companies')
      ? ['scope is "companies", but the parameter companies is not declared (RU-3)']
      : []),
  ];
}

const TAKEN_QUERY_NAMES: readonly string[] = ['extract', 'completeness', ...CONTRACT_QUERIES];

function controlQueryProblems({ controlQueries = {} }: ItemDefinition): readonly string[] {
  return Object.entries(controlQueries).flatMap(([name, { columns }]) => [
    ...(TAKEN_QUERY_NAMES.includes(name) ? [`a control query cannot be called ${name}`] : []),
    ...(Object.keys(columns).length === 0 ? [`control query ${name} has no columns`] : []),
    ...repeated(`control query ${name}: column`, Object.keys(columns)),
  ]);
}

/** Mistakes a definition holds by itself, whatever the rest of the catalog says. */
export function itemProblems(
  definition: ItemDefinition,
  shapes: readonly ParameterShape[],
): readonly string[] {
  return [
    ...repeated('control', definition.controls),
    ...columnProblems(definition),
    ...keyProblems(definition),
    ...figureProblems(definition),
    ...parameterProblems(definition, shapes),
    ...controlQueryProblems(definition),
    ...repeated(
      'check',
      definition.checks.map(({ id }) => id),
    ),
    ...witnessProblems(definition),
  ];
}
