import type { SqlToken } from '../portable-sql/lexer.ts';
import type { KnownSelect } from './analyse.ts';
import {
  aliasOf,
  isLink,
  nameOfTable,
  type Scope,
  sidesOf,
  sourcesOf,
  valuesBehind,
} from './origins.ts';
import { textOf } from './sql-text.ts';
import {
  type Cte,
  conjuncts,
  type Expression,
  type Query,
  relationsOf,
  withParts,
} from './sql-tree.ts';

/** Something a query does that a reader must be told of. */
export interface Told {
  readonly kind: 'Join' | 'Filter' | 'Calculation';
  /** Columns it is about, as the source writes them; of a calculation the output. */
  readonly names: readonly string[];
  readonly at: SqlToken;
  /** What is done once in several SELECTs is told once. */
  readonly once: string;
}

const anyTable = () => '';
/** Functions that hand a value on. */
const HANDING_ON = new Set(['ROUND', 'COALESCE', 'TRIM']);

function scopeOf({ select, outer }: KnownSelect, ctes: readonly Cte[]): Scope {
  return { relations: [...relationsOf(select), ...outer.map(({ relation }) => relation)], ctes };
}

/** The common table expressions a SELECT may read: those written before its own. */
function ctesBefore({ select }: KnownSelect, { ctes }: Query): readonly Cte[] {
  const own = ctes.findIndex(({ query }) => query.branches.includes(select));
  return own < 0 ? ctes : ctes.slice(0, own);
}

function filter(condition: Expression, scope: Scope, around: string, fallback: string): Told {
  const names = sourcesOf(condition, scope);
  return {
    kind: 'Filter',
    names: names.length > 0 ? names : [fallback],
    at: condition.at,
    once: `${textOf(condition, anyTable)} ${names.join().toLowerCase()} ${around}`,
  };
}

function filtersOf(known: KnownSelect, scope: Scope): readonly Told[] {
  const { select, role } = known;
  const groups = select.groupBy.map((each) => textOf(each, anyTable)).join();
  const table = nameOfTable(select.from?.at.value ?? '');
  const where = conjuncts(select.where).filter((each) => role !== 'test' || !isLink(each));
  const on = select.joins.flatMap((join) => conjuncts(join.on)).filter((each) => !isLink(each));
  return [
    ...[...where, ...on].map((each) => filter(each, scope, '', table)),
    ...conjuncts(select.having).map((each) =>
      filter(each, scope, `of each ${groups}`, select.groupBy[0]?.at.value ?? table),
    ),
  ];
}

function joinsOf({ select }: KnownSelect, scope: Scope, place: string): readonly Told[] {
  const told = select.joins.map(({ at, relation, on }): Told => {
    const links = conjuncts(on).filter(isLink);
    const own = new Set([aliasOf(relation)]);
    const names = links
      .flatMap(({ left, right }) => sidesOf([left, right], own))
      .flatMap((side) => sourcesOf(side, scope));
    const asked = links.map((each) => textOf(each, anyTable)).join(' and ');
    return {
      kind: 'Join',
      names: names.length > 0 ? names : [nameOfTable(relation.at.value)],
      at,
      once: `${place} ${relation.at.value} on ${asked}`,
    };
  });
  // the same table joined twice in one SELECT is told twice
  return told.map((each, index) => {
    const before = told.slice(0, index).filter(({ once }) => once === each.once).length;
    return { ...each, once: `${each.once} ${before}` };
  });
}

/** The expression under roundings, conversions and what stands for a missing value. */
function core(expression: Expression): Expression {
  if (expression.kind === 'cast') return core(expression.value);
  if (expression.kind !== 'call' || !HANDING_ON.has(expression.name)) return expression;
  const [first, ...others] = expression.args;
  const chosen = expression.name === 'COALESCE' && others.some((each) => !isLiteral(each));
  return first === undefined || chosen ? expression : core(first);
}

function isLiteral(expression: Expression): boolean {
  return withParts(expression).every(({ kind }) => kind !== 'column' && kind !== 'parameter');
}

function isCalculation({ kind }: Expression): boolean {
  return kind === 'case' || kind === 'binary' || kind === 'call' || kind === 'sign';
}

function calculationsOf({ select, role }: KnownSelect, scope: Scope): readonly Told[] {
  if (role !== 'output') return [];
  return select.items
    .filter(({ value }) => valuesBehind(value, scope, core).some(isCalculation))
    .map(({ value, alias }) => {
      const { value: name } = alias ?? value.at;
      return { kind: 'Calculation', names: [name], at: value.at, once: name };
    });
}

/** Every join, filter and calculation of a query, each once, where it is first written. */
export function toldBy(selects: readonly KnownSelect[], query: Query): readonly Told[] {
  const all = selects.flatMap((known, index) => {
    const scope = scopeOf(known, ctesBefore(known, query));
    const place = known.role === 'output' ? 'output' : `${index}`;
    return [
      ...(known.role === 'test' ? [] : joinsOf(known, scope, place)),
      ...filtersOf(known, scope),
      ...calculationsOf(known, scope),
    ];
  });
  return [
    ...new Map(all.reverse().map((each) => [`${each.kind} ${each.once}`, each])).values(),
  ].reverse();
}
