import { type AllowedCaller, type Caller, whyNotAllowed } from '../../aws/allowed-caller.ts';
import { RunnerError } from '../runner.ts';

/**
 * A mistyped profile falls through the chain to whatever the machine offers, so who calls is asked before any query.
 * @throws RunnerError AUTH_FAILED
 */
export function requireAllowed(caller: Caller, allowed: readonly AllowedCaller[]): void {
  const reason = whyNotAllowed(caller, allowed);
  if (reason === null) return;
  throw new RunnerError('AUTH_FAILED', `the credentials are of ${caller.arn}: ${reason}`, {
    advice: 'Sign in as the role this source is read with, or allow this one in the configuration.',
  });
}
