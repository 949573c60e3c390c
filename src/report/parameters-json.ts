import type { ItemPlan } from '../catalog/plan-item.ts';
import { memberJson } from '../kernel/json.ts';

/** What a date parameter's value means as a bound; other names have no bound of their own. */
const BOUNDS: Readonly<Record<string, string>> = {
  cutoff: 'last calendar day included',
  period_start: 'inclusive lower bound, start of the day',
  period_next: 'exclusive upper bound, start of the day',
  year_start: 'inclusive lower bound, start of the day',
};

/** data/03_parameters/query_parameters.json: every value, where it came from, what it bounds (domain/sox.md D-1, D-3). */
export function parametersJson(plan: ItemPlan): string {
  const constants = plan.item.definition.parameters.constants ?? {};
  return memberJson({
    schema: 'query-parameters/v1',
    period: {
      id: plan.period.id,
      cutoff: plan.period.cutoff,
      cutoff_meaning: 'inclusive: the last calendar day whose data are in',
      time_zone: plan.timeZone,
    },
    entity: plan.entity,
    companies: plan.companies.map(({ code, entity, currency, timeZone }) => ({
      code,
      entity,
      currency,
      time_zone: timeZone,
    })),
    parameters: plan.parameters.map(({ name, type, value, origin, replaced }) => ({
      name,
      type,
      value: typeof value === 'string' ? value : [...value],
      default: origin === 'definition',
      supplied_by: origin,
      replaces:
        replaced === undefined ? null : typeof replaced === 'string' ? replaced : [...replaced],
      bound: BOUNDS[name] ?? null,
      reason: constants[name]?.reason ?? null,
    })),
  });
}
