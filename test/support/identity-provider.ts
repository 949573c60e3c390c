import './quiet-oidc-provider.ts';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { LoginPrompt } from '../../src/credentials/login/identity-provider.ts';
import { selfSigned } from './self-signed.ts';

/** A real OpenID provider on this machine, with people who sign in by fetch. */
export interface LocalIdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUri: string;
  /** Of the certificate its key is published with: SHA-1 in hex, by which servers are told to trust it. */
  readonly thumbprint: string;
  /** Every token it gave so far: none of them may be found anywhere. */
  readonly tokens: readonly string[];
  /** What it gave tokens for, in order: grant types of OAuth. */
  readonly grants: readonly string[];
  /** A person opens the address, confirms the code, signs in and consents. */
  approve(prompt: LoginPrompt, person: string): Promise<void>;
  /** A person opens the address and aborts. */
  deny(prompt: LoginPrompt): Promise<void>;
  close(): Promise<void>;
}

export interface LocalIdentityProviderOptions {
  /** How long a code can be used; default 600 seconds. */
  readonly codeSeconds?: number;
  /** Whether refresh tokens are given; default true. */
  readonly refresh?: boolean;
  /** Whether it takes the word that a token is not used any more (RFC 7009); default true. */
  readonly revocation?: boolean;
  /** Whether it knows that e-mail addresses are those of the people; default true. */
  readonly verifiedEmail?: boolean;
}

const CLIENT_ID = 'soxauto-command-line';

export async function startIdentityProvider({
  codeSeconds = 600,
  refresh = true,
  revocation = true,
  verifiedEmail = true,
}: LocalIdentityProviderOptions = {}): Promise<LocalIdentityProvider> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // the address of a listening TCP server is no path
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = selfSigned('Local identity provider', pair);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        response_types: [],
        redirect_uris: [],
        grant_types: [
          'urn:ietf:params:oauth:grant-type:device_code',
          ...(refresh ? ['refresh_token'] : []),
        ],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['cookies of a test'] },
    features: {
      deviceFlow: { enabled: true },
      devInteractions: { enabled: true },
      revocation: { enabled: revocation },
    },
    findAccount: async (_context, id) => ({
      accountId: id,
      claims: async () => ({
        sub: id,
        email: `${id}@example.org`,
        email_verified: verifiedEmail,
        name: id,
      }),
    }),
    jwks: {
      keys: [
        {
          ...pair.privateKey.export({ format: 'jwk' }),
          use: 'sig',
          alg: 'RS256',
          kid: 'k1',
          x5c: [certificate.toString('base64')],
        },
      ],
    },
    ttl: { DeviceCode: codeSeconds, IdToken: 3600, AccessToken: 3600, RefreshToken: 86_400 },
  });
  const tokens: string[] = [];
  const grants: string[] = [];
  provider.on('grant.success', ({ body, oidc }) => {
    grants.push(oidc.params.grant_type);
    const answer = typeof body === 'object' && body !== null ? Object.entries(body) : [];
    for (const [name, value] of answer) {
      if (/_token$/.test(name) && typeof value === 'string') tokens.push(value);
    }
  });
  server.on('request', provider.callback());
  return {
    issuer,
    clientId: CLIENT_ID,
    jwksUri: `${issuer}/jwks`,
    thumbprint: createHash('sha1').update(certificate).digest('hex'),
    tokens,
    grants,
    approve: async (prompt, person) => {
      const visit = browser();
      let page = await visit(addressOf(prompt));
      for (let step = 0; step < 6 && /<form/.test(page.text); step += 1) {
        page = await visit(page.url, filled(page, { login: person, password: 'any' }));
      }
      if (!/Sign-in Success/i.test(page.text)) throw new Error(`no success: ${page.text}`);
    },
    deny: async (prompt) => {
      const visit = browser();
      const page = await visit(addressOf(prompt));
      await visit(page.url, filled(page, { abort: 'yes' }));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function addressOf({ address, addressWithCode }: LoginPrompt): string {
  return addressWithCode ?? address;
}

interface Page {
  readonly url: string;
  readonly text: string;
}

interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Follows redirects and keeps cookies, as a browser does. */
function browser(): (url: string, form?: Form) => Promise<Page> {
  const cookies = new Map<string, string>();
  return async (url, form) => {
    let at = form === undefined ? url : new URL(form.action, url).href;
    let body = form === undefined ? undefined : new URLSearchParams({ ...form.fields });
    for (let step = 0; step < 10; step += 1) {
      const answer = await fetch(at, {
        method: body === undefined ? 'GET' : 'POST',
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body === undefined ? {} : { body }),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      const next = answer.headers.get('location');
      if (next === null) return { url: at, text: await answer.text() };
      at = new URL(next, at).href;
      body = undefined;
    }
    throw new Error(`too many redirects at ${at}`);
  };
}

/** The page's form with its hidden fields and those given. */
function filled({ text, url }: Page, given: Readonly<Record<string, string>>): Form {
  const [, action = url] = /<form[^>]*action="([^"]+)"/.exec(text) ?? [];
  const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value],
  );
  return {
    action: action.replaceAll('&amp;', '&'),
    fields: { ...Object.fromEntries(hidden), ...given },
  };
}
