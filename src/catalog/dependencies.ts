import type { ItemDefinition } from './definition.ts';
import { didYouMean } from './nearest-name.ts';

type Dependent = Pick<ItemDefinition, 'id' | 'dependsOn'>;

/** What is wrong with the order items ask for; nothing here needs another item's package. */
export function dependencyProblems(
  items: readonly Dependent[],
): readonly { readonly item: string; readonly message: string }[] {
  const ids = items.map(({ id }) => id);
  const unknown = items.flatMap(({ id, dependsOn = [] }) =>
    dependsOn
      .filter((other) => !ids.includes(other))
      .map((other) => ({
        item: id,
        message: `dependsOn names ${other}, which is no item${didYouMean(other, ids)}`,
      })),
  );
  const stuck = items.filter((item) => !inDependencyOrder(items).includes(item));
  return [
    ...unknown,
    ...stuck.map(({ id }) => ({
      item: id,
      message: `dependsOn goes in a circle: ${stuck.map((one) => one.id).join(', ')}`,
    })),
  ];
}

/** Each item after the ones it depends on, else in the order given; items of a circle are left out. */
export function inDependencyOrder<Item extends Dependent>(items: readonly Item[]): readonly Item[] {
  const placed: Item[] = [];
  const isFree = ({ dependsOn = [] }: Item) =>
    dependsOn.every(
      (id) => placed.some((one) => one.id === id) || !items.some((one) => one.id === id),
    );
  for (;;) {
    const next = items.find((item) => !placed.includes(item) && isFree(item));
    if (next === undefined) return placed;
    placed.push(next);
  }
}
