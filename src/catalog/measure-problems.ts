import {
  type CheckContext,
  columnProblems,
  conditionProblems,
  queryProblems,
} from './check-problems.ts';
import { conditionNames } from './condition-names.ts';
import { repeatedNames } from './item-problems.ts';
import type { FigureDefinition, MeasureDefinition } from './measure-definition.ts';

/** A figure's independent side: its own control query, or columns and partitions the completeness query delivers. */
function independenceProblems(context: CheckContext, figure: FigureDefinition): readonly string[] {
  const { columns, where, agreesWith } = figure;
  const { controlTotals, partitions } = context.definition;
  if (agreesWith !== undefined) {
    const { query, amount, where: rows } = agreesWith;
    return [
      ...queryProblems(context, query, [], [amount]),
      ...(rows === undefined ? [] : conditionProblems(context, rows)),
    ];
  }
  const totals = controlTotals.map(({ column }) => column);
  const named = where === undefined ? [] : conditionNames(where).names;
  return [
    ...columns
      .filter((name) => !totals.includes(name))
      .map((name) => `${JSON.stringify(name)} is no control total`),
    ...named
      .filter((name) => !partitions.includes(name))
      .map((name) => `its condition speaks of ${JSON.stringify(name)}, which is no partition`),
  ].map((problem) => `${problem}: name the control query it agrees with (agreesWith)`);
}

function figureProblems(context: CheckContext, figure: FigureDefinition): readonly string[] {
  const { columns, where } = figure;
  return [
    ...columnProblems(context, columns, ['decimal']),
    ...repeatedNames(columns).map((name) => `column ${JSON.stringify(name)} is there twice`),
    ...(where === undefined ? [] : conditionProblems(context, where)),
    ...independenceProblems(context, figure),
  ];
}

function accountProblems(
  context: CheckContext,
  { accounts }: MeasureDefinition,
): readonly string[] {
  if ('column' in accounts) return columnProblems(context, [accounts.column], ['text']);
  const { glAccounts } = context.definition;
  const named = accounts.map(({ account }) => account);
  return [
    ...named
      .filter((account) => !glAccounts.includes(account))
      .map((account) => `account ${account} is none of the item's glAccounts`),
    ...glAccounts
      .filter((account) => !named.includes(account))
      .map((account) => `no row is said to belong to account ${account}`),
    ...repeatedNames(named).map((account) => `account ${account} is there twice`),
    ...accounts.flatMap(({ account, where }, at) => [
      ...(where === undefined ? [] : conditionProblems(context, where)),
      ...(where === undefined && at < accounts.length - 1
        ? [`account ${account} takes every row, so those after it get none`]
        : []),
    ]),
  ];
}

/** What a measure refers to that is not there, or is of the wrong kind; an item has a NAV sign and a measure, or neither. */
export function measureProblems(context: CheckContext): readonly string[] {
  const { navSign, measure, companyColumn } = context.definition;
  if (measure === undefined) {
    return navSign === null ? [] : ['the item has a navSign, but declares no measure (RU-10)'];
  }
  return [
    ...(navSign === null ? ['a measure needs a navSign (RU-7)'] : []),
    ...(companyColumn === null ? ['a measure needs a companyColumn: it is added per company'] : []),
    ...figureProblems(context, measure),
    ...accountProblems(context, measure),
    ...(measure.disclosed ?? []).flatMap((figure) =>
      figureProblems(context, figure).map((problem) => `disclosed ${figure.title}: ${problem}`),
    ),
  ].map((problem) => `measure: ${problem}`);
}

/** Every condition of a measure with the query it is written over; the extract's columns when there is none. */
export function measureConditions(measure: MeasureDefinition | undefined): readonly {
  readonly condition: string;
  readonly query: string | undefined;
}[] {
  if (measure === undefined) return [];
  const figures = [measure, ...(measure.disclosed ?? [])];
  return [
    ...[...figures, ...('column' in measure.accounts ? [] : measure.accounts)].map(({ where }) => ({
      where,
      query: undefined,
    })),
    ...figures.map(({ agreesWith }) => ({ where: agreesWith?.where, query: agreesWith?.query })),
  ].flatMap(({ where, query }) => (where === undefined ? [] : [{ condition: where, query }]));
}

/** Parameters a measure uses; they count as used like those in queries. */
export function measureParameters(measure: MeasureDefinition | undefined): readonly string[] {
  return measureConditions(measure).flatMap(
    ({ condition }) => conditionNames(condition).parameters,
  );
}
