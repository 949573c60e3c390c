import type { CheckSpec } from '../check-spec.ts';
import type { CompiledItem } from '../compiled-catalog.ts';
import { CONTRACT_CHECKS } from '../data-contract.ts';
import { standardChecks } from '../standard-checks.ts';

/** What a check of a definition may word or weigh otherwise than the one every item has under its id. */
const OWN_WORDS = new Set(['id', 'title', 'severity', 'empty']);

/** What it asks, and of what. */
function asked(check: CheckSpec): string {
  const fields = Object.entries(check).filter(([name]) => !OWN_WORDS.has(name));
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** CHECK-4: a check that takes the place of one every item has asks the same, and counts as much. */
export function replacementProblems(
  check: CheckSpec,
  { definition, columns }: CompiledItem,
): readonly string[] {
  const replaced = [...standardChecks(definition, columns), ...CONTRACT_CHECKS].find(
    ({ id }) => id === check.id,
  );
  if (replaced === undefined) return [];
  const filled = replaced.kind === 'not_null' ? replaced.column : undefined;
  const otherwise = filled !== undefined && check.kind === 'no_rows';
  if (asked(check) !== asked(replaced) && !otherwise) {
    return [`it takes the place of the ${replaced.kind} every item has, and asks something else`];
  }
  const mayBeMissing = columns.some(({ name, nullable }) => name === filled && nullable);
  return check.severity === 'warn' && replaced.severity !== 'warn' && !mayBeMissing
    ? [`it takes the place of a ${replaced.kind} that blocks, and only warns`]
    : [];
}
