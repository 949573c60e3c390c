import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsTrouble, isPassing } from '../../aws/aws-errors.ts';
import { clientSettings } from '../../aws/client-settings.ts';
import type { SignIn } from './identity-provider.ts';
import { LoginError } from './login-error.ts';
import { sessionName } from './session-name.ts';

/** The role people work in after signing in. */
export interface LoginRole {
  readonly region: string;
  readonly roleArn: string;
  /** 900 to the role's own maximum. */
  readonly sessionSeconds: number;
}

/** Short-lived keys of one person in one role. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly assumedRoleArn: string;
}

/** Exchanges what the provider said of the person for keys of the role; the call itself is not signed. @throws LoginError */
export async function assumeRole(
  { region, roleArn, sessionSeconds }: LoginRole,
  { idToken, subject }: Pick<SignIn, 'idToken' | 'subject'>,
  signal: AbortSignal,
): Promise<RoleSession> {
  // no keys are needed, and the default chain must not be asked for any
  const nobody = async () => ({ accessKeyId: 'none', secretAccessKey: 'none' });
  const client = new STSClient(clientSettings({ region, credentials: nobody }));
  try {
    const {
      Credentials: keys,
      AssumedRoleUser: user,
      SubjectFromWebIdentityToken: named,
    } = await client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName(subject),
        WebIdentityToken: idToken,
        DurationSeconds: sessionSeconds,
      }),
      { abortSignal: signal },
    );
    if (
      keys?.AccessKeyId === undefined ||
      keys.SecretAccessKey === undefined ||
      keys.SessionToken === undefined ||
      keys.Expiration === undefined
    ) {
      throw new Error('the answer holds no keys');
    }
    if (named !== subject) throw new Error('the answer is for another subject');
    return {
      accessKeyId: keys.AccessKeyId,
      secretAccessKey: keys.SecretAccessKey,
      sessionToken: keys.SessionToken,
      expiration: keys.Expiration,
      assumedRoleArn: user?.Arn ?? 'not stated',
    };
  } catch (thrown) {
    throw refused(roleArn, thrown, signal);
  } finally {
    client.destroy();
  }
}

const AGAIN = 'Try again later; if it goes on, look at the state of the service.';
const ADVICE: Readonly<Record<string, string>> = {
  AccessDenied: 'Check the trust of the role: issuer, audience (client id) and subject.',
  InvalidIdentityToken:
    'Check that the account knows the issuer as an OpenID provider with this client id.',
  IDPCommunicationError: 'AWS could not reach the issuer: it must be reachable from the internet.',
  IDPRejectedClaim: 'The issuer refused the token: sign in again.',
  ExpiredTokenException: 'Set the clock of this machine, and sign in again.',
  ValidationError: 'Check role_arn and session_seconds of aws.login.',
};

function refused(roleArn: string, thrown: unknown, signal: AbortSignal): LoginError {
  if (signal.aborted) return new LoginError('CANCELLED', 'signing in was cancelled');
  const { name, message } = awsTrouble(thrown);
  // AWS asks the issuer itself, and says so when that failed this time
  if (isPassing(thrown) || name.startsWith('IDPCommunicationError')) {
    return new LoginError(
      'ROLE_UNAVAILABLE',
      `AWS STS could not give keys for ${roleArn} now: ${name}: ${message}`,
      { cause: thrown, transient: true, advice: ADVICE[name] ?? AGAIN },
    );
  }
  const advice = ADVICE[name.replace(/Exception$/, '')] ?? ADVICE[name];
  return new LoginError('ROLE_REFUSED', `AWS gave no keys for ${roleArn}: ${name}: ${message}`, {
    cause: thrown,
    advice: advice ?? AGAIN,
  });
}
