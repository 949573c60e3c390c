import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { quoteIdentifier } from '../../src/workbench/identifiers.ts';

/** The condition over the extract's rows that a check holds, if it is of a kind that has one. */
export function conditionOf(check: CheckSpec): string | undefined {
  switch (check.kind) {
    case 'witness':
      return check.where;
    case 'rule':
      return check.holds;
    case 'recalculation':
      return `${quoteIdentifier(check.column)} IS NOT DISTINCT FROM (${check.expression})`;
    default:
      return undefined;
  }
}
