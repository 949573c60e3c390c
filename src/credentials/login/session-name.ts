import { sha256 } from '../../kernel/digest.ts';

/** What STS takes for the name of a session. */
const PLAIN = /^[\w+=,.@-]{2,64}$/;
const DIGEST = 'sub-sha256-';

/**
 * The name of a person's session: the provider's `sub` itself, or the beginning of its digest where STS would not take
 * it. It stands in the account's own log, and the role's trust can ask for exactly this one (docs/deployment/aws.md).
 */
export function sessionName(subject: string): string {
  const plain = PLAIN.test(subject) && !subject.startsWith(DIGEST);
  return plain ? subject : `${DIGEST}${sha256(subject).slice(0, 48)}`;
}

/** `arn:aws:iam::123456789012:role/people/preparers` → `arn:aws:sts::123456789012:assumed-role/preparers/SESSION` */
export function sessionArn(roleArn: string, subject: string): string {
  const [, partition = '', , , account = '', name = ''] = roleArn.split(':');
  const role = name.slice(name.lastIndexOf('/') + 1);
  return `arn:${partition}:sts::${account}:assumed-role/${role}/${sessionName(subject)}`;
}
