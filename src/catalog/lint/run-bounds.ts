import type { JudgedDefinition } from '../definition.ts';
import { queryBehind } from './origins.ts';
import { type Cte, conjuncts, type Expression, type Query, type Select } from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';

type Asks = (condition: Expression) => boolean;

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
/** How a column is compared with a parameter that ends the period. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  cutoff: ['<=', '='],
  period_next: ['<', '='],
  fx_month: ['='],
};

function parameterOf(expression: Expression): string | undefined {
  if (expression.kind === 'cast') return parameterOf(expression.value);
  return expression.kind === 'parameter' ? expression.at.value : undefined;
}

const takesCompanies: Asks = (condition) =>
  condition.kind === 'in' &&
  !condition.negated &&
  !('kind' in condition.list) &&
  condition.list.some((each) => parameterOf(each) === 'companies');

const endsWithPeriod: Asks = (condition) => {
  if (condition.kind === 'between') return parameterOf(condition.high) === 'cutoff';
  if (condition.kind !== 'binary') return false;
  const { operator, left, right } = condition;
  if (operator === 'OR') return [left, right].every(endsWithPeriod);
  if (operator === 'AND') return [left, right].some(endsWithPeriod);
  const ends = (name: string | undefined, written: string) =>
    name !== undefined && ENDS[name]?.includes(written) === true;
  return (
    ends(parameterOf(right), operator) || ends(parameterOf(left), MIRRORED[operator] ?? operator)
  );
};

/** Has every row a SELECT delivers passed such a condition, in it or in what it reads? */
function allPassed(select: Select, ctes: readonly Cte[], asks: Asks): boolean {
  const { from, joins, where, having } = select;
  const inner = joins.filter(({ kind }) => kind === 'inner' || kind === 'cross');
  const own = [where, having, ...inner.map(({ on }) => on)].flatMap(conjuncts);
  if (own.some(asks)) return true;
  // a row of the other side alone has passed nothing of this one
  const kept = joins.every(({ kind }) => kind !== 'full' && kind !== 'right');
  return [kept ? from : undefined, ...inner.map(({ relation }) => relation)].some((relation) => {
    const behind = relation === undefined ? undefined : queryBehind(relation, ctes);
    return behind?.query.branches.every((each) => allPassed(each, behind.ctes, asks)) === true;
  });
}

/** Rates of a month are looked up, so that a company without one stays. */
function looksUpMonth({ joins }: Select): boolean {
  return joins.some(({ on }) => conjuncts(on).some(endsWithPeriod));
}

/**
 * PSQL-29, RU-3, RU-4: the extract itself is restricted to the companies of the run and ends with its period, in every
 * SELECT that delivers rows; that another query of the item is proves nothing. What restricts the completeness query
 * by a constant restricts the extract.
 */
export function runBoundNotes(
  { scope, parameters }: JudgedDefinition,
  { branches, ctes }: Query,
  used: { readonly extract: ReadonlySet<string>; readonly completeness: ReadonlySet<string> },
): readonly LintNote[] {
  const derived: readonly string[] = parameters.derived;
  const byMonth = derived.includes('fx_month') && !derived.includes('cutoff');
  const byDay = derived.includes('cutoff');
  const [first] = branches;
  const unused = Object.keys(parameters.constants ?? {}).filter(
    (name) => used.completeness.has(name) && !used.extract.has(name),
  );
  const left = unused.flatMap((name): readonly LintNote[] => {
    const message = `the completeness query is restricted by :${name}, the extract is not`;
    return first === undefined ? [] : [{ rule: 'PSQL-29', at: first.at, message }];
  });
  const open = branches.flatMap((select) => {
    const missing = (what: string): LintNote => ({ rule: 'PSQL-29', at: select.at, message: what });
    const ends = allPassed(select, ctes, endsWithPeriod) || (byMonth && looksUpMonth(select));
    return [
      ...(scope === 'companies' && !allPassed(select, ctes, takesCompanies)
        ? [missing('not every row of this SELECT is of a company IN (:companies)')]
        : []),
      ...((byDay || byMonth) && !ends
        ? [missing('not every row of this SELECT lies before the end of the period')]
        : []),
    ];
  });
  return [...open, ...left];
}
