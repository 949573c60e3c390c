import { describe, expect, it } from 'vitest';
import { readMeasure, writeMeasure } from '../../../src/evidence/manifest/measure-json.ts';
import { readStatedDefinition } from '../../../src/evidence/manifest/stated-definition.ts';
import { verifyPackage } from '../../../src/evidence/verify/verify-package.ts';
import {
  bagged,
  COLUMNS,
  draft,
  goodRows,
  type Loose,
  membersOf,
  NAME,
  units,
  zipOf,
} from './good-package.ts';
import { inFolder } from './scratch.ts';

const ROWS = goodRows(130);
const GOOD = draft(ROWS);
const MEASURE = 'data/04_data/measure.json';
const DEFINITION = 'data/01_definition/definition.json';
const TREND = 'data/05_tests/trend.json';

/** At scale 4. */
function text(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(5, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** A figure over the records that meet `counts`, NAV sign turned. */
function figure(
  given: Loose,
  names: readonly string[],
  counts: (company: string) => boolean,
  independent: boolean,
): Loose {
  const places = names.map((name) => COLUMNS.findIndex((column) => column.name === name));
  const rows = ROWS.filter(([company]) => counts(company ?? ''));
  const cells = (some: typeof ROWS) => some.flatMap((row) => places.map((at) => row[at] ?? null));
  const sum = (some: typeof ROWS) =>
    cells(some).reduce((total, cell) => total + units(cell ?? '0'), 0n);
  const companies = [...new Set(rows.map(([company]) => company))].sort();
  return {
    title: given.title,
    columns: names,
    where: given.where,
    rows: rows.length,
    missing: cells(rows).filter((cell) => cell === null).length,
    amount_source: text(sum(rows)),
    amount_nav_sign: text(-sum(rows)),
    independent_query: given.query,
    independent: independent ? text(sum(rows)) : null,
    difference: independent ? '0.0000' : null,
    lines: companies.map((company) => {
      const own = rows.filter((row) => row[0] === company);
      return {
        company,
        account: company === 'EC_KE' ? '13005' : null,
        rows: own.length,
        amount_source: text(sum(own)),
        amount_nav_sign: text(-sum(own)),
      };
    }),
  };
}

function goodMeasure(change: (file: Loose) => void = () => undefined): Loose {
  const own = { title: 'Paid', where: null, query: 'completeness' };
  const beside = { title: 'Tax of Kenya', where: `"id_company" = 'EC_KE'`, query: 'taxes' };
  const file = {
    schema: 'measure/v1',
    nav_sign: -1,
    account_column: null,
    accounts: [
      { account: '13005', where: `"id_company" = 'EC_KE'` },
      { account: '13024', where: '"open"' },
    ],
    measure: figure(own, ['amount'], () => true, true),
    disclosed: [figure(beside, ['tax', 'net'], (company) => company === 'EC_KE', false)],
  };
  change(file);
  return file;
}

function declared(change: (file: Loose) => void = () => undefined): Loose {
  const file = {
    navSign: -1,
    measure: {
      title: 'Paid',
      columns: ['amount'],
      accounts: [
        { account: '13005', where: `"id_company" = 'EC_KE'` },
        { account: '13024', where: '"open"' },
      ],
      disclosed: [
        {
          title: 'Tax of Kenya',
          columns: ['tax', 'net'],
          where: `"id_company" = 'EC_KE'`,
          agreesWith: { query: 'taxes', amount: 'tax' },
        },
      ],
    },
  };
  change(file);
  return file;
}

function json(value: Loose): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** Verifies the good package with this measure, and a definition that declares one. */
async function verified(
  measure: Loose | null,
  declares: Loose | null = declared(),
  more: Readonly<Record<string, Loose>> = {},
) {
  const members = new Map(membersOf(GOOD));
  const definition = JSON.parse(members.get(DEFINITION)?.toString() ?? '{}');
  if (declares !== null) members.set(DEFINITION, json({ ...definition, declared: declares }));
  if (measure !== null) members.set(MEASURE, json(measure));
  for (const [path, file] of Object.entries(more)) {
    members.set(path, typeof file === 'string' ? Buffer.from(file) : json(file));
  }
  return await verifyPackage(await inFolder(`${NAME}.zip`, zipOf(bagged(members))));
}

async function defectsOf(...given: Parameters<typeof verified>) {
  const { defects } = await verified(...given);
  return defects.map(({ code, path }) => [code, path]);
}

describe('L1 the measure (RU-7, RU-10)', () => {
  it('is read and written byte for byte', () => {
    expect(writeMeasure(readMeasure(json(goodMeasure())))).toBe(json(goodMeasure()).toString());
  });

  it('agrees with definition, extract and control totals; what needs SQL is listed as not checked', async () => {
    const { defects, level, notChecked } = await verified(goodMeasure());
    expect(defects).toEqual([]);
    expect(level).toBe('L1');
    expect(notChecked).toContain(`${MEASURE}: which rows meet the condition of "Tax of Kenya"`);
    const whole = goodMeasure((file) => (file.disclosed = []));
    const { notChecked: nothing } = await verified(
      whole,
      declared((file) => delete file.measure.disclosed),
    );
    expect(nothing.filter((line) => line.startsWith(MEASURE))).toEqual([]);
  });

  it('is absent where the definition declares none, as in packages sealed before it existed', async () => {
    expect(await defectsOf(null, null)).toEqual([]);
    expect(await defectsOf(null, { navSign: null })).toEqual([]);
    expect(await defectsOf(null)).toEqual([['statements_differ', MEASURE]]);
    expect(await defectsOf(goodMeasure(), { navSign: null })).toEqual([
      ['statements_differ', MEASURE],
    ]);
  });

  it('takes the account from a column where the definition says so', async () => {
    const accounts = (file: Loose) => {
      file.account_column = 'doc';
      file.accounts = [];
    };
    const column = declared((file) => (file.measure.accounts = { column: 'doc' }));
    expect(await defectsOf(goodMeasure(accounts), column)).toEqual([]);
  });

  it('has no independent figure where the completeness query delivered none', async () => {
    const found = await defectsOf(
      goodMeasure((file) => {
        file.measure.columns = ['tax'];
        const tax = figure(
          { title: 'Paid', where: null, query: 'completeness' },
          ['tax'],
          () => true,
          false,
        );
        file.measure = tax;
      }),
      declared((file) => (file.measure.columns = ['tax'])),
    );
    expect(found).toEqual([]);
  });

  it('has none either where a control total stands without one', async () => {
    const sealed = membersOf(GOOD).get('data/evidence.json')?.toString() ?? '';
    const evidence = sealed.replace(/"independent": "[^"]*"/, '"independent": null');
    expect(evidence).not.toBe(sealed);
    const without = goodMeasure((file) => {
      file.measure.independent = null;
      file.measure.difference = null;
    });
    const alone = await defectsOf(without, declared(), { 'data/evidence.json': evidence });
    // the totals themselves contradict their tests; the measure contradicts nothing
    expect(alone.filter(([, path]) => path === MEASURE)).toEqual([]);
    const stated = await defectsOf(goodMeasure(), declared(), { 'data/evidence.json': evidence });
    expect(stated).toContainEqual(['statements_differ', MEASURE]);
  });

  it.each<[string, (file: Loose) => unknown]>([
    ['nav_sign', (f) => (f.nav_sign = 1)],
    ['account_column', (f) => (f.account_column = 'doc')],
    ['accounts', (f) => f.accounts.pop()],
    ['the condition of an account', (f) => (f.accounts[1].where = null)],
    ['title', (f) => (f.measure.title = 'Owed')],
    ['columns', (f) => (f.measure.columns = ['tax'])],
    ['a column that is not there', (f) => (f.measure.columns = ['gone'])],
    ['a column of no number', (f) => (f.measure.columns = ['doc'])],
    ['where', (f) => (f.measure.where = '"open"')],
    ['rows', (f) => (f.measure.rows = 129)],
    ['rows of a line', (f) => (f.measure.lines[0].rows = 79)],
    ['more rows than there are', (f) => (f.disclosed[0].rows = 131)],
    ['missing', (f) => (f.measure.missing = 7)],
    ['amount_source', (f) => (f.measure.amount_source = '1.0000')],
    ['amount_nav_sign', (f) => (f.measure.amount_nav_sign = f.measure.amount_source)],
    ['amount_source of a line', (f) => (f.measure.lines[0].amount_source = '1.0000')],
    ['amount_nav_sign of a line', (f) => (f.measure.lines[0].amount_nav_sign = '1.0000')],
    ['a line left out', (f) => f.measure.lines.pop()],
    ['a line twice', (f) => Object.assign(f.measure.lines[0], { company: 'EC_NG', account: null })],
    ['an account that is not declared', (f) => (f.measure.lines[0].account = '18412')],
    ['independent_query', (f) => (f.measure.independent_query = 'taxes')],
    ['independent', (f) => (f.measure.independent = '1.0000')],
    ['no independent figure', (f) => (f.measure.independent = null)],
    ['difference', (f) => (f.measure.difference = '1.0000')],
    ['a disclosed figure left out', (f) => f.disclosed.pop()],
    ['amount_source of a disclosed figure', (f) => (f.disclosed[0].amount_source = '1.0000')],
    ['amount_nav_sign of a disclosed figure', (f) => (f.disclosed[0].amount_nav_sign = '1.0000')],
    ['difference of a disclosed figure', (f) => (f.disclosed[0].difference = '0.0000')],
  ])('is a defect where somebody altered %s', async (_what, change) => {
    const found = await defectsOf(goodMeasure((file) => void change(file)));
    expect(found.length).toBeGreaterThan(0);
    for (const [code, path] of found) {
      expect(['statements_differ', 'figure_differs']).toContain(code);
      expect(path).toBe(MEASURE);
    }
  });

  it.each<[string, (file: Loose) => unknown]>([
    ['another form', (f) => (f.schema = 'measure/v2')],
    ['a sign that is none', (f) => (f.nav_sign = 0)],
    ['an amount that is no decimal', (f) => (f.measure.amount_source = '1e3')],
    ['a name that is not known', (f) => (f.note = 'x')],
  ])('is refused with %s', async (_what, change) => {
    const found = await defectsOf(goodMeasure((file) => void change(file)));
    expect(found).toEqual([['unreadable_member', MEASURE]]);
  });

  it('is what the comparison with the period before states', async () => {
    const { amount_nav_sign: now } = goodMeasure().measure;
    const members = membersOf(GOOD);
    const evidence = JSON.parse(members.get('data/evidence.json')?.toString() ?? '{}');
    const trend = (measure: Loose) => ({
      schema: 'trend/v1',
      previous: null,
      rows: { before: null, now: 130 },
      totals: evidence.control_totals.map(({ name, currency, extract }: Loose) => ({
        name,
        currency,
        before: null,
        now: extract,
        difference: null,
      })),
      measure,
      parameters: [],
      logic: [],
    });
    const line = { before: null, now, difference: null };
    const withTrend = (measure: Loose) =>
      defectsOf(goodMeasure(), declared(), { [TREND]: trend(measure) });
    expect(await withTrend(line)).toEqual([]);
    expect(await withTrend(null)).toEqual([]);
    expect(await withTrend({ ...line, now: '1.0000' })).toEqual([['statements_differ', TREND]]);
  });

  it('is refused in a definition that declares it in another form', () => {
    const definition = JSON.parse(membersOf(GOOD).get(DEFINITION)?.toString() ?? '{}');
    const wrong = { ...definition, declared: { navSign: -1, measure: { title: 'Paid' } } };
    expect(() => readStatedDefinition(json(wrong))).toThrow(/version, fingerprint and tests/);
  });
});
