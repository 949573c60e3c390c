import type { KnownRelation, KnownSelect } from './analyse.ts';
import { textOf } from './sql-text.ts';
import { conjuncts, type Expression, type Select, withParts } from './sql-tree.ts';

const AGGREGATES = new Set(['SUM', 'MIN', 'MAX', 'COUNT']);

interface Output {
  readonly name: string;
  readonly value: Expression;
}

/** Names of outputs by the text of what they deliver. */
type NamesByText = ReadonlyMap<string, string>;

function isAggregate(expression: Expression): boolean {
  return withParts(expression).some(
    (each) => each.kind === 'call' && AGGREGATES.has(each.name) && each.over === undefined,
  );
}

/** Columns of a relation that a condition sets equal to something that is not of the relation itself. */
export function equatedColumns(
  alias: string,
  condition: Expression | undefined,
): ReadonlySet<string> {
  const ownColumn = (expression: Expression) =>
    expression.kind === 'column' && expression.qualifier?.value.toLowerCase() === alias
      ? expression.at.value
      : undefined;
  const foreign = (expression: Expression) =>
    withParts(expression).every((each) => ownColumn(each) === undefined);
  const equated = conjuncts(condition).flatMap((each) => {
    if (each.kind !== 'binary' || each.operator !== '=') return [];
    const [left, right] = [ownColumn(each.left), ownColumn(each.right)];
    if (left !== undefined && foreign(each.right)) return [left];
    return right !== undefined && foreign(each.left) ? [right] : [];
  });
  return new Set(equated);
}

/** Does at most one row of the relation fit, whatever stands on the other side? */
export function matchesOnce({ keys, alias }: KnownRelation, on: Expression | undefined): boolean {
  const equated = equatedColumns(alias, on);
  const lower = new Set([...equated].map((name) => name.toLowerCase()));
  return keys.some((key) => key.every((name) => equated.has(name) || lower.has(name)));
}

/** Names under which all of these values are delivered; undefined where one is not. */
function deliveredAs(
  values: readonly string[],
  outputs: NamesByText,
): readonly string[] | undefined {
  const names = values.map((text) => outputs.get(text));
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** Keys of the driver survive joins that match once. */
function keysBeforeSelect({ select, relations }: KnownSelect): readonly (readonly string[])[] {
  const [driver, ...joined] = relations;
  if (driver === undefined) return [];
  const once = joined.every((relation, index) => matchesOnce(relation, select.joins[index]?.on));
  if (!once) return [];
  const fixed = equatedColumns(driver.alias, select.where);
  return driver.keys.map((key) => key.filter((name) => !fixed.has(name)));
}

/** `ROW_NUMBER() OVER (PARTITION BY a …) AS n`: a and n together are unique. */
function numberedKeys(select: Select, outputs: readonly Output[], byText: NamesByText) {
  return outputs.flatMap(({ name, value }) => {
    if (value.kind !== 'call' || value.name !== 'ROW_NUMBER' || value.over === undefined) return [];
    const names = deliveredAs(
      value.over.partitionBy.map((each) => textOf(each)),
      byText,
    );
    return names === undefined || select.groupBy.length > 0 ? [] : [[...names, name]];
  });
}

/** Sets of delivered columns that no two rows of a SELECT share. */
export function keysOf(
  known: KnownSelect,
  outputs: readonly Output[],
): readonly (readonly string[])[] {
  const { select, relations } = known;
  const byText = new Map(outputs.map(({ name, value }) => [textOf(value), name]));
  if (select.groupBy.length > 0) {
    const key = deliveredAs(
      select.groupBy.map((each) => textOf(each)),
      byText,
    );
    return key === undefined ? [] : [key];
  }
  if (select.items.some(({ value }) => isAggregate(value))) return [[]];
  if (select.distinct) return [outputs.map(({ name }) => name)];
  const alias = relations[0]?.alias ?? '';
  const own = keysBeforeSelect(known).flatMap((key) => {
    const names = deliveredAs(
      key.map((name) => `${alias}.${name.toLowerCase()}`),
      byText,
    );
    return names === undefined ? [] : [names];
  });
  return [...own, ...numberedKeys(select, outputs, byText)];
}
