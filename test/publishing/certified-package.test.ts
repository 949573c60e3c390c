import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseDataType } from '../../src/kernel/data-type.ts';
import { openCertified, refuseUncertified } from '../../src/publishing/certified-package.ts';
import { athenaType } from '../../src/publishing/published-columns.ts';
import { check, draft, goodRows, type Loose, sha } from '../evidence/verify/good-package.ts';
import { certified, packageFile, publishBench, RULES, refusal } from './publish-bench.ts';

const rows = () => draft(goodRows(12));

/** What opening a package made that way ends with. */
async function refused(
  source: Parameters<typeof packageFile>[0],
  change?: Parameters<typeof packageFile>[1],
  rules = RULES,
) {
  const { path, folder } = await packageFile(source, change);
  return await refusal(openCertified(path, folder, rules));
}

const failing = () => ({
  ...rows(),
  withChecks: (checks: readonly Loose[]) => [
    ...checks,
    check('tie_out', { by: ['x'] }, { status: 'FAIL', recomputable: false, actual: '1' }),
  ],
});

describe('a package that may be published', () => {
  it('verifies, and its extract is unpacked byte for byte', async () => {
    const sealed = await certified();
    expect(sha(await readFile(sealed.csvPath))).toBe(sealed.contentDigest);
    expect(sealed).toMatchObject({
      outcome: 'no_exceptions_noted',
      dataKind: 'source',
      environment: 'production',
      summary: { rows: 130 },
    });
  });

  it('is refused when one byte of it was changed', async () => {
    const { path, folder } = await packageFile(rows());
    const bytes = await readFile(path);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(path, bytes);
    expect(await refusal(openCertified(path, folder, RULES))).toMatchObject({
      code: 'NOT_VERIFIED',
    });
  });

  it('is refused when its digest is not the one handed over with it', async () => {
    const { path, folder } = await packageFile(rows());
    await writeFile(`${path}.sha256`, `${'0'.repeat(64)}  other.zip\n`);
    const thrown = await refusal(openCertified(path, folder, RULES));
    expect(thrown.message).toContain('zip_digest_differs');
  });

  it('is refused when its run was not completed', async () => {
    const open = {
      ...rows(),
      withChecks: (checks: readonly Loose[]) => [
        ...checks,
        check('tie_out', { by: ['x'] }, { status: 'NOT TESTED', recomputable: false, reason: 'x' }),
      ],
    };
    const rules = { withExceptions: true, environment: 'test' };
    expect(await refused(open, undefined, rules)).toMatchObject({
      code: 'NOT_PUBLISHABLE',
      message: expect.stringContaining('not completed'),
    });
  });

  it('is refused with an exception beside a test that was not performed, whatever is said', async () => {
    const both = {
      ...rows(),
      withChecks: (checks: readonly Loose[]) => [
        ...failing().withChecks(checks),
        check('tie_out', { by: ['y'] }, { status: 'ERROR', recomputable: false, reason: 'x' }),
      ],
    };
    const rules = { withExceptions: true, environment: 'test' };
    expect((await refused(both, undefined, rules)).message).toContain(
      'were not performed: tie_out',
    );
  });

  it('is refused with exceptions noted unless that is said, and then its rows say so', async () => {
    expect(await refused(failing())).toMatchObject({
      code: 'NOT_PUBLISHABLE',
      advice: expect.stringContaining('--with-exceptions'),
    });
    const bench = await publishBench();
    const sealed = await certified(failing(), { ...RULES, withExceptions: true });
    await bench.publish(sealed);
    expect(await bench.read('SELECT DISTINCT ipe_outcome FROM "certified"."ipe_07"')).toEqual([
      ['exceptions_noted'],
    ]);
  });

  it('is refused in production when it comes from a test system', async () => {
    const fromTest = ({ evidence }: { evidence: Loose }) => {
      evidence.source.environment = 'test';
    };
    expect((await refused(rows(), fromTest)).message).toContain(
      'its source is test and this is production',
    );
    const { path, folder } = await packageFile(rows(), fromTest);
    const rules = { withExceptions: false, environment: 'test' };
    expect(await openCertified(path, folder, rules)).toMatchObject({ environment: 'test' });
  });

  it('is refused in production when it holds demo data', () => {
    const demo = { outcome: 'no_exceptions_noted', dataKind: 'demo', source: null } as const;
    const checks = [{ id: 'unique_key', status: 'PASS', approvedBy: null }] as const;
    const open = (environment: string) => () =>
      refuseUncertified(demo, checks, { withExceptions: true, environment });
    expect(open('production')).toThrow('demo data and this is production');
    expect(open('test')).not.toThrow();
  });

  it.each([
    ['of another environment', { environment: 'staging' }, 'is staging'],
    ['of which nothing is said', { environment: null }, 'is unknown'],
    ['that is not named', null, 'is unknown'],
  ])('is refused in production when it comes from a source %s', (_, source, said) => {
    const stated = { outcome: 'no_exceptions_noted', dataKind: 'source', source } as const;
    const checks = [{ id: 'unique_key', status: 'PASS', approvedBy: null }] as const;
    expect(() =>
      refuseUncertified(stated, checks, { withExceptions: true, environment: 'production' }),
    ).toThrow(said);
  });

  it('is refused when a test does not apply and nobody approved that, or there is no test', () => {
    const stated = { outcome: 'exceptions_noted', dataKind: 'source', source: null } as const;
    const open = (checks: Parameters<typeof refuseUncertified>[1]) => () =>
      refuseUncertified(stated, checks, { withExceptions: true, environment: 'test' });
    expect(open([{ id: 'tie_out', status: 'NOT APPLICABLE', approvedBy: ' ' }])).toThrow('tie_out');
    expect(open([{ id: 'tie_out', status: 'NOT APPLICABLE', approvedBy: null }])).toThrow(
      'tie_out',
    );
    expect(open([])).toThrow('were not performed: all');
  });

  it('is refused when a cell does not have its declared type', async () => {
    const bench = await publishBench();
    const sealed = await certified(rows());
    const csv = await readFile(sealed.csvPath, 'utf8');
    await writeFile(sealed.csvPath, csv.replace(/2025-09-0\d/, 'not a day'));
    expect(await refusal(bench.publish(sealed))).toMatchObject({
      code: 'NOT_PUBLISHABLE',
      message: expect.stringContaining('declared type'),
    });
    expect(bench.changes()).toEqual([]);
  });

  it('is refused when the written file does not hold the figures of the package', async () => {
    const bench = await publishBench();
    const sealed = await certified(rows());
    const summary = { ...sealed.summary, rows: 13 };
    expect(await refusal(bench.publish({ ...sealed, summary }))).toMatchObject({
      code: 'READ_BACK_DIFFERS',
      message: expect.stringContaining('rows: expected 13, got 12'),
    });
    expect(bench.changes()).toEqual([]);
  });
});

describe('types of the lake', () => {
  it.each([
    ['integer', 'bigint'],
    ['boolean', 'boolean'],
    ['date', 'date'],
    ['decimal(38,10)', 'decimal(38,10)'],
    ['timestamp(0)', 'timestamp'],
    ['timestamp(3)', 'timestamp'],
    ['timestamp(6)', 'string'],
    ['timestamptz(3)', 'timestamp'],
    ['time(0)', 'string'],
    ['text', 'string'],
    ['uuid', 'string'],
  ])('a %s is a %s: exact, or text', (declared, type) => {
    expect(athenaType(parseDataType(declared))).toBe(type);
  });
});
