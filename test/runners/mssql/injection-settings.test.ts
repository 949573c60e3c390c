import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { PipelineError } from '../../../src/kernel/errors.ts';
import { readConnectionSettings } from '../../../src/runners/mssql/connection-settings.ts';
import {
  type MssqlConnection,
  SettingsError,
} from '../../../src/runners/mssql/mssql-connection.ts';
import { openMssqlRunner } from '../../../src/runners/mssql/open-mssql-runner.ts';
import { SHORT } from '../../support/on-stand-in.ts';
import type { TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { NEVER, NUMBERS, standIn } from './an-attempt.ts';
import { HOSTILE_WITH_NUL, INHERITED } from './hostile-texts.ts';

/** Settings with a form that `constructor` has: a host, an instance, the name of a secret. */
const TAKES_WORDS = ['Server', 'server', 'options.instanceName', 'secret', 'instance'];
const valuesFor = (setting: string): readonly string[] => [
  ...Object.values(HOSTILE_WITH_NUL),
  ...(TAKES_WORDS.includes(setting) ? [] : INHERITED),
];

const DATABASE = 'ledger';
const LOGIN = { user: 'reader', password: 'Reader-1!ü' };

/** A server that lets everybody in, so that every name and password can be tried. */
const openHouse = () =>
  standIn({
    login: { outcomes: Array.from({ length: 500 }, () => ({ kind: 'accepted' }) as const) },
    showPasswords: true,
  });

const configured = (authority: string | null, settings: Readonly<Record<string, string>> = {}) => ({
  settings,
  allowPlaintext: false,
  allowUntrustedCertificate: false,
  authority,
});

function settingsOf(secret: string, authority: string | null): MssqlConnection {
  return readConnectionSettings(secret, configured(authority), () => undefined).connection;
}

/** Reads one query over this connection: every text that was sent, and the login that arrived. */
async function readOver(started: TdsStandIn, connection: MssqlConnection) {
  const before = started.log.length;
  const runner = openMssqlRunner({
    connection,
    consistency: 'snapshot',
    requireReadOnlyLogin: true,
    timeouts: SHORT,
    clock: systemClock,
    hide: (text) => text,
    databases: [DATABASE],
  });
  const reading = await runner.open(NEVER);
  await reading.deliver(NUMBERS, await tempFolder(), NEVER);
  await reading.close();
  await runner.close();
  const log = started.log.slice(before);
  return {
    texts: log.flatMap((entry) =>
      entry.event === 'batch' || entry.event === 'rpc' ? [entry.text] : [],
    ),
    login: log.find((entry) => entry.event === 'login'),
  };
}

/** A value as it stands in an ODBC text, where nothing else ends it. */
const braced = (value: string) => `{${value.replaceAll('}', '}}')}}`;

function odbcSecret(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([keyword, value]) => `${keyword}=${braced(value)}`)
    .join(';');
}

function jsonSecret(pairs: Readonly<Record<string, unknown>>): string {
  const options = Object.entries(pairs).flatMap(([key, value]) =>
    key.startsWith('options.') ? [[key.slice('options.'.length), value]] : [],
  );
  const own = Object.entries(pairs).filter(([key]) => !key.startsWith('options.'));
  return JSON.stringify({ ...Object.fromEntries(own), options: Object.fromEntries(options) });
}

function urlSecret({ user, password, host, database }: Readonly<Record<string, string>>): string {
  const [u, p, d] = [user, password, database].map((part) => encodeURIComponent(part ?? ''));
  return `mssql://${u}:${p}@${host}/${d}`;
}

/** What a secret with one value of its own looks like, in every shape that has a place for it. */
function secretsWith(setting: Named, value: string, port: number): readonly string[] {
  const { odbc, json, url } = NAMED[setting];
  const odbcBase = { Server: `localhost,${port}`, Database: DATABASE };
  const jsonBase = { server: 'localhost', port, database: DATABASE, ...LOGIN };
  const urlBase = { host: `localhost:${port}`, database: DATABASE, ...LOGIN };
  return [
    odbcSecret({ ...odbcBase, UID: LOGIN.user, PWD: LOGIN.password, [odbc]: value }),
    jsonSecret({ ...jsonBase, [json]: value }),
    ...(url === null ? [] : [urlSecret({ ...urlBase, [url]: value })]),
  ];
}

/** Settings that are names of something, and what the login packet carries them as. */
const NAMED = {
  database: { odbc: 'Database', json: 'database', url: 'database', wire: 'database' },
  user: { odbc: 'UID', json: 'user', url: 'user', wire: 'user' },
  password: { odbc: 'PWD', json: 'password', url: 'password', wire: 'password' },
  application: {
    odbc: 'Application Name',
    json: 'options.appName',
    url: null,
    wire: 'application',
  },
  workstation: { odbc: 'WSID', json: 'options.workstationId', url: null, wire: 'host' },
} as const;
type Named = keyof typeof NAMED;

describe('what stands in a secret', () => {
  // a value of the table's keys
  it.each(Object.keys(NAMED) as Named[])(
    'as %s reaches the server in its login alone, or is refused',
    async (setting) => {
      const started = await openHouse();
      const plain = jsonSecret({
        server: 'localhost',
        port: started.port,
        database: DATABASE,
        ...LOGIN,
      });
      const expected = (await readOver(started, settingsOf(plain, started.authority))).texts;
      let taken = 0;
      for (const value of valuesFor(setting)) {
        // what two shapes of a secret say in the same way is read over once
        const connections = new Map<string, MssqlConnection>();
        for (const secret of secretsWith(setting, value, started.port)) {
          try {
            const connection = settingsOf(secret, started.authority);
            connections.set(JSON.stringify(connection), connection);
            taken += 1;
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(SettingsError);
          }
        }
        for (const connection of connections.values()) {
          const { texts, login } = await readOver(started, connection);
          expect(login).toMatchObject({ encrypted: true, [NAMED[setting].wire]: value });
          expect(texts).toEqual(expected);
        }
      }
      expect(taken).toBeGreaterThan(30);
    },
  );

  it.each([
    ...['Server', 'Encrypt', 'TrustServerCertificate', 'ApplicationIntent', 'MultiSubnetFailover'],
    ...['Connection Timeout', 'Packet Size', 'Authentication'],
  ])('as %s has a form, and a hostile value has not', (keyword) => {
    const base = { Server: 'db', UID: LOGIN.user, PWD: LOGIN.password };
    expect(settingsOf(odbcSecret(base), null).server).toBe('db');
    for (const value of valuesFor(keyword)) {
      expect(() => settingsOf(odbcSecret({ ...base, [keyword]: value }), null), value).toThrow(
        SettingsError,
      );
    }
  });

  it.each([
    ...['server', 'port', 'encrypt', 'trustServerCertificate', 'applicationIntent'],
    ...['authentication', 'options.instanceName', 'options.port', 'options.readOnlyIntent'],
    ...['options.multiSubnetFailover', 'options.connectTimeout', 'options.packetSize', 'engine'],
  ])('as the key %s has a form, and a hostile value has not', (key) => {
    expect(settingsOf(jsonSecret({ server: 'db', ...LOGIN }), null).server).toBe('db');
    for (const value of valuesFor(key)) {
      const secret = jsonSecret({ server: 'db', ...LOGIN, [key]: value });
      expect(() => settingsOf(secret, null), value).toThrow(SettingsError);
    }
  });

  it('as a keyword or a key is none, and is not repeated', () => {
    for (const name of valuesFor('keyword')) {
      const odbc = () =>
        settingsOf(`${odbcSecret({ Server: 'db', UID: 'u', PWD: 'p' })};${name}=1`, null);
      expect(odbc, name).toThrow(SettingsError);
      const json = () => settingsOf(jsonSecret({ server: 'db', ...LOGIN, [name]: 1 }), null);
      expect(json, name).toThrow(SettingsError);
    }
  });
});

describe('what stands in the configuration', () => {
  async function load(source: object) {
    const folder = await tempFolder();
    const file = { environment: 'test', sources: { nav_dw: { kind: 'mssql', ...source } } };
    writeFileSync(join(folder, 'soxauto.config.json'), JSON.stringify(file));
    return loadConfig(folder, {}).sources.get('nav_dw');
  }
  const AUTHENTICATION = { kind: 'sql', user: 'reader' };

  it.each([
    ...['secret', 'server', 'port', 'instance', 'authentication', 'encrypt', 'consistency'],
    ...['trust_server_certificate', 'certificate_authority', 'allow_plaintext'],
    ...['allow_untrusted_certificate', 'application_intent', 'multi_subnet_failover'],
    ...['require_read_only_login', 'connect_timeout_seconds', 'first_row_timeout_seconds'],
    ...['idle_timeout_seconds', 'total_timeout_seconds', 'kind'],
  ])('as %s has a form, and a hostile value has not', async (key) => {
    for (const value of valuesFor(key)) {
      const loading = load({ secret: 'nav', [key]: value });
      await expect(loading, value).rejects.toMatchObject({ code: 'BAD_CONFIG' });
    }
  });

  it.each([
    ['database', 'database'],
    ['authentication.user', 'user'],
  ] as const)('as %s reaches the server in its login alone, or is refused', async (key, wire) => {
    const started = await openHouse();
    const { authority, port } = started;
    const own = { server: 'localhost', port: String(port), database: DATABASE };
    const base = { ...own, 'authentication.kind': 'sql', 'authentication.user': 'reader' };
    const reads = (value: string) => {
      const settings = configured(authority, { ...base, [key]: value });
      return readConnectionSettings(LOGIN.password, settings, () => undefined).connection;
    };
    const expected = (await readOver(started, reads('harmless'))).texts;
    let taken = 0;
    for (const value of Object.values(HOSTILE_WITH_NUL)) {
      const source =
        key === 'database'
          ? { server: 'localhost', secret: 'nav', authentication: AUTHENTICATION, database: value }
          : { server: 'localhost', secret: 'nav', authentication: { kind: 'sql', user: value } };
      const location = await load(source).catch((thrown: unknown) => {
        expect(thrown).toMatchObject({ code: 'BAD_CONFIG' });
        return null;
      });
      if (location === null) continue;
      expect(location).toMatchObject({ connection: { settings: { [key]: value } } });
      taken += 1;
      const { texts, login } = await readOver(started, reads(value));
      expect(login).toMatchObject({ [wire]: value });
      expect(texts).toEqual(expected);
    }
    expect(taken).toBeGreaterThan(15);
  });

  it('as the name in the certificate is compared, and nobody logs in', async () => {
    const started = await openHouse();
    const base = jsonSecret({ server: 'localhost', port: started.port, ...LOGIN });
    for (const value of Object.values(HOSTILE_WITH_NUL)) {
      const read = async () => {
        const settings = configured(started.authority, { host_name_in_certificate: value });
        await readOver(started, readConnectionSettings(base, settings, () => undefined).connection);
      };
      await expect(read(), value).rejects.toBeInstanceOf(PipelineError);
    }
    expect(started.log.filter(({ event }) => event === 'login')).toEqual([]);
  });
});
