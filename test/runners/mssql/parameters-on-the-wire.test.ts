import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvField } from '../../../src/kernel/csv-dialect.ts';
import type { BoundParameter, ParameterType } from '../../../src/kernel/query.ts';
import type { QueryRunner, Reading } from '../../../src/runners/runner.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { NEVER } from './an-attempt.ts';

const ONE = 'SELECT x.v AS v FROM t AS x WHERE x.a = @p';
const MANY = Array.from({ length: 1000 }, (_, index) => `@list_${index}`);
const LIST = `SELECT x.v AS v FROM t AS x WHERE x.a IN (${MANY.join(', ')})`;

/** Each query tells what the server holds in its variables: `decimal(18,4) 12.5000`. */
const DATASETS = [ONE, LIST].map((text) => ({
  text,
  columns: [{ name: 'v', tsqlType: 'nvarchar(max)' }],
  rows: (held: ReadonlyMap<string, { readonly type: string; readonly text: string | null }>) =>
    [...held]
      .filter(([name]) => !name.startsWith('__'))
      .map(([, { type, text: value }]) => [`${type} ${value}`]),
}));

let standIn: TdsStandIn;
let runner: QueryRunner;
let reading: Reading;
beforeAll(async () => {
  standIn = await startTdsStandIn({ facts: READER_FACTS, datasets: DATASETS });
  runner = runnerOn(standIn);
  reading = await runner.open(NEVER);
});
afterAll(async () => {
  await reading.close();
  await runner.close();
  await standIn.close();
});

/** What a query with these values puts on the wire, and what it makes of them. */
async function delivered(parameters: readonly BoundParameter[], text = ONE) {
  const before = standIn.log.length;
  const query = aQuery(text, { v: 'text' }, parameters);
  const outcome = await reading.deliver(query, await tempFolder(), NEVER).then(
    async ({ spool }) => ({ csv: await readFile(spool.files[0] ?? '', 'utf8'), error: null }),
    (error: unknown) => ({ csv: null, error }),
  );
  const log = standIn.log.slice(before);
  const wire = log.flatMap((entry) =>
    entry.event === 'rpc' && entry.kind === 'extract'
      ? entry.parameters.filter(({ name }) => name.startsWith('__p'))
      : [],
  );
  return { ...outcome, wire, sent: log.length };
}

const one = (type: ParameterType, value: string, name = 'p') => delivered([{ name, type, value }]);

async function arrives(type: ParameterType, value: string, held: string): Promise<void> {
  const { error, csv, wire } = await one(type, value);
  expect(error).toBeNull();
  expect(wire).toEqual([
    { name: '__p0', type: expect.stringMatching(/^nvarchar\((\d+|max)\)$/), value },
  ]);
  expect(csv).toBe(`v\n${csvField(held)}\n`);
}

async function isRefused(type: string, value: string, name = 'p'): Promise<void> {
  // a type is checked by the compiler; this is one that may have gone round it
  const { error, sent } = await one(type as ParameterType, value, name);
  expect({ type, value, name, error }).toMatchObject({
    error: { name: 'RunnerError', code: 'QUERY_REJECTED', transient: false },
  });
  expect(sent).toBe(0);
}

describe('what the driver alters on its way (mssql.md 4, row by row)', () => {
  it("P sql.Date '2024-02-30' is refused, and nothing is sent", () =>
    isRefused('date', '2024-02-30'));

  it("P sql.Date '05/31/2024' is refused, and nothing is sent", () =>
    isRefused('date', '05/31/2024'));

  it("P sql.Date '2024-05-31' arrives as that day from every time zone", async () => {
    const before = process.env['TZ'];
    try {
      for (const zone of ['America/New_York', 'Pacific/Kiritimati', 'UTC']) {
        process.env['TZ'] = zone;
        await arrives('date', '2024-05-31', 'date 2024-05-31');
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it("P sql.DateTime2(7) '…23:59:59.9999999' is no parameter type; as text it keeps all seven digits", async () => {
    const moment = '2024-05-31T23:59:59.9999999';
    await isRefused('datetime2(7)', moment);
    await isRefused('date', moment);
    await arrives('text', moment, `nvarchar(27) ${moment}`);
  });

  it("P sql.Decimal(18,4) '12345678901234.5678' arrives digit by digit", () =>
    arrives('decimal(18,4)', '12345678901234.5678', 'decimal(18,4) 12345678901234.5678'));

  it('P sql.Decimal(38,4) arrives with 34 digits before the point', () => {
    const value = `${'9'.repeat(34)}.9999`;
    return arrives('decimal(38,4)', value, `decimal(38,4) ${value}`);
  });

  it("P sql.Decimal '1.25' without precision is refused, and nothing is sent", () =>
    isRefused('decimal', '1.25'));

  it("P sql.Money '90071992547409.9301' is refused, and arrives as a decimal of the same digits", async () => {
    await isRefused('money', '90071992547409.9301');
    await arrives('decimal(19,4)', '90071992547409.9301', 'decimal(19,4) 90071992547409.9301');
  });

  it.each(['false', '0'])("P sql.Bit '%s' is no parameter type, and nothing is sent", (value) =>
    isRefused('bit', value),
  );

  it("P sql.Int '12.9' is refused, and nothing is sent", () => isRefused('integer', '12.9'));

  it("P sql.VarChar(10) 'Łódź' arrives as nvarchar with every letter", async () => {
    await isRefused('varchar(10)', 'Łódź');
    await arrives('text', 'Łódź', 'nvarchar(4) Łódź');
  });

  it("P sql.NVarChar(2) 'abcdef' is declared with its own length, so that nothing is cut", async () => {
    await isRefused('nvarchar(2)', 'abcdef');
    await arrives('text', 'abcdef', 'nvarchar(6) abcdef');
  });

  it.each(['', 'float', 'real', 'sql_variant'])(
    'P a value of the type %j is refused, and nothing is sent',
    (type) => isRefused(type, '5.5'),
  );

  it.each(['a int;drop table x--', '1a', '__p0', 'a b', 'a'.repeat(62)])(
    'P a parameter named %j is refused, and nothing is sent',
    (name) => isRefused('integer', '1', name),
  );
});

describe('the declared types', () => {
  it.each([
    ['date', '0001-01-01', 'date 0001-01-01'],
    ['date', '9999-12-31', 'date 9999-12-31'],
    ['integer', '-9223372036854775808', 'bigint -9223372036854775808'],
    ['integer', '9223372036854775807', 'bigint 9223372036854775807'],
    ['integer', '007', 'bigint 7'],
    ['decimal(5,2)', '000999.9', 'decimal(5,2) 999.90'],
    ['decimal(2,2)', '-0.01', 'decimal(2,2) -0.01'],
    ['text', '', 'nvarchar(1) '],
    ['text', '😀😀', 'nvarchar(4) 😀😀'],
    ['text', 'x'.repeat(4000), `nvarchar(4000) ${'x'.repeat(4000)}`],
    ['text', 'x'.repeat(4001), `nvarchar(max) ${'x'.repeat(4001)}`],
  ] as const)('P %s takes %s', (type, value, held) => arrives(type, value, held));

  it('P a list of 1,000 values arrives as 1,000 parameters', async () => {
    const parameters = MANY.map((marker, index): BoundParameter => {
      return { name: marker.slice(1), type: 'decimal(9,2)', value: `-${index}.25` };
    });
    const { error, csv, wire } = await delivered(parameters, LIST);
    expect(error).toBeNull();
    expect(wire.map(({ value }) => value)).toEqual(parameters.map(({ value }) => value));
    expect(csv).toBe(`v\n${parameters.map(({ value }) => `"decimal(9,2) ${value}"\n`).join('')}`);
  });

  const decimals = fc
    .tuple(fc.integer({ min: 1, max: 38 }), fc.nat(38), fc.boolean(), fc.nat(38))
    .filter(([precision, scale]) => scale <= precision)
    .chain(([precision, scale, negative, cut]) =>
      fc.stringMatching(new RegExp(`^[1-9][0-9]{${precision - 1}}$`)).map((digits) => {
        const whole = digits.slice(0, precision - scale) || '0';
        const fraction = digits.slice(precision - scale);
        const written = fraction.slice(0, cut);
        const sign = negative ? '-' : '';
        const exact = BigInt(`${whole}${written.padEnd(scale, '0')}`);
        return {
          type: `decimal(${precision},${scale})` as const,
          value: `${sign}${whole}${written === '' ? '' : `.${written}`}`,
          held: `${exact === 0n ? '' : sign}${whole}${scale === 0 ? '' : `.${written.padEnd(scale, '0')}`}`,
        };
      }),
    );
  const days = fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));

  it('P any value of each arrives as itself', async () => {
    const values = fc.oneof(
      days.map((value) => ({ type: 'date' as const, value, held: `date ${value}` })),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => {
        return { type: 'integer' as const, value: `${value}`, held: `bigint ${value}` };
      }),
      fc
        .string({ unit: 'binary', maxLength: 40 })
        .filter((text) => !text.includes('\0'))
        .map((value) => {
          const held = `nvarchar(${Math.max(value.length, 1)}) ${value}`;
          return { type: 'text' as const, value, held };
        }),
      decimals.map((one) => ({ ...one, held: `${one.type} ${one.held}` })),
    );
    await fc.assert(
      fc.asyncProperty(values, async ({ type, value, held }) => {
        await arrives(type, value, held);
      }),
      { numRuns: 150 },
    );
  });
});
