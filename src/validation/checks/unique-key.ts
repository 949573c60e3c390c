import { quoteIdentifier } from '../../workbench/identifiers.ts';
import { breakingRows, judgeBroken } from '../breaking-rows.ts';
import type { CheckFacts } from '../check-facts.ts';
import { extractColumn } from '../columns.ts';
import { type Asking, askFigures, type Plan } from '../plan.ts';
import { ValidationError } from '../validation-error.ts';

/**
 * F-4: the key is unique and never NULL. The extract is sorted by its key, so one pass usually proves it: where
 * every row's key is above the one before it, no key can stand twice. Only otherwise are the keys grouped.
 */
export function uniqueKey(_spec: unknown, facts: CheckFacts): Plan {
  const { key } = facts.extract;
  if (key.length === 0) throw new ValidationError('BAD_CHECK', 'the item declares no key');
  const cells = key.map((name) => quoteIdentifier(extractColumn(facts, name).name));
  const withPrevious = cells.map((cell, k) => `${cell} AS k${k}, lag(${cell}) OVER () AS p${k}`);
  const present = cells.map((_, k) => `k${k} IS NOT NULL`).join(' AND ');
  return askFigures(
    {
      rows: 'count(*)',
      with_key: `count(*) FILTER (WHERE ${present})`,
      above_previous: `count(*) FILTER (WHERE ${abovePrevious(cells.length)})`,
    },
    `FROM (SELECT ${withPrevious.join(', ')} FROM "extract")`,
    ({ rows, with_key, above_previous }) => {
      const ascending = Number(above_previous) >= Number(rows) - 1;
      return ascending && with_key === rows
        ? { kind: 'met', measured: { expected: '0', actual: '0', difference: '0' } }
        : groupedKeys(facts, cells);
    },
    true,
  );
}

/** k0 > p0 OR (k0 = p0 AND (k1 > p1 OR …)): unknown, so not counted, where a NULL decides. */
function abovePrevious(length: number): string {
  const last = `k${length - 1} > p${length - 1}`;
  return Array.from({ length: length - 1 }, (_, k) => length - 2 - k).reduce(
    (rest, k) => `k${k} > p${k} OR (k${k} = p${k} AND (${rest}))`,
    last,
  );
}

/** Counts and shows every row whose key stands more than once or holds a NULL. */
function groupedKeys(facts: CheckFacts, cells: readonly string[]): Asking {
  const key = cells.join(', ');
  const incomplete = cells.map((cell) => `${cell} IS NULL`).join(' OR ');
  const grouped = `FROM "extract" GROUP BY ${key} HAVING count(*) > 1`;
  const breaks = `${incomplete} OR (${key}) IN (SELECT ${key} ${grouped})`;
  return askFigures(
    { broken: 'coalesce(sum(n), 0)' },
    `FROM (SELECT count(*) AS n ${grouped} OR ${incomplete})`,
    ({ broken }) =>
      judgeBroken(broken, breakingRows(facts, { breaks, relevant: facts.controlTotals }, broken)),
    true,
  );
}
