import type { PlanView } from '../app/plan-view.ts';
import { table } from './table.ts';

/** `run --dry` for people. */
export function planText(plan: PlanView): string {
  const parameters = plan.parameters.map(({ name, type, value, supplied_by }) => [
    `:${name}`,
    type,
    typeof value === 'string' ? value : value.join(', '),
    supplied_by,
  ]);
  const queries = plan.queries.map(
    ({ name, purpose, sha256, text, bound }) =>
      `-- ${name}: ${purpose}\n-- SHA-256 ${sha256}\n-- bound: ${bound.map((b) => `${b.name}=${b.value}`).join(', ')}\n${text.trimEnd()}\n`,
  );
  return [
    `${plan.item} ${plan.title}`,
    `entity ${plan.entity}, period ${plan.period}, cutoff ${plan.cutoff} inclusive (${plan.time_zone}), engine ${plan.engine}`,
    `definition ${plan.definition_sha256}`,
    '',
    table(['Parameter', 'Type', 'Value', 'Supplied by'], parameters),
    '',
    ...queries,
    table(
      ['Attribute', 'Check', 'Tests that'],
      plan.checks.map(({ attribute, id, title }) => [attribute, id, title]),
    ),
    '',
    'Dry run: nothing was sent and nothing was written. Rows: known once it runs.',
    '',
  ].join('\n');
}
