import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyPackage } from '../../src/evidence/verify/verify-package.ts';
import { type IpeResult, type RunJson, runIpe, runJson } from '../support/ipe.ts';
import { ipeHere } from '../support/ipe-here.ts';
import { hasTool } from '../support/tools.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Sources are configured, so nothing of the demo books stands in for a file that was not handed over. */
const CONFIG = {
  environment: 'production',
  sources: { bob: { kind: 'duckdb', file: 'bob.duckdb' } },
};
const EXPORT = 'VoucherId,Ordered Amount,Usage Date\n007,1.50,2025-09-30\n008,2.00,\n';

describe('a file that people hand over', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-received-'));
  const options = { cwd: folder };
  const receiving = (file: string, entity: string, rows: string, total: string) => [
    ...['receive', 'JDASH', file, '--period', '2025-09', '--entity', entity],
    ...['--channel', 'e-mail', '--sender', 'Operations analyst'],
    ...['--received-at', '2025-10-01T08:00:00.000Z', '--rows', rows, '--total', total],
  ];
  /** As the command line says it. */
  let taken: IpeResult;
  let code: number | null;
  let runs: readonly RunJson[];
  const of = (entity: string) => runs.find((each) => each.entity === entity);

  beforeAll(async () => {
    writeFileSync(join(folder, 'soxauto.config.json'), JSON.stringify(CONFIG));
    writeFileSync(join(folder, 'Export 09.csv'), EXPORT);
    writeFileSync(join(folder, 'bad.csv'), 'id,amount\n1,1.50\n2,many\n');
    taken = await runIpe(receiving('Export 09.csv', 'EC_NG', '2', '3.50'), options);
    await ipeHere(receiving('Export 09.csv', 'JM_EG', '3', '3.51'), options);
    await ipeHere(receiving('bad.csv', 'EC_KE', '2', '1.50'), options);
    const asked = ['JDASH', '--period', '2025-09', '--entity', 'NG,EG,KE,MA'];
    ({ code, runs } = await runJson(asked, options));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ST-2 is not replaced by anything when it was never received: exit 3', () => {
    expect(of('MA')).toMatchObject({ outcome: 'not_completed', rows: null, exit_code: 3 });
    expect(of('MA')?.failure?.message).toMatch(/no file was received for JDASH MA 2025-09/);
    expect(code).toBe(3);
  });

  it('P-1 is sealed byte for byte beside the extract, with how it came', async () => {
    expect(taken.code).toBe(0);
    expect(taken.stdout).toMatch(
      /Received for JDASH NG 2025-09: \d+ bytes\n {2}sha256 {2}[0-9a-f]{64}/,
    );
    const run = of('NG');
    expect(run).toMatchObject({
      ...{ outcome: 'no_exceptions_noted', rows: 2, noted: [], exit_code: 0 },
    });
    expect((await verifyPackage(run?.package ?? '')).defects).toEqual([]);
    if (!hasTool('unzip')) return;
    const member = (name: string) =>
      execFileSync('unzip', ['-p', run?.package ?? '', `*/data/04_data/${name}`], {
        encoding: 'utf8',
      });
    expect(member('as_received_ng_export_09.csv')).toBe(
      readFileSync(join(folder, 'Export 09.csv'), 'utf8'),
    );
    expect(JSON.parse(member('as_received.json'))).toMatchObject([
      { file_name: 'Export 09.csv', sender: 'Operations analyst', declared_rows: 2 },
    ]);
  });

  it('E-1 is an exception when it does not hold what its sender declared', () => {
    expect(of('EG')?.exit_code).toBe(1);
    const noted = of('EG')?.noted.map(({ check }) => check) ?? [];
    expect(noted).toEqual(
      expect.arrayContaining(['independent_count', 'control_total_amount_used', 'partition_tie']),
    );
  });

  it('stops the item where a cell is no amount, and names file, row and column', () => {
    expect(of('KE')?.exit_code).toBe(3);
    expect(of('KE')?.failure?.message).toMatch(
      /row 2 below the header, column "Amount Used": "many"/,
    );
  });

  it('U-3 is refused with exit 2 where nothing says how it came', async () => {
    const refused = await runIpe(['receive', 'JDASH', 'Export 09.csv'], options);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/is missing/);
  });

  it.each([
    ['an item that is read from a system', ['receive', 'IPE_07', 'x.csv'], /read from a system/],
    ['no file', ['receive', 'JDASH'], /needs one item and one file/],
  ])('U-3 refuses %s with exit 2', async (_what, args, sentence) => {
    const refused = await ipeHere(args, options);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(sentence);
  });

  it('is refused when it came later than now, or says so without a zone', async () => {
    const args = receiving('Export 09.csv', 'NG', '2', '3.50');
    for (const moment of ['2999-01-01T00:00:00.000Z', '2025-10-01 08:00']) {
      const other = args.with(args.indexOf('--received-at') + 1, moment);
      expect((await ipeHere(other, options)).code).toBe(2);
    }
  });
});
