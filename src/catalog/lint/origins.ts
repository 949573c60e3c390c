import {
  type Binary,
  type Cte,
  conjuncts,
  type Expression,
  type Query,
  type Relation,
  relationsOf,
  type Select,
  subqueriesOf,
  withParts,
} from './sql-tree.ts';

/** What names of columns stand for at a place. */
export interface Scope {
  /** Relations that can be seen, nearest first. */
  readonly relations: readonly Relation[];
  /** Common table expressions written before. */
  readonly ctes: readonly Cte[];
}

export function aliasOf({ alias, at }: Relation): string {
  return (alias ?? at).value.toLowerCase();
}

/** The query behind a name of ours, with what it can see; undefined for a table. */
export function queryBehind(
  relation: Relation,
  ctes: readonly Cte[],
): { readonly query: Query; readonly ctes: readonly Cte[] } | undefined {
  if (relation.kind === 'derived') return { query: relation.query, ctes };
  if (relation.kind !== 'named') return undefined;
  const wanted = relation.at.value.toLowerCase();
  const index = ctes.findIndex(({ name }) => name.value.toLowerCase() === wanted);
  const cte = ctes[index];
  return cte === undefined ? undefined : { query: cte.query, ctes: ctes.slice(0, index) };
}

/** What a column of ours is written as, in every branch of its query; undefined for a column of a table. */
function writtenAs(
  column: Expression,
  { relations, ctes }: Scope,
): readonly (readonly [Expression, Scope])[] | undefined {
  if (column.kind !== 'column') return undefined;
  const qualifier = column.qualifier?.value.toLowerCase();
  const relation = relations.find((each) => aliasOf(each) === qualifier);
  const behind = relation === undefined ? undefined : queryBehind(relation, ctes);
  if (behind === undefined) return undefined;
  const { branches } = behind.query;
  const place = branches[0]?.items.findIndex(
    ({ alias, value }) => (alias ?? value.at).value.toLowerCase() === column.at.value.toLowerCase(),
  );
  return branches.flatMap((select): (readonly [Expression, Scope])[] => {
    const value = select.items[place ?? -1]?.value;
    const scope = { relations: relationsOf(select), ctes: behind.ctes };
    return value === undefined ? [] : [[value, scope]];
  });
}

/** What a value is, also behind names of ours, as long as it is handed on as it is. */
export function valuesBehind(
  expression: Expression,
  scope: Scope,
  core: (expression: Expression) => Expression,
): readonly Expression[] {
  const inner = core(expression);
  const written = writtenAs(inner, scope);
  return written === undefined
    ? [inner]
    : written.flatMap(([value, around]) => valuesBehind(value, around, core));
}

function unique(names: readonly string[]): readonly string[] {
  const lower = names.map((name) => name.toLowerCase());
  return names.filter((name, index) => lower.indexOf(name.toLowerCase()) === index);
}

/** Source columns an expression is made of, also behind names of ours and in its subqueries. */
export function sourcesOf(expression: Expression, scope: Scope): readonly string[] {
  const own = withParts(expression).flatMap((each): readonly string[] => {
    if (each.kind !== 'column') return [];
    const behind = (writtenAs(each, scope) ?? []).flatMap(([value, around]) =>
      sourcesOf(value, around),
    );
    return behind.length > 0 ? behind : [each.at.value];
  });
  const tested = subqueriesOf(expression).flatMap((query) =>
    query.branches.flatMap((select) => testedIn(select, scope)),
  );
  return unique([...own, ...tested]);
}

/** By which of its columns a subquery hangs on the row that asks it; its tables, where by none. */
function testedIn(select: Select, { relations, ctes }: Scope): readonly string[] {
  const own = relationsOf(select);
  const scope = { relations: [...own, ...relations], ctes };
  const aliases = new Set(own.map(aliasOf));
  const linked = conjuncts(select.where)
    .filter(isLink)
    .flatMap(({ left, right }) => sidesOf([left, right], aliases))
    .flatMap((side) => sourcesOf(side, scope));
  return linked.length > 0 ? linked : own.map(({ at }) => nameOfTable(at.value));
}

/** `shop.orders` is the table `orders`. */
export function nameOfTable(written: string): string {
  return written.slice(written.indexOf('.') + 1);
}

function qualifiersIn(expression: Expression): ReadonlySet<string> {
  return new Set(
    withParts(expression).flatMap((each) =>
      each.kind === 'column' ? [each.qualifier?.value.toLowerCase() ?? ''] : [],
    ),
  );
}

/** The sides of a comparison that are made of these relations alone. */
export function sidesOf(
  sides: readonly Expression[],
  aliases: ReadonlySet<string>,
): readonly Expression[] {
  return sides.filter((side) => [...qualifiersIn(side)].every((each) => aliases.has(each)));
}

/** Does it only say which rows of two relations belong together? */
export function isLink(condition: Expression): condition is Binary {
  if (condition.kind !== 'binary' || condition.operator !== '=') return false;
  const [left, right] = [qualifiersIn(condition.left), qualifiersIn(condition.right)];
  return left.size > 0 && right.size > 0 && [...left].every((each) => !right.has(each));
}
