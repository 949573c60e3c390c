import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  type IdentityProvider,
  type LoginPrompt,
  signIn,
  signInAgain,
} from '../../../src/credentials/login/identity-provider.ts';
import {
  type LocalIdentityProvider,
  type LocalIdentityProviderOptions,
  startIdentityProvider,
} from '../../support/identity-provider.ts';

const forEver = new AbortController().signal;

async function withProvider(
  options: LocalIdentityProviderOptions,
  use: (provider: LocalIdentityProvider, settings: IdentityProvider) => Promise<void>,
): Promise<void> {
  const provider = await startIdentityProvider(options);
  const { issuer, clientId } = provider;
  try {
    await use(provider, { issuer, clientId, scope: 'openid profile email offline_access' });
  } finally {
    await provider.close();
  }
}

/** What the provider is told once the person knows where to go; its failure fails the test. */
function thenPerson(act: (prompt: LoginPrompt) => Promise<void>) {
  let acted: Promise<void> = Promise.resolve();
  return {
    show: (prompt: LoginPrompt) => {
      acted = act(prompt);
    },
    acted: () => acted,
  };
}

// the provider asks for five seconds between two questions, so that they are asked side by side
describe.concurrent('signing in at a real OpenID provider', () => {
  it('SOD-6 names the person the provider names, with a refresh token, after approval', async () => {
    await withProvider({}, async (provider, settings) => {
      const prompts: LoginPrompt[] = [];
      const person = thenPerson(async (prompt) => {
        prompts.push(prompt);
        await provider.approve(prompt, 'preparer');
      });
      const signedIn = await signIn(settings, person.show, forEver);
      await person.acted();
      expect(signedIn).toMatchObject({ subject: 'preparer', name: 'preparer@example.org' });
      expect(provider.tokens).toContain(signedIn.idToken);
      expect(provider.tokens).toContain(signedIn.refreshToken);
      const [prompt] = prompts;
      expect(prompt?.addressWithCode).toContain(prompt?.code);
      expect(prompt?.expiresInSeconds).toBe(600);
      const again = await signInAgain(settings, signedIn.refreshToken ?? '', forEver);
      expect(again).toMatchObject({ subject: 'preparer', name: 'preparer@example.org' });
      // two ID tokens of one second are the same bytes; a refresh token is good once
      expect(again.refreshToken).not.toBe(signedIn.refreshToken);
      expect(provider.grants).toEqual([
        'urn:ietf:params:oauth:grant-type:device_code',
        'refresh_token',
      ]);
    });
  });

  it('has no refresh token where the provider gives none', async () => {
    await withProvider({ refresh: false }, async (provider, settings) => {
      const person = thenPerson((prompt) => provider.approve(prompt, 'reviewer'));
      const plain = { ...settings, scope: 'openid' };
      expect(await signIn(plain, person.show, forEver)).toMatchObject({
        subject: 'reviewer',
        refreshToken: null,
      });
      await person.acted();
    });
  });

  it('ends when the person denies it', async () => {
    await withProvider({}, async (provider, settings) => {
      const person = thenPerson((prompt) => provider.deny(prompt));
      await expect(signIn(settings, person.show, forEver)).rejects.toMatchObject({
        name: 'LoginError',
        code: 'LOGIN_DENIED',
        message: expect.stringContaining(settings.issuer),
      });
      await person.acted();
    });
  });

  it('ends when nobody signs in before the code expires', async () => {
    await withProvider({ codeSeconds: 3 }, async (_, settings) => {
      await expect(signIn(settings, () => undefined, forEver)).rejects.toMatchObject({
        code: 'LOGIN_EXPIRED',
      });
    });
  });

  it('ends at once when it is cancelled, before it begins and while it waits', async () => {
    await withProvider({}, async (_, settings) => {
      const never = () => expect.unreachable();
      await expect(signIn(settings, never, AbortSignal.abort())).rejects.toMatchObject({
        code: 'CANCELLED',
      });
      const cancel = new AbortController();
      const waiting = signIn(settings, () => cancel.abort(), cancel.signal);
      await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    });
  });

  it('is over when the provider does not know the refresh token', async () => {
    await withProvider({}, async (_, settings) => {
      await expect(signInAgain(settings, 'made up', forEver)).rejects.toMatchObject({
        code: 'NOT_SIGNED_IN',
        advice: expect.stringContaining('ipe login'),
      });
    });
  });

  it('says that the provider does not know the client', async () => {
    await withProvider({}, async (_, settings) => {
      const stranger = { ...settings, clientId: 'stranger' };
      await expect(signIn(stranger, () => undefined, forEver)).rejects.toMatchObject({
        code: 'PROVIDER_FAILED',
        message: expect.stringContaining('invalid_client'),
      });
    });
  });

  it('says that the provider cannot be reached, or is no OpenID provider', async () => {
    const server = createServer((_, answer) => answer.writeHead(404).end());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const settings = { issuer: `http://127.0.0.1:${port}`, clientId: 'c', scope: 'openid' };
    const failed = { code: 'PROVIDER_FAILED', message: expect.stringContaining(settings.issuer) };
    await expect(signIn(settings, () => undefined, forEver)).rejects.toMatchObject(failed);
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await expect(signIn(settings, () => undefined, forEver)).rejects.toMatchObject(failed);
  });

  it('speaks plain HTTP with this machine only', async () => {
    const settings = { issuer: 'http://login.example.org', clientId: 'c', scope: 'openid' };
    await expect(signIn(settings, () => undefined, forEver)).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining('OAUTH_HTTP_REQUEST_FORBIDDEN'),
    });
  });
});
