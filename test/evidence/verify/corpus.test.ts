import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { verifyPackage } from '../../../src/evidence/verify/verify-package.ts';

const corpus = join(dirname(fileURLToPath(import.meta.url)), '../../corpus/evidence-v1');

/** Packages sealed by earlier versions: today's verifier must still accept the good and refuse the tampered. */
describe('R-5 sealed packages of format evidence/v1', () => {
  const good = readdirSync(join(corpus, 'good'));

  it('are there: a clean one, one with exceptions, one that was not completed', async () => {
    const reports = await Promise.all(
      good.map((name) => verifyPackage(join(corpus, 'good', name))),
    );
    expect(new Set(reports.map(({ stated }) => stated?.outcome))).toEqual(
      new Set(['no_exceptions_noted', 'exceptions_noted', 'not_completed']),
    );
  });

  it.each(good)('%s is still accepted', async (name) => {
    const report = await verifyPackage(join(corpus, 'good', name));
    expect(report).toMatchObject({ verdict: 'NO DEFECT FOUND', level: 'L1', defects: [] });
  });

  it.each([
    ['E_EOCD', 'NOT A PACKAGE', ['E_EOCD']],
    ['E_CD_GAP', 'NOT A PACKAGE', ['E_CD_GAP']],
  ])('%s is still refused', async (kind, verdict, codes) => {
    const [name = ''] = readdirSync(join(corpus, 'tampered', kind));
    const report = await verifyPackage(join(corpus, 'tampered', kind, name));
    expect(report.verdict).toBe(verdict);
    expect(report.defects.map(({ code }) => code)).toEqual(codes);
  });

  it('an altered extract is still refused and named', async () => {
    const folder = join(corpus, 'tampered', 'altered_extract');
    const [name = ''] = readdirSync(folder);
    const report = await verifyPackage(join(folder, name));
    expect(report.verdict).toBe('DEFECTS FOUND');
    expect(report.defects.map(({ path }) => path)).toContain('data/ipe_data.csv');
  });
});
