import { createServer } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedPerson } from '../../../src/credentials/login/signed-person.ts';
import { parseInstant } from '../../../src/kernel/clock.ts';

const NOW = '2025-10-02T08:00:00.000Z';
const SECONDS = Date.parse(NOW) / 1000;
type Claims = Record<string, unknown>;
const forEver = new AbortController().signal;
const clock = { now: () => parseInstant(NOW) };

describe('whom a kept ID token names', () => {
  let own: CryptoKey;
  let provider: { issuer: string; clientId: string; scope: string };
  let keysAt: (issuer: string) => string = (issuer) => `${issuer}/jwks`;
  const server = createServer();

  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    own = privateKey;
    const key = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' };
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    // the address of a listening TCP server is no path
    const { port } = server.address() as { port: number };
    provider = { issuer: `http://127.0.0.1:${port}`, clientId: 'c', scope: 'openid' };
    const { issuer } = provider;
    server.on('request', (request, answer) => {
      const path = request.url ?? '';
      const body = path.includes('.well-known')
        ? { issuer, jwks_uri: keysAt(issuer) }
        : { keys: [key] };
      answer.writeHead(path === '/broken' ? 503 : 200, { 'content-type': 'application/json' });
      answer.end(JSON.stringify(body));
    });
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  const claims = (more: Claims = {}): Claims => ({
    iss: provider.issuer,
    aud: 'c',
    sub: 'u-1',
    iat: SECONDS - 60,
    exp: SECONDS + 3600,
    ...more,
  });
  const token = (more: Claims = {}, key: CryptoKey = own) =>
    new SignJWT(claims(more)).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(key);
  const named = (idToken: string) => signedPerson(provider, idToken, clock, forEver);

  it.each([
    [
      'a verified e-mail address',
      { email: 'a@example.org', email_verified: true },
      'a@example.org',
    ],
    ['one that is not verified', { email: 'cfo@example.org', email_verified: false }, 'u-1'],
    ['one nobody says is verified', { email: 'cfo@example.org' }, 'u-1'],
    ['one verified in words only', { email: 'cfo@example.org', email_verified: 'true' }, 'u-1'],
    ['an account name, which people set', { preferred_username: 'cfo@example.org' }, 'u-1'],
    ['one that hides', { email: 'a\u202e@example.org', email_verified: true }, 'u-1'],
  ])('SOD-6 goes by %s as it should, beside the subject', async (_, more, name) => {
    expect(await named(await token(more))).toEqual({ subject: 'u-1', name });
  });

  it('is still known when the token has ended, while its keys could live', async () => {
    const ended = { iat: SECONDS - 7200, exp: SECONDS - 3600 };
    expect((await named(await token(ended))).subject).toBe('u-1');
    const both = await token({ aud: ['c', 'd'], azp: 'c' });
    expect((await named(both)).subject).toBe('u-1');
  });

  it.each<[string, Claims]>([
    ['of another issuer', { iss: 'https://login.example.org' }],
    ['for another program', { aud: 'd' }],
    ['asked for by another program', { aud: ['c', 'd'], azp: 'd' }],
    ['for two programs, asked for by nobody', { aud: ['c', 'd'] }],
    ['without a subject', { sub: undefined }],
    ['of the future', { iat: SECONDS + 301 }],
    ['that ended before keys in use were given', { iat: SECONDS - 50_000, exp: SECONDS - 43_501 }],
    ['without an end', { exp: undefined }],
  ])('SOD-6 is nobody by a token %s', async (_, more) => {
    await expect(token(more).then(named)).rejects.toMatchObject({
      name: 'LoginError',
      code: 'NOT_SIGNED_IN',
      advice: 'Run ipe login.',
    });
  });

  it('SOD-6 is nobody by a token that the provider did not sign', async () => {
    const other = await generateKeyPair('RS256');
    const real = await token();
    const [head, , signature] = real.split('.');
    const changed = Buffer.from(JSON.stringify(claims({ sub: 'cfo' }))).toString('base64url');
    const shared = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new TextEncoder().encode('a key that both sides would know'));
    const forged = [
      await token({}, other.privateKey),
      `${head}.${changed}.${signature}`,
      new UnsecuredJWT(claims()).encode(),
      shared,
      'no token',
    ];
    for (const each of forged) {
      await expect(named(each)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    }
  });

  it.each([
    ['does not give them', (issuer: string) => `${issuer}/broken`, true],
    ['gives them to anybody on the way', () => 'http://login.example.org/jwks', false],
  ])('is not said while the provider %s: its keys', async (_, place, transient) => {
    keysAt = place;
    await expect(token().then(named)).rejects.toMatchObject({ code: 'PROVIDER_FAILED', transient });
    keysAt = (issuer) => `${issuer}/jwks`;
  });
});
