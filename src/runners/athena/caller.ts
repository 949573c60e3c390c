import { RunnerError } from '../runner.ts';
import type { AthenaRunnerOptions } from './athena-options.ts';

/** As STS names the caller. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/**
 * A mistyped profile falls through the chain to whatever the machine offers, so who calls is asked before any query.
 * @throws RunnerError AUTH_FAILED
 */
export function requireAllowed(
  { account, arn }: Caller,
  { allowedAccounts, allowedRoles }: Pick<AthenaRunnerOptions, 'allowedAccounts' | 'allowedRoles'>,
): void {
  const refused = (what: string) =>
    new RunnerError('AUTH_FAILED', `the credentials are of ${arn}: ${what}`, {
      advice:
        'Sign in as the role this source is read with, or allow this one in the configuration.',
    });
  if (!allowedAccounts.includes(account)) {
    throw refused(`account ${account} is none of ${allowedAccounts.join(', ')}`);
  }
  if (allowedRoles === undefined) return;
  const role = roleOf(arn);
  if (role === undefined || !allowedRoles.some((pattern) => matches(role, pattern))) {
    throw refused(`${role ?? 'no role'} is none of ${allowedRoles.join(', ')}`);
  }
}

/** `arn:aws:sts::123456789012:assumed-role/extractor/session` → `extractor` */
function roleOf(arn: string): string | undefined {
  return /^arn:[a-z-]+:sts::[0-9]{12}:assumed-role\/([^/]+)\//.exec(arn)?.[1];
}

function matches(role: string, pattern: string): boolean {
  const form = pattern
    .split('*')
    .map((part) => part.replaceAll(/[.+^${}()|[\]\\?]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${form}$`).test(role);
}
