import type { WorkbenchParameters } from '../workbench/workbench.ts';
import type { CheckFacts } from './check-facts.ts';
import { ValidationError } from './validation-error.ts';

/** SQL of a run's parameter as a list of values. @throws ValidationError UNKNOWN_PARAMETER */
export function listParameter(facts: CheckFacts, name: string): string {
  const { value } = runParameter(facts, name);
  return typeof value === 'string' ? `[$${name}]` : `$${name}`;
}

/** The run's parameters as the workbench binds them: each statement only what it mentions. */
export function boundParameters({
  parameters,
}: Pick<CheckFacts, 'parameters'>): WorkbenchParameters {
  return Object.fromEntries(parameters.map(({ name, ...value }) => [name, value]));
}

/** The run's value of that name. @throws ValidationError UNKNOWN_PARAMETER */
export function runParameter({ parameters }: CheckFacts, name: string) {
  const parameter = parameters.find((candidate) => candidate.name === name);
  if (parameter !== undefined) return parameter;
  throw new ValidationError('UNKNOWN_PARAMETER', `the run has no parameter ${name}`, {
    advice: `Declare it in the item, or use one of ${parameters.map((p) => p.name).join(', ')}.`,
  });
}
