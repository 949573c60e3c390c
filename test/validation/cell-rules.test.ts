import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();
const none = { status: 'PASS', measured: { expected: '0', actual: '0', difference: '0' } };

describe('F-5 not null', () => {
  const notNull = {
    id: 'not_null_customer',
    title: 'Every row names its customer',
    kind: 'not_null',
    attribute: 'F-5',
    column: 'Customer No_',
  } as const satisfies CheckSpec;
  const columns = { id: 'integer', 'Customer No_': 'text', amount: 'decimal(19,4)' } as const;
  const rows = [
    ['1', '', '1'],
    ['2', 'C1', null],
    ['10', null, '1'],
    ['9', null, '1'],
  ];

  it('passes when every row has a value, the empty text included', async () => {
    const finding = await bench.find(notNull, { columns, rows: rows.slice(0, 2) });
    expect(finding).toMatchObject({
      ...none,
      recomputable: true,
      statements: ['SELECT\n  count(*) AS "broken"\nFROM "extract"\nWHERE "Customer No_" IS NULL'],
    });
  });

  it('names the rows without one by key, in the order of the key', async () => {
    const finding = await bench.find(notNull, { columns, rows });
    expect(finding).toMatchObject({
      status: 'FAIL',
      measured: { expected: '0', actual: '2', difference: '2' },
      offending: {
        columns: ['id', 'Customer No_'],
        rows: [
          ['9', null],
          ['10', null],
        ],
        total: 2,
      },
      recomputable: true,
    });
    expect(finding.statements).toHaveLength(2);
    expect(await bench.offendingFile(finding)).toBe('id,Customer No_\n9,\n10,\n');
  });

  it('refuses the empty text where the definition says so', async () => {
    const finding = await bench.find({ ...notNull, empty: 'refused' }, { columns, rows });
    expect(finding).toMatchObject({ status: 'FAIL', measured: { actual: '3' } });
    const other = { ...notNull, column: 'amount', empty: 'refused' } as const;
    expect(await bench.find(other, { columns, rows })).toMatchObject({ measured: { actual: '1' } });
    const accepted = await bench.find({ ...notNull, empty: 'accepted' }, { columns, rows });
    expect(accepted).toMatchObject({ measured: { actual: '2' } });
  });

  it('keeps the first rows and writes all of them', async () => {
    const many = Array.from({ length: 7 }, (_, n) => [String(n), null, null]);
    const finding = await bench.find(notNull, { columns, rows: many, offendingLimit: 3 });
    expect(finding).toMatchObject({
      offending: {
        rows: [
          ['0', null],
          ['1', null],
          ['2', null],
        ],
        total: 7,
      },
    });
    expect((await bench.offendingFile(finding)).split('\n')).toHaveLength(9);
  });
});

describe('F-5 domain', () => {
  function domain(column: string, values: readonly string[] | { parameter: string }): CheckSpec {
    return { id: 'domain', title: 'Allowed', kind: 'domain', attribute: 'F-5', column, values };
  }
  const columns = {
    id: 'integer',
    type: 'text',
    rate: 'decimal(19,4)',
    on: 'date',
    flag: 'boolean',
  } as const;
  const rows = [
    ['1', "it's", '1.0000', '2025-09-30', 'true'],
    ['2', 'B', '2.0000', '2025-09-29', 'false'],
    ['3', null, null, null, null],
  ];

  it.each([
    ['type', ["it's", 'B']],
    ['rate', ['1', '2.00']],
    ['on', ['2025-09-30', '2025-09-29']],
    ['flag', ['true', 'false']],
  ])('passes when every %s is allowed; NULL is not its business', async (column, values) => {
    const finding = await bench.find(domain(column, values), { columns, rows });
    expect(finding).toMatchObject({ ...none, recomputable: true });
  });

  it.each([
    ['type', ["it's"], ['2', 'B']],
    ['type', ['B', "IT'S"], ['1', "it's"]],
    ['rate', ['1.00001', '2'], ['1', '1.0000']],
    ['on', ['2025-09-30'], ['2', '2025-09-29']],
    ['flag', ['true'], ['2', 'false']],
  ])('fails a %s outside %j', async (column, values, row) => {
    expect(await bench.find(domain(column, values), { columns, rows })).toMatchObject({
      status: 'FAIL',
      offending: { columns: ['id', column], rows: [row], total: 1 },
    });
  });

  it('takes the allowed values from a parameter of the run, one or a list', async () => {
    const of = (value: string | readonly string[]): Situation => ({
      columns,
      rows,
      parameters: [{ name: 'types', type: 'text', value }],
    });
    const check = domain('type', { parameter: 'types' });
    const finding = await bench.find(check, of(["it's", 'B']));
    expect(finding).toMatchObject({ ...none, recomputable: false });
    expect(finding.statements[0]).toContain('NOT list_contains($types, "type")');
    expect(await bench.find(check, of('B'))).toMatchObject({
      status: 'FAIL',
      offending: { rows: [['1', "it's"]] },
    });
  });

  it.each([
    ['no allowed value', 'type', []],
    ['text for a number', 'rate', ['one']],
    ['a number too wide to compare exactly', 'rate', ['1'.repeat(39)]],
    ['a date that is none', 'on', ['2025-02-30']],
    ['an unknown parameter', 'type', { parameter: 'nowhere' }],
    ['an unknown column', 'nowhere', ['1']],
  ])('is an error with %s', async (_, column, values) => {
    const finding = await bench.find(domain(column, values), { columns, rows });
    expect(finding).toMatchObject({ status: 'ERROR', recomputable: false });
  });
});

describe('F-5 range', () => {
  function range(column: string, min: string | null, max: string | null): CheckSpec {
    return { id: 'range', title: 'In range', kind: 'range', attribute: 'F-5', column, min, max };
  }
  const columns = { id: 'integer', rate: 'decimal(19,4)', at: 'timestamp(3)' } as const;
  const rows = [
    ['1', '0.0001', '2025-09-01 00:00:00'],
    ['2', '9.5000', '2025-09-30 23:59:59.999'],
    ['3', null, null],
  ];

  it.each([
    ['rate', '0.0001', '9.5'],
    ['rate', '0', null],
    ['rate', null, '9.5000'],
    ['at', '2025-09-01T00:00:00.000', '2025-09-30T23:59:59.999'],
    ['id', '1', '3'],
  ])('passes with %s from %s to %s, both ends included', async (column, min, max) => {
    const finding = await bench.find(range(column, min, max), { columns, rows });
    expect(finding).toMatchObject({ ...none, recomputable: true });
  });

  it.each([
    ['rate', '0.00011', null, ['1', '0.0001']],
    ['rate', null, '9.49999', ['2', '9.5000']],
    ['at', '2025-09-01T00:00:00.001', null, ['1', '2025-09-01T00:00:00.000']],
  ])('fails %s outside [%s, %s]', async (column, min, max, row) => {
    expect(await bench.find(range(column, min, max), { columns, rows })).toMatchObject({
      status: 'FAIL',
      offending: { rows: [row] },
    });
  });

  it('is an error without a bound', async () => {
    const finding = await bench.find(range('rate', null, null), { columns, rows });
    expect(finding.status).toBe('ERROR');
  });
});

describe('F-5 rule', () => {
  function rule(holds: string): CheckSpec {
    return { id: 'rule', title: 'A rule', kind: 'rule', attribute: 'F-5', holds };
  }
  const columns = {
    id: 'integer',
    company: 'text',
    amount: 'decimal(19,4)',
    'Posting Date': 'date',
    note: 'text',
  } as const;
  const situation: Situation = {
    columns,
    rows: [
      ['1', 'EC_NG', '1.0000', '2025-09-30', 'é'],
      ['2', 'EC_KE', '-1.0000', '2025-10-01', ''],
      ['3', 'EC_KE', null, null, null],
    ],
    parameters: [
      { name: 'period_next', type: 'date', value: '2025-10-01' },
      { name: 'companies', type: 'text', value: ['EC_NG', 'EC_KE'] },
    ],
  };

  it('passes when it holds for every row', async () => {
    const check = rule('list_contains($companies, company) -- in scope');
    expect(await bench.find(check, situation)).toMatchObject({ ...none, recomputable: false });
  });

  it('fails the rows where it does not hold or is unknown (NULL)', async () => {
    const check = rule('"Posting Date" < $period_next AND amount > 0');
    expect(await bench.find(check, situation)).toMatchObject({
      status: 'FAIL',
      measured: { actual: '2' },
      offending: {
        columns: ['id', 'amount', 'Posting Date'],
        rows: [
          ['2', '-1.0000', '2025-10-01'],
          ['3', null, null],
        ],
      },
    });
  });

  it('cannot be turned around by an OR inside it', async () => {
    const finding = await bench.find(rule('id = 1 OR id = 2'), situation);
    expect(finding).toMatchObject({ status: 'FAIL', offending: { rows: [['3']] } });
  });

  it.each(['no_such_column > 0', 'amount >', '$unknown = 1', "read_text('/etc/passwd') = ''"])(
    'is an error, never a pass, when it reads %s',
    async (holds) => {
      const finding = await bench.find(rule(holds), situation);
      expect(finding).toMatchObject({ status: 'ERROR', reason: expect.stringMatching(/./) });
    },
  );
});

describe('F-3 cross-foot', () => {
  const crossFoot = {
    id: 'cross_foot',
    title: 'The total is the sum of its parts',
    kind: 'cross_foot',
    attribute: 'F-3',
    total: 'total',
    parts: ['net', 'tax', 'pieces'],
  } as const satisfies CheckSpec;
  const columns = {
    id: 'integer',
    total: 'decimal(19,4)',
    net: 'decimal(19,4)',
    tax: 'decimal(18,8)',
    pieces: 'integer',
    name: 'text',
  } as const;

  it('passes when every row adds up', async () => {
    const rows = [['1', '10.1000', '7.0000', '1.10000000', '2', '']];
    const finding = await bench.find(crossFoot, { columns, rows });
    expect(finding).toMatchObject({ ...none, recomputable: true });
  });

  it('fails rows that differ in the last digit or hold an unknown amount', async () => {
    const rows = [
      ['1', '10.1000', '7.0000', '1.10000001', '2', ''],
      ['2', null, '0', '0', '0', ''],
      ['3', '1', '1', null, '0', ''],
    ];
    expect(await bench.find(crossFoot, { columns, rows })).toMatchObject({
      status: 'FAIL',
      measured: { actual: '3' },
      offending: {
        columns: ['id', 'total', 'net', 'tax', 'pieces'],
        rows: [['1', '10.1000', '7.0000', '1.10000001', '2'], expect.anything(), expect.anything()],
      },
    });
  });

  it('is an error without parts or with a part that is no number', async () => {
    expect((await bench.find({ ...crossFoot, parts: [] }, { columns })).status).toBe('ERROR');
    expect((await bench.find({ ...crossFoot, parts: ['name'] }, { columns })).status).toBe('ERROR');
  });
});

describe('F-2 recalculation', () => {
  function recalculated(expression: string): CheckSpec {
    return {
      id: 'recalculation',
      title: 'The local amount is amount times rate',
      kind: 'recalculation',
      attribute: 'F-2',
      column: 'local',
      expression,
    };
  }
  const columns = {
    id: 'integer',
    amount: 'decimal(19,4)',
    rate: 'decimal(18,8)',
    local: 'decimal(19,4)',
  } as const;
  const rows = [
    ['1', '10.0000', '1.50000000', '15.0000'],
    ['2', null, '1.50000000', null],
  ];
  const formula = 'CAST(round(amount * rate, 4) AS DECIMAL(19,4)) -- half away from zero';

  it('passes when every row agrees, NULL with NULL', async () => {
    const finding = await bench.find(recalculated(formula), { columns, rows });
    expect(finding).toMatchObject({ ...none, recomputable: false });
    expect((await bench.find(recalculated(formula), { columns })).status).toBe('PASS');
  });

  it('shows what it calculated beside what stands there', async () => {
    const wrong = [...rows, ['3', '0.0001', '0.50000000', '0.0000'], ['4', '1', null, '1']];
    expect(await bench.find(recalculated(formula), { columns, rows: wrong })).toMatchObject({
      status: 'FAIL',
      offending: {
        columns: ['id', 'local', 'amount', 'rate', 'recalculated'],
        rows: [
          ['3', '0.0000', '0.0001', '0.50000000', '0.0001'],
          ['4', '1.0000', '1.0000', null, null],
        ],
      },
    });
  });

  it.each(['amount / 2', 'CAST(amount / 2 AS DECIMAL(19,4))', '(SELECT avg(rate) FROM extract)'])(
    'G-2 is an error when %s runs in binary floating point',
    async (expression) => {
      expect(await bench.find(recalculated(expression), { columns, rows })).toMatchObject({
        status: 'ERROR',
        reason: expect.stringContaining('binary floating point'),
      });
    },
  );

  it('may use the parameters of the run', async () => {
    const situation: Situation = {
      columns,
      rows,
      parameters: [{ name: 'rate_of_month', type: 'decimal(18,8)', value: '1.5' }],
    };
    const expression = 'CAST(round(amount * $rate_of_month, 4) AS DECIMAL(19,4))';
    expect((await bench.find(recalculated(expression), situation)).status).toBe('PASS');
  });
});
