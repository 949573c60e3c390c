import { describe, expect, it } from 'vitest';
import { verifyPackage } from '../../../src/evidence/verify/verify-package.ts';
import { bagged, draft, goodRows, type Loose, membersOf, NAME, zipOf } from './good-package.ts';
import { inFolder } from './scratch.ts';

const GOOD = draft(goodRows(40));
const PREFLIGHT = 'data/05_tests/preflight.json';
const TREND = 'data/05_tests/trend.json';

function preflight(change: (file: Loose) => void = () => undefined): Loose {
  const file = {
    schema: 'preflight/v1',
    ready_for_auditor: false,
    checks: Array.from({ length: 32 }, (_, index) => ({
      id: `RJ-${index + 1}`,
      state: index === 16 ? 'not_met' : 'met',
      observed: 'the source is declared test',
      objection: 'The report was taken from a test or copy environment.',
    })),
  };
  change(file);
  return file;
}

function statedTotals(): Loose {
  const text = membersOf(GOOD).get('data/evidence.json')?.toString() ?? '{}';
  return JSON.parse(text).control_totals.map((line: Loose) => ({
    name: line.name,
    currency: line.currency,
    before: '1.0000',
    now: line.extract,
    difference: null,
  }));
}

function trend(change: (file: Loose) => void = () => undefined): Loose {
  const file = {
    schema: 'trend/v1',
    previous: {
      package: 'IPE_07_NG_2025-08_20250901T143522Z_0a1b2c',
      package_sha256: 'a'.repeat(64),
      cutoff_date: '2025-08-31',
    },
    rows: { before: 38, now: 40 },
    totals: [
      ...statedTotals(),
      { name: 'gone', currency: 'NGN', before: '2.00', now: null, difference: null },
    ],
    parameters: [{ name: 'cutoff', before: '2025-08-31', now: '2025-09-30', expected: true }],
    logic: [{ part: 'query extract', change: 'changed' }],
  };
  change(file);
  return file;
}

async function defectsWith(files: Readonly<Record<string, Loose>>) {
  const members = new Map(membersOf(GOOD));
  for (const [path, file] of Object.entries(files)) {
    members.set(path, Buffer.from(`${JSON.stringify(file, null, 2)}\n`));
  }
  const { defects } = await verifyPackage(await inFolder(`${NAME}.zip`, zipOf(bagged(members))));
  return defects.map(({ code, path, expected }) => [code, path, expected]);
}

describe('L1 the preflight', () => {
  it('RJ-0 is consistent, or absent as in packages sealed before it existed', async () => {
    expect(await defectsWith({})).toEqual([]);
    expect(await defectsWith({ [PREFLIGHT]: preflight(), [TREND]: trend() })).toEqual([]);
    const ready = preflight((file) => {
      file.checks[16].state = 'later';
      file.ready_for_auditor = true;
    });
    expect(await defectsWith({ [PREFLIGHT]: ready })).toEqual([]);
  });

  it.each([
    ['says ready although something is not met', (file: Loose) => (file.ready_for_auditor = true)],
    ['leaves a reason out', (file: Loose) => file.checks.pop()],
    ['answers a reason twice', (file: Loose) => (file.checks[31].id = 'RJ-1')],
    ['changes the order', (file: Loose) => file.checks.reverse()],
  ])('RJ-0 is a defect where it %s', async (_what, change) => {
    const found = await defectsWith({ [PREFLIGHT]: preflight((file) => void change(file)) });
    expect(found.map(([code, path]) => [code, path])).toEqual([['statements_differ', PREFLIGHT]]);
  });

  it('is refused where it is not of its form', async () => {
    for (const file of [
      { schema: 'preflight/v2' },
      preflight((f) => (f.checks[0].state = 'passed')),
    ]) {
      const [defect] = await defectsWith({ [PREFLIGHT]: file });
      expect(defect?.slice(0, 2)).toEqual(['unreadable_member', PREFLIGHT]);
    }
  });
});

describe('L1 the comparison with the period before', () => {
  it.each([
    ['rows', (file: Loose) => (file.rows.now = 41)],
    ['totals', (file: Loose) => (file.totals[0].now = '9.0000')],
    ['totals of a name that is not there', (file: Loose) => file.totals.shift()],
  ])('is a defect where it states other %s than the run', async (_what, change) => {
    const found = await defectsWith({ [TREND]: trend((file) => void change(file)) });
    expect(found.map(([code, path]) => [code, path])).toEqual([['statements_differ', TREND]]);
  });

  it('is refused where it is not of its form', async () => {
    const [defect] = await defectsWith({
      [TREND]: trend((file) => (file.logic[0].change = 'moved')),
    });
    expect(defect?.slice(0, 2)).toEqual(['unreadable_member', TREND]);
  });
});
