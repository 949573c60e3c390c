import { type DataType, parseDataType } from '../kernel/data-type.ts';
import { parseDecimal } from '../kernel/decimal.ts';
import { parseCalendarDate } from '../kernel/period.ts';
import type { ResultColumn } from '../kernel/query.ts';
import type { CheckSpec } from './check-spec.ts';
import { conditionNames } from './condition-names.ts';
import type { ItemDefinition } from './definition.ts';
import { repeatedNames } from './item-problems.ts';
import { didYouMean } from './nearest-name.ts';
import type { ParameterShape } from './parameters.ts';

/** What checks may refer to. */
export interface CheckContext {
  readonly definition: ItemDefinition;
  readonly columns: ReadonlyMap<string, DataType>;
  readonly parameters: ReadonlyMap<string, ParameterShape>;
}

export function checkContext(
  definition: ItemDefinition,
  columns: readonly ResultColumn[],
  parameters: readonly ParameterShape[],
): CheckContext {
  return {
    definition,
    columns: new Map(columns.map(({ name, type }) => [name, type])),
    parameters: new Map(parameters.map((shape) => [shape.name, shape])),
  };
}

type Kind = DataType['kind'];
const NUMERIC: readonly Kind[] = ['integer', 'decimal'];
const MOMENTS: readonly Kind[] = ['date', 'timestamp'];
const ORDERED: readonly Kind[] = [...NUMERIC, ...MOMENTS, 'time', 'text'];

export function columnProblems(
  { columns }: CheckContext,
  names: readonly string[],
  kinds?: readonly Kind[],
): readonly string[] {
  return names.flatMap((name) => {
    const type = columns.get(name);
    if (type === undefined) {
      return [`there is no column ${JSON.stringify(name)}${didYouMean(name, columns.keys())}`];
    }
    return kinds === undefined || kinds.includes(type.kind)
      ? []
      : [`column ${JSON.stringify(name)} is ${type.kind}, this check needs ${kinds.join(' or ')}`];
  });
}

/** Problems with a control query and the columns it must deliver. */
export function queryProblems(
  { definition: { controlQueries = {} } }: CheckContext,
  query: string,
  needed: readonly string[],
  numeric: readonly string[] = [],
): readonly string[] {
  if (!Object.hasOwn(controlQueries, query)) {
    const advice = didYouMean(query, Object.keys(controlQueries));
    return [`there is no control query ${JSON.stringify(query)}${advice}`];
  }
  const delivered = controlQueries[query]?.columns ?? {};
  return [...needed, ...numeric].flatMap((name) => {
    const column = Object.hasOwn(delivered, name) ? delivered[name] : undefined;
    if (column === undefined) {
      const advice = didYouMean(name, Object.keys(delivered));
      return [`control query ${query} delivers no column ${JSON.stringify(name)}${advice}`];
    }
    return numeric.includes(name) && !NUMERIC.includes(parseDataType(column.type).kind)
      ? [
          `control query ${query} must deliver ${JSON.stringify(name)} as a number, not ${column.type}`,
        ]
      : [];
  });
}

function parameterProblems(
  { parameters }: CheckContext,
  name: string,
  fits: (shape: ParameterShape) => boolean,
  wanted: string,
): readonly string[] {
  const shape = parameters.get(name);
  if (shape === undefined) {
    const advice = didYouMean(name, parameters.keys());
    return [`the definition declares no parameter ${JSON.stringify(name)}${advice}`];
  }
  return fits(shape) ? [] : [`parameter ${JSON.stringify(name)} must be ${wanted} here`];
}

function expectedProblems(
  context: CheckContext,
  values: readonly string[] | { readonly parameter: string },
): readonly string[] {
  return 'parameter' in values
    ? parameterProblems(context, values.parameter, ({ list }) => list, 'a list')
    : [];
}

export function conditionProblems(context: CheckContext, condition: string): readonly string[] {
  const { definition, columns, parameters } = context;
  const { names, parameters: used, problems } = conditionNames(condition);
  const queries = Object.entries(definition.controlQueries ?? {});
  const known = new Set([
    'extract',
    ...columns.keys(),
    ...queries.flatMap(([name, query]) => [`control_${name}`, ...Object.keys(query.columns)]),
  ]);
  return [
    ...problems,
    ...names
      .filter((name) => !known.has(name))
      .map((name) => `there is no column ${JSON.stringify(name)}${didYouMean(name, known)}`),
    ...used.flatMap((name) => parameterProblems(context, name, () => parameters.has(name), '')),
  ];
}

function isIn(form: (text: string) => unknown, text: string): boolean {
  try {
    form(text);
    return true;
  } catch {
    return false;
  }
}

function boundProblems(context: CheckContext, column: string, bounds: readonly (string | null)[]) {
  const type = context.columns.get(column);
  const given = bounds.filter((bound) => bound !== null);
  const form = type?.kind === 'date' ? parseCalendarDate : parseDecimal;
  const judged = type?.kind === 'date' || NUMERIC.some((kind) => kind === type?.kind);
  return [
    ...columnProblems(context, [column], ORDERED),
    ...(given.length === 0 ? ['give a lowest value, a highest value, or both'] : []),
    ...(judged
      ? given
          .filter((bound) => !isIn(form, bound))
          .map((bound) => `${JSON.stringify(bound)} is no value of a ${type?.kind} column`)
      : []),
  ];
}

/** What a check refers to that is not there, or is of the wrong kind. */
export function checkProblems(check: CheckSpec, context: CheckContext): readonly string[] {
  const { definition } = context;
  switch (check.kind) {
    case 'independent_count':
    case 'delivery_count':
    case 'truncation_guard':
    case 'zero_rows':
    case 'unique_key':
    case 'fits_type':
      return [];
    case 'partition_tie':
      return definition.partitions.length === 0 ? ['the item declares no partitions'] : [];
    case 'value_tie':
      return [
        ...columnProblems(context, check.columns, ['text', ...MOMENTS, 'boolean']),
        ...repeatedNames(check.columns).map(
          (name) => `column ${JSON.stringify(name)} is there twice`,
        ),
        ...queryProblems(context, check.query, ['column_name', 'value'], ['row_count']),
      ];
    case 'control_total':
      return definition.controlTotals.some(({ column }) => column === check.column)
        ? []
        : [`${JSON.stringify(check.column)} is not declared as a control total`];
    case 'tie_out':
      return [
        ...columnProblems(context, check.by),
        ...columnProblems(context, [check.measure], NUMERIC),
        ...queryProblems(context, check.query, check.by, [check.amount]),
        ...(check.tolerance.startsWith('-') ? ['a tolerance is not negative'] : []),
      ];
    case 'roll_forward':
      return queryProblems(context, check.query, check.by, [
        check.opening,
        check.activity,
        check.closing,
      ]);
    case 'sequence_gap':
      return [
        ...columnProblems(context, [check.column], ['integer']),
        ...columnProblems(context, check.by),
      ];
    case 'in_out_all':
      return queryProblems(context, check.query, ['reason'], ['row_count']);
    case 'source_witness':
      return queryProblems(context, check.query, definition.key);
    case 'trace':
      return [
        ...columnProblems(context, check.columns),
        ...queryProblems(context, check.query, [...definition.key, ...check.columns]),
      ];
    case 'fan_out':
      return queryProblems(context, check.query, []);
    case 'no_rows':
      return [
        ...queryProblems(context, check.query, []),
        ...(check.where === undefined ? [] : conditionProblems(context, check.where)),
      ];
    case 'witness':
      return conditionProblems(context, check.where);
    case 'rule':
      return conditionProblems(context, check.holds);
    case 'recalculation':
      return [
        ...columnProblems(context, [check.column]),
        ...conditionProblems(context, check.expression),
      ];
    case 'coverage':
      return [
        ...columnProblems(context, [check.column]),
        ...expectedProblems(context, check.expected),
      ];
    case 'domain':
      return [
        ...columnProblems(context, [check.column]),
        ...expectedProblems(context, check.values),
      ];
    case 'date_window': {
      const bounds = [check.from, check.before].filter((name) => name !== null);
      return [
        ...columnProblems(context, [check.column], MOMENTS),
        ...bounds.flatMap((name) =>
          parameterProblems(context, name, ({ type, list }) => type === 'date' && !list, 'a date'),
        ),
        ...(bounds.length === 0 ? ['give a first day, a day before which, or both'] : []),
      ];
    }
    case 'range':
      return boundProblems(context, check.column, [check.min, check.max]);
    case 'foot':
      return [
        ...columnProblems(context, [check.column], NUMERIC),
        ...columnProblems(context, check.by),
      ];
    case 'cross_foot':
      return columnProblems(context, [check.total, ...check.parts], NUMERIC);
    case 'not_null':
      return columnProblems(context, [check.column]);
  }
}

/** Parameters a check uses; they count as used like those in queries. */
export function checkParameters(check: CheckSpec): readonly string[] {
  switch (check.kind) {
    case 'witness':
      return conditionNames(check.where).parameters;
    case 'no_rows':
      return check.where === undefined ? [] : conditionNames(check.where).parameters;
    case 'rule':
      return conditionNames(check.holds).parameters;
    case 'recalculation':
      return conditionNames(check.expression).parameters;
    case 'coverage':
      return 'parameter' in check.expected ? [check.expected.parameter] : [];
    case 'domain':
      return 'parameter' in check.values ? [check.values.parameter] : [];
    case 'date_window':
      return [check.from, check.before].filter((name) => name !== null);
    default:
      return [];
  }
}
