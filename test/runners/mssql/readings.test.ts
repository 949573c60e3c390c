import { readdir } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../../src/runners/mssql/server-facts.ts';
import type { SentStatement } from '../../../src/runners/runner.ts';
import { READER, rightsFacts } from '../../support/login-rights.ts';
import { READER_FACTS, type RunnerChanges, runnerOn } from '../../support/on-stand-in.ts';
import type { Dataset } from '../../support/tds/datasets.ts';
import type { Facts } from '../../support/tds/facts.ts';
import type { Fault } from '../../support/tds/faults.ts';
import {
  type StandInOptions,
  startTdsStandIn,
  type TdsStandIn,
} from '../../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { numbers, numbersText } from './driver-events.ts';

const NEVER = new AbortController().signal;
const NUMBERS = aQuery(numbersText, { n: 'integer', label: 'text' });
const TOTAL = {
  ...aQuery('SELECT SUM(x.n) AS total FROM numbers AS x WHERE x.n <= @most', { total: 'integer' }, [
    { name: 'most', type: 'integer', value: '20' },
  ]),
  name: 'completeness',
};
const TOTAL_SET: Dataset = {
  text: TOTAL.text,
  columns: [{ name: 'total', tsqlType: 'int' }],
  rows: (parameters) => [[parameters.get('most')?.text ?? null]],
};

/** Texts and transactions as they reached the server. */
function wireOf({ log }: TdsStandIn): readonly string[] {
  return log.flatMap((entry) => {
    if (entry.event === 'transaction') return [entry.operation];
    return entry.event === 'batch' || entry.event === 'rpc' ? [entry.text] : [];
  });
}

const asOnTheWire = ({ purpose, text, parameters }: SentStatement) => {
  if (purpose === 'begin' || purpose === 'rollback') return purpose;
  return text.startsWith('EXEC ') ? (parameters[0]?.text ?? text) : text;
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function standIn(options: StandInOptions = {}): Promise<TdsStandIn> {
  const started = await startTdsStandIn({
    facts: READER_FACTS,
    datasets: [numbers(20), TOTAL_SET],
    ...options,
  });
  closing.push(() => started.close());
  return started;
}

async function opened(started: TdsStandIn, changes: RunnerChanges = {}) {
  const runner = runnerOn(started, changes);
  closing.push(() => runner.close());
  const reading = await runner.open(NEVER);
  closing.push(() => reading.close());
  return { runner, reading };
}

const without = (...names: readonly string[]): Facts => ({
  ...READER_FACTS,
  ...Object.fromEntries(names.map((name) => [name, { error: 195, message: 'no such function' }])),
});

describe('a reading of SQL Server', () => {
  it('sends header, describe, count, query, count, footer and rollback in one SNAPSHOT transaction of one connection', async () => {
    const started = await standIn();
    const runner = runnerOn(started);
    await runner.identify(NEVER);
    const reading = await runner.open(NEVER);
    for (const query of [NUMBERS, TOTAL]) await reading.deliver(query, await tempFolder(), NEVER);
    await reading.close();
    await runner.close();
    const sent = started.log.flatMap((entry) => {
      if (entry.event === 'transaction') return [`${entry.operation} ${entry.isolation}`];
      if (entry.event !== 'batch' && entry.event !== 'rpc') return [];
      return entry.kind === 'settings' ? [] : [entry.kind];
    });
    const moment = ['facts', 'facts', 'facts', 'facts'];
    const query = ['describe', 'aggregate', 'extract', 'aggregate'];
    const asked = sent.slice(sent.indexOf('begin 5'));
    expect(new Set(sent.slice(0, sent.indexOf('begin 5')))).toEqual(new Set(['facts']));
    expect(asked).toEqual(['begin 5', ...moment, ...query, ...query, ...moment, 'rollback 0']);
    expect(sent).not.toContain('commit 0');
    const connections = () =>
      started.log.flatMap(({ event }) => (event === 'login' || event === 'closed' ? [event] : []));
    // the probe of npm mssql, then the one that reads
    await expect.poll(connections).toEqual(['login', 'closed', 'login', 'closed']);
    const purposes = runner.statements().map(({ purpose }) => purpose);
    const one = ['describe', 'count', 'query', 'count'];
    expect(purposes.slice(purposes.indexOf('begin'))).toEqual([
      ...['begin', ...moment, ...one, ...one, ...moment, 'rollback'],
    ]);
  });

  it('records every statement as it was sent, with its parameters and what came back', async () => {
    const started = await standIn();
    const { runner, reading } = await opened(started);
    await reading.deliver(TOTAL, await tempFolder(), NEVER);
    const [describe, before, extract] = runner
      .statements()
      .filter(({ query }) => query === 'completeness');
    expect(describe).toMatchObject({
      purpose: 'describe',
      text: 'EXEC sys.sp_describe_first_result_set @tsql, @params',
      parameters: [
        { name: 'tsql', text: TOTAL.text },
        { name: 'params', text: '@most bigint' },
      ],
      outcome: { columns: '"total" int' },
    });
    expect(before).toMatchObject({ purpose: 'count', outcome: { rows: '1' } });
    expect(extract).toMatchObject({
      purpose: 'query',
      parameters: [{ name: '__p0', text: '20' }],
      outcome: { rows: '1' },
    });
    const onTheWire = started.log.flatMap((entry) =>
      entry.event === 'rpc' && entry.kind === 'extract' ? [entry.text] : [],
    );
    expect(onTheWire).toEqual([extract?.text]);
  });

  it('S0-10 logs what the wire shows, the SET lines of the driver among it', async () => {
    const started = await standIn();
    const runner = runnerOn(started);
    await runner.identify(NEVER);
    const reading = await runner.open(NEVER);
    await reading.deliver(TOTAL, await tempFolder(), NEVER);
    await reading.close();
    await runner.close();
    const logged = runner.statements();
    expect(logged.map(asOnTheWire)).toEqual(wireOf(started));
    // the probe of npm mssql, then the connection that reads
    expect(logged.filter(({ purpose }) => purpose === 'settings')).toHaveLength(2);
    expect(logged.filter(({ outcome }) => Object.keys(outcome).length === 0)).toEqual([]);
  });

  it('S0-10 logs what was sent before a login was refused for its rights', async () => {
    const writer = { ...READER, roles: ['db_datareader', 'db_owner'] };
    const facts = { ...READER_FACTS, ...rightsFacts({ databases: { '*': writer } }) };
    const started = await standIn({ facts });
    const runner = runnerOn(started);
    await expect(runner.identify(NEVER)).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    await runner.close();
    const wire = wireOf(started);
    expect(wire.length).toBeGreaterThan(10);
    expect(runner.statements().map(asOnTheWire)).toEqual(wire);
  });

  it('S0-10 logs a query that failed and the reading after it', async () => {
    const deadlock: Fault = {
      ...{ do: 'error', of: 'extract', times: 1, rollback: true },
      errors: [{ number: 1205, class: 13, message: 'was deadlocked' }],
    };
    const started = await standIn({ faults: [deadlock] });
    const runner = runnerOn(started);
    const first = await runner.open(NEVER);
    await expect(first.deliver(NUMBERS, await tempFolder(), NEVER)).rejects.toMatchObject({
      transient: true,
    });
    await first.close();
    const second = await runner.open(NEVER);
    await second.deliver(NUMBERS, await tempFolder(), NEVER);
    await second.close();
    await runner.close();
    const logged = runner.statements();
    expect(logged.filter(({ purpose }) => purpose === 'begin')).toHaveLength(2);
    expect(logged.map(asOnTheWire)).toEqual(wireOf(started));
  });

  it('writes into the receipt where, how and under which rights the rows were read', async () => {
    const { reading } = await opened(await standIn());
    const { receipt } = await reading.deliver(NUMBERS, await tempFolder(), NEVER);
    expect(receipt.engineQueryId).toBe('session 52, transaction 7752, query 1');
    expect(receipt.details).toMatchObject({
      driver: expect.stringMatching(/^mssql [0-9.]+, tedious [0-9.]+$/),
      'connection.tls': 'TLSv1.2',
      'connection.tls_cipher': expect.stringContaining('ECDHE'),
      'connection.tls_certificate_sha256': expect.stringMatching(/^[0-9a-f]{64}$/),
      'connection.certificate_checked': 'yes',
      'connection.server': expect.stringMatching(/^localhost:[0-9]+$/),
      'connection.application_intent': 'ReadOnly',
      'server.product_version': '16.0.1000.6',
      'database.ledger.masked_columns': '0',
      'database.ledger.row_security_policies': '0',
      'header.isolation_level': '5',
      'header.session': '52',
      'limit.idleRowMs': '5000',
      isolation: 'SNAPSHOT',
      described_by: 'sp_describe_first_result_set',
      rows_counted_before: '20',
      rows_in_trailer: '20',
      rows_counted_after: '20',
      trailer_at: '2026-01-31 06:00:00.0000000 +00:00',
    });
  });

  it.each([
    ['off', false],
    ['off', true],
    ['on', true],
  ] as const)(
    'says that no certificate was checked: TLS %s, any certificate taken: %s',
    async (mode, trustAnyCertificate) => {
      const started = await standIn(mode === 'off' ? { tls: { encryption: 'off' } } : {});
      const tls = { mode, serverName: null, authority: null, trustAnyCertificate };
      const { reading } = await opened(started, { connection: { tls } });
      const { receipt } = await reading.deliver(NUMBERS, await tempFolder(), NEVER);
      expect(receipt.details).toMatchObject({
        'connection.tls': mode === 'off' ? 'none' : 'TLSv1.2',
        'connection.certificate_checked': 'no',
      });
    },
  );

  it.each(['12.0.6024.0', '11.0.7001.0'])(
    'refuses floats on version %s, which cannot print all their digits',
    async (version) => {
      const facts = { ...READER_FACTS, product_version: version };
      const floats = {
        ...numbers(2),
        columns: [
          { name: 'n', tsqlType: 'float' },
          { name: 'label', tsqlType: 'real' },
        ],
      };
      const { reading } = await opened(await standIn({ facts, datasets: [floats] }));
      const query = aQuery(numbersText, { n: 'text', label: 'text' });
      await expect(reading.deliver(query, await tempFolder(), NEVER)).rejects.toMatchObject({
        code: 'TYPE_REFUSED',
        message: expect.stringContaining('"n" is float, write CAST(… AS decimal(p,s)) AS [n]'),
      });
    },
  );

  it('shows no secret in receipt, statements, identity or transport', async () => {
    const started = await standIn();
    const { runner, reading } = await opened(started);
    const { receipt } = await reading.deliver(NUMBERS, await tempFolder(), NEVER);
    const shown = JSON.stringify([receipt, runner.statements(), await runner.identify(NEVER)]);
    expect(shown).not.toContain(started.password);
    expect(shown).not.toContain(JSON.stringify(started.password).slice(1, -1));
  });

  it('warns of what the scanner found', async () => {
    const query = aQuery('SELECT TOP 1 n, label FROM numbers', { n: 'integer', label: 'text' });
    const started = await standIn({ datasets: [{ ...numbers(1), text: query.text }] });
    const { reading } = await opened(started);
    const { receipt } = await reading.deliver(query, await tempFolder(), NEVER);
    expect(receipt.details['warnings']).toContain('TOP without ORDER BY');
  });

  it('ends with its first failure: what comes after it would be another state', async () => {
    const fault: Fault = {
      do: 'error',
      errors: [{ number: 8134, message: 'Divide by zero.' }],
      of: 'extract',
      times: 1,
    };
    const { reading } = await opened(await standIn({ faults: [fault] }));
    await expect(reading.deliver(NUMBERS, await tempFolder(), NEVER)).rejects.toMatchObject({
      code: 'QUERY_REJECTED',
    });
    await expect(reading.deliver(TOTAL, await tempFolder(), NEVER)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringContaining('the reading ended when an earlier query failed'),
    });
  });

  it('leaves a file alone that is there already', async () => {
    const { reading } = await opened(await standIn());
    const folder = await tempFolder();
    await reading.deliver(NUMBERS, folder, NEVER);
    await expect(reading.deliver(NUMBERS, folder, NEVER)).rejects.toMatchObject({
      code: 'OUT_OF_RESOURCES',
    });
    expect(await readdir(folder)).toEqual(['extract.csv']);
  });

  it('is refused a state that changed by its end', async () => {
    let level = '5';
    const facts: Facts = {
      ...READER_FACTS,
      isolation_level: ({ inTransaction }) => (inTransaction ? level : '2'),
    };
    const runner = runnerOn(await standIn({ facts }));
    const reading = await runner.open(NEVER);
    level = '2';
    await expect(reading.close()).rejects.toMatchObject({
      transient: true,
      message: expect.stringContaining('isolation_level was 5, is 2'),
    });
    await expect(runner.open(NEVER)).rejects.toMatchObject({
      message: expect.stringContaining('SNAPSHOT, and the server says level 2'),
    });
    await runner.close();
  });
});

const READ_ONLY = { db_updateability: ['READ_WRITE', 'READ_ONLY'] };

describe('what a reading says of its state', () => {
  it.each([
    ['snapshot', {}, { same: true, mark: 'snapshot' }],
    ['snapshot', READ_ONLY, { same: true, mark: 'snapshot-read-only' }],
    [
      'snapshot',
      {
        ...READ_ONLY,
        ...rightsFacts({ databases: { ledger: { ...READER, replica: { primary: false } } } }),
      },
      { same: true, mark: 'snapshot-secondary' },
    ],
    [
      'snapshot',
      {
        ...READ_ONLY,
        ...rightsFacts({ databases: { ledger: { ...READER, replica: { primary: true } } } }),
      },
      { same: true, mark: 'snapshot-read-only' },
    ],
    [
      'snapshot',
      { ...READ_ONLY, is_primary_replica: { error: 300 } },
      { same: true, mark: 'snapshot-read-only' },
    ],
    ['bracket', {}, { same: false, mark: 'bracketed-statement' }],
    ['bracket', { db_rcsi: ['0', '0'] }, { same: false, mark: 'bracketed-none' }],
    ['serializable', {}, { same: true, mark: 'serializable' }],
    ['snapshot', without('isolation_level'), { same: false, mark: 'snapshot-unconfirmed' }],
    ['bracket', without('db'), { same: false, mark: 'bracketed-none' }],
  ] as const)('%s with %o', async (consistency, facts, snapshot) => {
    const started = await standIn({ facts: { ...READER_FACTS, ...facts } });
    const { reading } = await opened(started, { consistency });
    expect(reading.snapshot).toEqual(snapshot);
    const { receipt } = await reading.deliver(NUMBERS, await tempFolder(), NEVER);
    expect(receipt.snapshot).toEqual(snapshot);
  });
});

describe('who answers', () => {
  it('is what the server says', async () => {
    const runner = runnerOn(await standIn({ clock: () => '2026-01-31 08:00:00.1239999 +02:00' }));
    expect(await runner.identify(NEVER)).toEqual({
      engine: 'mssql',
      engineVersion: '16.0.1000.6 Enterprise Edition (64-bit)',
      server: 'STANDIN',
      databases: ['ledger'],
      user: 'reader',
      serverTime: '2026-01-31T06:00:00.123Z',
      readOnlyProof:
        'the login has no right to change anything on the server or in ledger; on the server: CONNECT SQL, VIEW ANY DATABASE; in ledger: member of db_datareader; CONNECT, SELECT, VIEW DEFINITION; every query is one SELECT inside a derived table; every transaction is rolled back',
      mayChange: [],
      mayHide: [],
    });
    await runner.close();
  });

  it('is recorded as unavailable where the server cannot say, and costs nothing else', async () => {
    const facts = without('edition', 'client_net_address', 'transaction_id', 'masked_columns');
    const { reading, runner } = await opened(await standIn({ facts }));
    const { receipt } = await reading.deliver(NUMBERS, await tempFolder(), NEVER);
    expect(receipt.details).toMatchObject({
      'server.edition': 'unavailable: 195',
      'server.client_net_address': 'unavailable: 195',
      'server.login': 'reader',
      'header.transaction_id': 'unavailable',
      'header.isolation_level': '5',
      'database.ledger.masked_columns': 'unavailable: 195',
    });
    expect(await runner.identify(NEVER)).toMatchObject({
      engineVersion: 'unavailable: 195',
      server: expect.stringMatching(/^localhost:[0-9]+$/),
    });
  });

  it.each([
    ['2026-01-31 06:00:00.1234567 +02:00', '2026-01-31T04:00:00.123Z'],
    ['2026-01-01 00:30:00 +05:30', '2025-12-31T19:00:00.000Z'],
    ['2026-01-31T06:00:00Z', null],
    ['2026-13-31 06:00:00 +00:00', null],
  ])('the clock %s is %s', (text, instant) => {
    expect(instantOf(text)).toBe(instant);
  });

  it('is no one without a clock', async () => {
    const runner = runnerOn(await standIn({ facts: without('server_time') }));
    await expect(runner.identify(NEVER)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
    await runner.close();
  });
});

describe('servers that cannot describe a query', () => {
  const undescribed = { number: 207, message: 'column "@most" does not exist' };

  it('are asked for the columns of the query itself, from then on for all', async () => {
    const started = await standIn({
      datasets: [numbers(20), { ...TOTAL_SET, describeError: undescribed }],
    });
    const { reading } = await opened(started);
    for (const query of [TOTAL, NUMBERS]) {
      const { receipt, spool } = await reading.deliver(query, await tempFolder(), NEVER);
      expect(receipt.details['described_by']).toBe('SET FMTONLY');
      expect(spool.columns[0]?.sourceType).toBe('int');
    }
    const kinds = started.log.flatMap((entry) =>
      entry.event === 'transaction' ? [entry.operation] : 'kind' in entry ? [entry.kind] : [],
    );
    expect(kinds.filter((kind) => kind === 'describe')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'begin')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'format-only')).toHaveLength(2);
  });

  it('FMTONLY names every type as describe does', async () => {
    const types = [
      ...['bit', 'tinyint', 'smallint', 'int', 'bigint', 'decimal(38,4)', 'money', 'smallmoney'],
      ...['date', 'time(7)', 'datetime', 'smalldatetime', 'datetime2(3)', 'datetimeoffset(0)'],
      ...[
        'char(5)',
        'varchar(8000)',
        'varchar(max)',
        'nchar(5)',
        'nvarchar(4000)',
        'nvarchar(max)',
      ],
      ...['text', 'ntext', 'image', 'binary(4)', 'varbinary(20)', 'varbinary(max)'],
      ...['uniqueidentifier', 'xml'],
    ];
    const names = types.map((_, index) => `c${index}`);
    const query = aQuery(
      `SELECT ${names.join(', ')} FROM every_type`,
      Object.fromEntries(names.map((name) => [name, 'text' as const])),
    );
    const dataset: Dataset = {
      text: query.text,
      columns: types.map((tsqlType, index) => ({ name: `c${index}`, tsqlType })),
      rows: () => [types.map(() => null)],
      describeError: undescribed,
    };
    const { reading } = await opened(await standIn({ datasets: [dataset] }));
    const { spool } = await reading.deliver(query, await tempFolder(), NEVER);
    expect(spool.columns.map(({ sourceType }) => sourceType)).toEqual(types);
  });

  it('a text that has no one shape is refused without another try', async () => {
    const started = await standIn({ datasets: [{ ...numbers(3), temp: true }] });
    const { reading } = await opened(started);
    await expect(reading.deliver(NUMBERS, await tempFolder(), NEVER)).rejects.toMatchObject({
      code: 'QUERY_REJECTED',
      message: expect.stringContaining('error 11526'),
      advice: expect.stringContaining('temporary table'),
    });
    expect(started.log.some((entry) => 'kind' in entry && entry.kind === 'format-only')).toBe(
      false,
    );
  });

  it('is not tried half-way: what was read before must stay in the same transaction', async () => {
    const started = await standIn({
      datasets: [numbers(20), { ...TOTAL_SET, describeError: undescribed }],
    });
    const { reading } = await opened(started);
    await reading.deliver(NUMBERS, await tempFolder(), NEVER);
    await expect(reading.deliver(TOTAL, await tempFolder(), NEVER)).rejects.toMatchObject({
      message: expect.stringContaining('error 207'),
    });
  });
});
