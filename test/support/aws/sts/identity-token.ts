import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { z } from 'zod';
import { StsFault } from './query-protocol.ts';

/** An OpenID provider the account trusts. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly audience: string;
  /** Where its public keys are; read at each login, as keys change. */
  readonly jwksUrl: string;
}

const HEADER = z.object({ alg: z.string(), kid: z.string().optional() });
const CLAIMS = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
});
const KEYS = z.object({
  keys: z.array(z.looseObject({ kid: z.string().optional(), kty: z.string() })),
});

export type Claims = z.infer<typeof CLAIMS>;

const LEEWAY_SECONDS = 300;

const invalid = (message: string): StsFault => new StsFault(400, 'InvalidIdentityToken', message);

function jsonPart<T>(schema: z.ZodType<T>, part: string): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    throw invalid(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
}

async function publicKeys(url: string): Promise<readonly JsonWebKey[]> {
  try {
    const response = await fetch(url);
    const { keys } = KEYS.parse(await response.json());
    return keys;
  } catch {
    throw new StsFault(
      400,
      'IDPCommunicationError',
      "Couldn't retrieve verification key from your identity provider",
    );
  }
}

function isSignedWith(
  key: JsonWebKey,
  algorithm: string,
  data: Buffer,
  signature: Buffer,
): boolean {
  const publicKey = createPublicKey({ key, format: 'jwk' });
  if (algorithm === 'RS256') return verify('RSA-SHA256', data, publicKey, signature);
  return verify('SHA256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}

/** The claims of a token that a trusted provider signed and that is in force at `now`. @throws StsFault */
export async function verifyIdentityToken(
  token: string,
  providers: readonly IdentityProvider[],
  now: Date,
): Promise<Claims> {
  const [head = '', payload = '', signature = '', ...rest] = token.split('.');
  const header = jsonPart(HEADER, rest.length > 0 ? '' : head);
  const claims = jsonPart(CLAIMS, payload);
  const known = providers.filter(({ issuer }) => issuer === claims.iss);
  if (known.length === 0) {
    throw invalid(`No OpenIDConnect provider found in your account for ${claims.iss}`);
  }
  const audiences = typeof claims.aud === 'string' ? [claims.aud] : claims.aud;
  const provider = known.find(({ audience }) => audiences.includes(audience));
  if (provider === undefined) throw invalid('Incorrect token audience');
  if (header.alg !== 'RS256' && header.alg !== 'ES256') {
    throw invalid(`The token is signed with ${header.alg}, which is not supported`);
  }
  const keys = await publicKeys(provider.jwksUrl);
  const kty = header.alg === 'RS256' ? 'RSA' : 'EC';
  const fitting = keys.filter(
    (key) => key.kty === kty && (header.kid === undefined || key['kid'] === header.kid),
  );
  const data = Buffer.from(`${head}.${payload}`);
  const bytes = Buffer.from(signature, 'base64url');
  if (!fitting.some((key) => isSignedWith(key, header.alg, data, bytes))) {
    throw invalid('The signature of the token does not match a key of its provider');
  }
  const seconds = Math.floor(now.getTime() / 1000);
  if (claims.exp <= seconds) {
    throw new StsFault(
      400,
      'ExpiredTokenException',
      `Token expired: current date/time ${seconds} must be before the expiration date/time ${claims.exp}`,
    );
  }
  if ((claims.nbf ?? claims.iat ?? 0) > seconds + LEEWAY_SECONDS) {
    throw invalid('The token is not in force yet');
  }
  return claims;
}
