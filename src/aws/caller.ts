import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';

/** As STS names the caller. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** Who may call. */
export interface AllowedCallers {
  readonly allowedAccounts: readonly string[];
  /** Roles, `*` standing for any characters; any caller of the accounts when left out. */
  readonly allowedRoles?: readonly string[];
}

/** Who calls; no right is needed to ask. @throws what the SDK throws */
export async function askCaller(sts: STSClient, signal: AbortSignal): Promise<Caller> {
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}), {
    abortSignal: signal,
  });
  return { account: Account ?? '', arn: Arn ?? '', userId: UserId ?? '' };
}

/**
 * Why a caller is not let in, in words; null where it is. A mistyped profile falls through the chain to whatever the
 * machine offers, so this is asked before anything else.
 */
export function whyNotAllowed(
  { account, arn }: Pick<Caller, 'account' | 'arn'>,
  { allowedAccounts, allowedRoles }: AllowedCallers,
): string | null {
  if (!allowedAccounts.includes(account)) {
    return `account ${account} is none of ${allowedAccounts.join(', ')}`;
  }
  if (allowedRoles === undefined) return null;
  const role = roleOf(arn);
  if (role !== null && allowedRoles.some((pattern) => matches(role, pattern))) return null;
  return `${role ?? 'no role'} is none of ${allowedRoles.join(', ')}`;
}

/** `arn:aws:sts::123456789012:assumed-role/extractor/session` → `extractor` */
function roleOf(arn: string): string | null {
  return /^arn:[a-z-]+:sts::[0-9]{12}:assumed-role\/([^/]+)\//.exec(arn)?.[1] ?? null;
}

function matches(role: string, pattern: string): boolean {
  const form = pattern
    .split('*')
    .map((part) => part.replaceAll(/[.+^${}()|[\]\\?]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${form}$`).test(role);
}
