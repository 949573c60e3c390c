import { existsSync } from 'node:fs';
import type { AwsCredentials, AwsCredentialsProvider } from '../../aws/client-settings.ts';
import { type Clock, millisecondsBetween, parseInstant } from '../../kernel/clock.ts';
import type { Redaction } from '../redaction.ts';
import {
  type IdentityProvider,
  type LoginPrompt,
  type Person,
  revoke,
  type SignIn,
  signIn,
  signInAgain,
} from './identity-provider.ts';
import { LoginError } from './login-error.ts';
import { assumeRole, type LoginRole } from './role-session.ts';
import {
  type CachedLogin,
  forgetLogin,
  loginFile,
  readLogin,
  writeLogin,
} from './session-cache.ts';
import { alone } from './session-lock.ts';
import { signedPerson } from './signed-person.ts';

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

/**
 * Signs a person in and keeps the session in the person's cache folder; whoever was signed in there before is not any
 * more, and has the refresh token revoked where the provider can. @throws LoginError
 */
export async function logIn(
  options: LoginOptions,
  show: (prompt: LoginPrompt) => void,
): Promise<SignedIn> {
  const { settings, cacheFolder, clock, redaction, signal } = options;
  const { issuer, clientId, roleArn } = settings;
  const person = await signIn(settings, show, signal);
  registerTokens(redaction, person);
  const login: CachedLogin = {
    version: 2,
    issuer,
    clientId,
    roleArn,
    ...person,
    signedInAt: clock.now(),
    ...(await newKeys(options, person)),
  };
  const path = loginFile(cacheFolder, settings);
  // a renewal under way would put the one who was signed in before back
  await alone(path, signal, async () => {
    const before = await readLogin(path, settings).catch(unlessUnsafe);
    await writeLogin(path, login);
    await endReplaced(options, before?.refreshToken ?? null, login.refreshToken);
  });
  return signedIn(login);
}

/** What is not used is replaced unread. */
function unlessUnsafe(thrown: unknown): null {
  if (thrown instanceof LoginError) return null;
  throw thrown;
}

/** The new sign-in is good whether or not the provider takes this word. */
async function endReplaced(
  { settings, redaction, signal }: LoginOptions,
  old: string | null,
  current: string | null,
): Promise<void> {
  if (old === null || old === current) return;
  redaction.register(old);
  await revoke(settings, old, signal).catch(unlessUnsafe);
}

/**
 * The person of the kept sign-in, as the provider signed it: never what the file says in plain words.
 * @throws LoginError NOT_SIGNED_IN, PROVIDER_FAILED when the provider cannot be asked
 */
export async function confirmedPerson(options: LoginOptions): Promise<Person> {
  const { settings, clock, signal } = options;
  const { idToken, subject } = await kept(options);
  const person = await signedPerson(settings, idToken, clock, signal);
  if (person.subject === subject) return person;
  throw new LoginError('NOT_SIGNED_IN', 'the kept keys were given to another subject', {
    advice: 'Run ipe login.',
  });
}

/** The kept sign-in as it stands. @throws LoginError NOT_SIGNED_IN, also when it has ended; CACHE_UNSAFE */
export async function currentLogin(options: LoginOptions): Promise<SignedIn> {
  const login = await kept(options);
  if (login.refreshToken === null && lifeMs(login, options.clock) <= 0) throw ended(login);
  return signedIn(login);
}

/** What became of a kept sign-in. */
export interface SignedOut {
  readonly forgotten: boolean;
  /** Of the refresh token, at the provider. */
  readonly revocation: 'nothing to revoke' | 'revoked' | 'not offered' | 'failed';
  /** Why it failed. */
  readonly failure: LoginError | null;
}

/** Has the refresh token revoked where the provider can, and deletes what is kept, whatever the provider says. */
export async function logOut(options: LoginOptions): Promise<SignedOut> {
  const { settings, cacheFolder, signal } = options;
  const path = loginFile(cacheFolder, settings);
  const act = async () => {
    const end = await revoked(options, path);
    return { forgotten: await forgetLogin(path), ...end };
  };
  // a renewal under way would put a new file where the old one was
  return existsSync(cacheFolder) ? await alone(path, signal, act) : await act();
}

async function revoked(
  { settings, redaction, signal }: LoginOptions,
  path: string,
): Promise<Pick<SignedOut, 'revocation' | 'failure'>> {
  try {
    const refreshToken = (await readLogin(path, settings))?.refreshToken ?? null;
    if (refreshToken === null) return { revocation: 'nothing to revoke', failure: null };
    redaction.register(refreshToken);
    const taken = await revoke(settings, refreshToken, signal);
    return { revocation: taken ? 'revoked' : 'not offered', failure: null };
  } catch (thrown) {
    if (!(thrown instanceof LoginError)) throw thrown;
    return { revocation: 'failed', failure: thrown };
  }
}

function ended({ name, expiration }: CachedLogin): LoginError {
  return new LoginError('NOT_SIGNED_IN', `the sign-in of ${name} ended ${expiration}`, {
    advice: 'Run ipe login.',
  });
}

/** By the file they are kept in: a refresh token is good once, so that whoever needs new keys gets the same. */
const renewals = new Map<string, Promise<CachedLogin>>();
/** Who was signed in when this process first asked. */
const people = new Map<string, string>();

/**
 * Keys of the kept sign-in for the SDK; renewed by the refresh token when they are about to end, else the person is
 * asked to sign in again. Never anybody else's keys, for the whole process (domain/sox.md SOD-6).
 */
export function loginCredentials(options: LoginOptions): AwsCredentialsProvider {
  const path = loginFile(options.cacheFolder, options.settings);
  return async ({ forceRefresh = false } = {}) =>
    keysOf(await goodLogin(path, options, forceRefresh));
}

function keysOf(login: CachedLogin): AwsCredentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = login;
  return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(expiration) };
}

/** @param refused the keys given before are refused, whatever their end */
async function goodLogin(
  path: string,
  options: LoginOptions,
  refused: boolean,
): Promise<CachedLogin> {
  const login = await kept(options);
  const first = people.get(path) ?? login.subject;
  people.set(path, first);
  if (login.subject !== first) throw somebodyElse();
  if (!refused && lifeMs(login, options.clock) > LEAST_LIFE_MS) return login;
  const renewal =
    renewals.get(path) ??
    alone(path, options.signal, () => renew(options, login)).finally(() => renewals.delete(path));
  renewals.set(path, renewal);
  return await renewal;
}

function somebodyElse(): LoginError {
  return new LoginError('NOT_SIGNED_IN', 'somebody else has signed in meanwhile', {
    advice: 'Start again as the person who is signed in now.',
  });
}

/** @param seen what was kept when new keys were found to be needed */
async function renew(options: LoginOptions, seen: CachedLogin): Promise<CachedLogin> {
  const login = await kept(options);
  if (login.subject !== seen.subject) throw somebodyElse();
  // another process was first
  if (login.accessKeyId !== seen.accessKeyId && lifeMs(login, options.clock) > LEAST_LIFE_MS) {
    return login;
  }
  if (login.refreshToken === null) {
    throw ended(login);
  }
  const { settings, redaction, signal } = options;
  const person = await signInAgain(settings, login.refreshToken, signal);
  registerTokens(redaction, person);
  if (login.subject !== person.subject) {
    throw new LoginError('LOGIN_DENIED', 'the identity provider now names another person', {
      advice: 'Run ipe login.',
    });
  }
  // the refresh token just used is good no more: the new one is kept whatever STS says
  const going = await replace(options, { ...login, ...person });
  return await replace(options, { ...going, ...(await newKeys(options, person)) });
}

/** @throws LoginError NOT_SIGNED_IN when the sign-in it follows was replaced or forgotten meanwhile */
async function replace(options: LoginOptions, login: CachedLogin): Promise<CachedLogin> {
  const { subject, signedInAt } = await kept(options);
  if (subject !== login.subject || signedInAt !== login.signedInAt) throw somebodyElse();
  await writeLogin(loginFile(options.cacheFolder, options.settings), login);
  return login;
}

async function newKeys(
  { settings, redaction, signal }: LoginOptions,
  person: Pick<SignIn, 'idToken' | 'subject'>,
): Promise<RoleKeys> {
  const { expiration, ...keys } = await assumeRole(settings, person, signal);
  redaction.register(keys.secretAccessKey);
  redaction.register(keys.sessionToken);
  return { ...keys, expiration: expiration.toISOString() };
}

type RoleKeys = Pick<
  CachedLogin,
  'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiration' | 'assumedRoleArn'
>;

async function kept({ settings, cacheFolder, redaction }: LoginOptions): Promise<CachedLogin> {
  const login = await readLogin(loginFile(cacheFolder, settings), settings);
  if (login === null) {
    throw new LoginError('NOT_SIGNED_IN', `nobody is signed in at ${settings.issuer}`, {
      advice: 'Run ipe login.',
    });
  }
  registerTokens(redaction, login);
  redaction.register(login.secretAccessKey);
  redaction.register(login.sessionToken);
  return login;
}

function registerTokens(
  redaction: Pick<Redaction, 'register'>,
  { idToken, refreshToken }: Pick<SignIn, 'idToken' | 'refreshToken'>,
): void {
  redaction.register(idToken);
  if (refreshToken !== null) redaction.register(refreshToken);
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
