import { messageOf } from '../kernel/errors.ts';
import { type Period, parseCalendarDate } from '../kernel/period.ts';
import type { ParameterType } from '../kernel/query.ts';
import { CatalogError } from './catalog-error.ts';
import type { ConstantParameter, DerivedParameterName, ItemDefinition } from './definition.ts';
import type { EntitySelection } from './entities.ts';
import { didYouMean } from './nearest-name.ts';

/** Where a value came from; printed in the package (domain/sox.md D-1). */
type ParameterOrigin = 'period' | 'entity selection' | 'definition' | 'operator';

/** A parameter of a run with its value: exact text, or a list of exact texts. */
export interface ParameterValue {
  readonly name: string;
  readonly type: ParameterType;
  readonly origin: ParameterOrigin;
  readonly value: string | readonly string[];
  /** What the definition says, where an operator gave another value. */
  readonly replaced?: string | readonly string[];
}

/** What is known of a parameter before a run gives it a value. */
export interface ParameterShape {
  readonly name: string;
  readonly type: ParameterType;
  readonly list: boolean;
  /** What the definition gives it; nothing for what follows from the run. */
  readonly values: readonly string[];
}

type Overrides = Readonly<Record<string, string | readonly string[]>>;

const INTEGER = /^(0|-?[1-9][0-9]{0,18})$/;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

interface Derivation {
  readonly type: ParameterType;
  readonly origin: 'period' | 'entity selection';
  readonly list: boolean;
  value(period: Period, selection: EntitySelection): string | readonly string[];
}

function fromPeriod(type: ParameterType, value: (period: Period) => string): Derivation {
  return { type, origin: 'period', list: false, value };
}

function fromSelection(value: (selection: EntitySelection) => readonly string[]): Derivation {
  return {
    type: 'text',
    origin: 'entity selection',
    list: true,
    value: (_period, selection) => value(selection),
  };
}

/** Currencies of the selected companies, sorted, then the group's USD (domain/catalog.md 2.1). */
function currenciesOf({ companies }: EntitySelection): readonly string[] {
  return [...[...new Set(companies.map(({ currency }) => currency))].sort(), 'USD'];
}

/** domain/catalog.md RU-4, RU-6, 2.1. */
const DERIVED: Readonly<Record<DerivedParameterName, Derivation>> = {
  cutoff: fromPeriod('date', ({ cutoff }) => cutoff),
  period_start: fromPeriod('date', ({ start }) => start),
  period_next: fromPeriod('date', ({ next }) => next),
  year_start: fromPeriod('date', ({ yearStart }) => yearStart),
  fx_year: fromPeriod('integer', ({ year }) => year.toString()),
  fx_month: fromPeriod('integer', ({ month }) => month.toString()),
  companies: fromSelection(({ companies }) => companies.map(({ code }) => code).sort()),
  currencies: fromSelection(currenciesOf),
};

/** Is it a name every period and entity selection gives a value to? */
export function isDerivedParameter(name: string): name is DerivedParameterName {
  return Object.hasOwn(DERIVED, name);
}

/** Every parameter an item declares, in declared order: derived ones, then constants. */
export function parameterShapes({ derived, constants = {} }: ItemDefinition['parameters']) {
  return [
    ...derived.map((name): ParameterShape => {
      const { type, list } = DERIVED[name];
      return { name, type, list, values: [] };
    }),
    ...Object.entries(constants).map(
      ([name, { type, value }]): ParameterShape => ({
        name,
        type,
        list: typeof value !== 'string',
        values: typeof value === 'string' ? [value] : value,
      }),
    ),
  ];
}

/** What is wrong with one value of a type, or undefined. */
function valueProblem(type: ConstantParameter['type'], value: string): string | undefined {
  if (type === 'text') {
    return value.includes('\u0000') ? 'text may not hold U+0000' : undefined;
  }
  if (type === 'integer') {
    const fits = INTEGER.test(value) && BigInt(value) <= INT64_MAX && BigInt(value) >= INT64_MIN;
    return fits ? undefined : `expected a 64-bit integer, got ${JSON.stringify(value)}`;
  }
  try {
    return parseCalendarDate(value) === value
      ? undefined
      : `expected a day without blanks around it, got ${JSON.stringify(value)}`;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** Everything wrong with a constant's value; an empty list is never a value (domain/catalog.md 2.4). */
export function constantProblems(
  type: ConstantParameter['type'],
  value: string | readonly string[],
): readonly string[] {
  if (typeof value === 'string') return [valueProblem(type, value) ?? []].flat();
  if (value.length === 0) return ['the list is empty; a list parameter needs at least one value'];
  const twice = value.filter((element, index) => value.indexOf(element) !== index);
  return [
    ...value.flatMap((element) => valueProblem(type, element) ?? []),
    ...twice.map((element) => `${JSON.stringify(element)} stands in the list twice`),
  ];
}

function overrideProblems(
  constants: Readonly<Record<string, ConstantParameter>>,
  given: Overrides,
) {
  return Object.entries(given).flatMap(([name, value]): readonly string[] => {
    const constant = Object.hasOwn(constants, name) ? constants[name] : undefined;
    if (constant === undefined) {
      return isDerivedParameter(name)
        ? [`:${name} follows from the period and the entities and cannot be given`]
        : [`there is no parameter :${name}${didYouMean(name, Object.keys(constants))}`];
    }
    if (constant.overridable !== true) {
      return [`:${name} belongs to the definition and cannot be overridden`];
    }
    if ((typeof value === 'string') !== (typeof constant.value === 'string')) {
      return [`:${name} takes ${typeof value === 'string' ? 'a list' : 'one value'}`];
    }
    return constantProblems(constant.type, value).map((problem) => `:${name}: ${problem}`);
  });
}

/**
 * Values of every parameter an item declares, in declared order. An operator may replace the constants the
 * definition marks `overridable`, nothing else (domain/catalog.md RU-6, sox D-1).
 * @throws CatalogError BAD_PARAMETER naming every value that cannot be taken
 */
export function deriveParameters(
  definition: Pick<ItemDefinition, 'id' | 'parameters'>,
  period: Period,
  selection: EntitySelection,
  overrides: Overrides = {},
): readonly ParameterValue[] {
  const { derived, constants = {} } = definition.parameters;
  const problems = overrideProblems(constants, overrides);
  if (problems.length > 0) {
    const overridable = Object.keys(constants).filter((name) => constants[name]?.overridable);
    throw new CatalogError('BAD_PARAMETER', `${definition.id}: ${problems.join('; ')}`, {
      advice:
        overridable.length === 0
          ? `${definition.id} takes no parameters from an operator.`
          : `An operator may give ${overridable.map((name) => `:${name}`).join(', ')}.`,
    });
  }
  return [
    ...derived.map((name): ParameterValue => {
      const { type, origin, value } = DERIVED[name];
      return { name, type, origin, value: value(period, selection) };
    }),
    ...Object.entries(constants).map(([name, { type, value }]): ParameterValue => {
      const given = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
      return given === undefined
        ? { name, type, origin: 'definition', value }
        : { name, type, origin: 'operator', value: given, replaced: value };
    }),
  ];
}
