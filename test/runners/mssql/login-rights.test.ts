import { describe, expect, it } from 'vitest';
import { type LoginRights, READER, rightsFacts } from '../../support/login-rights.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import type { Facts } from '../../support/tds/facts.ts';
import type { TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { NEVER, standIn } from './an-attempt.ts';

const server = (facts: Facts) => standIn({ facts: { ...READER_FACTS, ...facts } });
const inLedger = (more: NonNullable<LoginRights['databases']>[string]): LoginRights => ({
  databases: { ledger: { ...READER, ...more } },
});

/** What an allowed runner says of the login. */
async function identityOf(facts: Facts, databases: readonly string[] = []) {
  return await identityOn(await server(facts), databases);
}

async function identityOn(started: TdsStandIn, databases: readonly string[] = []) {
  const runner = runnerOn(started, { requireReadOnlyLogin: false, databases });
  const identity = await runner.identify(NEVER);
  await runner.close();
  return identity;
}

const refusedFor = (finding: string) => ({
  code: 'AUTH_FAILED',
  transient: false,
  message: expect.stringContaining(finding),
});

/** A login that must not be used: refused by default, and named where the configuration allows it. */
async function expectRefused(facts: Facts, finding: string): Promise<void> {
  const started = await server(facts);
  const runner = runnerOn(started);
  await expect(runner.open(NEVER)).rejects.toMatchObject(refusedFor(finding));
  await runner.close();
  const { mayChange, readOnlyProof } = await identityOn(started);
  expect(mayChange.join('; ')).toContain(finding);
  expect(readOnlyProof).toContain(`not read-only: ${mayChange[0]}`);
  expect(readOnlyProof).not.toContain('has no right to change anything');
}

describe('a login that may change something is refused', () => {
  it.each([
    'sysadmin',
    'serveradmin',
    'securityadmin',
    'processadmin',
    'setupadmin',
    'bulkadmin',
    'diskadmin',
    'dbcreator',
  ])('as member of the server role %s', (role) =>
    expectRefused(rightsFacts({ server: { roles: [role] } }), `the login is member of ${role}`),
  );

  it.each([
    'db_owner',
    'db_accessadmin',
    'db_securityadmin',
    'db_ddladmin',
    'db_backupoperator',
    'db_datawriter',
  ])('as member of the database role %s', (role) =>
    expectRefused(
      rightsFacts(inLedger({ roles: ['db_datareader', role] })),
      `the login in ledger is member of ${role}`,
    ),
  );

  it.each(['INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'ALTER', 'CONTROL', 'CREATE TABLE', 'NEW ONE'])(
    'with %s in the database, through whatever role',
    (permission) =>
      expectRefused(
        rightsFacts(inLedger({ permissions: ['CONNECT', 'SELECT', permission] })),
        `the login in ledger may ${permission}`,
      ),
  );

  it.each(['CONTROL SERVER', 'ALTER ANY LOGIN', 'IMPERSONATE ANY LOGIN'])(
    'with %s on the server',
    (permission) =>
      expectRefused(
        rightsFacts({ server: { permissions: [permission] } }),
        `the login on the server may ${permission}`,
      ),
  );

  it.each(['INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'ALTER', 'TAKE OWNERSHIP', 'CREATE SEQUENCE'])(
    'with %s on one schema',
    (right) =>
      expectRefused(
        rightsFacts(inLedger({ schemas: { '[dbo]': [right] } })),
        `the login in ledger may ${right} on [dbo]`,
      ),
  );

  it.each(['INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'RECEIVE', 'ALTER', 'TAKE OWNERSHIP'])(
    'with %s on one object',
    (right) =>
      expectRefused(
        rightsFacts(inLedger({ objects: { '[dbo].[G_L Entry]': [right] } })),
        `the login in ledger may ${right} on [dbo].[G_L Entry]`,
      ),
  );

  it('with UPDATE on a column, a user to act as, a key to change, or a right to pass on', () =>
    expectRefused(
      rightsFacts(
        inLedger({
          others: {
            'object_or_column dbo.Ledger.Amount': ['UPDATE'],
            'database_principal dbo': ['IMPERSONATE'],
            'database 0': ['SELECT WITH GRANT OPTION'],
          },
        }),
      ),
      'the login in ledger may UPDATE on object_or_column dbo.Ledger.Amount, IMPERSONATE on database_principal dbo, SELECT WITH GRANT OPTION on database 0',
    ));

  it('with another login of the server to act as', () =>
    expectRefused(
      rightsFacts({ server: { others: { 'server_principal 1': ['IMPERSONATE'] } } }),
      'the login on the server may IMPERSONATE on server_principal 1',
    ));

  it('and is told how much it is, with the first names of many', () =>
    expectRefused(
      rightsFacts(
        inLedger({
          objects: Object.fromEntries(
            Array.from({ length: 900 }, (_, index) => [`[dbo].[T${index}]`, ['INSERT']]),
          ),
        }),
      ),
      'INSERT on [dbo].[T3], INSERT on [dbo].[T4] and 895 more',
    ));

  it('also where it is only asked who it is', async () => {
    const runner = runnerOn(await server(rightsFacts({ server: { roles: ['sysadmin'] } })));
    await expect(runner.identify(NEVER)).rejects.toMatchObject(
      refusedFor('the login is member of sysadmin'),
    );
    await runner.close();
  });

  it('in any database that its queries name, whichever it begins in', async () => {
    const facts = rightsFacts({
      databases: { nav: { ...READER, schemas: { '[x]': ['DELETE'] } } },
    });
    expect((await identityOf(facts, ['LEDGER'])).mayChange).toEqual([]);
    expect((await identityOf(facts, ['LEDGER', 'NAV'])).mayChange).toEqual([
      'the login in NAV may DELETE on [x]',
    ]);
  });
});

describe('a login that cannot be shown to only read is refused', () => {
  it.each([
    ['role.sysadmin', null, 'the login is perhaps member of sysadmin (answered NULL)'],
    ['role.sysadmin', { error: 195 }, 'perhaps member of dbcreator (unavailable: 195)'],
    [
      'role',
      { error: 229 },
      'the login in ledger is perhaps member of db_owner (unavailable: 229)',
    ],
    ['role', [], 'the login in ledger is perhaps member of db_owner (unavailable)'],
    ['server_permission', { error: 40515 }, 'on the server may perhaps write (unavailable: 40515)'],
    ['permission', { error: 229 }, 'the login in ledger may perhaps write (unavailable: 229)'],
    ['permission', [null], 'the login in ledger may NULL'],
    [
      'schema_name',
      { error: 229 },
      'the login in ledger has perhaps schema rights (unavailable: 229)',
    ],
    [
      'object_name',
      { error: 229 },
      'the login in ledger has perhaps object rights (unavailable: 229)',
    ],
    [
      'other_name',
      { error: 229 },
      'the login in ledger has perhaps other rights (unavailable: 229)',
    ],
    ['asked_in', 'master', 'rights that cannot be asked for (answered master)'],
  ] as const)('for [%s] is %o', (fact, value, finding) =>
    expectRefused({ [fact]: value }, finding),
  );

  it('when it has no permission at all, not even to connect', () =>
    expectRefused(
      rightsFacts(inLedger({ permissions: [] })),
      'the login in ledger has rights that cannot be asked for (unavailable)',
    ));

  it('in a database that lets it not in, and says so once', async () => {
    const gone = { error: 916, message: 'is not able to access the database' };
    const names = ['role', 'permission', 'schema_name', 'object_name', 'other_name'];
    const facts = Object.fromEntries(names.map((name) => [name, gone]));
    expect((await identityOf({ ...facts, server_permission: 'CONNECT SQL' })).mayChange).toEqual([
      'the login on the server has perhaps other rights (unavailable: 916)',
      'the login in ledger has rights that cannot be asked for (unavailable: 916)',
    ]);
  });
});

describe('a login that only reads', () => {
  it('is shown with its grants, on the server and in each database', async () => {
    const facts = rightsFacts({
      databases: {
        nav: { roles: [], permissions: ['CONNECT'], schemas: { '[dbo]': ['SELECT'] } },
        books: {
          roles: ['db_datareader', 'finance_readers'],
          permissions: ['CONNECT', 'REFERENCES', 'SELECT', 'SHOWPLAN', 'UNMASK', 'VIEW DEFINITION'],
        },
      },
    });
    const { mayChange, readOnlyProof } = await identityOf(facts, ['NAV', 'Books']);
    expect(mayChange).toEqual([]);
    expect(readOnlyProof.split('; in ').slice(0, 3)).toEqual([
      'the login has no right to change anything on the server or in NAV, Books; on the server: CONNECT SQL, VIEW ANY DATABASE',
      'NAV: no role but public; CONNECT',
      expect.stringMatching(
        /^Books: member of db_datareader, finance_readers; CONNECT, REFERENCES, SELECT, SHOWPLAN, UNMASK, VIEW DEFINITION; every query/,
      ),
    ]);
  });

  it('is asked for inside of every database that is named, each as often', async () => {
    const started = await server({ db: ['NAV_DW', 'BO]OKS'] });
    const databases = ['nav_dw', 'BO]OKS', 'GONE'];
    const runner = runnerOn(started, { databases });
    expect((await runner.identify(NEVER)).databases).toEqual(databases);
    await runner.close();
    const asked = (procedure: string) =>
      started.log.flatMap((entry) =>
        entry.event === 'rpc' && entry.procedure === procedure ? [entry.text] : [],
      );
    const texts = asked('[nav_dw].sys.sp_executesql');
    expect(texts.length).toBeGreaterThan(5);
    expect(asked('[bo]]oks].sys.sp_executesql')).toEqual(texts);
    expect(asked('[gone].sys.sp_executesql')).toEqual(texts);
    // nothing of a database is asked for by way of another
    expect(asked('sp_executesql').filter((text) => /ROLEMEMBER\(\[|'DATABASE'/.test(text))).toEqual(
      [],
    );
  });
});

describe('what may be kept from a login without an error', () => {
  const policies = (text: string) => [`ledger has ${text} row-level security policies`];

  it.each([
    ['nothing, as far as it can see', {}, []],
    ['rows, by policies', { policies: 2 }, policies('2')],
    [
      'rows, by policies that are not shown to a plain db_datareader',
      { policies: 2, permissions: ['CONNECT', 'SELECT'] },
      [
        'ledger has an unknown number of row-level security policies: this login cannot see them without VIEW DEFINITION',
      ],
    ],
    [
      'values, by masks',
      { maskedColumns: 3 },
      ['ledger has 3 masked columns and the login may not unmask them'],
    ],
    [
      'nothing, by masks it may take off',
      { maskedColumns: 3, permissions: ['CONNECT', 'SELECT', 'UNMASK', 'VIEW DEFINITION'] },
      [],
    ],
  ] as const)('%s', async (_what, rights, hidden) => {
    expect((await identityOf(rightsFacts(inLedger(rights)))).mayHide).toEqual(hidden);
  });

  it('is unknown where the server does not say', async () => {
    expect((await identityOf({ row_security_policies: { error: 208 } })).mayHide).toEqual(
      policies('an unknown number of'),
    );
    expect((await identityOf({ permission: { error: 229 } })).mayHide).toEqual([
      expect.stringContaining('this login cannot see them'),
    ]);
  });
});
