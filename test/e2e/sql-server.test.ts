import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { shapeQuery } from '../../src/app/shape-query.ts';
import { findItem } from '../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { duckdbDialect } from '../../src/catalog/portable-sql/duckdb-dialect.ts';
import { mssqlDialect } from '../../src/catalog/portable-sql/mssql-dialect.ts';
import { verifyFolder } from '../../src/evidence/verify/verify-folder.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { catalog, extractFromBooks } from '../demo/run-item.ts';
import { HOSTILE } from '../runners/mssql/hostile-texts.ts';
import { type DemoServer, demoServer } from '../support/demo-on-sql-server.ts';
import { type IpeResult, type RunJson, runIpe, startIpe } from '../support/ipe.ts';
import { ipeHere } from '../support/ipe-here.ts';
import { READER, rightsFacts } from '../support/login-rights.ts';
import { READER_FACTS } from '../support/on-stand-in.ts';
import { smallBooks } from '../support/small-books.ts';
import type { Dataset } from '../support/tds/datasets.ts';
import { startTdsStandIn, type TdsStandIn } from '../support/tds/start-tds-stand-in.ts';

vi.setConfig({ testTimeout: 300_000 });

const PASSWORD = 'Zeb+ra/42;\'q"]=é';
const ITEM = 'IPE_07';
/** An item of few statements, for what has nothing to do with the item. */
const LIGHT = 'IPE_34';

const folder = mkdtempSync(join(tmpdir(), 'soxauto-sql-server-'));
let server: DemoServer;
let embedded: string;

beforeAll(async () => {
  const books = await smallBooks();
  server = await demoServer(catalog, books);
  const asked = { id: ITEM, period: '2025-09' };
  embedded = await extractFromBooks(books, asked, ({ contentDigest }) => contentDigest);
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Place {
  readonly cwd: string;
  readonly standIn: TdsStandIn;
}

/** Sources that are databases of the stand-in. */
const SOURCES: readonly string[] = ['nav_dw', 'fin_rec'];

/** A working folder whose sources are databases of the stand-in, and the secret to reach it. */
async function aPlace(
  name: string,
  options: Parameters<typeof startTdsStandIn>[0] = {},
  settings: Record<string, unknown> = {},
  names = SOURCES,
): Promise<Place> {
  const standIn = await startTdsStandIn({
    facts: READER_FACTS,
    login: { user: 'reader', password: PASSWORD },
    clock: () => `${new Date().toISOString().slice(0, 19).replace('T', ' ')}.0000000 +00:00`,
    ...options,
  });
  const cwd = mkdtempSync(join(folder, `${name}-`));
  writeFileSync(join(cwd, 'authority.pem'), standIn.authority);
  const secret = {
    ...{ engine: 'sqlserver', dbInstanceIdentifier: 'books' },
    ...{ host: 'localhost', port: standIn.port, username: 'reader', password: PASSWORD },
  };
  const secrets = mkdtempSync(join(folder, 'secrets-'));
  writeFileSync(join(secrets, 'nav'), JSON.stringify(secret), { mode: 0o400 });
  const source = {
    kind: 'mssql',
    secret: 'nav',
    certificate_authority: 'authority.pem',
    ...settings,
  };
  writeFileSync(
    join(cwd, 'soxauto.config.json'),
    JSON.stringify({
      environment: 'test',
      secrets: { kind: 'files', folder: secrets },
      sources: Object.fromEntries(names.map((each) => [each, source])),
    }),
  );
  return { cwd, standIn };
}

/** The stand-in learns the answers to all queries of the item. */
function teach(
  standIn: TdsStandIn,
  id = ITEM,
  overrides: Readonly<Record<string, readonly string[]>> = {},
): void {
  const request = {
    item: findItem(catalog, id),
    period: parsePeriod('2025-09'),
    selection: resolveEntities(['ALL']),
    overrides,
  };
  for (const dataset of server.plan(request).datasets) standIn.addDataset(dataset);
}

const LIGHT_RUN = ['run', LIGHT, '--period', '2025-09', '--json', '--log', 'json'];

/** Texts of everything below a folder, members of packages included. */
function leftBehind(cwd: string): readonly (readonly [string, Buffer])[] {
  return readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const own = [path, readFileSync(path)] as const;
      if (!path.endsWith('.zip')) return [own];
      return [own, [`${path} inflated`, execFileSync('unzip', ['-p', path])] as const];
    });
}

/** Forms a password takes when it travels. */
const FORMS = [
  Buffer.from(PASSWORD, 'utf8'),
  Buffer.from(PASSWORD, 'utf16le'),
  Buffer.from(JSON.stringify(PASSWORD).slice(1, -1), 'utf8'),
  Buffer.from(encodeURIComponent(PASSWORD), 'utf8'),
  Buffer.from(Buffer.from(PASSWORD, 'utf8').toString('base64'), 'utf8'),
];

function expectNoSecret(cwd: string, { stdout, stderr }: IpeResult): void {
  const texts = [
    ...leftBehind(cwd),
    ['stdout', Buffer.from(stdout)],
    ['stderr', Buffer.from(stderr)],
  ] as const;
  expect(texts.length).toBeGreaterThan(3);
  const found = texts.filter(([, text]) => FORMS.some((form) => text.includes(form)));
  expect(found.map(([name]) => name)).toEqual([]);
}

/** A line of `statements.jsonl` (docs/evidence-package.md section 3). */
interface SealedStatement {
  readonly attempt: number;
  readonly purpose: string;
  readonly query: string | null;
  readonly statement: string;
  readonly sent: readonly { readonly name: string; readonly value: string }[];
  readonly rows: number | null;
}

function sealedStatements({ stdout }: IpeResult): readonly SealedStatement[] {
  const member = '*/data/02_query/statements.jsonl';
  return execFileSync('unzip', ['-p', summary(stdout).package, member])
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SealedStatement);
}

/** A procedure's own text is its first argument. */
function asOnTheWire({ purpose, statement, sent }: SealedStatement): string {
  if (purpose === 'begin' || purpose === 'rollback') return purpose;
  return statement.startsWith('EXEC ') ? (sent[0]?.value ?? '') : statement;
}

function wireOf({ log }: TdsStandIn): readonly string[] {
  return log.flatMap((entry) => {
    if (entry.event === 'transaction') return [entry.operation];
    return entry.event === 'batch' || entry.event === 'rpc' ? [entry.text] : [];
  });
}

function summary(stdout: string): RunJson {
  const [first] = JSON.parse(stdout) as RunJson[];
  if (first === undefined) throw new Error('nothing was run');
  return first;
}

describe('an item whose sources are on a SQL Server', () => {
  let place: Place;
  let result: IpeResult;
  let listings = '';
  beforeAll(async () => {
    place = await aPlace('good');
    teach(place.standIn);
    const { child, ended } = startIpe(
      ['run', ITEM, '--period', '2025-09', '--resume', '--json', '--log', 'json'],
      { cwd: place.cwd },
    );
    child.stderr.on('data', () => {
      for (const file of ['cmdline', 'environ']) {
        try {
          listings += readFileSync(`/proc/${child.pid}/${file}`, 'latin1');
        } catch {
          // it has just ended, or this system shows no processes
        }
      }
    });
    result = await ended;
  });
  afterAll(() => place.standIn.close());

  it('gives the content of the embedded engine, and a package that verifies', async () => {
    const { outcome, content_sha256: content } = summary(result.stdout);
    expect({ code: result.code, outcome, content }).toEqual({
      code: 0,
      outcome: 'no_exceptions_noted',
      content: embedded,
    });
    const reports = await verifyFolder(join(place.cwd, 'evidence'));
    expect(reports.map(({ defects }) => defects)).toEqual([[]]);
  });

  it('S0-10 seals every statement in the order sent, from the snapshot to the rollback', () => {
    const lines = sealedStatements(result);
    expect(lines.map(asOnTheWire)).toEqual(wireOf(place.standIn));
    expect(new Set(lines.map(({ attempt }) => attempt))).toEqual(new Set([1]));
    const purposes = lines.map(({ purpose }) => purpose);
    expect(purposes.filter((purpose) => purpose === 'settings')).toHaveLength(2);
    expect(purposes).toContain('begin');
    expect(purposes.at(-1)).toBe('rollback');
    const queries = lines.filter(({ purpose }) => purpose === 'query').map(({ query }) => query);
    expect(queries.slice(0, 2)).toEqual(['extract', 'completeness']);
    expect(queries.length).toBeGreaterThan(10);
  });

  it('says that it is run whether it was sealed before or not', () => {
    const events = result.stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events.filter((event) => event === 'cell.source_unmarked')).toHaveLength(1);
  });

  it('leaves no secret in anything it prints, writes or shows in a list of processes', () => {
    expectNoSecret(place.cwd, result);
    expect(FORMS.filter((form) => listings.includes(form.toString('latin1')))).toEqual([]);
  });

  it('sends nothing that holds a value: parameters are bound', () => {
    const sent = place.standIn.log.flatMap((entry) => (entry.event === 'rpc' ? [entry] : []));
    const values = sent.flatMap(({ parameters }) =>
      parameters.filter(({ name }) => name.startsWith('__p')).map(({ value }) => String(value)),
    );
    expect(values).toEqual(expect.arrayContaining(['2025-10-01', 'EC_KE', 'JM_EG']));
    const bound = new Set(values);
    for (const { text } of sent) {
      const literals = text.match(/(?<=')[^']*(?=')/g) ?? [];
      expect(literals.filter((one) => /^\d{4}-\d{2}-\d{2}$|^[A-Z]{2}_[A-Z]{2}$/.test(one))).toEqual(
        [],
      );
      expect(bound.has(text)).toBe(false);
    }
    expect(place.standIn.failures()).toEqual([]);
  });
});

describe('an attempt that failed', () => {
  it('S0-10 is sealed with the one that counts, statement by statement', async () => {
    const victim = { number: 1205, class: 13, message: 'was deadlocked' };
    const deadlock = {
      do: 'error',
      errors: [victim],
      of: 'extract',
      times: 1,
      rollback: true,
    } as const;
    const place = await aPlace('deadlock', { faults: [deadlock] });
    teach(place.standIn, LIGHT);
    const result = await ipeHere(LIGHT_RUN, { cwd: place.cwd });
    await place.standIn.close();
    expect(summary(result.stdout)).toMatchObject({ outcome: 'no_exceptions_noted', attempts: 2 });
    const lines = sealedStatements(result);
    expect(lines.map(asOnTheWire)).toEqual(wireOf(place.standIn));
    const begun = lines.filter(({ purpose }) => purpose === 'begin');
    expect(begun.map(({ attempt }) => attempt)).toEqual([1, 2]);
    const extracts = lines.filter((each) => each.purpose === 'query' && each.query === 'extract');
    expect(extracts.map(({ attempt, rows }) => [attempt, rows === null])).toEqual([
      [1, true],
      [2, false],
    ]);
    const reports = await verifyFolder(join(place.cwd, 'evidence'));
    expect(reports.map(({ defects }) => defects)).toEqual([[]]);
  });
});

describe('what an operator gives', () => {
  let place: Place;
  beforeAll(async () => {
    place = await aPlace('operator');
  });
  afterAll(() => place.standIn.close());

  const runWith = (item: string, ...more: readonly string[]) =>
    ipeHere(['run', item, '--period', '2025-09', '--json', ...more], { cwd: place.cwd });

  it.each([
    ['a value that is no whole number', 'CR_03', '--param', "as_of=1'; DROP TABLE x; --"],
    ['a name that is none', 'CR_03', '--param', "as_of' OR 1=1 --=1"],
    [
      'a value that follows from the period',
      'CR_03',
      '--param',
      "cutoff=2025-09-30'; DROP TABLE x",
    ],
    ['an entity that is none', 'IPE_07', '--entity', "NG'; DROP TABLE x; --"],
    ['a list of entities with one that is none', 'IPE_07', '--entity', "NG,EC_KE') OR 1=1 --"],
  ])('as %s is refused before anything is sent', async (_what, item, option, value) => {
    const { code } = await runWith(item, option, value);
    expect(code).toBe(2);
    expect(place.standIn.log).toEqual([]);
  });

  it('as a period that is none ends the command line with 2 before anything is sent', async () => {
    const period = "2025-09'; DROP TABLE x; --";
    const { code } = await runIpe(['run', 'IPE_07', '--period', period], { cwd: place.cwd });
    expect(code).toBe(2);
    expect(place.standIn.log).toEqual([]);
  });

  it('as a text of a list it may set reaches the server bound, whatever it is', async () => {
    const accounts = Object.values(HOSTILE).map((text) => text.trim());
    expect(accounts.filter((account) => account.includes(','))).toEqual([]);
    teach(place.standIn, 'CR_03', { gl_accounts: accounts });
    const { stdout } = await runWith('CR_03', '--param', `gl_accounts=${accounts.join(',')}`);
    expect(summary(stdout).failure).toBeNull();
    const sent = place.standIn.log.flatMap((entry) => (entry.event === 'rpc' ? [entry] : []));
    const values = sent.flatMap(({ parameters }) => parameters.map(({ value }) => value));
    expect(values).toEqual(expect.arrayContaining(accounts));
    // short ones and names of the server's language stand in statements for reasons of their own
    const pasted = accounts.filter(
      (account) => /^[^@]{3}/.test(account) && sent.some(({ text }) => text.includes(account)),
    );
    expect(pasted).toEqual([]);
    expect(place.standIn.failures()).toEqual([]);
  });
});

describe('what a SQL Server refuses', () => {
  let place: Place | undefined;
  beforeEach(() => {
    place = undefined;
  });

  it.each([
    [
      'a wrong password',
      { login: { user: 'reader', password: 'another one' } },
      'AUTH_FAILED',
      runIpe,
    ],
    [
      'a login that may write',
      {
        facts: {
          ...READER_FACTS,
          ...rightsFacts({ databases: { '*': { ...READER, schemas: { '[dbo]': ['INSERT'] } } } }),
        },
      },
      'AUTH_FAILED',
      ipeHere,
    ],
    [
      'a server without encryption',
      { tls: { encryption: 'off' as const } },
      'SOURCE_UNAVAILABLE',
      ipeHere,
    ],
  ])(
    'U-3 %s ends with exit 3, a package that says why, and no secret',
    async (what, options, code, runs) => {
      place = await aPlace('refused', options);
      const result = await runs(LIGHT_RUN, { cwd: place.cwd });
      await place.standIn.close().catch(() => undefined);
      const { outcome, failure } = summary(result.stdout);
      expect({ what, exit: result.code, outcome, code: failure?.code }).toEqual({
        what,
        exit: 3,
        outcome: 'not_completed',
        code,
      });
      // what was sent before the refusal is sealed with it
      expect(sealedStatements(result).map(asOnTheWire)).toEqual(wireOf(place.standIn));
      expectNoSecret(place.cwd, result);
      const reports = await verifyFolder(join(place.cwd, 'evidence'));
      expect(reports.map(({ defects }) => defects)).toEqual([[]]);
    },
  );
});

describe('ipe doctor', () => {
  const tables = new Map<string, readonly Dataset[]>();
  beforeAll(() => {
    for (const each of catalog.sources.filter(({ name }) => SOURCES.includes(name))) {
      const datasets = Object.keys(each.tables).map((table) => {
        const query = shapeQuery(each, table, mssqlDialect);
        const { text } = shapeQuery(each, table, duckdbDialect);
        return server.dataset(query, text);
      });
      tables.set(each.name, datasets);
    }
  });

  /** What doctor prints of a server whose tables are all as declared. */
  async function doctor(
    name: string,
    options: Parameters<typeof aPlace>[1] = {},
    {
      starts = ipeHere,
      names = ['nav_dw'],
      source = {},
    }: {
      readonly starts?: typeof ipeHere;
      readonly names?: readonly string[];
      readonly source?: Record<string, unknown>;
    } = {},
  ): Promise<IpeResult> {
    const place = await aPlace(name, options, source, names);
    const datasets = names.flatMap((each) => tables.get(each) ?? []);
    for (const dataset of datasets) place.standIn.addDataset(dataset);
    const result = await starts(['doctor'], { cwd: place.cwd });
    await place.standIn.close();
    return result;
  }

  /** The line of one thing looked at. */
  const line = (stdout: string, what: string) =>
    stdout.split('\n').find((each) => new RegExp(`\\b${what}\\s`).test(each)) ?? '';

  const writer = {
    facts: {
      ...READER_FACTS,
      ...rightsFacts({
        server: { roles: ['sysadmin'] },
        databases: { '*': { ...READER, roles: ['db_datareader', 'db_datawriter'] } },
      }),
    },
  };

  it('finds a login wrong that may write, and ends with another exit than 0, also where one is allowed', async () => {
    const allowed = await doctor('writer-allowed', writer, {
      source: { require_read_only_login: false },
    });
    expect(line(allowed.stdout, 'source nav_dw')).toMatch(
      /^\W*wrong.* as reader; not read-only: the login is member of sysadmin; not read-only: the login in \w+ is member of db_datawriter;/,
    );
    expect(allowed.stdout).toContain('is there as declared');
    const refused = await doctor('writer-refused', writer);
    expect(line(refused.stdout, 'source nav_dw')).toMatch(
      /^\W*wrong.*the login must not be able to change anything, and the login is member of sysadmin/,
    );
    expect([allowed.code, refused.code].map((code) => code !== 0)).toEqual([true, true]);
  });

  it('finds rows wrong that a policy may hide from a plain db_datareader', async () => {
    const plain = { roles: ['db_datareader'], permissions: ['CONNECT', 'SELECT'] };
    const facts = { ...READER_FACTS, ...rightsFacts({ databases: { '*': plain } }) };
    const { stdout, code } = await doctor('plain', { facts });
    expect(line(stdout, 'source nav_dw completeness')).toMatch(/wrong.*without VIEW DEFINITION/);
    expect(line(stdout, 'source nav_dw')).toMatch(
      /^\W*ok.*member of db_datareader; CONNECT, SELECT;/,
    );
    expect(code).not.toBe(0);
  });

  it('proves that the login cannot write, prints its grants, and that every table is as declared', async () => {
    const { stdout, code } = await doctor('doctor', {}, { starts: runIpe, names: SOURCES });
    expect(line(stdout, 'source nav_dw')).toMatch(
      /^\W*ok.*mssql .* on STANDIN as reader; the login has no right to change anything on the server or in \w+; on the server: CONNECT SQL, VIEW ANY DATABASE; in \w+: member of db_datareader; CONNECT, SELECT, VIEW DEFINITION;/,
    );
    expect(stdout).toMatch(/source nav_dw secret\s.*engine, dbInstanceIdentifier: left out/);
    expect(stdout.match(/is there as declared/g)?.length).toBeGreaterThan(10);
    expect(code).toBe(0);
  });
});
