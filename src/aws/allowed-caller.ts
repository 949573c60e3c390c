/** As STS names the caller. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** An account, and the pattern of a role's name: `*` stands for any characters. Left out, any caller of the account. */
export interface AllowedCaller {
  readonly account: string;
  readonly role?: string;
}

/**
 * Why a caller is not let in, in words; null where it is. A mistyped profile falls through the chain to whatever the
 * machine offers, so this is asked before anything else.
 */
export function whyNotAllowed(
  { account, arn }: Pick<Caller, 'account' | 'arn'>,
  allowed: readonly AllowedCaller[],
): string | null {
  const there = allowed.filter((each) => each.account === account);
  if (there.length === 0) {
    const accounts = [...new Set(allowed.map((each) => each.account))];
    return `account ${account} is none of ${accounts.join(', ')}`;
  }
  const role = roleOf(arn);
  const isAllowed = there.some(
    (each) => each.role === undefined || (role !== null && matches(role, each.role)),
  );
  if (isAllowed) return null;
  return `${role ?? 'no role'} is none of ${there.map((each) => each.role).join(', ')}`;
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
