import { PipelineError } from '../kernel/errors.ts';

/**
 * A check that cannot be performed as it is declared or on what was delivered.
 * Inside one check it becomes that check's ERROR finding.
 */
export class ValidationError extends PipelineError<
  | 'BAD_ANSWER'
  | 'BAD_CHECK'
  | 'CANCELLED'
  | 'CHECK_ID_REPEATED'
  | 'CONTROL_SHORT'
  | 'INEXACT'
  | 'UNKNOWN_COLUMN'
  | 'UNKNOWN_PARAMETER'
> {}

/** The error to throw once the run's signal is aborted. */
export function cancelled(cause: unknown): ValidationError {
  return new ValidationError('CANCELLED', 'the tests were cancelled before all were performed', {
    cause,
    advice: 'Run the item again; nothing of a cancelled test counts.',
  });
}
