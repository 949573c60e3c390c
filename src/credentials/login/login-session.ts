import type { AwsCredentials, AwsCredentialsProvider } from '../../aws/client-settings.ts';
import { type Clock, millisecondsBetween, parseInstant } from '../../kernel/clock.ts';
import type { Redaction } from '../redaction.ts';
import {
  type IdentityProvider,
  type LoginPrompt,
  type SignIn,
  signIn,
  signInAgain,
} from './identity-provider.ts';
import { LoginError } from './login-error.ts';
import { assumeRole, type LoginRole } from './role-session.ts';
import { type CachedLogin, loginFile, readLogin, writeLogin } from './session-cache.ts';

export interface LoginSettings extends IdentityProvider, LoginRole {}

export interface LoginOptions {
  readonly settings: LoginSettings;
  readonly cacheFolder: string;
  readonly clock: Clock;
  readonly redaction: Pick<Redaction, 'register'>;
  readonly signal: AbortSignal;
}

/** Who is signed in, without any secret. */
export interface SignedIn {
  readonly subject: string;
  readonly name: string;
  readonly signedInAt: string;
  readonly assumedRoleArn: string;
  readonly expiration: string;
  /** Keys are renewed without asking the person. */
  readonly renewable: boolean;
}

/** Keys with less life left are renewed: the SDK holds them for expired (design/aws.md section 5). */
const LEAST_LIFE_MS = 6 * 60_000;

/** Signs a person in and keeps the session in the person's cache folder. @throws LoginError */
export async function logIn(
  options: LoginOptions,
  show: (prompt: LoginPrompt) => void,
): Promise<SignedIn> {
  const { settings, signal } = options;
  return signedIn(await keep(options, await signIn(settings, show, signal), null));
}

/** The kept sign-in as it stands. @throws LoginError NOT_SIGNED_IN, CACHE_UNSAFE */
export async function currentLogin(options: LoginOptions): Promise<SignedIn> {
  return signedIn(await kept(options));
}

/**
 * Keys of the kept sign-in for the SDK; renewed by the refresh token when they are about to end, else the person is
 * asked to sign in again. Never anybody else's keys (domain/sox.md SOD-6).
 */
export function loginCredentials(options: LoginOptions): AwsCredentialsProvider {
  let under: Promise<AwsCredentials> | null = null;
  return async ({ forceRefresh = false } = {}) => {
    under ??= keysOf(options, forceRefresh).finally(() => {
      under = null;
    });
    return under;
  };
}

/** @param expired the keys given before are refused, whatever their end */
async function keysOf(options: LoginOptions, expired: boolean): Promise<AwsCredentials> {
  const login = await kept(options);
  const good = !expired && lifeMs(login, options.clock) > LEAST_LIFE_MS;
  const fresh = good ? login : await renew(options, login);
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = fresh;
  return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(expiration) };
}

async function renew(options: LoginOptions, login: CachedLogin): Promise<CachedLogin> {
  if (login.refreshToken === null) {
    throw new LoginError(
      'NOT_SIGNED_IN',
      `the sign-in of ${login.name} ended ${login.expiration}`,
      {
        advice: 'Run ipe login.',
      },
    );
  }
  const { settings, signal } = options;
  return keep(options, await signInAgain(settings, login.refreshToken, signal), login);
}

/** @throws LoginError LOGIN_DENIED when the provider now names somebody else */
async function keep(
  options: LoginOptions,
  person: SignIn,
  before: CachedLogin | null,
): Promise<CachedLogin> {
  const { settings, cacheFolder, clock, redaction, signal } = options;
  for (const secret of [person.idToken, person.refreshToken]) {
    if (secret !== null) redaction.register(secret);
  }
  if (before !== null && before.subject !== person.subject) {
    throw new LoginError('LOGIN_DENIED', 'the identity provider now names another person', {
      advice: 'Run ipe login.',
    });
  }
  const { expiration, assumedRoleArn, ...keys } = await assumeRole(settings, person, signal);
  const login: CachedLogin = {
    version: 1,
    subject: person.subject,
    name: person.name,
    signedInAt: before?.signedInAt ?? clock.now(),
    refreshToken: person.refreshToken,
    assumedRoleArn,
    ...keys,
    expiration: expiration.toISOString(),
  };
  registerKeys(redaction, login);
  await writeLogin(loginFile(cacheFolder, settings), login);
  return login;
}

async function kept({ settings, cacheFolder, redaction }: LoginOptions): Promise<CachedLogin> {
  const login = await readLogin(loginFile(cacheFolder, settings));
  if (login === null) {
    throw new LoginError('NOT_SIGNED_IN', `nobody is signed in at ${settings.issuer}`, {
      advice: 'Run ipe login.',
    });
  }
  registerKeys(redaction, login);
  return login;
}

function registerKeys(redaction: Pick<Redaction, 'register'>, login: CachedLogin): void {
  redaction.register(login.secretAccessKey);
  redaction.register(login.sessionToken);
  if (login.refreshToken !== null) redaction.register(login.refreshToken);
}

function lifeMs({ expiration }: CachedLogin, clock: Clock): number {
  return millisecondsBetween(clock.now(), parseInstant(expiration));
}

function signedIn(login: CachedLogin): SignedIn {
  const { subject, name, signedInAt, assumedRoleArn, expiration, refreshToken } = login;
  return {
    subject,
    name,
    signedInAt,
    assumedRoleArn,
    expiration,
    renewable: refreshToken !== null,
  };
}
