import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc, { type Arbitrary } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { land } from '../../../src/extraction/land.ts';
import { csvField } from '../../../src/kernel/csv-dialect.ts';
import type { DataTypeText } from '../../../src/kernel/data-type.ts';
import type { QueryRunner, Reading } from '../../../src/runners/runner.ts';
import { Workbench } from '../../../src/workbench/workbench.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import type { Row } from '../../support/tds/datasets.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { NEVER } from './an-attempt.ts';

/** A value as the server holds it, and its text in the extract. */
interface Value {
  readonly held: string;
  readonly landed: string;
}
type Values = Arbitrary<Value>;

const same = (texts: Arbitrary<string>): Values =>
  texts.map((text) => ({ held: text, landed: text }));

const whole = (min: bigint, max: bigint): Values =>
  same(fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, 0n, max)).map(String));

/** The digits of a whole number with a point set in. */
function pointed(units: bigint, scale: number): string {
  const digits = `${units < 0n ? -units : units}`.padStart(scale + 1, '0');
  const at = digits.length - scale;
  return `${units < 0n ? '-' : ''}${digits.slice(0, at)}${scale === 0 ? '' : `.${digits.slice(at)}`}`;
}

function decimals(precision: number, scale: number): Values {
  const most = 10n ** BigInt(precision) - 1n;
  const units = fc.oneof(
    fc.bigInt({ min: -most, max: most }),
    fc.constantFrom(-most, -1n, 0n, 1n, most),
  );
  return same(units.map((value) => pointed(value, scale)));
}

function scaled(bits: bigint): Values {
  const [min, max] = [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
  const units = fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, -1n, 0n, max));
  return same(units.map((value) => pointed(value, 4)));
}

const written = (value: number) => (Object.is(value, -0) ? '-0' : String(value));
const finite = { noNaN: true, noDefaultInfinity: true };

/** The shortest digits that name the same 32-bit float, by trying. */
function shortest(value: number): string {
  const tries = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digits) => value.toExponential(digits - 1));
  const found = tries.find((text) => Math.fround(Number(text)) === value) ?? 'none';
  return written(value === 0 ? value : Number(found));
}

const DAY_MS = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();
const moments = (first: string, last: string) => {
  const [min, max] = [
    Date.parse(`${first}T00:00:00Z`),
    Date.parse(`${last}T00:00:00Z`) + DAY_MS - 1,
  ];
  return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, Date.UTC(2024, 1, 29)));
};
const fractions = (digits: number) =>
  fc
    .oneof(fc.nat(10 ** digits - 1), fc.constantFrom(0, 10 ** digits - 1))
    .map((ticks) => (digits === 0 ? '' : `.${`${ticks}`.padStart(digits, '0')}`));
const seconds = (ms: number) => iso(ms).slice(0, 19);

const times = (digits: number): Values =>
  same(
    fc
      .tuple(moments('2024-01-01', '2024-01-01'), fractions(digits))
      .map(([at, fraction]) => `${seconds(at).slice(11)}${fraction}`),
  );

function stamps(first: string, digits: number, of = fractions(digits)): Values {
  return fc.tuple(moments(first, '9999-12-31'), of).map(([at, fraction]) => ({
    held: `${seconds(at).replace('T', ' ')}${fraction}`,
    landed: `${seconds(at)}${fraction}`,
  }));
}

/** Thousandths as a clock of 300 ticks a second shows them. */
const ticked = fc
  .tuple(fc.nat(99), fc.constantFrom('0', '3', '7'))
  .map(([hundredths, last]) => `.${`${hundredths}`.padStart(2, '0')}${last}`);

function zoned(digits: number): Values {
  const offsets = fc.oneof(fc.integer({ min: -839, max: 839 }), fc.constantFrom(-840, 0, 330, 840));
  const parts = fc.tuple(moments('0002-01-01', '9998-12-31'), fractions(digits), offsets);
  return parts.map(([at, fraction, offset]) => {
    const minutes = Math.abs(offset);
    const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((n) =>
      `${n}`.padStart(2, '0'),
    );
    return {
      held: `${seconds(at).replace('T', ' ')}${fraction} ${offset < 0 ? '-' : '+'}${hour}:${minute}`,
      landed: `${seconds(at - offset * 60_000)}${fraction}Z`,
    };
  });
}

const LETTERS = fc.constantFrom(...'ab 7,"#\n\r\'éŁźß-;|');
const narrow = (maxLength: number) => fc.string({ unit: LETTERS, maxLength });
const wide = (maxLength: number) =>
  fc.string({ unit: 'binary', maxLength }).filter((text) => !text.includes('\0'));
const padded = (texts: Arbitrary<string>, length: number) =>
  same(texts.filter((text) => text.length <= length).map((text) => text.padEnd(length)));

const bytes = (minLength: number, maxLength: number): Values =>
  fc.uint8Array({ minLength, maxLength }).map((value) => ({
    held: Buffer.from(value).toString('hex'),
    landed: Buffer.from(value).toString('base64'),
  }));

/** Every type of mssql.md 3.3 that is not refused. */
const TYPES: readonly (readonly [tsqlType: string, declared: DataTypeText, values: Values])[] = [
  ['bit', 'boolean', fc.boolean().map((on) => ({ held: on ? '1' : '0', landed: String(on) }))],
  ['tinyint', 'integer', whole(0n, 255n)],
  ['smallint', 'integer', whole(-(2n ** 15n), 2n ** 15n - 1n)],
  ['int', 'integer', whole(-(2n ** 31n), 2n ** 31n - 1n)],
  ['bigint', 'integer', whole(-(2n ** 63n), 2n ** 63n - 1n)],
  ['decimal(38,4)', 'decimal(38,4)', decimals(38, 4)],
  ['decimal(9,2)', 'decimal(9,2)', decimals(9, 2)],
  ['decimal(19,0)', 'decimal(19,0)', decimals(19, 0)],
  ['numeric(38,38)', 'decimal(38,38)', decimals(38, 38)],
  ['numeric(1,0)', 'decimal(1,0)', decimals(1, 0)],
  ['money', 'decimal(19,4)', scaled(64n)],
  ['smallmoney', 'decimal(10,4)', scaled(32n)],
  [
    'float',
    'text',
    fc.double(finite).map((value) => ({ held: written(value), landed: written(value) })),
  ],
  [
    'real',
    'text',
    fc.float(finite).map((value) => ({ held: written(value), landed: shortest(value) })),
  ],
  ['date', 'date', same(moments('0001-01-01', '9999-12-31').map((at) => iso(at).slice(0, 10)))],
  ['time(7)', 'time(7)', times(7)],
  ['time(3)', 'time(3)', times(3)],
  ['time(0)', 'time(0)', times(0)],
  [
    'smalldatetime',
    'timestamp(0)',
    moments('1900-01-01', '2079-06-05').map((at) => ({
      held: `${iso(at).slice(0, 16).replace('T', ' ')}:00`,
      landed: `${iso(at).slice(0, 16)}:00`,
    })),
  ],
  ['datetime', 'timestamp(3)', stamps('1753-01-01', 3, ticked)],
  ['datetime2(7)', 'timestamp(7)', stamps('0001-01-01', 7)],
  ['datetime2(3)', 'timestamp(3)', stamps('0001-01-01', 3)],
  ['datetime2(0)', 'timestamp(0)', stamps('0001-01-01', 0)],
  ['datetimeoffset(7)', 'timestamptz(7)', zoned(7)],
  ['datetimeoffset(3)', 'timestamptz(3)', zoned(3)],
  ['datetimeoffset(0)', 'timestamptz(0)', zoned(0)],
  ['char(12)', 'text', padded(narrow(12), 12)],
  ['nchar(12)', 'text', padded(wide(12), 12)],
  ['varchar(50)', 'text', same(narrow(50))],
  ['varchar(8000)', 'text', same(narrow(60).map((text) => text.repeat(120)))],
  ['varchar(max)', 'text', same(narrow(50))],
  ['text', 'text', same(narrow(50))],
  ['nvarchar(50)', 'text', same(wide(25))],
  ['nvarchar(max)', 'text', same(wide(25))],
  ['ntext', 'text', same(wide(25))],
  ['xml', 'text', same(fc.nat().map((n) => `<a b="${n}">é, ${n}</a>`))],
  ['json', 'text', same(fc.json())],
  ['binary(4)', 'binary', bytes(4, 4)],
  ['varbinary(20)', 'binary', bytes(0, 20)],
  ['varbinary(max)', 'binary', bytes(0, 60)],
  ['image', 'binary', bytes(0, 60)],
  ['rowversion', 'binary', bytes(8, 8)],
  [
    'uniqueidentifier',
    'uuid',
    fc.uuid().map((id) => ({ held: id.toUpperCase(), landed: id.toLowerCase() })),
  ],
  [
    'hierarchyid',
    'text',
    same(fc.array(fc.nat()).map((path) => `/${path.map((n) => `${n}/`).join('')}`)),
  ],
];

const NAMES = TYPES.map((_, index) => `v${index}`);
const QUERY = aQuery(
  `SELECT ${['n', ...NAMES].map((name) => `x.${name}`).join(', ')} FROM dbo.Everything AS x`,
  {
    n: 'integer',
    ...Object.fromEntries(TYPES.map(([, declared], index) => [`v${index}`, declared])),
  },
);
const record = fc.tuple(...TYPES.map(([, , values]) => fc.option(values, { freq: 9 })));

describe('any value of any type', () => {
  let standIn: TdsStandIn;
  let runner: QueryRunner;
  let reading: Reading;
  let held: readonly Row[] = [];
  beforeAll(async () => {
    const columns = [
      { name: 'n', tsqlType: 'int' },
      ...TYPES.map(([tsqlType], index) => ({ name: `v${index}`, tsqlType })),
    ];
    const dataset = { text: QUERY.text, columns, rows: () => held };
    standIn = await startTdsStandIn({ facts: READER_FACTS, datasets: [dataset] });
    runner = runnerOn(standIn);
    reading = await runner.open(NEVER);
  });
  afterAll(async () => {
    await reading.close();
    await runner.close();
    await standIn.close();
  });

  it('comes back as its exact text, through statement, wire, runner and landing', {
    timeout: 600_000,
  }, async () => {
    const folder = await tempFolder();
    const workbench = await Workbench.open({ folder, threads: 1, memoryLimit: '512MB' });
    try {
      const rows = fc.array(record, { minLength: 10, maxLength: 60 });
      await fc.assert(
        fc.asyncProperty(rows, async (values) => {
          held = values.map((cells, n) => [`${n}`, ...cells.map((cell) => cell?.held ?? null)]);
          const delivery = await reading.deliver(QUERY, await tempFolder(folder), NEVER);
          const csvPath = join(folder, 'ipe_data.csv');
          const { misfits } = await land({
            delivery,
            columns: QUERY.columns,
            key: ['n'],
            relation: 'extract',
            csvPath,
            workbench,
            signal: NEVER,
          });
          const landed = values.map((cells, n) =>
            [`${n}`, ...cells.map((cell) => csvField(cell?.landed ?? null))].join(','),
          );
          const expected = [`n,${NAMES.join(',')}`, ...landed].map((line) => `${line}\n`).join('');
          expect(await readFile(csvPath, 'utf8')).toBe(expected);
          expect(misfits.total).toBe(0);
        }),
        { numRuns: 8, endOnFailure: true },
      );
    } finally {
      await workbench.close();
    }
  });
});
