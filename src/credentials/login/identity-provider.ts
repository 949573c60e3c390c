import * as oidc from 'openid-client';
import { messageOf } from '../../kernel/errors.ts';
import { LoginError } from './login-error.ts';
import { isThisMachine } from './loopback.ts';

/** Where people sign in: an OpenID provider and this program's registration there. */
export interface IdentityProvider {
  /** `https://…`; plain HTTP is spoken with this machine only. */
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
}

/** Whom the provider names. */
export interface Person {
  /** Never given to anybody else by this provider. */
  readonly subject: string;
  /** What people know the person by; always shown beside the subject. */
  readonly name: string;
}

/** What the provider said of the person. Tokens are secrets. */
export interface SignIn extends Person {
  readonly idToken: string;
  readonly refreshToken: string | null;
}

/** What a person needs to sign in on any device. */
export interface LoginPrompt {
  readonly address: string;
  readonly code: string;
  /** The address with the code in it, where the provider offers that. */
  readonly addressWithCode: string | null;
  readonly expiresInSeconds: number;
}

/** Machines' clocks differ; a token is refused by AWS itself when it is really too old. */
export const CLOCK_TOLERANCE_SECONDS = 300;
const ANSWER_TIMEOUT_SECONDS = 30;

/**
 * Signs a person in on another device (RFC 8628), and checks the signature of what the provider says.
 * `show` tells the person where to go. @throws LoginError
 */
export async function signIn(
  provider: IdentityProvider,
  show: (prompt: LoginPrompt) => void,
  signal: AbortSignal,
): Promise<SignIn> {
  return await asking(provider, signal, async (config) => {
    const device = await oidc.initiateDeviceAuthorization(config, { scope: provider.scope });
    const prompt = promptOf(device);
    show(prompt);
    // the library does not watch the end itself when it is given a signal
    const expiry = AbortSignal.timeout(prompt.expiresInSeconds * 1000);
    try {
      const until = { signal: AbortSignal.any([signal, expiry]) };
      return signInOf(
        await oidc.pollDeviceAuthorizationGrant(config, device, undefined, until),
        null,
      );
    } catch (thrown) {
      if (expiry.aborted && !signal.aborted) throw tooLate(provider.issuer);
      throw thrown;
    }
  });
}

/** Longer than this nobody waits for anybody. */
const MOST_SECONDS = 3600;
/** Everything that moves the cursor, hides, or turns the direction of what is shown. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** What a provider wants shown goes to a terminal: an address of the web and a plain code, or nothing. @throws LoginError */
function promptOf(device: oidc.DeviceAuthorizationResponse): LoginPrompt {
  const { verification_uri: address, verification_uri_complete, user_code: code } = device;
  const addressWithCode = verification_uri_complete ?? null;
  const addresses = addressWithCode === null ? [address] : [address, addressWithCode];
  if (!addresses.every(isWebAddress) || !/^[\x20-\x7e]{1,64}$/.test(code)) {
    throw failed('the address or the code it wants shown is none', undefined);
  }
  const expiresInSeconds = Math.min(Math.max(Math.floor(device.expires_in), 1), MOST_SECONDS);
  return { address, code, addressWithCode, expiresInSeconds };
}

function isWebAddress(text: string): boolean {
  if (UNSEEN.test(text) || /\s/.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
}

/** The same person again, without asking. A provider may give a new refresh token each time. @throws LoginError */
export async function signInAgain(
  provider: IdentityProvider,
  refreshToken: string,
  signal: AbortSignal,
): Promise<SignIn> {
  return await asking(provider, signal, async (config) =>
    signInOf(await oidc.refreshTokenGrant(config, refreshToken), refreshToken),
  );
}

/**
 * Tells the provider that a refresh token must renew nothing any more (RFC 7009).
 * @returns false where the provider takes no such word: then it ends when the provider ends it
 * @throws LoginError
 */
export async function revoke(
  provider: IdentityProvider,
  refreshToken: string,
  signal: AbortSignal,
): Promise<boolean> {
  return await asking(provider, signal, async (config) => {
    if (config.serverMetadata().revocation_endpoint === undefined) return false;
    await oidc.tokenRevocation(config, refreshToken, { token_type_hint: 'refresh_token' });
    return true;
  });
}

/** What is asked of the provider, once it has said where. @throws LoginError */
export async function asking<Answer>(
  provider: IdentityProvider,
  signal: AbortSignal,
  ask: (config: oidc.Configuration) => Promise<Answer>,
): Promise<Answer> {
  try {
    signal.throwIfAborted();
    const issuer = new URL(provider.issuer);
    const local = issuer.protocol === 'http:' && isThisMachine(issuer.hostname);
    const config = await oidc.discovery(
      issuer,
      provider.clientId,
      { [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
      oidc.None(),
      {
        timeout: ANSWER_TIMEOUT_SECONDS,
        execute: [oidc.enableNonRepudiationChecks, ...(local ? [oidc.allowInsecureRequests] : [])],
      },
    );
    return await ask(config);
  } catch (thrown) {
    throw asLoginError(provider, thrown, signal);
  }
}

function signInOf(
  answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
  refreshToken: string | null,
): SignIn {
  const claims = answer.claims();
  if (answer.id_token === undefined || claims === undefined) {
    throw new LoginError('PROVIDER_FAILED', 'the identity provider gave no ID token', {
      advice: 'Add openid to the scope, and allow it for this client.',
    });
  }
  return {
    ...personOf(claims),
    idToken: answer.id_token,
    refreshToken: answer.refresh_token ?? refreshToken,
  };
}

/**
 * The e-mail address where the provider says it is verified, else the subject: what people may set themselves, such as
 * an account name to be shown, identifies nobody. @throws LoginError for a subject nobody could be shown
 */
export function personOf(
  claims: Readonly<Record<string, unknown>> & { readonly sub: string },
): Person {
  const { sub: subject, email, email_verified: isVerified } = claims;
  if (subject === '' || UNSEEN.test(subject)) {
    throw failed('it names nobody who can be shown', undefined);
  }
  const shown = isVerified === true && typeof email === 'string' && email !== '';
  return { subject, name: shown && !UNSEEN.test(email) ? email : subject };
}

/** Texts of the provider are not repeated: they may hold what it was sent. */
function asLoginError(
  { issuer }: IdentityProvider,
  thrown: unknown,
  signal: AbortSignal,
): LoginError {
  if (thrown instanceof LoginError) return thrown;
  if (signal.aborted) return new LoginError('CANCELLED', 'signing in was cancelled');
  const again = 'Run ipe login again.';
  if (thrown instanceof oidc.ResponseBodyError) {
    switch (thrown.error) {
      case 'access_denied':
        return new LoginError('LOGIN_DENIED', `the sign-in at ${issuer} was denied`, {
          advice: `${again} If it goes on, ask for access to this application.`,
        });
      case 'expired_token':
        return tooLate(issuer);
      case 'invalid_grant':
        return new LoginError('NOT_SIGNED_IN', `the sign-in at ${issuer} has ended`, {
          advice: again,
        });
      default:
        return failed(
          `${issuer} answered ${/^[a-z_]{1,60}$/.test(thrown.error) ? thrown.error : 'with an error'} (status ${thrown.status})`,
          undefined,
        );
    }
  }
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') {
    return new LoginError(
      'PROVIDER_FAILED',
      `what ${issuer} issued is not valid now by this machine's clock (more than ${CLOCK_TOLERANCE_SECONDS} seconds apart)`,
      { cause: thrown, advice: 'Set the clock of this machine; ipe doctor shows it.' },
    );
  }
  return failed(`${issuer}: ${code === '' ? messageOf(thrown) : code}`, thrown);
}

function tooLate(issuer: string): LoginError {
  return new LoginError('LOGIN_EXPIRED', `nobody signed in at ${issuer} before the code expired`, {
    advice: 'Run ipe login again and enter the new code in time.',
  });
}

function failed(what: string, cause: unknown): LoginError {
  return new LoginError('PROVIDER_FAILED', `the identity provider could not be used: ${what}`, {
    cause,
    advice:
      'Check aws.login.issuer and client_id, that the client may use the device flow, and the way there.',
  });
}
