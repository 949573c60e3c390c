import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { verifyPackage } from '../../src/evidence/verify/verify-package.ts';
import { runIpe, runJson } from '../support/ipe.ts';
import { logLines } from '../support/log-lines.ts';
import { builtCopy, programOf } from '../support/program-copy.ts';
import { SMALL, SMALL_ROWS, workWithBooks } from '../support/shared-books.ts';
import { tempFolder } from '../support/temp-folder.ts';

// starts of the whole program; a busy machine takes its time
vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 1_200_000 });

function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(from, to);
  expect(changed, `${file} holds ${from}`).not.toBe(text);
  writeFileSync(file, changed);
}

/** Every other refusal, within the process: test/cli/refusals.test.ts. */
describe('U-3 bad input ends with exit 2 and a sentence that helps, before anything is written', () => {
  it.each([
    ['an unknown item', ['IPE_70'], /no item "IPE_70"[\s\S]*Did you mean IPE_[0-9]{2}/],
    ['a misspelt verb', ['runn', 'IPE_07'], /no verb "runn"/],
    [
      'a period the books do not hold',
      ['IPE_07', '--period', '2019-01', ...SMALL_ROWS],
      /hold .*2025-09/,
    ],
    ['verify of nothing', ['verify', 'nowhere.zip'], /no nowhere\.zip/],
  ])('%s', async (_what, args, sentence) => {
    const cwd = await tempFolder();
    await workWithBooks(join(cwd, '.soxauto'), SMALL);
    const { code, stderr, stdout } = await runIpe(args, { cwd });
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(readdirSync(cwd)).toEqual(['.soxauto']);
  });

  it('says a refusal as a JSON line where logs are JSON', async () => {
    const cwd = await tempFolder();
    const env = { SOXAUTO_LOGS: 'json' };
    const { code, stderr } = await runIpe(['run', 'IPE_77'], { cwd, env });
    expect(code).toBe(2);
    expect(logLines(stderr)).toMatchObject([{ level: 'ERROR', event: 'run.refused' }]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('a missing SQL file, a misspelt column and an undeclared parameter are all named at once', async () => {
    const program = builtCopy(await tempFolder());
    const cwd = await tempFolder();
    const items = join(program, 'dist/catalog/c-pg-1');
    const ipe07 = join(items, 'ipe-07-customer-balances/extract.sql');
    edit(ipe07, '"Customer Posting Group"', '"Customer Postng Group"');
    edit(join(items, 'ipe-09-sales-orders/extract.sql'), ':period_next', ':period_nxt');
    edit(join(items, 'cr-05-fx-rates/cr-05.js'), "'completeness.sql'", "'completness.sql'");
    const checked = await runIpe(['check'], { cwd, program });
    expect(checked.code).toBe(2);
    expect(checked.stdout).toMatch(
      /ipe-07\S*extract\.sql:\d+:\d+.*Customer Postng Group.*Customer Posting Group/,
    );
    expect(checked.stdout).toMatch(/ipe-09\S*extract\.sql.*period_nxt/);
    expect(checked.stdout).toMatch(/completness\.sql.*CR_05/);
    const run = await runIpe(['CR_04'], { cwd, program });
    expect(run.code).toBe(2);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('a misspelt column in a check is named with its item', async () => {
    const program = builtCopy(await tempFolder());
    const cwd = await tempFolder();
    edit(
      join(program, 'dist/catalog/c-pg-1/ipe-09-sales-orders/ipe-09.js'),
      /column: 'total_amount'/,
      "column: 'total_amonut'",
    );
    const { code, stdout } = await runIpe(['check'], { cwd, program });
    expect(stdout).toMatch(/IPE_09[\s\S]*total_amonut/);
    expect(code).toBe(2);
  });
});

describe('ST-2 a source that fails is exit 3 with a not_completed package, and no other data', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-failing-'));
  const program = programOf(['IPE_09'], folder);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function configured(file: string): Promise<string> {
    const cwd = await tempFolder();
    writeFileSync(
      join(cwd, 'soxauto.config.json'),
      JSON.stringify({ environment: 'production', sources: { bob: { kind: 'duckdb', file } } }),
    );
    return cwd;
  }

  it.each([
    ['a missing database', null],
    [
      'a corrupt database',
      Buffer.from('this is no database file, whatever its name says'.repeat(200)),
    ],
    ['an empty file', Buffer.alloc(0)],
  ])('%s', async (_what, content) => {
    const cwd = await configured('bob.duckdb');
    if (content !== null) writeFileSync(join(cwd, 'bob.duckdb'), content);
    const { code, runs } = await runJson(['IPE_09', '--period', '2025-09'], { cwd, program });
    expect(code).toBe(3);
    expect(runs).toMatchObject([
      {
        item: 'IPE_09',
        rows: null,
        status: 'ERROR',
        outcome: 'not_completed',
        content_sha256: null,
      },
    ]);
    const report = await verifyPackage(runs[0]?.package ?? '');
    expect(report.defects).toEqual([]);
    expect(report.stated).toMatchObject({
      validationStatus: 'ERROR',
      outcome: 'not_completed',
      dataKind: 'source',
    });
  });

  it('a table that is not as declared', async () => {
    const cwd = await configured('bob.duckdb');
    mkdirSync(join(cwd, 'x'));
    const instance = await DuckDBInstance.create(join(cwd, 'bob.duckdb'));
    const connection = await instance.connect();
    await connection.run(
      'CREATE SCHEMA process_pg_bob; CREATE TABLE process_pg_bob.pg_bob_sales_order (order_id INTEGER)',
    );
    connection.closeSync();
    instance.closeSync();
    const { code, runs } = await runJson(['IPE_09', '--period', '2025-09'], { cwd, program });
    expect(code).toBe(3);
    expect(runs[0]?.failure).toMatchObject({ code: 'QUERY_REJECTED' });
  });
});
