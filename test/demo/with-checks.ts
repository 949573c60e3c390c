import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import type { ItemPlan } from '../../src/catalog/plan-item.ts';

/**
 * The plan with some of its tests, without the queries that neither they nor the measure name: a test whose query is
 * missing is not performed, which no expectation takes for passed.
 */
export function withChecks(plan: ItemPlan, isAsked: (check: CheckSpec) => boolean): ItemPlan {
  const checks = plan.item.checks.filter(isAsked);
  const named = JSON.stringify([checks, plan.item.definition.measure ?? null]);
  const queries = plan.queries.filter(
    ({ name }) =>
      name === 'extract' || name === 'completeness' || named.includes(JSON.stringify(name)),
  );
  return { ...plan, item: { ...plan.item, checks }, queries };
}
