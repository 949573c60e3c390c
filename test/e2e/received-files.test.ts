import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPackage } from '../../src/evidence/verify/verify-package.ts';
import { runIpe, runJson } from '../support/ipe.ts';
import { hasTool } from '../support/tools.ts';

/** Sources are configured, so nothing of the demo books stands in for a file that was not handed over. */
const CONFIG = {
  environment: 'production',
  sources: { bob: { kind: 'duckdb', file: 'bob.duckdb' } },
};
const EXPORT = 'VoucherId,Ordered Amount,Usage Date\n007,1.50,2025-09-30\n008,2.00,\n';

describe('a file that people hand over', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-received-'));
  const options = { cwd: folder };
  const run = (...more: string[]) =>
    runJson(['JDASH', '--period', '2025-09', '--entity', 'NG', ...more], options);
  const receive = (file: string, rows: string, total: string, more: readonly string[] = []) =>
    runIpe(
      [
        'receive',
        'JDASH',
        file,
        ...['--period', '2025-09', '--entity', 'EC_NG', '--channel', 'e-mail'],
        ...['--sender', 'Operations analyst', '--received-at', '2025-10-01T08:00:00.000Z'],
        ...['--rows', rows, '--total', total, ...more],
      ],
      options,
    );

  beforeAll(() => {
    writeFileSync(join(folder, 'soxauto.config.json'), JSON.stringify(CONFIG));
    writeFileSync(join(folder, 'Export 09.csv'), EXPORT);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ST-2 is not replaced by anything when it was never received: exit 3', async () => {
    const { code, runs } = await run();
    expect(code).toBe(3);
    expect(runs[0]).toMatchObject({ outcome: 'not_completed', rows: null });
    expect(runs[0]?.failure?.message).toMatch(/no file was received for JDASH NG 2025-09/);
  });

  it('P-1 is sealed byte for byte beside the extract, with how it came', async () => {
    const taken = await receive('Export 09.csv', '2', '3.50');
    expect(taken.code).toBe(0);
    expect(taken.stdout).toMatch(
      /Received for JDASH NG 2025-09: \d+ bytes\n {2}sha256 {2}[0-9a-f]{64}/,
    );
    const { code, runs } = await run();
    expect(runs[0]).toMatchObject({ outcome: 'no_exceptions_noted', rows: 2, noted: [] });
    expect(code).toBe(0);
    expect((await verifyPackage(runs[0]?.package ?? '')).defects).toEqual([]);
    if (!hasTool('unzip')) return;
    const member = (name: string) =>
      execFileSync('unzip', ['-p', runs[0]?.package ?? '', `*/data/04_data/${name}`], {
        encoding: 'utf8',
      });
    expect(member('as_received_ng_export_09.csv')).toBe(
      readFileSync(join(folder, 'Export 09.csv'), 'utf8'),
    );
    expect(JSON.parse(member('as_received.json'))).toMatchObject([
      { file_name: 'Export 09.csv', sender: 'Operations analyst', declared_rows: 2 },
    ]);
  });

  it('E-1 is an exception when it does not hold what its sender declared', async () => {
    await receive('Export 09.csv', '3', '3.51');
    const { code, runs } = await run();
    expect(code).toBe(1);
    const noted = runs[0]?.noted.map(({ check }) => check) ?? [];
    expect(noted).toEqual(
      expect.arrayContaining(['independent_count', 'control_total_amount_used', 'partition_tie']),
    );
  });

  it('stops the run where a cell is no amount, and names file, row and column', async () => {
    writeFileSync(join(folder, 'bad.csv'), 'id,amount\n1,1.50\n2,many\n');
    await receive('bad.csv', '2', '1.50');
    const { code, runs } = await run();
    expect(code).toBe(3);
    expect(runs[0]?.failure?.message).toMatch(
      /row 2 below the header, column "Amount Used": "many"/,
    );
  });

  it.each([
    ['an item that is read from a system', ['receive', 'IPE_07', 'x.csv'], /read from a system/],
    ['no file', ['receive', 'JDASH'], /needs one item and one file/],
    ['nothing about how it came', ['receive', 'JDASH', 'Export 09.csv'], /is missing/],
  ])('U-3 refuses %s with exit 2', async (_what, args, sentence) => {
    const { code, stderr } = await runIpe(args, options);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });

  it('refuses a file that came later than now, or says so without a zone', async () => {
    const later = await receive('Export 09.csv', '2', '3.50', []);
    expect(later.code).toBe(0);
    const args = ['receive', 'JDASH', 'Export 09.csv', '--period', '2025-09', '--entity', 'NG'];
    const rest = ['--channel', 'x', '--sender', 'x', '--rows', '2', '--total', '3.50'];
    for (const moment of ['2999-01-01T00:00:00.000Z', '2025-10-01 08:00']) {
      const { code } = await runIpe([...args, ...rest, '--received-at', moment], options);
      expect(code).toBe(2);
    }
  });
});
