import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/app/config.ts';
import { mssqlLogin } from '../../src/app/mssql-login.ts';
import { type MssqlLocation, serverLogin } from '../../src/app/mssql-source.ts';
import { mountedSecrets } from '../../src/credentials/mounted-secrets.ts';
import { registering, startRedaction } from '../../src/credentials/redaction.ts';
import { tempFolder } from '../support/temp-folder.ts';

const signal = new AbortController().signal;

async function load(source: object, more: object = {}, env: NodeJS.ProcessEnv = {}) {
  const folder = await tempFolder();
  return loadIn(folder, source, more, env);
}

function loadIn(folder: string, source: object, more: object, env: NodeJS.ProcessEnv = {}) {
  writeFileSync(
    join(folder, 'soxauto.config.json'),
    JSON.stringify({
      environment: 'production',
      sources: { nav_dw: { kind: 'mssql', ...source } },
      ...more,
    }),
  );
  const config = loadConfig(folder, env);
  const location = config.sources.get('nav_dw');
  if (location?.kind !== 'mssql') throw new Error('no SQL Server');
  return { folder, config, location };
}

describe('a SQL Server in the configuration', () => {
  it('is the name of a secret and nothing else where the secret says the rest', async () => {
    const { config, location } = await load({ secret: 'sox/nav' });
    expect(location).toEqual({
      kind: 'mssql',
      secret: 'sox/nav',
      connection: {
        settings: {},
        allowPlaintext: false,
        allowUntrustedCertificate: false,
        authority: null,
      },
      consistency: 'snapshot',
      requireReadOnlyLogin: true,
      timeouts: { firstRowMs: 1_800_000, idleRowMs: 120_000, totalMs: 14_400_000 },
    });
    expect(config.secrets).toEqual({ kind: 'files', folder: '/run/secrets' });
  });

  it('may be written out but for the password', async () => {
    const { location } = await load({
      server: 'db',
      port: 1444,
      database: 'NAV_DW',
      authentication: { kind: 'sql', user: 'reader' },
      secret: 'sox/nav-password',
      encrypt: 'off',
      allow_plaintext: true,
      application_intent: 'ReadOnly',
      consistency: 'bracket',
      require_read_only_login: false,
      connect_timeout_seconds: 5,
      first_row_timeout_seconds: 60,
      idle_timeout_seconds: 30,
      total_timeout_seconds: 600,
    });
    expect(location).toMatchObject({
      connection: {
        settings: {
          server: 'db',
          port: '1444',
          database: 'NAV_DW',
          encrypt: 'off',
          application_intent: 'ReadOnly',
          connect_timeout_seconds: '5',
          'authentication.kind': 'sql',
          'authentication.user': 'reader',
        },
        allowPlaintext: true,
      },
      consistency: 'bracket',
      requireReadOnlyLogin: false,
      timeouts: { firstRowMs: 60_000, idleRowMs: 30_000, totalMs: 600_000 },
    });
  });

  it.each([
    ['nobody who logs in', {}, /sources\.nav_dw\.secret/],
    [
      'a login without a server',
      { secret: 's', authentication: { kind: 'sql', user: 'u' } },
      /sources\.nav_dw\.server/,
    ],
    [
      'a login without a secret',
      { server: 'db', authentication: { kind: 'ntlm', domain: 'd', user: 'u' } },
      /sources\.nav_dw\.secret/,
    ],
    [
      'a secret for a managed identity',
      { server: 'db', secret: 's', authentication: { kind: 'entra-managed-identity' } },
      /sources\.nav_dw\.secret/,
    ],
    [
      'an unknown authentication',
      { server: 'db', secret: 's', authentication: { kind: 'kerberos' } },
      /sources\.nav_dw\.authentication/,
    ],
    ['a name that leaves the folder', { secret: '../nav' }, /sources\.nav_dw\.secret/],
    ['plain text that is not allowed', { secret: 's', encrypt: 'off' }, /sources\.nav_dw: encrypt/],
    [
      'trust that is not allowed',
      { secret: 's', trust_server_certificate: true },
      /sources\.nav_dw: trust_server_certificate/,
    ],
    [
      'port and instance',
      { secret: 's', server: 'db', port: 1433, instance: 'X' },
      /port.*instance/,
    ],
    ['two ports', { secret: 's', server: 'db,1444', port: 1433 }, /two values/],
    ['a named pipe', { secret: 's', server: 'np:db' }, /server/],
    [
      'an unknown consistency',
      { secret: 's', consistency: 'stage' },
      /sources\.nav_dw\.consistency/,
    ],
    [
      'a time-out of nothing',
      { secret: 's', idle_timeout_seconds: 0 },
      /sources\.nav_dw\.idle_timeout_seconds/,
    ],
    [
      'an authority that is not there',
      { secret: 's', certificate_authority: 'gone.pem' },
      /sources\.nav_dw\.certificate_authority/,
    ],
  ])('with %s is an error at start', async (_what, source, message) => {
    const loading = load(source);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toMatchObject({ code: 'BAD_CONFIG' });
  });

  it.each([
    ['password', { password: 'hunter22' }, 'sources.nav_dw.password'],
    ['pwd', { pwd: 'hunter22' }, 'sources.nav_dw.pwd'],
    [
      'clientSecret',
      { authentication: { kind: 'sql', clientSecret: 'hunter22' } },
      'sources.nav_dw.authentication.clientSecret',
    ],
    ['access_token', { access_token: 'hunter22' }, 'sources.nav_dw.access_token'],
    ['connection_string', { connection_string: 'hunter22' }, 'sources.nav_dw.connection_string'],
    ['a connection string as a value', { server: 'db;PWD=hunter22' }, 'sources.nav_dw.server'],
    ['a URL with a password', { secret: 'mssql://u:hunter22@db' }, 'sources.nav_dw.secret'],
  ])(
    'with a secret in the file (%s) is refused with the place, never the value',
    async (_what, source, place) => {
      await expect(load(source)).rejects.toMatchObject({
        code: 'BAD_CONFIG',
        message: expect.stringContaining(`${place}: a secret must not stand in this file`),
        advice: expect.stringContaining('give its name'),
      });
      await expect(load(source)).rejects.not.toMatchObject({
        message: expect.stringContaining('hunter22'),
      });
    },
  );

  it('takes its authority from a PEM file with certificates only', async () => {
    const folder = await tempFolder();
    const [key, pem] = ['key.pem', 'ca.pem'].map((name) => join(folder, name));
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '1',
        '-subj',
        '/CN=test',
        '-keyout',
        `${key}`,
        '-out',
        `${pem}`,
      ],
      { stdio: 'ignore' },
    );
    const source = { secret: 's', certificate_authority: 'ca.pem' };
    expect(loadIn(folder, source, {}).location.connection.authority).toContain('BEGIN CERTIFICATE');
    writeFileSync(join(folder, 'none.pem'), 'no certificate');
    writeFileSync(
      join(folder, 'bad.pem'),
      '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n',
    );
    execFileSync('sh', ['-c', `cat ${pem} ${key} > ${join(folder, 'both.pem')}`]);
    for (const name of ['none.pem', 'bad.pem', 'key.pem', 'both.pem']) {
      expect(() => loadIn(folder, { ...source, certificate_authority: name }, {})).toThrow(
        /sources\.nav_dw\.certificate_authority/,
      );
    }
  });

  it('has its secrets in the folder of the configuration, or the one SOXAUTO_SECRETS names', async () => {
    const secrets = { secrets: { kind: 'files', folder: 'keys' } };
    const { folder, config } = await load({ secret: 's' }, secrets);
    expect(config.secrets).toEqual({ kind: 'files', folder: join(folder, 'keys') });
    const named = loadIn(folder, { secret: 's' }, secrets, { SOXAUTO_SECRETS: 'mounted' });
    expect(named.config.secrets).toEqual({ kind: 'files', folder: join(folder, 'mounted') });
  });

  it('is one connection with another source when only the database differs', async () => {
    const at = async (source: object): Promise<MssqlLocation> => (await load(source)).location;
    const nav = await at({ secret: 'sox/nav', database: 'NAV_DW' });
    expect(serverLogin(await at({ secret: 'sox/nav', database: 'BOB' }))).toBe(serverLogin(nav));
    expect(serverLogin(await at({ secret: 'sox/nav' }))).toBe(serverLogin(nav));
    for (const other of [
      { secret: 'sox/bob', database: 'NAV_DW' },
      { secret: 'sox/nav', consistency: 'bracket' },
      { secret: 'sox/nav', application_intent: 'ReadOnly' },
      { secret: 'sox/nav', require_read_only_login: false },
    ]) {
      expect(serverLogin(await at(other))).not.toBe(serverLogin(nav));
    }
  });
});

describe('access to a SQL Server', () => {
  it('is made of configuration and mounted secret, with every part of the secret hidden from then on', async () => {
    const { folder, location } = await load(
      { secret: 'sox/nav' },
      { secrets: { kind: 'files', folder: 'keys' } },
    );
    mkdirSync(join(folder, 'keys/sox'), { recursive: true });
    const text = 'Driver={x};Server=db;UID=reader;PWD={p;w}}d}';
    writeFileSync(join(folder, 'keys/sox/nav'), text);
    chmodSync(join(folder, 'keys/sox/nav'), 0o400);
    const redaction = startRedaction();
    const store = registering(mountedSecrets(join(folder, 'keys')), redaction);
    const access = await mssqlLogin(location, store, redaction, signal);
    expect(access).toMatchObject({
      connection: { server: 'db', login: { password: 'p;w}d' } },
      notes: {
        secret: expect.stringMatching(/^sox\/nav, modified /),
        ignored_keywords: 'Driver',
      },
    });
    expect(JSON.stringify(access.notes)).not.toContain('p;w');
    expect(redaction.redact(`p;w}d, p;w}}d, ${text}`)).toBe('[secret], [secret], [secret]');
  });

  it('refuses a password of three characters: it could not be hidden', async () => {
    const { location } = await load({ secret: 's' });
    const redaction = startRedaction();
    const read = { reveal: () => 'Server=db;UID=reader;PWD=abc', name: 's', version: 'v' };
    await expect(
      mssqlLogin(
        location,
        { rotationPausesMs: [], read: async () => read as never },
        redaction,
        signal,
      ),
    ).rejects.toMatchObject({ code: 'AUTH_FAILED', cause: { code: 'SECRET_REFUSED' } });
  });

  it('needs no store for a managed identity', async () => {
    const { location } = await load({
      server: 'db',
      authentication: { kind: 'entra-managed-identity' },
    });
    const store = {
      rotationPausesMs: [],
      read: () => Promise.reject(new Error('nothing to read')),
    };
    const access = await mssqlLogin(location, store, startRedaction(), signal);
    expect(access).toMatchObject({
      connection: { login: { kind: 'entra-managed-identity', clientId: null } },
      notes: { secret: 'none' },
    });
  });
});
