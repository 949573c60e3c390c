import { readdir, readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { DataTypeText } from '../../../src/kernel/data-type.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { landedRows } from '../../contract/query-runner.ts';
import type { AthenaColumn } from '../../support/aws/athena-types.ts';
import { ALGORITHMS, type Algorithm, startChecksum } from '../../support/aws/checksums.ts';
import type { Fault } from '../../support/aws/faults.ts';
import type { Members } from '../../support/aws/service.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { anAthenaQuery } from './a-query.ts';
import { type AthenaOnStandIn, FAST, LOCATION, NEVER, startAthena } from './on-aws-stand-in.ts';

const started: AthenaOnStandIn[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.stop();
});

async function start(settings: Parameters<typeof startAthena>[0] = {}): Promise<AthenaOnStandIn> {
  const lake = await startAthena(settings);
  started.push(lake);
  return lake;
}

type Rows = readonly (readonly (string | null)[])[];

/** A table whose query and count are answered as told. */
function script({ athena }: AthenaOnStandIn, columns: readonly AthenaColumn[], rows: Rows): void {
  athena.answer(({ text }) =>
    text.includes('ipe_rows')
      ? { columns: [{ name: 'ipe_rows', type: 'varchar' }], rows: [[String(rows.length)]] }
      : { columns, rows },
  );
}

const COLUMNS = [
  { name: 'n', type: 'bigint' },
  { name: 'name', type: 'varchar' },
] as const;
/** Some 40 kB, so that a body can break in its middle. */
const MANY: Rows = Array.from({ length: 2000 }, (_, n) => [String(n), `name, "${n}"\n`]);
const WANTED = { n: 'integer', name: 'text' } as const;
const QUERY = anAthenaQuery('SELECT 1 AS "n", \'a\' AS "name"', WANTED);

async function manyRows(...faults: readonly Fault[]): Promise<AthenaOnStandIn> {
  const lake = await start();
  script(lake, COLUMNS, MANY);
  lake.standIn.faults.add(...faults);
  return lake;
}

async function deliver({ runner }: AthenaOnStandIn, query = QUERY, options = {}) {
  const reading = await runner(options).open(NEVER);
  const folder = await tempFolder();
  try {
    return { delivery: await reading.deliver(query, folder, NEVER) };
  } catch (thrown) {
    expect(await readdir(folder)).toEqual([]);
    return { thrown };
  }
}

const OBJECT = 's3.GetObject';

/** Rows of a page and what it says of its columns. */
interface ResultSet {
  readonly Rows: readonly object[];
  readonly ResultSetMetadata: object;
}

/** Somebody between Athena and here changes what it answers. */
function changeAnswers(
  { athena }: AthenaOnStandIn,
  operation: string,
  change: (answer: Members, input: Members) => Members,
): void {
  const perform = athena.operations[operation];
  if (perform === undefined) throw new Error(`the stand-in has no ${operation}`);
  Object.assign(athena.operations, {
    [operation]: async (...asked: Parameters<typeof perform>) =>
      change(await perform(...asked), asked[0]),
  });
}

describe('a result object', () => {
  it.each<[string, Fault, string]>([
    ['missing', { do: 'error', status: 404, code: 'NoSuchKey', of: OBJECT }, 'RESULT_MISSING'],
    ['forbidden', { do: 'error', status: 403, code: 'AccessDenied', of: OBJECT }, 'AUTH_FAILED'],
    [
      'in another region',
      { do: 'error', status: 301, code: 'PermanentRedirect', of: OBJECT },
      'SOURCE_UNAVAILABLE',
    ],
  ])('P03 that is %s is no result, whatever Athena says', async (_, fault, code) => {
    const { thrown } = await deliver(await manyRows(fault));
    expect(thrown).toMatchObject({ code });
  });

  it.each(['none', 'deleted'] as const)('P03 of which there is %s is no result', async (object) => {
    const lake = await start();
    lake.athena.behave({ object });
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({ code: 'RESULT_MISSING' });
  });

  it('P03 in a bucket of another account is not read', async () => {
    const { thrown } = await deliver(await manyRows(), QUERY, {
      expectedBucketOwner: '999999999999',
    });
    expect(thrown).toMatchObject({
      code: 'AUTH_FAILED',
      advice: expect.stringContaining('expected account'),
    });
  });

  it('P04 whose body breaks is resumed where it broke, from the same object', async () => {
    const lake = await start();
    script(
      lake,
      COLUMNS,
      Array.from({ length: 2000 }, (_, n) => [String(n), 'long '.repeat(300)]),
    );
    lake.standIn.faults.add(
      { do: 'drop', at: 0, of: OBJECT, times: 1 },
      { do: 'drop', at: 1_000_001, of: OBJECT, skip: 1, times: 2 },
    );
    const { delivery } = await deliver(lake);
    const [file = ''] = delivery?.spool.files ?? [];
    const execution = lake.athena.executions[0];
    const { bucket = '', key = '' } = execution?.object ?? {};
    const whole = await lake.standIn.s3.read(bucket, key);
    expect(delivery?.receipt.arrived[0]?.sha256).toBe(sha256(whole));
    expect(whole.equals(await readFile(file))).toBe(true);
    const asked = lake.standIn.requests.of(OBJECT).map(({ headers }) => headers);
    expect(asked.map(({ range }) => range?.replace(/[1-9][0-9]*/, 'k'))).toEqual([
      undefined,
      undefined,
      'bytes=k-',
      'bytes=k-',
    ]);
    for (const headers of asked.slice(2)) {
      expect(headers['if-match']).toBe(delivery?.receipt.details['object.etag']);
    }
    expect(delivery?.receipt.details['object.resumes']).toBe('3');
  });

  it.each([503, 500] as const)('P04 that S3 answers with %s is asked for again', async (status) => {
    const { delivery } = await deliver(
      await manyRows({ do: 'server-error', status, of: OBJECT, times: 4 }),
    );
    expect(delivery?.receipt.engineRows).toBe(2000);
  });

  it('P05 whose body stalls is resumed, five times', async () => {
    const timing = { ...FAST, idleMs: 300, attempts: 3 };
    const stalled = await manyRows({ do: 'stall', at: 5_000, of: OBJECT, times: 2 });
    const { delivery } = await deliver(stalled, QUERY, { timing });
    expect(delivery?.receipt.details['object.resumes']).toBe('2');
    const stalling = await manyRows({ do: 'stall', at: 100, of: OBJECT });
    const { thrown } = await deliver(stalling, QUERY, { timing });
    expect(thrown).toMatchObject({ code: 'SOURCE_UNAVAILABLE', transient: true });
    expect(stalling.standIn.requests.of(OBJECT)).toHaveLength(6);
  });

  it('P06 that was replaced between two parts is refused', async () => {
    const { thrown } = await deliver(
      await manyRows(
        { do: 'drop', at: 5_000, of: OBJECT, times: 1 },
        { do: 'replace-object', when: 'before', body: 'other', of: OBJECT, skip: 1, times: 1 },
      ),
    );
    expect(thrown).toMatchObject({ code: 'RESULT_ALTERED' });
  });

  it.each([
    ['content-range', 'bytes 0-1/2'],
    ['etag', '"another"'],
  ])('P06 that goes on with another %s is refused', async (name, value) => {
    // a body that breaks off at once may take its head with it, and the SDK would ask again by itself
    const stall: Fault = { do: 'stall', at: 5_000, of: OBJECT, times: 1 };
    const set = { [name]: value };
    const other: Fault = { do: 'answer-headers', set, of: OBJECT, skip: 1 };
    const { thrown } = await deliver(await manyRows(stall, other), QUERY, {
      timing: { ...FAST, idleMs: 300 },
    });
    expect(thrown).toMatchObject({
      code: 'RESULT_ALTERED',
      message: expect.stringContaining(value),
    });
  });

  it('P07 that goes on with more bytes than S3 announced is refused', async () => {
    const whole = await deliver(await manyRows());
    const length = whole.delivery?.receipt.arrived[0]?.bytes ?? 0;
    // the rest begins a thousand bytes too early, and says that it does not
    const early: Fault = {
      ...{ do: 'request-headers', set: { range: 'bytes=4000-' } },
      ...{ of: OBJECT, skip: 1 },
    };
    const told: Fault = {
      ...{ do: 'answer-headers', of: OBJECT, skip: 1 },
      set: { 'content-range': `bytes 5000-${length - 1}/${length}` },
    };
    const stall: Fault = { do: 'stall', at: 5_000, of: OBJECT, times: 1 };
    const { thrown } = await deliver(await manyRows(stall, early, told), QUERY, {
      timing: { ...FAST, idleMs: 300 },
    });
    expect(thrown).toMatchObject({
      code: 'RESULT_ALTERED',
      message: expect.stringContaining(`more than ${length} bytes came`),
    });
  });

  it('P07 for which the disk has no room is not begun', async () => {
    const set = { 'content-length': '4000000000000000' };
    const { thrown } = await deliver(await manyRows({ do: 'answer-headers', of: OBJECT, set }));
    expect(thrown).toMatchObject({
      message: expect.stringContaining('the result needs 8000000000000000 bytes'),
    });
  });

  it('P06 that was replaced four seconds after its query ended is refused', async () => {
    const lake = await manyRows();
    const like = Buffer.from(`"n","name"\n${'"1","other"\n'.repeat(MANY.length)}`);
    lake.standIn.faults.add({
      ...{ do: 'run', when: 'before', of: OBJECT, times: 1 },
      run: async () => {
        lake.standIn.clock.advance(4_000);
        await lake.athena.replaceResult(lake.athena.executions[0]?.query.id ?? '', like);
      },
    });
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({
      code: 'RESULT_ALTERED',
      message: expect.stringMatching(/it was last written .*, the query ended /),
    });
  });

  it('P07 that ends early without an error of the network is refused', async () => {
    const { thrown } = await deliver(
      await manyRows({ do: 'truncate', at: 20_000, withoutChecksum: true, of: OBJECT }),
    );
    expect(thrown).toMatchObject({ code: 'RESULT_ALTERED' });
  });

  it('P07 whose rest ends early without an error of the network is refused', async () => {
    const lake = await manyRows(
      { do: 'stall', at: 5_000, of: OBJECT, times: 1 },
      { do: 'truncate', at: 10_000, of: OBJECT, skip: 1 },
    );
    const { thrown } = await deliver(lake, QUERY, { timing: { ...FAST, idleMs: 300 } });
    expect(thrown).toMatchObject({ code: 'RESULT_TRUNCATED', transient: true });
  });

  it('P07 of which fewer bytes come than S3 announces is refused', async () => {
    const set = { 'content-length': '1000000' };
    const lake = await manyRows({ do: 'answer-headers', set, of: OBJECT, times: 1 });
    const { thrown } = await deliver(lake, QUERY, { timing: { ...FAST, idleMs: 300 } });
    expect(thrown).toMatchObject({
      code: 'RESULT_ALTERED',
      message: expect.stringContaining('InvalidRange'),
    });
  });

  it('P07 that has no length is refused', async () => {
    const { thrown } = await deliver(
      await manyRows({
        do: 'truncate',
        at: 20_000,
        withoutChecksum: true,
        withoutLength: true,
        of: OBJECT,
      }),
    );
    expect(thrown).toMatchObject({
      code: 'RESULT_ALTERED',
      message: expect.stringContaining('no length'),
    });
  });

  it('P07 that is cut at the end of a record is found by the count of its rows', async () => {
    const lake = await manyRows();
    const cut = (text: string) => text.slice(0, text.lastIndexOf('\n"1999",') + 1);
    lake.athena.behave(
      { object: (bytes) => Buffer.from(cut(Buffer.from(bytes).toString())) },
      ({ text }) => !text.includes('ipe_rows'),
    );
    const reading = await lake.runner().open(NEVER);
    await expect(landedRows(reading, QUERY)).rejects.toMatchObject({ code: 'ROWS_LOST' });
    const { thrown } = await deliver(lake, QUERY, { fetch: 'api' });
    expect(thrown).toMatchObject({ code: 'RESULT_TRUNCATED' });
  });

  it.each<[string, Fault]>([
    ['checksum', { do: 'wrong-checksum', of: OBJECT }],
    ['bytes', { do: 'flip', at: 9_000, of: OBJECT }],
  ])('P08 with other %s than S3 keeps of it is refused', async (_, fault) => {
    const { thrown } = await deliver(await manyRows(fault));
    expect(thrown).toMatchObject({ code: 'RESULT_ALTERED' });
  });

  /** A result of which S3 keeps this checksum and no other. */
  async function keepingOnly(algorithm: Algorithm | 'md5'): Promise<AthenaOnStandIn> {
    const lake = await manyRows();
    const { delivery } = await deliver(lake);
    const checksum = startChecksum(algorithm);
    checksum.update(await readFile(delivery?.spool.files[0] ?? ''));
    const value = checksum.digest().toString('base64');
    const set = {
      'x-amz-checksum-crc64nvme': null,
      ...(algorithm === 'md5' ? {} : { [`x-amz-checksum-${algorithm}`]: value }),
    };
    lake.standIn.faults.add({ do: 'answer-headers', set, of: OBJECT });
    return lake;
  }

  it.each([...ALGORITHMS, 'md5'] as const)(
    'P08 of which S3 keeps %s is held against it, in one piece or resumed',
    async (algorithm) => {
      const lake = await keepingOnly(algorithm);
      const named = algorithm === 'md5' ? 'md5 in its ETag' : algorithm;
      const drop: Fault = { do: 'drop', at: 5_000, of: OBJECT, times: 1 };
      lake.standIn.faults.add(drop);
      const { delivery } = await deliver(lake);
      expect(delivery?.receipt.details).toMatchObject({
        'object.checked': named,
        'object.resumes': '1',
      });
      const refused = { code: 'RESULT_ALTERED', message: expect.stringContaining(named) };
      lake.standIn.faults.add({ do: 'flip', at: 9_000, of: OBJECT, times: 1 });
      expect((await deliver(lake)).thrown).toMatchObject(refused);
      lake.standIn.faults.add(drop, { do: 'flip', at: 9_000, of: OBJECT, skip: 1, times: 1 });
      expect((await deliver(lake)).thrown).toMatchObject(refused);
    },
  );

  it('P08 of which S3 keeps a checksum of parts says in its receipt that it was not checked', async () => {
    const lake = await manyRows({
      do: 'answer-headers',
      set: {
        'x-amz-checksum-crc64nvme': null,
        'x-amz-checksum-sha256': `${'A'.repeat(43)}=-2`,
        'x-amz-checksum-type': 'COMPOSITE',
        etag: `"${'0'.repeat(32)}-2"`,
      },
      of: OBJECT,
    });
    const { delivery } = await deliver(lake);
    expect(delivery?.receipt.details).toMatchObject({
      'object.checked': 'length only',
      'object.unchecked': 'sha256',
    });
  });

  it('that is older than its query is refused', async () => {
    const set = { 'last-modified': 'Wed, 01 Jan 2020 00:00:00 GMT' };
    const { thrown } = await deliver(await manyRows({ do: 'answer-headers', set, of: OBJECT }));
    expect(thrown).toMatchObject({ code: 'STALE_EXECUTION' });
  });

  it.each<[string, (text: string) => string]>([
    ['other names', (text) => text.replace('"n","name"', '"n","nome"')],
    ['names in another order', (text) => text.replace('"n","name"', '"name","n"')],
    ['no end of its last record', (text) => text.slice(0, -1)],
    ['nothing in it', () => ''],
  ])('with %s is refused', async (_, change) => {
    const lake = await manyRows();
    lake.athena.behave({ object: (bytes) => Buffer.from(change(Buffer.from(bytes).toString())) });
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({ code: 'RESULT_ALTERED' });
  });

  it('with a record that is a field short is refused where it is read', async () => {
    const lake = await manyRows();
    lake.athena.behave({
      object: (bytes) => Buffer.from(Buffer.from(bytes).toString().replace('"7",', '"7"\n')),
    });
    const reading = await lake.runner().open(NEVER);
    await expect(landedRows(reading, QUERY)).rejects.toMatchObject({ code: 'SPOOL_UNREADABLE' });
  });
});

describe.each(['s3', 'api'] as const)('values that come by %s are exact', (fetch) => {
  async function landed(
    columns: readonly AthenaColumn[],
    rows: Rows,
    types: Readonly<Record<string, DataTypeText>>,
  ): Promise<Rows> {
    const lake = await start();
    script(lake, columns, rows);
    const reading = await lake.runner({ fetch }).open(NEVER);
    return landedRows(reading, anAthenaQuery('SELECT 1 AS "scripted"', types));
  }
  const texts = [
    { name: 'a', type: 'varchar' },
    { name: 'b', type: 'varchar' },
  ];

  it('P09 NULL and empty text, in the last column too', async () => {
    const rows = [
      ['1', null],
      ['2', ''],
      [null, '3'],
      ['', '4'],
      [null, null],
    ];
    const sorted = await landed(texts, rows, { a: 'text', b: 'text' });
    expect(sorted).toHaveLength(5);
    expect(new Set(sorted.map((row) => JSON.stringify(row)))).toEqual(
      new Set(rows.map((row) => JSON.stringify(row))),
    );
  });

  it('P09 NULL in the only column is refused: no file has a form for it', async () => {
    const types = { a: 'text' } as const;
    expect(await landed(texts.slice(0, 1), [[''], ['x\n\ny']], types)).toEqual([[''], ['x\n\ny']]);
    await expect(landed(texts.slice(0, 1), [['1'], [null]], types)).rejects.toMatchObject({
      code: 'TYPE_REFUSED',
      message: expect.stringContaining('row 2 is NULL'),
    });
  });

  it('P10 quotes, line ends, commas and letters of four bytes', async () => {
    const rows = [
      '"',
      '""',
      'a"b',
      '\r',
      '\n',
      '\r\n',
      ',',
      '😀',
      '北京',
      '\u{10ffff}',
      '#',
      "'",
    ].map((text, n) => [String(n).padStart(2, '0'), text]);
    expect(await landed(texts, rows, { a: 'text', b: 'text' })).toEqual(rows);
  });

  it('P10 letters of four bytes wherever a chunk ends', async () => {
    const rows = Array.from({ length: 600 }, (_, n) => [
      String(n).padStart(3, '0'),
      `${'x'.repeat(n % 7)}${'😀'.repeat(60)}`,
    ]);
    expect(await landed(texts, rows, { a: 'text', b: 'text' })).toEqual(rows);
  });

  it('P12 no rows are no rows', async () => {
    expect(await landed(texts, [], { a: 'text', b: 'text' })).toEqual([]);
  });

  it('P13 integers and decimals beyond what a float holds', async () => {
    const columns = [
      { name: 'a', type: 'bigint' },
      { name: 'b', type: 'decimal(38,10)' },
    ];
    const rows = [
      ['-9007199254740993', '-0.0000000001'],
      ['9007199254740993', '9999999999999999999999999999.9999999999'],
    ];
    expect(await landed(columns, rows, { a: 'integer', b: 'decimal(38,10)' })).toEqual(rows);
  });

  it('dates and times, booleans and identifiers', async () => {
    const columns = ['date', 'timestamp', 'timestamp with time zone', 'boolean', 'uuid'].map(
      (type, n) => ({ name: `c${n}`, type }),
    );
    const rows = [
      [
        '2017-01-02',
        '2017-01-01 00:00:00.000',
        '2017-01-01 10:00:00.000 UTC',
        'true',
        '6f9619ff-8b86-d011-b42d-00c04fc964ff',
      ],
    ];
    const types = {
      c0: 'date',
      c1: 'timestamp(3)',
      c2: 'timestamptz(3)',
      c3: 'boolean',
      c4: 'uuid',
    } as const;
    expect(await landed(columns, rows, types)).toEqual([
      [
        '2017-01-02',
        '2017-01-01 00:00:00',
        '2017-01-01 10:00:00',
        'true',
        '6f9619ff-8b86-d011-b42d-00c04fc964ff',
      ],
    ]);
  });

  it('more rows than a page, and exactly a page', async () => {
    for (const count of [998, 999, 1000, 2500]) {
      const rows = Array.from({ length: count }, (_, n) => [String(n).padStart(4, '0'), 'x']);
      expect(await landed(texts, rows, { a: 'text', b: 'text' })).toEqual(rows);
    }
  });

  it('a first row that equals the names is a row', async () => {
    expect(await landed(texts, [['a', 'b']], { a: 'text', b: 'text' })).toEqual([['a', 'b']]);
  });

  it.each(['double', 'float', 'array', 'map', 'row', 'varbinary', 'interval day to second'])(
    'P11 P30 %s has no exact text',
    async (type) => {
      const columns = [
        { name: 'a', type: 'varchar' },
        { name: 'total', type },
      ];
      await expect(
        landed(columns, [['1', '1.0E20']], { a: 'text', total: 'decimal(38,4)' }),
      ).rejects.toMatchObject({
        code: 'TYPE_REFUSED',
        message: expect.stringMatching(/column 2, "total", is .*: write /),
      });
    },
  );

  it('P11 two columns of one name are named by their positions', async () => {
    const columns = [
      { name: 'a', type: 'varchar' },
      { name: 'A', type: 'varchar' },
    ];
    await expect(landed(columns, [], { a: 'text', b: 'text' })).rejects.toMatchObject({
      code: 'COLUMNS_MISMATCH',
      message: expect.stringContaining('column 2 repeats the name "A"'),
    });
  });
});

describe('pages of the API', () => {
  const PAGES = 'athena.GetQueryResults';
  it('are asked for again when Athena is busy', async () => {
    const lake = await manyRows({ do: 'throttle', of: PAGES, times: 3 });
    const { delivery } = await deliver(lake, QUERY, { fetch: 'api' });
    expect(delivery?.receipt.details).toMatchObject({ fetch: 'api' });
    expect(lake.standIn.requests.of(OBJECT)).toEqual([]);
    expect(delivery?.receipt.engineRows).toBe(2000);
  });

  it.each([1000, 2000, 3000])(
    'that begin anew behind record %s are refused, and not read for ever',
    async (turnsBackAt) => {
      const lake = await start();
      const rows = Array.from({ length: 5000 }, (_, n) => [String(n), 'x']);
      script(lake, COLUMNS, rows);
      lake.athena.behave({ turnsBackAt }, ({ text }) => text === QUERY.text);
      const { thrown } = await deliver(lake, QUERY, { fetch: 'api' });
      expect(thrown).toMatchObject({
        code: 'RESULT_ALTERED',
        message: expect.stringContaining('is followed by an earlier one'),
      });
      // the columns, the first page, then each page once
      expect(lake.standIn.requests.of(PAGES)).toHaveLength(2 + turnsBackAt / 1000);
    },
  );

  it('are given up when Athena stays busy', async () => {
    const { thrown } = await deliver(await manyRows({ do: 'throttle', of: PAGES }), QUERY, {
      fetch: 'api',
    });
    expect(thrown).toMatchObject({ code: 'SOURCE_UNAVAILABLE', transient: true });
  });

  it.each([
    ['P06 of an object that lost a column', '"n"\n"1"\n', null, 'a row has 1 values, expected 2'],
    ['P03 of an object that is gone', null, 'RESULT_MISSING', 'Could not find results'],
  ])('%s are refused', async (_, other, code, message) => {
    const lake = await manyRows();
    lake.standIn.faults.add({
      ...{ do: 'run', when: 'before', of: PAGES, times: 1 },
      run: async () => {
        const id = lake.athena.executions[0]?.query.id ?? '';
        if (other === null) await lake.athena.deleteResult(id);
        else await lake.athena.replaceResult(id, Buffer.from(other));
      },
    });
    const { thrown } = await deliver(lake, QUERY, { fetch: 'api' });
    expect(thrown).toMatchObject({ message: expect.stringContaining(message) });
    if (code !== null) expect(thrown).toMatchObject({ code });
  });

  const SWAPPED = [...COLUMNS].reverse();
  const info = SWAPPED.map(({ name, type }) => ({ Name: name, Type: type }));
  const head = { Data: SWAPPED.map(({ name }) => ({ VarCharValue: name })) };

  it.each<[string, number, (set: ResultSet) => ResultSet, string]>([
    [
      'headed otherwise than the columns are described',
      1,
      (set) => ({ ...set, Rows: [head, ...set.Rows.slice(1)] }),
      'begins with',
    ],
    ['without any row', 1, (set) => ({ ...set, Rows: [] }), 'begins with'],
    [
      'headed and described otherwise than before',
      1,
      (set) => ({ Rows: [head, ...set.Rows.slice(1)], ResultSetMetadata: { ColumnInfo: info } }),
      'is described by',
    ],
    [
      'described otherwise than the first one',
      2,
      (set) => ({ ...set, ResultSetMetadata: { ColumnInfo: info } }),
      'is described by',
    ],
  ])(
    'P06 a page %s is refused: cells stand under names by position',
    async (_, at, change, how) => {
      const lake = await manyRows();
      let pages = 0;
      changeAnswers(lake, 'GetQueryResults', (answer, { MaxResults }) => {
        if (MaxResults === 1 || ++pages !== at) return answer;
        return { ...answer, ResultSet: change(answer['ResultSet'] as ResultSet) }; // as the stand-in makes it
      });
      const { thrown } = await deliver(lake, QUERY, { fetch: 'api' });
      expect(thrown).toMatchObject({
        code: 'RESULT_ALTERED',
        message: expect.stringContaining(`${how} "`),
      });
    },
  );

  it('P06 a count under another name is no count', async () => {
    const lake = await start();
    lake.athena.answer(({ text }) =>
      text.includes('ipe_rows')
        ? { columns: [{ name: 'ipe_row', type: 'varchar' }], rows: [['1']] }
        : { columns: COLUMNS, rows: [['1', 'a']] },
    );
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({ code: 'RESULT_ALTERED' });
  });

  it('fewer rows than Athena counts are refused', async () => {
    const lake = await start();
    lake.athena.answer(({ text }) =>
      text.includes('ipe_rows')
        ? { columns: [{ name: 'ipe_rows', type: 'varchar' }], rows: [['3']] }
        : { columns: COLUMNS, rows: [['1', 'a']] },
    );
    const { thrown } = await deliver(lake, QUERY, { fetch: 'api' });
    expect(thrown).toMatchObject({ code: 'RESULT_TRUNCATED' });
  });
});

describe('a workgroup', () => {
  it('P16 that enforces another place has its results read from there', async () => {
    const lake = await start();
    const { delivery } = await deliver(lake, QUERY, { outputLocation: 's3://elsewhere/x/' });
    expect(delivery?.receipt.details['execution.output_location']).toContain(`${LOCATION}/`);
    const [request] = lake.standIn.requests.of('athena.StartQueryExecution');
    expect(Object.keys(request?.input ?? {})).not.toContain('ResultConfiguration');
  });

  it('P16 that enforces nothing is told the place, and whose bucket it is', async () => {
    const lake = await start({ workgroup: { name: 'free' } });
    const { delivery } = await deliver(lake, QUERY, { outputLocation: `${LOCATION}/mine/` });
    expect(delivery?.receipt.details['execution.output_location']).toContain(`${LOCATION}/mine/`);
    const [request] = lake.standIn.requests.of('athena.StartQueryExecution');
    expect(request?.input?.['ResultConfiguration']).toEqual({
      OutputLocation: `${LOCATION}/mine/`,
      ExpectedBucketOwner: '123456789012',
    });
  });

  it('P16 with managed results is read through the API', async () => {
    const lake = await start({ workgroup: { name: 'managed', managed: true } });
    const { delivery } = await deliver(lake, QUERY, { outputLocation: LOCATION });
    expect(delivery?.receipt.details).toMatchObject({
      fetch: 'api',
      'workgroup.managed_results': 'true',
    });
    expect(lake.standIn.requests.of(OBJECT)).toEqual([]);
  });

  it('P16 that encrypts on the client is refused before a query, unless the API is used', async () => {
    const encryption = {
      EncryptionOption: 'CSE_KMS',
      KmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/k',
    } as const;
    const lake = await start({
      workgroup: { name: 'reports', enforced: true, outputLocation: LOCATION, encryption },
    });
    await expect(lake.runner().open(NEVER)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringContaining('CSE_KMS'),
    });
    expect(lake.athena.executions).toEqual([]);
    const { delivery } = await deliver(lake, QUERY, { fetch: 'api' });
    expect(delivery?.receipt.engineRows).toBe(1);
  });

  it('P16 that has come to encrypt on the client since it was read is refused', async () => {
    const workgroup = { name: 'reports', enforced: true, outputLocation: LOCATION };
    const lake = await start({ workgroup });
    const reading = await lake.runner().open(NEVER);
    Object.assign(workgroup, { encryption: { EncryptionOption: 'CSE_KMS' } });
    await expect(reading.deliver(QUERY, await tempFolder(), NEVER)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringMatching(/^execution .*\(CSE_KMS\)/),
    });
    expect(lake.standIn.requests.of(OBJECT)).toEqual([]);
  });

  it('P16 whose results have come to be managed since it was read is read through the API, and says so', async () => {
    const workgroup = { name: 'reports', outputLocation: LOCATION };
    const lake = await start({ workgroup });
    const reading = await lake.runner().open(NEVER);
    Object.assign(workgroup, { managed: true });
    const { receipt } = await reading.deliver(QUERY, await tempFolder(), NEVER);
    expect(receipt.details).toMatchObject({ fetch: 'api', 'workgroup.managed_results': 'false' });
    expect(lake.standIn.requests.of(OBJECT)).toEqual([]);
  });

  it('P16 that names the owner of its bucket is believed, and the bucket of another is not read', async () => {
    const owner = '999999999999';
    const workgroup = { name: 'reports', enforced: true, outputLocation: LOCATION };
    const lake = await start({ workgroup: { ...workgroup, expectedBucketOwner: owner } });
    const { thrown } = await deliver(lake);
    expect(thrown).toMatchObject({ code: 'AUTH_FAILED' });
    const [asked] = lake.standIn.requests.of(OBJECT);
    expect(asked?.headers['x-amz-expected-bucket-owner']).toBe(owner);
  });

  it('P16 that names another owner than the source does is refused before a query', async () => {
    const workgroup = { name: 'reports', enforced: true, outputLocation: LOCATION };
    const lake = await start({ workgroup: { ...workgroup, expectedBucketOwner: '999999999999' } });
    const runner = lake.runner({ expectedBucketOwner: '123456789012' });
    await expect(runner.open(NEVER)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringContaining('account 999999999999, the source 123456789012'),
    });
    expect(lake.athena.executions).toEqual([]);
  });

  it('P16 has its encryption sent along where the source names the place', async () => {
    const encryption = {
      EncryptionOption: 'SSE_KMS',
      KmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/k',
    } as const;
    const lake = await start({ workgroup: { name: 'free', encryption } });
    const { delivery } = await deliver(lake, QUERY, { outputLocation: LOCATION });
    const [request] = lake.standIn.requests.of('athena.StartQueryExecution');
    expect(request?.input?.['ResultConfiguration']).toEqual({
      OutputLocation: LOCATION,
      ExpectedBucketOwner: '123456789012',
      EncryptionConfiguration: encryption,
    });
    expect(delivery?.receipt.details).toMatchObject({
      'workgroup.encryption': 'SSE_KMS',
      'execution.output_encryption': 'SSE_KMS',
      'object.encryption': 'aws:kms',
      'object.kms_key': encryption.KmsKey,
    });
  });

  it('that is disabled is refused before a query', async () => {
    const lake = await start({
      workgroup: { name: 'reports', outputLocation: LOCATION, disabled: true },
    });
    await expect(lake.runner().open(NEVER)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: 'workgroup reports is DISABLED',
    });
    expect(lake.athena.executions).toEqual([]);
  });

  it('P16 without a place for results is refused: none is made up', async () => {
    const lake = await start({ workgroup: { name: 'free' } });
    await expect(lake.runner().open(NEVER)).rejects.toMatchObject({
      message: expect.stringContaining('no output location'),
    });
  });

  it('that is not there is said to be so', async () => {
    const lake = await start();
    await expect(lake.runner({ workgroup: 'nowhere' }).open(NEVER)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringContaining('WorkGroup is not found'),
    });
  });
});
