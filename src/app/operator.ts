import { whyNotAllowed } from '../aws/allowed-caller.ts';
import { elsewhere } from '../aws/endpoints.ts';
import { LoginError } from '../credentials/login/login-error.ts';
import { sessionArn } from '../credentials/login/session-name.ts';
import { systemClock } from '../kernel/clock.ts';
import { type AwsIdentity, awsAccess } from './aws-access.ts';
import type { Config } from './config.ts';
import type { Connections } from './connections.ts';
import type { EvidenceLocation } from './evidence-location.ts';
import { accountName } from './host-context.ts';
import { redaction } from './redaction.ts';

/** Who runs this, and who says so (domain/sox.md SOD-6, J-1). */
export interface Operator {
  readonly account: string;
  readonly authenticatedBy: string;
}

/** As the operating system says it. */
export function localOperator(): Operator {
  return { account: accountName(), authenticatedBy: 'operating system' };
}

/** Does a run that reads the named sources need AWS? */
export function usesAws(
  { secrets }: Pick<Config, 'secrets'>,
  connections: Connections,
  evidence: EvidenceLocation,
  names: readonly string[],
): boolean {
  if (evidence.kind === 's3') return true;
  if (connections.kind === 'demo') return false;
  const kinds = names.map((name) => connections.sources.get(name)?.kind);
  return (
    kinds.includes('athena') || (kinds.includes('mssql') && secrets.kind === 'secrets-manager')
  );
}

/**
 * As AWS STS says it, of the very keys everything is read and stored with; after ipe login the person, as the identity
 * provider signed it.
 * @throws LoginError when nobody is signed in, or the caller is none of aws.allowed: then nothing was asked yet (P28)
 */
export async function awsOperator(config: AwsIdentity, signal: AbortSignal): Promise<Operator> {
  // the AWS client takes a while to load: only those who need it wait for it
  const { callerIdentity } = await import('../credentials/caller-identity.ts');
  const access = await awsAccess(config, [], signal);
  const caller = await callerIdentity(access, signal);
  const sts = `AWS STS${elsewhere('sts', access.endpoints)}`;
  const allowed = config.aws?.allowed ?? [];
  const reason = allowed.length === 0 ? null : whyNotAllowed(caller, allowed);
  if (reason !== null) {
    throw new LoginError('ROLE_REFUSED', `this is run as ${caller.arn}: ${reason}`, {
      advice: 'Sign in as a role that aws.allowed names, or add this one there.',
    });
  }
  const settings = config.aws?.login ?? null;
  if (settings === null) {
    return { account: `${caller.account}: ${caller.arn}`, authenticatedBy: sts };
  }
  const { confirmedPerson } = await import('../credentials/login/login-session.ts');
  const { cacheFolder } = config;
  const options = { settings, cacheFolder, clock: systemClock, redaction, signal };
  const { name, subject } = await confirmedPerson(options);
  // the provider signed who the person is; AWS says whose the keys are: both must be the same
  if (caller.arn !== sessionArn(settings.roleArn, subject)) {
    throw new LoginError('NOT_SIGNED_IN', `the kept sign-in is not that of ${caller.arn}`, {
      advice: 'Run ipe login.',
    });
  }
  const provider = `OpenID Connect ${settings.issuer}, subject ${subject}`;
  return { account: name, authenticatedBy: `${sts} ${caller.arn}, after ${provider}` };
}
