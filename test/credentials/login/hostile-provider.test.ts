import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { revoke, signIn } from '../../../src/credentials/login/identity-provider.ts';

const forEver = new AbortController().signal;
const DEVICE_CODE = 'a-device-code-nobody-may-see';

/** A provider that answers what it likes: beside discovery, a device code and a token answer. */
async function providerSaying(
  device: Readonly<Record<string, unknown>>,
  token: Readonly<Record<string, unknown>> = { error: 'authorization_pending' },
) {
  const server = createServer((request, answer) => {
    const { port } = server.address() as { port: number };
    const issuer = `http://127.0.0.1:${port}`;
    const body = request.url?.includes('.well-known')
      ? {
          issuer,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          device_authorization_endpoint: `${issuer}/device`,
          revocation_endpoint: `${issuer}/token`,
        }
      : request.url === '/device'
        ? {
            device_code: DEVICE_CODE,
            user_code: 'ABCD-EFGH',
            verification_uri: 'https://login.example.org/device',
            expires_in: 600,
            interval: 1,
            ...device,
          }
        : token;
    answer.writeHead(request.url === '/token' ? 400 : 200, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const { port } = server.address() as { port: number };
  return { issuer: `http://127.0.0.1:${port}`, clientId: 'c', scope: 'openid' };
}

describe('a provider that means harm', () => {
  it.each([
    [
      'an address that moves the cursor',
      { verification_uri: 'https://a.example/\u001b]0;x\u0007' },
    ],
    ['an address of no web site', { verification_uri: 'javascript:alert(1)' }],
    ['an address that is not encrypted', { verification_uri: 'http://a.example/device' }],
    ['a second address that hides', { verification_uri_complete: 'https://a.example/\u202e' }],
    ['a code that moves the cursor', { user_code: '\u001b[2J' }],
    ['a code of many lines', { user_code: 'A\nB' }],
    ['a code without end', { user_code: 'A'.repeat(65) }],
  ])('shows nobody %s', async (_, device) => {
    const provider = await providerSaying(device);
    await expect(signIn(provider, () => expect.unreachable(), forEver)).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
    });
  });

  it('cannot make anybody wait longer than its code lives, nor longer than an hour', async () => {
    const seconds: number[] = [];
    const provider = await providerSaying({ expires_in: 2 });
    await expect(
      signIn(provider, ({ expiresInSeconds }) => seconds.push(expiresInSeconds), forEver),
    ).rejects.toMatchObject({ code: 'LOGIN_EXPIRED' });
    const cancel = new AbortController();
    const patient = await providerSaying({ expires_in: 1e10 });
    const waiting = signIn(
      patient,
      ({ expiresInSeconds }) => {
        seconds.push(expiresInSeconds);
        cancel.abort();
      },
      cancel.signal,
    );
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(seconds).toEqual([2, 3600]);
  });

  it('has none of its words repeated', async () => {
    const provider = await providerSaying({}, { error: `server\u001b[31m_error ${DEVICE_CODE}` });
    const thrown: unknown = await signIn(provider, () => undefined, forEver).catch(
      (caught: unknown) => caught,
    );
    expect(thrown).toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining('with an error (status 400)'),
    });
    expect(JSON.stringify([thrown, String(thrown)])).not.toContain(DEVICE_CODE);
  });

  it('that revokes nothing though it said it would is not believed', async () => {
    const provider = await providerSaying({}, { error: 'server_error' });
    await expect(revoke(provider, 'a token of long ago', forEver)).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining('server_error (status 400)'),
    });
  });
});
