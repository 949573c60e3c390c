import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/kernel/clock.ts';
import { readConnectionSettings } from '../../../src/runners/mssql/connection-settings.ts';
import { SettingsError } from '../../../src/runners/mssql/mssql-connection.ts';
import { openMssqlRunner } from '../../../src/runners/mssql/open-mssql-runner.ts';
import { SHORT } from '../../support/on-stand-in.ts';
import { ENCRYPTION } from '../../support/tds/prelogin.ts';
import type { StandInOptions, TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { NEVER, standIn } from './an-attempt.ts';

const LOGIN = 'UID=reader;PWD=hunter22';

/** A server that lets everybody in, and shows what was sent. */
const openHouse = (tls: StandInOptions['tls'] = {}) =>
  standIn({
    tls,
    login: { outcomes: Array.from({ length: 9 }, () => ({ kind: 'accepted' }) as const) },
    showPasswords: true,
  });

/** Connects with what a secret says. @returns the error, if there was one */
async function connect(started: TdsStandIn, secret: string): Promise<unknown> {
  const configured = {
    settings: {},
    allowPlaintext: false,
    allowUntrustedCertificate: false,
    authority: started.authority,
  };
  try {
    const { connection } = readConnectionSettings(secret, configured, () => undefined);
    const runner = openMssqlRunner({
      connection,
      consistency: 'snapshot',
      requireReadOnlyLogin: true,
      timeouts: SHORT,
      clock: systemClock,
      hide: (text) => text,
    });
    await runner.identify(NEVER).finally(() => runner.close());
    return null;
  } catch (thrown) {
    return thrown;
  }
}

/** What arrives of a connection string that is good but for what is asked. */
async function arrived(text: string, tls: StandInOptions['tls'] = {}, login = LOGIN) {
  const started = await openHouse(tls);
  const error = await connect(started, `Server=localhost,${started.port};${login};${text}`);
  const of = (event: 'prelogin' | 'tls' | 'login') =>
    started.log.find((entry) => entry.event === event);
  return { error, prelogin: of('prelogin'), tls: of('tls'), login: of('login') };
}

describe('mssql.md 8.2, row by row, as it arrives', () => {
  it.each([
    ['ApplicationIntent=ReadOnly', true],
    ['ApplicationIntent=READONLY', true],
    ['ApplicationIntent=ReadWrite', false],
    ['', true],
  ])('%s asks for a readable secondary: %s', async (text, readOnlyIntent) => {
    expect(await arrived(text)).toMatchObject({ error: null, login: { readOnlyIntent } });
  });

  it.each(['Encrypt=Mandatory', 'Encrypt=yes', ''])('%s logs in over TLS alone', async (text) => {
    expect(await arrived(text)).toMatchObject({
      error: null,
      prelogin: { encryption: ENCRYPTION.on },
      tls: { serverName: 'localhost' },
      login: { encrypted: true, user: 'reader', password: 'hunter22' },
    });
  });

  it('Encrypt=strict begins with TLS, and says nothing to a server that does not', async () => {
    const strict = await arrived('Encrypt=strict', { strict: true });
    expect(strict).toMatchObject({ error: null, login: { encrypted: true } });
    const other = await arrived('Encrypt=strict');
    expect(other.error).toMatchObject({ name: 'RunnerError' });
    expect(other).toMatchObject({ prelogin: undefined, login: undefined });
  });

  it('UID=CORP\\svc begins an NTLM login, and sends no password', async () => {
    const { login } = await arrived('', {}, 'UID=CORP\\svc;PWD=hunter22');
    expect(login).toMatchObject({ encrypted: true, integratedSecurity: true, password: '' });
  });

  it.each([
    ['{p;w}}d}', 'p;w}d'],
    ['"a;b""c"', 'a;b"c'],
    ["'a;b'", 'a;b'],
  ])('Pwd=%s arrives as the password %s', async (written, password) => {
    const { error, login } = await arrived('Database=ledger', {}, `UID=reader;Pwd=${written}`);
    expect(error).toBeNull();
    expect(login).toMatchObject({ password, database: 'ledger' });
  });

  it('the URL form arrives with its password and its database', async () => {
    const started = await openHouse();
    const url = `mssql://reader:p%40ss%3Bword@localhost:${started.port}/ledger?ApplicationIntent=ReadOnly`;
    expect(await connect(started, url)).toBeNull();
    expect(started.log.find(({ event }) => event === 'login')).toMatchObject({
      user: 'reader',
      password: 'p@ss;word',
      database: 'ledger',
      readOnlyIntent: true,
    });
  });

  it('Application Name and WSID arrive', async () => {
    const { login } = await arrived('Application Name=close;WSID=host-1');
    expect(login).toMatchObject({ application: 'close', host: 'host-1' });
  });

  it('HostNameInCertificate is the name that is asked for, and another one ends before the login', async () => {
    const right = await arrived('HostNameInCertificate=localhost');
    expect(right).toMatchObject({ error: null, tls: { serverName: 'localhost' } });
    const wrong = await arrived('HostNameInCertificate=other.example');
    expect(wrong.error).toMatchObject({ name: 'RunnerError' });
    expect(wrong.login).toBeUndefined();
  });

  it.each([
    ...['Encrypt=no', 'Encrypt=optional', 'TrustServerCertificate=yes', 'ServerCertificate=/x.pem'],
    ...['Trusted_Connection=yes', 'Integrated Security=SSPI', 'DSN=prod', 'Address=other'],
    ...['Authentication=ActiveDirectoryPassword', 'ApplicationIntent=maybe', 'Pooling=yes'],
  ])('%s is refused, and nothing is sent', async (text) => {
    const started = await openHouse();
    const secret = `Server=localhost,${started.port};${LOGIN};${text}`;
    expect(await connect(started, secret)).toBeInstanceOf(SettingsError);
    expect(started.log).toEqual([]);
  });

  it.each(['np:localhost', 'lpc:localhost'])(
    'Server=%s is refused, and nothing is sent',
    async (server) => {
      const started = await openHouse();
      const secret = `Server=${server},${started.port};${LOGIN}`;
      expect(await connect(started, secret)).toBeInstanceOf(SettingsError);
      expect(started.log).toEqual([]);
    },
  );
});
