import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { type Clock, millisecondsBetween, parseInstant } from '../../kernel/clock.ts';
import {
  asking,
  CLOCK_TOLERANCE_SECONDS,
  type IdentityProvider,
  type Person,
  personOf,
} from './identity-provider.ts';
import { LoginError } from './login-error.ts';
import { isThisMachine } from './loopback.ts';

/** Keys of a role live no longer: a token that ended before that gave none of those in use. */
const KEYS_AT_MOST_SECONDS = 43_200;
const ANSWER_TIMEOUT_MS = 30_000;
/** Those that AWS takes; none of them is a shared secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];

/**
 * Whom a kept ID token names, by the provider's own signature: a file of the person is believed nothing. The token may
 * have ended meanwhile; signature, issuer, audience and subject are as strict as at the sign-in.
 * @throws LoginError NOT_SIGNED_IN when the provider signed no such thing, PROVIDER_FAILED when it cannot be asked
 */
export async function signedPerson(
  provider: IdentityProvider,
  idToken: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Person> {
  return await asking(provider, signal, async (config) => {
    const { issuer, jwks_uri: jwksUri } = config.serverMetadata();
    const keys = createRemoteJWKSet(addressOfKeys(provider, jwksUri), {
      timeoutDuration: ANSWER_TIMEOUT_MS,
    });
    const now = clock.now();
    try {
      const { payload } = await jwtVerify(idToken, keys, {
        issuer,
        audience: provider.clientId,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'iat', 'exp'],
        currentDate: new Date(now),
        clockTolerance: KEYS_AT_MOST_SECONDS + CLOCK_TOLERANCE_SECONDS,
      });
      const sinceMs = millisecondsBetween(issuedAt(payload), now);
      if (sinceMs < -CLOCK_TOLERANCE_SECONDS * 1000) throw notSigned(provider, 'of the future');
      return personOf(claimsFor(payload, provider));
    } catch (thrown) {
      throw whyNot(provider, thrown);
    }
  });
}

function issuedAt({ iat }: JWTPayload) {
  return parseInstant(new Date((iat ?? 0) * 1000).toISOString());
}

/** A token for several programs says which of them asked for it. */
function claimsFor(payload: JWTPayload, provider: IdentityProvider): JWTPayload & { sub: string } {
  const { sub, aud, azp } = payload;
  if (typeof sub !== 'string') throw notSigned(provider, 'without a subject');
  if (Array.isArray(aud) && aud.length > 1 && azp !== provider.clientId) {
    throw notSigned(provider, 'for another program');
  }
  return { ...payload, sub };
}

/** Keys that somebody on the way could change prove nothing. */
function addressOfKeys({ issuer }: IdentityProvider, address: string | undefined): URL {
  if (address !== undefined && URL.canParse(address)) {
    const url = new URL(address);
    if (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url.hostname))) {
      return url;
    }
  }
  throw new LoginError('PROVIDER_FAILED', `${issuer} publishes its keys at no https address`);
}

const NOT_ITS_TOKEN =
  /^ERR_(JWT_|JWS_|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED|JWKS_NO_MATCHING_KEY|JWKS_MULTIPLE)/;

function whyNot(provider: IdentityProvider, thrown: unknown): unknown {
  if (!(thrown instanceof errors.JOSEError) && !(thrown instanceof TypeError)) return thrown;
  const code = thrown instanceof errors.JOSEError ? thrown.code : 'no answer';
  if (NOT_ITS_TOKEN.test(code)) return notSigned(provider, code);
  return new LoginError(
    'PROVIDER_FAILED',
    `who is signed in could not be confirmed: ${provider.issuer} did not give its keys (${code})`,
    {
      cause: thrown,
      transient: true,
      advice: 'Try again when the provider can be reached: nobody is named unconfirmed.',
    },
  );
}

function notSigned({ issuer }: IdentityProvider, why: string): LoginError {
  return new LoginError(
    'NOT_SIGNED_IN',
    `the kept ID token is none that ${issuer} answers for now: ${why}`,
    { advice: 'Run ipe login.' },
  );
}
