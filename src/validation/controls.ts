import { quoteIdentifier } from '../workbench/identifiers.ts';
import type { CheckFacts, DeliveredControl } from './check-facts.ts';
import { notPerformed, type Plan } from './plan.ts';
import { ValidationError } from './validation-error.ts';

/** Name of the completeness query among the controls. */
export const COMPLETENESS = 'completeness';

/**
 * Plans a check on a control query's rows; without them it is not performed.
 * @throws ValidationError CONTROL_SHORT when fewer or more rows landed than the engine says it produced
 */
export function withControl(
  { controls }: CheckFacts,
  name: string,
  plan: (control: DeliveredControl) => Plan,
): Plan {
  const control = controls.find((candidate) => candidate.name === name);
  if (control === undefined) return notPerformed(`control query ${name} was not delivered`);
  const { engineRows, landedRows } = control;
  if (engineRows === landedRows) return plan(control);
  throw new ValidationError(
    'CONTROL_SHORT',
    `control query ${name}: the engine says it produced ${engineRows} rows, ${landedRows} landed`,
    { advice: 'Run the item again.' },
  );
}

/** FROM clause over a control query's rows. */
export function controlFrom(control: DeliveredControl): string {
  return `FROM ${quoteIdentifier(controlRelation(control))}`;
}

/** The relation of the workbench that holds a control query's rows. */
export function controlRelation({ name }: DeliveredControl): string {
  return `control_${name}`;
}
