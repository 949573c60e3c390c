import { describe, expect, it } from 'vitest';
import type { Defect } from '../../../src/evidence/verify/report.ts';
import { verifyPackage } from '../../../src/evidence/verify/verify-package.ts';
import { writeZip } from '../../support/zip-surgery.ts';
import {
  bagged,
  type Cells,
  COLUMNS,
  check,
  type Draft,
  draft,
  entriesOf,
  goodRow,
  goodRows,
  type Loose,
  manifest,
  membersOf,
  NAME,
  type Parts,
  partsOf,
  record,
  units,
  zipOf,
} from './good-package.ts';
import { inFolder } from './scratch.ts';

/*
 * Level L1: every manifest is rewritten to fit, so only what the package says of its own data can give it away.
 */

async function reportOf(source: Draft, parts?: Parts, members = membersOf(source, parts)) {
  return verifyPackage(await inFolder(`${NAME}.zip`, zipOf(bagged(members))));
}

async function defectsOf(source: Draft, parts?: Parts): Promise<readonly Defect[]> {
  const report = await reportOf(source, parts);
  if (report.defects.length > 0) expect(report.level).toBe('L0');
  return report.defects;
}

/** Changes one value of one JSON file, by its path of names. */
function changed(parts: Parts, path: readonly (string | number)[], value: Loose): Parts {
  const copy = structuredClone(parts) as Loose;
  let at = copy;
  for (const name of path.slice(0, -1)) at = at[name];
  const last = path.at(-1) ?? '';
  expect(at[last]).not.toEqual(value);
  at[last] = value;
  return copy;
}

const GOOD = draft(goodRows(40));
const FILES: Readonly<Record<string, string>> = {
  evidence: 'data/evidence.json',
  schema: 'data/04_data/schema.json',
  summary: 'data/04_data/data_summary.json',
  integrity: 'data/04_data/integrity_hash.json',
  results: 'data/05_tests/validation_results.json',
  runStart: 'data/09_run/run_start.json',
};

describe('L1 every stated figure is recomputed', () => {
  it.each([
    [['evidence', 'data_hash'], 'f'.repeat(64)],
    [['evidence', 'row_count'], 41],
    [['evidence', 'data', 'bytes'], 1],
    [['evidence', 'data', 'records'], 40],
    [['evidence', 'data', 'columns'], 13],
    [['evidence', 'data', 'embedded_newlines'], 0],
    [['evidence', 'data', 'sort_key'], ['id_company']],
    [['evidence', 'data', 'row_index', 'blocks'], 4],
    [['evidence', 'data', 'row_index', 'root'], `${'A'.repeat(43)}=`],
    [['evidence', 'control_totals', 0, 'extract'], '1.0000'],
    [['evidence', 'control_totals', 0, 'difference'], '0.0001'],
    [['evidence', 'control_totals', 0, 'name'], 'id_company'],
    [['evidence', 'control_totals', 0, 'name'], 'nothing'],
    [['evidence', 'critical_column_completeness', 'posted'], '100.0%'],
    [['evidence', 'critical_column_completeness'], { nothing: '100.0%' }],
    [['evidence', 'critical_column_gaps', 'posted'], { null: 0, empty: 0 }],
    [['evidence', 'critical_column_gaps'], {}],
    [['summary', 'rows'], 41],
    [['summary', 'bytes'], 1],
    [['summary', 'columns', 0, 'name'], 'other'],
    [['summary', 'columns', 0, 'type'], 'date'],
    [['summary', 'columns', 2, 'sum'], '0.0000'],
    [['summary', 'columns', 2, 'min'], '0.0000'],
    [['summary', 'columns', 1, 'max'], '9'],
    [['summary', 'columns', 5, 'nulls'], 0],
    [['summary', 'columns', 10, 'empties'], 0],
    [['summary', 'columns', 10, 'formula_like_cells'], 0],
    [['summary', 'columns', 9, 'distinct', 'count'], 1],
    [['summary', 'columns', 9, 'distinct', 'count'], 3],
    [['summary', 'columns', 2, 'distinct', 'count'], 39],
    [['integrity', 'hash_value'], 'f'.repeat(64)],
    [['integrity', 'bytes'], 1],
    [['integrity', 'records'], 1],
    [['integrity', 'row_index', 'blocks'], 1],
    [['integrity', 'row_index', 'block_records'], 17],
    [['integrity', 'row_index', 'root'], `${'A'.repeat(43)}=`],
  ] as readonly (readonly [(string | number)[], Loose])[])(
    '%j = %j is found',
    async (path, value) => {
      const defects = await defectsOf(GOOD, changed(partsOf(GOOD), path, value));
      const file = FILES[String(path[0])];
      expect(defects.map((defect) => [defect.code, defect.path])).toContainEqual([
        'figure_differs',
        file,
      ]);
      expect(new Set(defects.map((defect) => defect.path))).toEqual(new Set([file]));
    },
  );

  it('an estimate is not compared, and is named as not checked', async () => {
    const parts = changed(partsOf(GOOD), ['summary', 'columns', 9, 'distinct'], {
      count: 77,
      exact: false,
    });
    const report = await reportOf(GOOD, parts);
    expect(report.defects).toEqual([]);
    expect(report.notChecked).toContainEqual(expect.stringMatching(/estimates: open$/));
  });

  it.each([
    ['data/04_data/row_index.csv', /^1,16,/m, '1,17,'],
    ['data/04_data/row_index.csv', /[^\n]*\n$/, ''],
    ['data/04_data/row_index.csv', /\n$/, '\n\n'],
    ['data/04_data/row_index.csv', /\n[\s\S]*/, ''],
    ['data/04_data/integrity_hash.sha256', /^./, 'x'],
    ['data/04_data/data_snapshot.csv', /EC_KE/, 'EC_NG'],
    ['data/04_data/data_snapshot.csv', /[^\n]*\n$/, ''],
    ['data/04_data/data_snapshot.csv', /\n$/, '\nmore\n'],
  ])('%s with %s replaced is found', async (path, what, by) => {
    const members = membersOf(GOOD);
    const text = members.get(path)?.toString() ?? '';
    members.set(path, Buffer.from(text.replace(what, by)));
    const report = await reportOf(GOOD, undefined, members);
    expect(report.defects.map((defect) => [defect.code, defect.path])).toEqual([
      ['figure_differs', path],
    ]);
  });

  it('an absent independent figure has no difference', async () => {
    const parts = partsOf(GOOD);
    const [total] = parts.evidence.control_totals;
    const unknown = { ...total, independent: null, difference: null };
    const results = {
      ...parts.results,
      checks: parts.results.checks.filter(({ kind }: Loose) => kind !== 'control_total'),
    };
    const evidence = { ...parts.evidence, control_totals: [unknown] };
    expect(await defectsOf(GOOD, { ...parts, evidence, results })).toEqual([]);
  });

  it('a hash total of whole numbers has no currency, and is added up again like any total', async () => {
    const parts = partsOf(GOOD);
    const sum = GOOD.rows.reduce((added, [, number]) => added + BigInt(number ?? '0'), 0n);
    const total = {
      name: 'Entry No_',
      currency: null,
      extract: `${sum}`,
      independent: `${sum}`,
      difference: '0',
    };
    const withTotal = (extract: string, difference: string) => ({
      ...parts,
      evidence: {
        ...parts.evidence,
        control_totals: [...parts.evidence.control_totals, { ...total, extract, difference }],
      },
    });
    expect(await defectsOf(GOOD, withTotal(`${sum}`, '0'))).toEqual([]);
    expect(await defectsOf(GOOD, withTotal(`${sum + 1n}`, '1'))).toMatchObject([
      { code: 'figure_differs', path: 'data/evidence.json' },
    ]);
  });

  it('goes without summary, index and preview when they are absent, and names them as missing', async () => {
    const members = membersOf(GOOD);
    const gone = [
      'data/04_data/data_summary.json',
      'data/04_data/row_index.csv',
      'data/04_data/integrity_hash.json',
      'data/04_data/integrity_hash.sha256',
      'data/05_tests/validation_results.json',
    ];
    for (const path of gone) members.delete(path);
    const report = await reportOf(GOOD, undefined, members);
    expect(report.defects.map(({ path }) => path)).toEqual(expect.arrayContaining(gone));
    expect(report.counts.rows).toBe(40);
  });
});

describe('L1 what several files say agrees', () => {
  it.each([
    [['evidence', 'evidence_id'], 'IPE_07_20250930_143522_000000', 'data/evidence.json'],
    [['evidence', 'package'], NAME.replace('NG', 'GH'), 'data/evidence.json'],
    [['evidence', 'ipe_id'], 'IPE_08', 'data/evidence.json'],
    [['evidence', 'entity'], 'GH', 'data/evidence.json'],
    [['evidence', 'period', 'from'], '2025-08-01', 'data/evidence.json'],
    [['evidence', 'period', 'to'], '2025-09-29', 'data/evidence.json'],
    [['evidence', 'cutoff_date'], '2025-08-31', 'data/evidence.json'],
    [['evidence', 'cutoff_date'], '2025-09-29', 'data/evidence.json'],
    [['evidence', 'sealed_at'], '2025-09-30T14:36:10.000Z', 'data/evidence.json'],
    [['evidence', 'extraction_timestamp'], '2025-09-30T14:35:10.000Z', 'data/evidence.json'],
    [['evidence', 'execution', 'started_at'], '2025-09-30T14:35:22.000Z', 'data/evidence.json'],
    [['evidence', 'execution', 'by'], 'somebody', 'data/evidence.json'],
    [['evidence', 'definition', 'version'], '4', 'data/evidence.json'],
    [['evidence', 'validation_status'], 'FAIL', 'data/evidence.json'],
    [['evidence', 'outcome'], 'exceptions_noted', 'data/evidence.json'],
    [['runStart', 'entity'], 'GH', 'data/09_run/run_start.json'],
    [['runStart', 'nonce'], '0'.repeat(32), 'data/09_run/run_start.json'],
    [['runStart', 'query_sha256'], '0'.repeat(64), 'data/09_run/run_start.json'],
    [['runStart', 'parameters_sha256'], '0'.repeat(64), 'data/09_run/run_start.json'],
    [['runStart', 'started_at'], '2025-09-30T14:35:23.104Z', 'data/09_run/run_start.json'],
    [['results', 'validation_status'], 'WARN', FILES['results']],
    [['results', 'outcome'], 'exceptions_noted', FILES['results']],
    [['results', 'checks', 0, 'sql_files'], ['data/05_tests/none.sql'], FILES['results']],
    [['results', 'checks', 1, 'id'], 'fits_type_99', undefined],
  ] as readonly (readonly [(string | number)[], Loose, string | undefined])[])(
    '%j = %j is found',
    async (path, value, file) => {
      const defects = await defectsOf(GOOD, changed(partsOf(GOOD), path, value));
      const places = defects.map((defect) => [defect.code, defect.path]);
      if (file === undefined) expect(places).toEqual([]);
      else expect(places).toContainEqual(['statements_differ', file]);
    },
  );

  it('a check may not stand twice, nor name a file of rows that is not there', async () => {
    const parts = partsOf(GOOD);
    const [first] = parts.results.checks;
    const lost = check(
      'rule',
      {},
      {
        recomputable: false,
        status: 'FAIL',
        offending: {
          columns: ['a'],
          rows: [['1']],
          total: 1,
          file: 'data/05_tests/exceptions_x.csv',
        },
      },
    );
    const none = check(
      'rule',
      { a: 1 },
      {
        recomputable: false,
        status: 'FAIL',
        offending: { columns: ['a'], rows: [['1']], total: 1, file: null },
      },
    );
    const checks = [...parts.results.checks, first, lost, none];
    const status = { validation_status: 'FAIL', outcome: 'exceptions_noted' };
    const defects = await defectsOf(GOOD, {
      ...parts,
      results: { ...parts.results, ...status, checks },
      evidence: { ...parts.evidence, ...status },
    });
    expect(defects.map(({ expected }) => expected.slice(0, 20))).toEqual([
      'files that tests nam',
      'ids that more than o',
    ]);
  });

  it.each([
    ['bagit.txt', /1\.0/, '0.97'],
    ['data/01_definition/definition.json', /"version"/, '"versions"'],
    ['data/01_definition/definition.json', /[\s\S]+/, '[]'],
    ['data/01_definition/definition.json', /[\s\S]+/, '{ "version": 1 }'],
    ['data/evidence.json', /"row_count"/, '"rows"'],
    ['data/evidence.json', /"entity": "NG"/, '"entity": "NG", "entity": "NG"'],
    ['data/04_data/schema.json', /csv\/v1/, 'csv/v2'],
    ['data/05_tests/validation_results.json', /"PASS"/, '"SUCCESS"'],
    ['data/execution.log', /run\.started/, 'run.opened'],
    ['data/execution.log', /\{.*\}/, '{'],
    ['data/execution.log', /\{.*\}/, '{"a":1,"a":1}'],
    ['data/execution.log', /\n$/, ''],
    ['data/execution.log', /INFO/, 'info'],
    ['data/execution.log', /[\s\S]*/, ''],
  ])('%s with %s replaced by %j is found', async (path, what, by) => {
    const members = membersOf(GOOD);
    const text = members.get(path)?.toString() ?? '';
    members.set(path, Buffer.from(text.replace(what, by)));
    const report = await reportOf(GOOD, undefined, members);
    expect(report.defects.map((defect) => defect.path)).toContain(path);
  });

  it.each([
    [/Oxum: ./, 'Oxum: 9'],
    [/Oxum: .*/, 'Oxum: many'],
    [/Identifier: IPE_07_2025/, 'Identifier: IPE_07_2024'],
    [/Identifier: IPE_07_2025/, 'Identifier: 2025'],
    [/Date: .*/, 'Date: 2025-10-01'],
    [/Organization/, 'Organisation'],
  ])('bag-info.txt with %s replaced by %j is found', async (what, by) => {
    const members = bagged(membersOf(GOOD));
    const text = members.get('bag-info.txt')?.toString() ?? '';
    members.set('bag-info.txt', Buffer.from(text.replace(what, by)));
    const tags = ['README.txt', 'bag-info.txt', 'bagit.txt', 'manifest-sha256.txt'];
    members.set(
      'tagmanifest-sha256.txt',
      manifest([...members].filter(([path]) => tags.includes(path))),
    );
    const report = await verifyPackage(await inFolder(`${NAME}.zip`, zipOf(members)));
    expect(report.level).toBe('L0');
    expect(report.defects.map(({ path }) => path)).toContain('bag-info.txt');
  });
});

describe('L1 the extract keeps to csv/v1', () => {
  function withCsv(change: (text: string) => string): Draft {
    const text = Buffer.concat(GOOD.records).toString();
    const after = change(text);
    expect(after).not.toBe(text);
    return { ...GOOD, records: [Buffer.from(after)] };
  }

  it.each([
    ['quotes around a plain word', (text: string) => text.replace('plain', '"plain"')],
    ['a quote inside a plain field', (text: string) => text.replace('plain', 'pl"ain')],
    ['a hash mark without quotes', (text: string) => text.replace('"#é😀"', '#é😀')],
    [
      'text behind a closing quote',
      (text: string) => text.replace('comma, here"', 'comma, here"x'),
    ],
    ['a CR without quotes', (text: string) => text.replace('plain', 'plain\r')],
    ['NUL', (text: string) => text.replace('plain', 'pla\0in')],
    ['NUL in quotes', (text: string) => text.replace('comma, here', 'comma,\0here')],
    ['a field too many', (text: string) => text.replace('plain,', 'plain,x,')],
    ['a field too few', (text: string) => text.replace('plain,', '')],
    ['an open quote at the end', (text: string) => `${text}"`],
    ['a closed quote at the end', (text: string) => `${text}"a,"`],
    ['no last line feed', (text: string) => text.trimEnd()],
    ['a blank line', (text: string) => text.replace('\n', '\n\n')],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['another header', (text: string) => text.replace('Entry No_', 'Entry No')],
    ['two columns swapped in the header', (text: string) => text.replace('net,tax', 'tax,net')],
    ['a NULL name in the header', (text: string) => text.replace('net,tax', 'net,')],
    ['no header', (text: string) => text.slice(text.indexOf('\n') + 1)],
    ['nothing at all', () => ''],
  ])('%s is found', async (_what, change) => {
    const report = await reportOf(withCsv(change));
    expect(report.defects).toContainEqual(
      expect.objectContaining({ code: 'bad_csv', path: 'data/ipe_data.csv' }),
    );
    expect(report.level).toBe('L0');
    expect(report.notChecked.join()).toContain('csv/v1');
  });

  it('bytes that are no UTF-8 are found', async () => {
    const broken = Buffer.concat(GOOD.records);
    broken.writeUInt8(0xff, broken.indexOf('plain'));
    const report = await reportOf({ ...GOOD, records: [broken] });
    expect(report.defects).toContainEqual(expect.objectContaining({ code: 'bad_csv' }));
  });

  it('fields far larger than what is read at a time are read whole', async () => {
    const long = `"${'x'.repeat(700_000)}"",\n`;
    const rows = goodRows(5).map((row, k) =>
      row.map((cell, at) => (at === 10 ? `${long.repeat(k % 3)}${k}` : cell)),
    );
    const report = await reportOf(draft(rows));
    expect(report.defects).toEqual([]);
    expect(report.counts.rows).toBe(5);
  });

  it('a record no reader could hold is refused', async () => {
    const rows = [goodRow(1).map((cell, at) => (at === 10 ? 'x'.repeat(18_000_000) : cell))];
    const { defects } = await reportOf(draft(rows));
    expect(defects).toContainEqual(expect.objectContaining({ code: 'bad_csv' }));
  });

  it('is not read for figures when it cannot be unpacked', async () => {
    const members = bagged(membersOf(GOOD));
    const zip = writeZip(
      entriesOf(members).map((entry) =>
        entry.name.endsWith('ipe_data.csv') ? { ...entry, crc32: 1 } : entry,
      ),
    );
    const report = await verifyPackage(await inFolder(`${NAME}.zip`, zip));
    expect(report.defects.map(({ code }) => code)).toEqual(['E_CRC']);
    expect(report.notChecked.join()).toContain('could not be unpacked');
  });
});

describe('L1 records ascend by the key', () => {
  function swapped(a: number, b: number): readonly Cells[] {
    return goodRows(100).map((row, at, rows) => rows[at === a ? b : at === b ? a : at] ?? row);
  }

  it.each([
    ['text', 5, 90],
    ['numbers, not their digits', 17, 18],
  ])('by %s', async (_what, a, b) => {
    const defects = await defectsOf(draft(swapped(a, b)));
    expect(defects.map(({ code, path }) => [code, path])).toEqual([
      ['not_sorted', 'data/ipe_data.csv'],
    ]);
  });

  it('NULL comes first, and a NULL in the key breaks the key', async () => {
    const rows = [
      [null, '1'],
      [null, '2'],
      ['a', null],
      ['a', null],
      ['a', '1'],
      ['a', '2'],
    ];
    const columns = [
      { name: 'x', type: 'text' },
      { name: 'y', type: 'integer' },
    ];
    const withChecks = (checks: readonly Loose[]) =>
      checks
        .filter(({ kind }) => kind !== 'control_total')
        .map((usual) =>
          usual.kind === 'unique_key'
            ? { ...usual, status: 'FAIL', actual: '4', difference: '4' }
            : usual,
        );
    const source = draft(rows, columns, ['x', 'y']);
    expect(await defectsOf({ ...source, withChecks })).toEqual([]);
    for (const order of [
      [1, 0, 2, 3, 4, 5],
      [0, 1, 2, 4, 3, 5],
      [2, 0, 1, 3, 4, 5],
    ]) {
      const unsorted = order.map((at) => rows[at] ?? []);
      const defects = await defectsOf({ ...draft(unsorted, columns, ['x', 'y']), withChecks });
      expect(defects.map(({ code }) => code)).toContain('not_sorted');
    }
  });
});

describe('L1 keys that stand twice', () => {
  const double = [goodRow(1), goodRow(2), goodRow(2), goodRow(2), goodRow(3)];
  const stated = (status: string, actual: string) => (checks: readonly Loose[]) =>
    checks.map((usual) =>
      usual.kind === 'unique_key' ? { ...usual, status, actual, difference: actual } : usual,
    );

  it('are no defect where the package says so itself', async () => {
    expect(await defectsOf({ ...draft(double), withChecks: stated('FAIL', '3') })).toEqual([]);
  });

  it('are one where it says otherwise, or counts them otherwise', async () => {
    const passed = await defectsOf(draft(double));
    expect(passed.map(({ code }) => code)).toEqual(['check_differs']);
    const fewer = await defectsOf({ ...draft(double), withChecks: stated('FAIL', '2') });
    expect(fewer.map(({ code }) => code)).toEqual(['check_differs']);
  });

  it('are one where it says nothing', async () => {
    const withChecks = (checks: readonly Loose[]) =>
      checks.filter(({ kind }) => kind !== 'unique_key');
    const defects = await defectsOf({ ...draft(double), withChecks });
    expect(defects.map(({ code }) => code)).toEqual(['statements_differ', 'not_stated']);
    expect(defects[0]?.actual).toContain('unique_key');
  });

  it('are none where the test was not performed, and one where it passed but may not be recomputed', async () => {
    const as = (status: string) => (checks: readonly Loose[]) =>
      checks.map((usual) =>
        usual.kind === 'unique_key' ? { ...usual, status, recomputable: false } : usual,
      );
    expect(await defectsOf({ ...draft(double), withChecks: as('ERROR') })).toEqual([]);
    const passed = await defectsOf({ ...draft(double), withChecks: as('PASS') });
    expect(passed.map(({ code }) => code)).toEqual(['not_stated']);
  });

  it('are ordered among each other by the remaining columns', async () => {
    const tie = (note: string, tax: string | null) =>
      goodRow(2).map((cell, at) => (at === 10 ? note : at === 4 ? tax : cell));
    const rows = [tie('b', null), tie('a', '0.0022'), tie('b', '0.0022'), tie('a', '0.0023')];
    const source = (order: readonly number[]) => ({
      ...draft(order.map((at) => rows[at] ?? [])),
      withChecks: stated('FAIL', '4'),
    });
    expect(await defectsOf(source([0, 1, 2, 3]))).toEqual([]);
    for (const order of [
      [0, 2, 1, 3],
      [1, 0, 2, 3],
      [0, 3, 1, 2],
    ]) {
      const defects = await defectsOf(source(order));
      expect(defects.map(({ code }) => code)).toEqual(['not_sorted']);
    }
  });
});

describe('L1 cells that do not fit their type', () => {
  const BAD: readonly (readonly [column: string, ...cells: string[]])[] = [
    ['Entry No_', '9223372036854775808', '-9223372036854775809'],
    [
      'amount',
      '1.5',
      '1',
      '.0001',
      '-.0001',
      '01.0000',
      '-0.0000',
      '1,0000',
      '1.00000',
      '1e3.0000',
    ],
    ['amount', '1234567890123456.0000', 'x.0000', '1.000x', '-', ''],
    [
      'net',
      '123456789012345678.00x0',
      '00000000000000001.0000',
      '12345678901234567890123456789012345.0000',
    ],
    ['posted', '2025-02-29', '2025-13-01', '2025-00-10', '2025-04-31', '2025-01-00', '0000-01-01'],
    ['posted', '2025/01/01', '2025-01/01', '20x5-01-01', 'x025-01-01', '2025-01-01 ', '2100-02-29'],
    ['booked', '2025-09-30T23:59:59', '2025-09-30 23:59:59.000', '2025-09-30T23:59:59.0000'],
    ['booked', '2025-09-30T24:00:00.000', '2025-09-30T23:60:00.000', '2025-09-30T23:59:60.000'],
    ['booked', '2025-09-31T23:59:59.000', '2025-09-30T23:59:59,000', '2025-09-30T23:59:59.0x0'],
    [
      'seen',
      '2025-09-30T22:00:00',
      '2025-09-30T22:00:00+',
      '2025-09-30T22-00:00Z',
      '2025-09-30T22:00-00Z',
    ],
    ['at', '24:00:00', '1:00:00', '01:0x:00'],
    ['open', 'TRUE', '1', 'maybe'],
    ['token', '0000000A-0000-4000-8000-000000000001', 'x'],
    ['raw', 'a', 'ab==c', '@@@@'],
    ['doc', '{', ''],
  ];
  const CASES = BAD.flatMap(([column, ...cells]) => cells.map((cell) => [column, cell] as const));
  const GOOD_CELLS = [
    ['posted', '2024-02-29'],
    ['posted', '2000-02-29'],
    ['posted', '0001-01-01'],
    ['posted', '9999-12-31'],
    ['amount', '-0.0001'],
    ['amount', '123456789012345.0000'],
    ['net', '-1234567890123456789012345678901234.5678'],
    ['net', '1000000000000000.0000'],
  ] as const;

  function withCell(column: string, cell: string): readonly Cells[] {
    const at = COLUMNS.findIndex(({ name }) => name === column);
    return goodRows(3).map((row, k) =>
      k === 1 ? row.map((own, i) => (i === at ? cell : own)) : row,
    );
  }

  it.each(CASES)('%s %j is unsaid a defect', async (column, cell) => {
    const source = draft(withCell(column, cell));
    const records = [...source.records];
    // The figures of the summary would not be recomputable here by the simple means of this test.
    const simple = { ...draft(goodRows(3)), records };
    const withChecks = (checks: readonly Loose[]) =>
      checks.filter(({ kind }) => kind !== 'fits_type');
    const { defects } = await reportOf({ ...simple, withChecks });
    expect(defects).toContainEqual(
      expect.objectContaining({ code: 'not_stated', actual: '1 that do not' }),
    );
  });

  it.each(GOOD_CELLS)('%s %j fits', async (column, cell) => {
    expect(await defectsOf(draft(withCell(column, cell)))).toEqual([]);
  });

  it('a misfit that a test states is no defect, and counts as neither value nor NULL', async () => {
    const source = draft(withCell('posted', 'unknown'));
    const withChecks = (checks: readonly Loose[]) =>
      checks.map((usual) =>
        usual.kind === 'fits_type'
          ? { ...usual, status: 'FAIL', actual: '1', difference: '1' }
          : usual,
      );
    const parts = partsOf({ ...source, withChecks });
    const days = ['2025-09-02', '2025-09-04'];
    Object.assign(parts.summary.columns[5], {
      min: days[0],
      max: days[1],
      distinct: { count: 2, exact: true },
    });
    expect(await defectsOf({ ...source, withChecks }, parts)).toEqual([]);
  });
});

describe('L1 tests that need only the extract are performed again', () => {
  const rows = goodRows(30);
  const base = draft(rows);
  const total = partsOf(base).summary.columns[2].sum;
  const nets = partsOf(base).summary.columns[3].sum;
  const failed = (count: number) => ({
    status: 'FAIL',
    actual: `${count}`,
    difference: `${count}`,
  });
  const cell = (row: Cells, name: string) =>
    row[COLUMNS.findIndex((column) => column.name === name)] ?? null;
  const isNull = (name: string) => (row: Cells) => cell(row, name) === null;
  const isNot =
    (name: string, ...allowed: string[]) =>
    (row: Cells) =>
      cell(row, name) !== null && !allowed.includes(cell(row, name) ?? '');
  const day = (row: Cells) => cell(row, 'posted');
  const amount = (row: Cells, name: string) => units(cell(row, name) ?? '');
  const never = () => false;
  const PER_ROW: readonly (readonly [string, object, (row: Cells) => boolean])[] = [
    ['not_null', { column: 'posted' }, isNull('posted')],
    ['not_null', { column: 'posted', empty: 'refused' }, isNull('posted')],
    ['not_null', { column: 'note, free' }, isNull('note, free')],
    ['not_null', { column: 'note, free', empty: 'refused' }, (row) => !cell(row, 'note, free')],
    ['not_null', { column: 'id_company' }, never],
    ['domain', { column: 'id_company', values: ['EC_NG', 'EC_KE'] }, never],
    ['domain', { column: 'id_company', values: ['EC_NG'] }, () => true],
    ['domain', { column: 'open', values: ['true'] }, isNot('open', 'true')],
    ['domain', { column: 'note, free', values: ['plain'] }, isNot('note, free', 'plain')],
    [
      'domain',
      { column: 'tax', values: ['0', '0.0011', '0.00220'] },
      isNot('tax', '0.0000', '0.0011', '0.0022'),
    ],
    ['domain', { column: 'tax', values: ['0.00001'] }, () => true],
    ['domain', { column: 'tax', values: [] }, () => true],
    ['range', { column: 'tax', min: '0', max: '0.0066' }, never],
    [
      'range',
      { column: 'tax', min: '0.001', max: '0.0055' },
      (row) => amount(row, 'tax') < 10n || amount(row, 'tax') > 55n,
    ],
    ['range', { column: 'tax', min: '0.00111', max: null }, (row) => amount(row, 'tax') < 12n],
    ['range', { column: 'tax', max: '0.00111' }, (row) => amount(row, 'tax') > 11n],
    [
      'range',
      { column: 'net', min: null, max: '-23.00000000001' },
      (row) => amount(row, 'net') > -230_001n,
    ],
    ['range', { column: 'posted', min: '2025-09-01', max: '2025-09-30' }, never],
    [
      'range',
      { column: 'posted', min: '2025-09-10', max: null },
      (row) => (day(row) ?? '9') < '2025-09-10',
    ],
    ['range', { column: 'posted', max: '2025-09-20' }, (row) => (day(row) ?? '') > '2025-09-20'],
    ['cross_foot', { total: 'amount', parts: ['net', 'tax'] }, never],
    [
      'cross_foot',
      { total: 'amount', parts: ['net'] },
      (row) => amount(row, 'amount') !== amount(row, 'net'),
    ],
    [
      'cross_foot',
      { total: 'amount', parts: ['net', 'Entry No_'] },
      (row) => {
        const added = amount(row, 'net') + 10_000n * amount(row, 'Entry No_');
        return amount(row, 'amount') !== added;
      },
    ],
  ];
  const sums = { difference: '0.0000', status: 'PASS' };
  const REALLY = [
    ...PER_ROW.map(([kind, spec, breaks]) => {
      const broken = rows.filter(breaks).length;
      return [kind, spec, broken === 0 ? {} : failed(broken)] as const;
    }),
    ['not_null', { column: 'posted', a: 1 }, { ...failed(3), severity: 'warn', status: 'WARN' }],
    ['foot', { column: 'amount', by: ['id_company'] }, { ...sums, expected: total, actual: total }],
    ['foot', { column: 'net', by: [] }, { ...sums, expected: nets, actual: nets }],
    ['control_total', { column: 'net' }, { ...sums, expected: nets, actual: nets }],
  ] as const;

  it.each(REALLY)('%s of %j comes out again', async (kind, spec, found) => {
    const report = await reportOf({ ...base, checks: [check(kind, spec, found)] });
    expect(report.defects).toEqual([]);
    expect(report.counts).toMatchObject({ checks: 8, checksRecomputed: 7 });
  });

  it.each(REALLY)('%s of %j with another figure is found', async (kind, spec, found) => {
    const wrong = { ...found, actual: '12345', difference: '12345' };
    const defects = await defectsOf({ ...base, checks: [check(kind, spec, wrong)] });
    expect(defects.map(({ code }) => code)).toEqual(['check_differs']);
  });

  it('a check that failed may not be called passed, nor its expectation or difference be other', async () => {
    const spec = { column: 'posted' };
    for (const found of [
      { ...failed(3), status: 'PASS' },
      { ...failed(3), expected: '3' },
      { ...failed(3), difference: '0' },
      { ...failed(3), difference: null },
      { ...failed(3), severity: 'warn' },
    ]) {
      const defects = await defectsOf({ ...base, checks: [check('not_null', spec, found)] });
      expect(defects.map(({ code }) => code)).toEqual(['check_differs']);
    }
  });

  it('an independent total is taken from evidence.json', async () => {
    const withChecks = (checks: readonly Loose[]) =>
      checks.map((usual) =>
        usual.kind === 'control_total'
          ? { ...usual, expected: '1.0000', actual: total, status: 'FAIL' }
          : usual,
      );
    const defects = await defectsOf({ ...base, withChecks });
    expect(defects.map(({ code }) => code)).toEqual(['check_differs']);
  });

  it('a known limit only warns', async () => {
    const found = {
      status: 'WARN',
      expected: 'none of 1000, 5000, 10000, 50000, 65536, 100000, 1048576',
    };
    const many = Array.from({ length: 1000 }, (_, k): Cells => [String(k + 1).padStart(4, '0')]);
    const withChecks = (checks: readonly Loose[]) =>
      checks
        .filter(({ kind }) => kind !== 'control_total')
        .map((usual) => (usual.kind === 'truncation_guard' ? { ...usual, ...found } : usual));
    const source = draft(many, [{ name: 'k', type: 'text' }], ['k']);
    expect(await defectsOf({ ...source, withChecks })).toEqual([]);
  });

  it.each([
    ['a kind nobody knows', 'sixth_sense', {}],
    ['no column', 'not_null', {}],
    ['a column that is not there', 'range', { column: 'nothing', min: '1', max: null }],
    ['a bound that is no value', 'range', { column: 'posted', min: 'soon', max: null }],
    ['an upper bound that is no value', 'range', { column: 'amount', min: null, max: 'much' }],
    ['a bound that is no text', 'range', { column: 'amount', min: 1, max: null }],
    ['values that are a parameter', 'domain', { column: 'tax', values: { parameter: 'p' } }],
    ['a bound of a thousand digits', 'range', { column: 'amount', min: '1'.repeat(1000) }],
    ['a value that is none', 'domain', { column: 'tax', values: ['much'] }],
    ['a total of text', 'foot', { column: 'id_company' }],
    ['parts of text', 'cross_foot', { total: 'amount', parts: ['id_company'] }],
    ['no parts', 'cross_foot', { total: 'amount', parts: [] }],
    ['parts that are no list', 'cross_foot', { total: 'amount', parts: 'net' }],
  ])('%s is said to be not checked', async (_what, kind, spec) => {
    const report = await reportOf({ ...base, checks: [check(kind, spec, {})] });
    expect(report.defects).toEqual([]);
    expect(report.notChecked).toContainEqual(expect.stringContaining('cannot perform again'));
    expect(report.counts).toMatchObject({ checks: 8, checksRecomputed: 6 });
  });

  it('a cross-foot of many parts, or of amounts with other scales, is exact', async () => {
    const columns = [
      { name: 'k', type: 'integer' },
      { name: 'sum', type: 'decimal(38,4)' },
      ...Array.from({ length: 9 }, (_, at) => ({ name: `p${at}`, type: 'decimal(38,4)' })),
      { name: 'fine', type: 'decimal(38,10)' },
      { name: 'empty', type: 'decimal(9,2)' },
    ];
    const big = '999999999999999999.9999';
    const nine = '8999999999999999999.9991';
    const cells: Cells = ['1', nine, ...Array(9).fill(big), '8999999999999999999.9991000000', null];
    const source = draft([cells], columns, ['k']);
    const withChecks = (checks: readonly Loose[]) =>
      checks.filter(({ kind }) => kind !== 'control_total');
    const parts = Array.from({ length: 9 }, (_, at) => `p${at}`);
    const checks = [
      check('cross_foot', { total: 'sum', parts }, {}),
      check('cross_foot', { total: 'sum', parts: parts.slice(0, 8) }, failed(1)),
      check('cross_foot', { total: 'p0', parts: ['p1'] }, {}),
      check('cross_foot', { total: 'p0', parts: ['p1', 'p2'] }, failed(1)),
      check('cross_foot', { total: 'sum', parts: ['fine'] }, {}),
      check('cross_foot', { total: 'sum', parts: ['empty'] }, failed(1)),
    ];
    expect(await defectsOf({ ...source, withChecks, checks })).toEqual([]);
  });
});

it('a record of one NULL is a blank line', async () => {
  const columns = [{ name: 'k', type: 'text' }];
  const source = { ...draft([[null], ['a']], columns, ['k']) };
  expect(source.records[1]).toEqual(record([null]));
  const withChecks = (checks: readonly Loose[]) =>
    checks
      .filter(({ kind }) => kind !== 'control_total')
      .map((usual) =>
        usual.kind === 'unique_key'
          ? { ...usual, status: 'FAIL', actual: '1', difference: '1' }
          : usual,
      );
  expect(await defectsOf({ ...source, withChecks })).toEqual([]);
});
