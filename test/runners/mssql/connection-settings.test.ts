import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ConfiguredConnection,
  readConnectionSettings,
} from '../../../src/runners/mssql/connection-settings.ts';

const STRICT: ConfiguredConnection = {
  settings: {},
  allowPlaintext: false,
  allowUntrustedCertificate: false,
  authority: null,
};
const LAX: ConfiguredConnection = {
  ...STRICT,
  allowPlaintext: true,
  allowUntrustedCertificate: true,
};
const LOGIN = 'UID=reader;PWD=hunter22';

function read(secret: string | null, configured: ConfiguredConnection = STRICT) {
  const secrets: string[] = [];
  const { connection, ignored } = readConnectionSettings(secret, configured, (part) =>
    secrets.push(part),
  );
  return { ...connection, ignored, secrets };
}

/** Connection of a text that is good but for what is asked. */
function readString(text: string, configured?: ConfiguredConnection) {
  return read(`Server=db;${LOGIN};${text}`, configured);
}

function refusal(use: () => unknown): { code: string; message: string; advice: string } {
  try {
    use();
  } catch (thrown) {
    return thrown as { code: string; message: string; advice: string };
  }
  throw new Error('it was accepted');
}

describe('mssql.md 8.2, row by row', () => {
  it.each(['ReadOnly', 'READONLY', 'readonly'])(
    'ApplicationIntent=%s is read-only intent, whatever its case, and so is none',
    (word) => {
      expect(readString(`ApplicationIntent=${word}`).readOnlyIntent).toBe(true);
      expect(readString('ApplicationIntent=ReadWrite').readOnlyIntent).toBe(false);
      expect(readString('').readOnlyIntent).toBe(true);
    },
  );

  it.each([
    ['strict', 'strict'],
    ['Strict', 'strict'],
    ['Mandatory', 'on'],
    ['yes', 'on'],
    ['true', 'on'],
  ])('Encrypt=%s is %s', (word, mode) => {
    expect(readString(`Encrypt=${word}`).tls.mode).toBe(mode);
  });

  it.each(['no', 'false', 'optional'])(
    'Encrypt=%s is refused unless the configuration allows plain text',
    (word) => {
      expect(refusal(() => readString(`Encrypt=${word}`))).toMatchObject({
        code: 'CONNECTION_NOT_ALLOWED',
        message: expect.stringContaining('Encrypt'),
      });
      expect(readString(`Encrypt=${word}`, LAX).tls.mode).toBe('off');
    },
  );

  it('Encrypt left out is on, with the certificate verified', () => {
    expect(readString('', LAX).tls).toEqual({
      mode: 'on',
      serverName: null,
      authority: null,
      trustAnyCertificate: false,
    });
  });

  it('Authentication=ActiveDirectoryServicePrincipal is no SQL login', () => {
    const text =
      'Server=db;UID=app-1@tenant-1;PWD=hunter22;Authentication=ActiveDirectoryServicePrincipal';
    expect(read(text).login).toEqual({
      kind: 'entra-service-principal',
      clientId: 'app-1',
      clientSecret: 'hunter22',
      tenantId: 'tenant-1',
    });
    expect(refusal(() => read(text.replace('@tenant-1', ''))).message).toContain('tenant');
  });

  it.each(['Trusted_Connection=yes', 'Integrated Security=SSPI'])(
    '%s is refused: there is no Windows sign-in here',
    (text) => {
      const { message, advice } = refusal(() => read(`Server=db;${text}`));
      expect(message).toContain(text.split('=')[0]);
      expect(advice).toContain('NTLM');
    },
  );

  it('UID=CORP\\svc is NTLM with the domain CORP', () => {
    expect(read('Server=db;UID=CORP\\svc;PWD=hunter22').login).toEqual({
      kind: 'ntlm',
      domain: 'CORP',
      user: 'svc',
      password: 'hunter22',
    });
  });

  it.each(['np:\\\\h\\pipe\\sql', 'lpc:h', 'admin:h', '\\\\h\\pipe\\sql', '(localdb)\\x'])(
    'Server=%s is refused: only TCP is possible',
    (server) => {
      const { message, advice } = refusal(() => read(`Server=${server};${LOGIN}`));
      expect(message).toContain('Server');
      expect(advice).toContain('TCP');
    },
  );

  it('DSN=prod is refused, and no server at all as well', () => {
    expect(refusal(() => read(`DSN=prod;${LOGIN}`)).message).toContain('DSN');
    expect(refusal(() => read(LOGIN)).message).toContain('no server');
  });

  it.each(['mssql', 'sqlserver', 'MSSQL'])('the URL form %s:// is understood', (scheme) => {
    const url = `${scheme}://reader:p%40ss%3Bword@db.example:1444/NAV_DW?encrypt=strict&ApplicationIntent=ReadOnly`;
    expect(read(url)).toMatchObject({
      server: 'db.example',
      port: 1444,
      database: 'NAV_DW',
      tls: { mode: 'strict' },
      readOnlyIntent: true,
      login: { kind: 'sql', user: 'reader', password: 'p@ss;word' },
      secrets: ['p@ss;word', 'p%40ss%3Bword'],
    });
  });

  it('Application Name and HostNameInCertificate count, ServerCertificate is refused', () => {
    expect(readString('Application Name=close;HostNameInCertificate=*.db.example')).toMatchObject({
      applicationName: 'close',
      tls: { serverName: '*.db.example' },
    });
    expect(refusal(() => readString('ServerCertificate=/x.pem')).advice).toContain(
      'certificate_authority',
    );
  });

  it('Server=h and Address=z are refused: neither wins', () => {
    const { message } = refusal(() => read(`Server=h;Address=z;${LOGIN}`));
    expect(message).toBe('Server and Address give two values to one setting');
  });

  it.each([
    ['{p;w}}d}', 'p;w}d'],
    ['"a;b""c"', 'a;b"c'],
    ["'a;b'", 'a;b'],
    ['{ab cd}', 'ab cd'],
    ['  plain=with=equals  ', 'plain=with=equals'],
    ['{{ab}', '{ab'],
  ])('Pwd=%s is the password %s', (written, password) => {
    expect(read(`Server=db;UID=reader;Pwd=${written};Database=NAV`)).toMatchObject({
      login: { password },
      database: 'NAV',
    });
  });
});

describe('the allow-list of connection strings', () => {
  it('takes every keyword it names and reports those that mean nothing', () => {
    const text = [
      'DRIVER={ODBC Driver 17 for SQL Server}',
      'Data Source=tcp:db.example,1444',
      'Initial Catalog=NAV_DW',
      'User ID=reader',
      'Password=hunter22',
      'Encrypt=Mandatory',
      'TrustServerCertificate=yes',
      'HostNameInCertificate=db',
      'ApplicationIntent=ReadOnly',
      'MultiSubnetFailover=Yes',
      'Connect Timeout=12',
      'APP=close',
      'Packet Size=8192',
      'WSID=host-1',
    ].join(' ; ');
    expect(read(`${text};;`, LAX)).toEqual({
      server: 'db.example',
      port: 1444,
      instanceName: null,
      database: 'NAV_DW',
      tls: { mode: 'on', serverName: 'db', authority: null, trustAnyCertificate: true },
      readOnlyIntent: true,
      multiSubnetFailover: true,
      connectTimeoutMs: 12_000,
      packetSize: 8192,
      applicationName: 'close',
      workstation: 'host-1',
      login: { kind: 'sql', user: 'reader', password: 'hunter22' },
      ignored: ['DRIVER'],
      secrets: ['hunter22'],
    });
  });

  it.each([
    ['Server', 'Server'],
    ['server', 'DATA SOURCE'],
    ['Addr', 'NetworkAddress'],
  ])('knows %s and %s for the same thing', (first, second) => {
    for (const keyword of [first, second]) {
      expect(read(`${keyword}=db;${LOGIN}`).server).toBe('db');
    }
  });

  it.each([
    ['db', 'db', 1433, null],
    ['tcp:db', 'db', 1433, null],
    ['TCP: db , 1444', 'db', 1444, null],
    ['db\\FINANCE', 'db', null, 'FINANCE'],
    ['.', 'localhost', 1433, null],
    ['(local)\\X', 'localhost', null, 'X'],
    ['10.0.0.7,1', '10.0.0.7', 1, null],
    ['::1,1444', '::1', 1444, null],
  ])('reads Server=%s', (text, server, port, instanceName) => {
    expect(read(`Server=${text};${LOGIN}`)).toMatchObject({ server, port, instanceName });
  });

  it.each([
    'db\\X,1433',
    'db,0',
    'db,65536',
    'db,x',
    'db:1433',
    'db,1,2',
    'a\\b\\c',
    'd b',
    'db\\',
    ',',
  ])('refuses Server=%s', (text) => {
    expect(refusal(() => read(`Server=${text};${LOGIN}`))).toMatchObject({
      code: 'BAD_CONNECTION',
      message: expect.stringContaining('Server'),
    });
  });

  it.each([
    'Failover Partner=x',
    'MARS_Connection=yes',
    'Column Encryption Setting=Enabled',
    'Request Timeout=1',
    'Network Library=dbnmpntw',
    'AttachDbFilename=x',
    'Language=de',
    'constructor=x',
    '__proto__=x',
    'Pooling=yes',
  ])('refuses what it does not know, by name and never by value: %s', (text) => {
    const [keyword = '', value = ''] = text.split('=');
    const { code, message } = refusal(() =>
      read(`Server=db;UID=reader;PWD={hunter22};${text}secretly`),
    );
    expect(code).toBe('BAD_CONNECTION');
    if (/^[A-Za-z]/.test(keyword)) expect(message).toContain(keyword);
    expect(message).not.toContain(`${value}secretly`);
  });

  it('does not show what may be the rest of a password that was not quoted', () => {
    const { message, advice } = refusal(() => read('Server=db;UID=reader;PWD=hunter;22tail=x'));
    expect(`${message}${advice}`).not.toContain('22tail');
    const spaced = refusal(() => read('Server=db;UID=reader;Pass word=hunter;tail=x'));
    expect(`${spaced.message}${spaced.advice}`).not.toContain('tail');
    expect(refusal(() => read('Server=db;UID=reader;PWD=hunter;22tail')).message).toBe(
      'part 4 of the connection string has no =',
    );
  });

  it('refuses one keyword with two values and takes one that says the same twice', () => {
    expect(refusal(() => readString('PWD=hunter23')).message).not.toMatch(/hunter/);
    expect(refusal(() => readString('Encrypt=yes;encrypt=strict')).message).toContain('Encrypt');
    expect(readString('Server=db').server).toBe('db');
  });

  it('refuses a URL with its password after the ?, however it is spelled', () => {
    expect(refusal(() => read('mssql://reader@db?Pass%20word=hunter22')).message).toContain(
      'after the ?',
    );
  });

  it.each(['constructor', '__proto__', 'toString'])('refuses Authentication=%s', (name) => {
    expect(refusal(() => readString(`Authentication=${name}`)).message).toContain(
      'not possible here',
    );
  });

  it.each(['PWD={ab', 'PWD="ab', 'PWD={ab}cd', '=x', 'Database=', 'Database={}', 'PWD= '])(
    'refuses the malformed %s without a word of it',
    (text) => {
      const { code, message } = refusal(() => read(`Server=db;UID=reader;${text}`));
      expect(code).toBe('BAD_CONNECTION');
      expect(message).not.toMatch(/\b(ab|cd)\b/);
    },
  );

  it.each([
    ['Packet Size', ['511', '16384', 'x', '1e3', '-1']],
    ['Connect Timeout', ['0', '601', '1.5', '']],
    ['MultiSubnetFailover', ['1', 'maybe']],
    ['TrustServerCertificate', ['perhaps']],
    ['Encrypt', ['maybe', '1']],
    ['ApplicationIntent', ['readonly2']],
    ['Application Name', ['x'.repeat(129), 'a\u0007b']],
  ])('refuses %s with a value that cannot be honoured', (keyword, values) => {
    for (const value of values) {
      expect(refusal(() => readString(`${keyword}=${value}`, LAX)).message).toContain(keyword);
    }
  });

  it('reads back any password that is written in braces', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (password) => {
        fc.pre(password.trim() !== '');
        const { login } = read(
          `Server=db;UID=reader;PWD={${password.replaceAll('}', '}}')}};APP=x`,
        );
        expect(login).toMatchObject({ password });
      }),
    );
  });

  it('never shows a password, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const secret = 'Kq7-Kq7-Kq7';
        try {
          read(`${before}PWD=${secret}${after}`, LAX);
        } catch (thrown) {
          const { message, advice, cause } = thrown as Error & { advice?: string };
          expect(`${message} ${advice} ${cause}`).not.toContain('Kq7');
        }
      }),
    );
  });
});

describe('JSON secrets', () => {
  it('of a managed database: its own keys that are no settings are left out and reported', () => {
    const secret = JSON.stringify({
      engine: 'sqlserver',
      host: 'db.example',
      port: '1444',
      username: 'reader',
      password: 'hunter22',
      dbname: 'NAV_DW',
      dbInstanceIdentifier: 'db-1',
      dbClusterIdentifier: 'c-1',
      masterarn: 'arn:x',
    });
    expect(read(secret)).toMatchObject({
      server: 'db.example',
      port: 1444,
      database: 'NAV_DW',
      login: { kind: 'sql', user: 'reader', password: 'hunter22' },
      tls: { mode: 'on', trustAnyCertificate: false },
      ignored: ['engine', 'dbInstanceIdentifier', 'dbClusterIdentifier', 'masterarn'],
      secrets: ['hunter22'],
    });
  });

  it.each([
    ['Encrypt', 'strict'],
    ['Authentication', 'ActiveDirectoryServicePrincipal'],
    ['ApplicationIntent', 'ReadWrite'],
    ['tags', { a: 1 }],
  ])('of a managed database with the unknown key %s are refused, by its name', (key, value) => {
    const managed = { engine: 'sqlserver', host: 'db', username: 'reader', password: 'hunter22' };
    expect(() => read(JSON.stringify({ ...managed, [key]: value }))).toThrow(
      `${key} is no keyword of a connection`,
    );
  });

  it('of another engine are refused', () => {
    expect(refusal(() => read('{"engine":"postgres","host":"h"}')).message).toContain('engine');
    expect(
      read('{"engine":"sqlserver-se","host":"h","username":"u","password":"hunter22"}').server,
    ).toBe('h');
  });

  it('of our own: numbers, flags and options', () => {
    const secret = JSON.stringify({
      server: 'db',
      user: 'reader',
      password: 'hunter22',
      database: null,
      options: {
        port: 1444,
        encrypt: 'strict',
        serverName: 'cert',
        readOnlyIntent: true,
        multiSubnetFailover: true,
        connectTimeout: 5000,
        appName: 'close',
        packetSize: 4096,
        workstationId: 'w',
      },
    });
    expect(read(secret)).toMatchObject({
      port: 1444,
      database: null,
      tls: { mode: 'strict', serverName: 'cert' },
      readOnlyIntent: true,
      multiSubnetFailover: true,
      connectTimeoutMs: 5000,
      applicationName: 'close',
      packetSize: 4096,
      workstation: 'w',
    });
  });

  it.each([
    ['{"server":"db","user":"u","password":"hunter22","pasword":"x"}', 'pasword'],
    ['{"server":"db","user":"u","password":"hunter22","options":{"debug":true}}', 'options.debug'],
    ['{"server":"db","host":"db2","user":"u","password":"hunter22"}', 'server and host'],
    ['{"server":"db","user":"u","password":{"x":"hunter22"}}', 'password'],
    ['{"server":"db","user":"u","password":"hunter22","options":[]}', 'options'],
    [
      '{"server":"db","user":"u","password":"hunter22","port":1433,"options":{"instanceName":"X"}}',
      'exclude',
    ],
    ['{"server":"db","user":"u","password":"hunter22","port":1,"options":{"port":2}}', 'port'],
    ['{"server":"db","user":"u","password":"hunter22","port":99999}', 'port'],
    [
      '{"server":"db","user":"u","password":"hunter22","options":{"instanceName":"a b"}}',
      'instance',
    ],
    [
      '{"server":"db","user":"u","password":"hunter22","applicationIntent":"ReadOnly","options":{"readOnlyIntent":false}}',
      'differ',
    ],
    ['{"server":"db","user":"u","password":"hunter22"', 'no JSON object'],
    ['{"host":"db","password":"hunter22"}', 'user'],
  ])('are refused with the key, never the value: %s', (secret, word) => {
    const error = refusal(() => read(secret));
    expect(error.message).toContain(word);
    expect(
      JSON.stringify(error) + error.message + String((error as Error & typeof error).cause),
    ).not.toContain('hunter22');
  });

  it('name an instance in options', () => {
    expect(
      read('{"server":"db","user":"u","password":"hunter22","options":{"instanceName":"X"}}'),
    ).toMatchObject({ port: null, instanceName: 'X' });
  });
});

describe('URL secrets', () => {
  it('take an IPv6 address and no port', () => {
    expect(read('mssql://reader:hunter22@[::1]/')).toMatchObject({
      server: '::1',
      port: 1433,
      database: null,
    });
  });

  it.each([
    'mssql://reader:hunter22@db:99999/x',
    'mssql://reader:hunter22@db#x',
    'mssql://reader:hunt%er22@db',
    'mssql://reader@db?password=hunter22',
    'mssql://reader:hunter22@db?sslmode=off',
    'mssql://reader:hunter22@db/NAV?database=BOB',
    'mssql://reader:hunter22@/NAV',
    'mssql://db/NAV',
    'jdbc:sqlserver://db:1433;user=u;password=hunter22',
    'postgres://u:hunter22@db',
  ])('are refused without showing the password: %s', (url) => {
    const error = refusal(() => read(url)) as Error & { code: string; advice: string };
    expect(error.code).toBe('BAD_CONNECTION');
    expect(`${error.message}${error.advice}${error.cause}`).not.toMatch(/hunt/);
  });
});

describe('mssql.md 8.3: who logs in', () => {
  it.each([
    ['sql', { user: 'u', password: 'hunter22' }, { kind: 'sql', user: 'u', password: 'hunter22' }],
    [
      'entra-service-principal',
      { clientId: 'c', clientSecret: 'hunter22', tenantId: 't' },
      { kind: 'entra-service-principal', clientId: 'c', clientSecret: 'hunter22', tenantId: 't' },
    ],
    ['entra-managed-identity', {}, { kind: 'entra-managed-identity', clientId: null }],
    [
      'entra-managed-identity',
      { clientId: 'c' },
      { kind: 'entra-managed-identity', clientId: 'c' },
    ],
    ['entra-token', { token: 'hunter22' }, { kind: 'entra-token', token: 'hunter22' }],
    [
      'ntlm',
      { domain: 'CORP', user: 'svc', password: 'hunter22' },
      { kind: 'ntlm', domain: 'CORP', user: 'svc', password: 'hunter22' },
    ],
  ])('%s with %j', (authentication, keys, login) => {
    expect(read(JSON.stringify({ server: 'db', authentication, ...keys })).login).toEqual(login);
  });

  it.each([
    ['SqlPassword', 'sql'],
    ['ActiveDirectoryManagedIdentity', 'entra-managed-identity'],
    ['ActiveDirectoryMsi', 'entra-managed-identity'],
  ])('Authentication=%s of a connection string is %s', (word, kind) => {
    const login = kind === 'sql' ? LOGIN : 'UID=client-1';
    expect(read(`Server=db;${login};Authentication=${word}`).login.kind).toBe(kind);
  });

  it.each([
    'ActiveDirectoryPassword',
    'ActiveDirectoryInteractive',
    'ActiveDirectoryIntegrated',
    'ActiveDirectoryDefault',
    'azure-active-directory-password',
    'hunter22',
  ])('refuses Authentication=%s with advice and without repeating it', (word) => {
    const { message, advice } = refusal(() => readString(`Authentication=${word}`));
    expect(message).not.toContain(word);
    expect(advice).toContain('entra-service-principal');
  });

  it.each([
    [
      'a password for a managed identity',
      { authentication: 'entra-managed-identity', password: 'hunter22' },
      'password',
    ],
    [
      'a token for an SQL login',
      { user: 'u', password: 'hunter22', authentication: 'sql', token: 'hunter23' },
      'token',
    ],
    [
      'Entra keys without an authentication',
      { clientId: 'c', clientSecret: 'hunter22', tenantId: 't' },
      'authentication',
    ],
    ['no password', { user: 'u' }, 'password'],
    ['no token', { authentication: 'entra-token' }, 'token'],
    [
      'no client',
      { authentication: 'entra-service-principal', clientSecret: 'hunter22', tenantId: 't' },
      'clientId',
    ],
    [
      'no client secret',
      { authentication: 'entra-service-principal', clientId: 'c', tenantId: 't' },
      'clientSecret',
    ],
    [
      'two tenants',
      {
        authentication: 'entra-service-principal',
        clientId: 'c@t',
        clientSecret: 'hunter22',
        tenantId: 't',
      },
      'client id',
    ],
    [
      'client and user',
      {
        authentication: 'entra-service-principal',
        clientId: 'c',
        user: 'd',
        clientSecret: 'hunter22',
        tenantId: 't',
      },
      'two values',
    ],
    [
      'a Windows account as SQL login',
      { authentication: 'sql', user: 'CORP\\svc', password: 'hunter22' },
      'Windows account',
    ],
    ['no domain', { authentication: 'ntlm', user: 'svc', password: 'hunter22' }, 'domain'],
    ['two domains', { domain: 'CORP', user: 'CORP\\svc', password: 'hunter22' }, 'domain'],
  ])('refuses %s', (_what, keys, word) => {
    const { message } = refusal(() => read(JSON.stringify({ server: 'db', ...keys })));
    expect(message).toContain(word);
    expect(message).not.toContain('hunter');
  });
});

describe('D14: encryption and trust', () => {
  it('TrustServerCertificate=yes is refused unless the configuration allows it', () => {
    expect(refusal(() => readString('TrustServerCertificate=yes'))).toMatchObject({
      code: 'CONNECTION_NOT_ALLOWED',
      advice: expect.stringContaining('certificate_authority'),
    });
    expect(readString('TrustServerCertificate=yes', LAX).tls.trustAnyCertificate).toBe(true);
  });

  it('what the configuration allows is not done unless the settings ask for it', () => {
    expect(readString('', LAX).tls).toMatchObject({ mode: 'on', trustAnyCertificate: false });
  });

  it.each([
    ['trust with strict', 'TrustServerCertificate=yes;Encrypt=strict', LAX],
    ['trust beside an authority', 'TrustServerCertificate=yes', { ...LAX, authority: 'PEM' }],
    ['an authority without encryption', 'Encrypt=no', { ...LAX, authority: 'PEM' }],
    ['a certificate name without encryption', 'Encrypt=no;HostNameInCertificate=x', LAX],
  ])('refuses %s: it could not be honoured', (_what, text, configured) => {
    expect(refusal(() => readString(text, configured)).code).toBe('BAD_CONNECTION');
  });
});

describe('settings in the configuration', () => {
  const inline = {
    ...STRICT,
    settings: {
      server: 'db',
      port: '1444',
      database: 'NAV_DW',
      'authentication.kind': 'sql',
      'authentication.user': 'reader',
    },
  };

  it('take the secret as the password alone, however much it looks like something else', () => {
    for (const password of ['hunter22', '{"password":"x"}', 'Server=z;PWD=y', 'mssql://a:b@c']) {
      expect(read(password, inline)).toMatchObject({
        server: 'db',
        port: 1444,
        login: { kind: 'sql', user: 'reader', password },
        secrets: [password],
      });
    }
  });

  it.each([
    ['entra-service-principal', { client_id: 'c', tenant_id: 't' }, { clientSecret: 'hunter22' }],
    ['entra-token', {}, { token: 'hunter22' }],
    ['ntlm', { domain: 'CORP', user: 'svc' }, { password: 'hunter22' }],
  ])('take it as what %s needs', (kind, keys, login) => {
    const settings = {
      server: 'db',
      'authentication.kind': kind,
      ...Object.fromEntries(Object.entries(keys).map(([key, v]) => [`authentication.${key}`, v])),
    };
    expect(read('hunter22', { ...STRICT, settings }).login).toMatchObject({ kind, ...login });
  });

  it('need no secret for a managed identity', () => {
    const settings = { server: 'db', 'authentication.kind': 'entra-managed-identity' };
    expect(read(null, { ...STRICT, settings }).login).toEqual({
      kind: 'entra-managed-identity',
      clientId: null,
    });
  });

  it('stand beside those of the secret and must not contradict them', () => {
    const settings = { application_intent: 'ReadOnly', database: 'NAV_DW' };
    expect(readString('Database=NAV_DW', { ...STRICT, settings })).toMatchObject({
      readOnlyIntent: true,
      database: 'NAV_DW',
    });
    expect(refusal(() => readString('Database=BOB', { ...STRICT, settings })).message).toBe(
      'database and Database give two values to one setting',
    );
  });
});
