import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyPackage } from '../../src/evidence/verify/verify-package.ts';
import { repository, runIpe, runJson } from '../support/ipe.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A copy of the program whose catalog may be changed. */
async function programCopy(): Promise<string> {
  const copy = await tempFolder();
  for (const name of ['src', 'catalog', 'package.json', 'tsconfig.json']) {
    cpSync(join(repository, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(from, to);
  expect(changed, `${file} holds ${from}`).not.toBe(text);
  writeFileSync(file, changed);
}

describe('U-3 bad input ends with exit 2 and a sentence that helps, before anything is written', () => {
  it.each([
    ['an unknown item', ['IPE_70'], /no item "IPE_70"[\s\S]*Did you mean IPE_[0-9]{2}/],
    ['a misspelt verb', ['runn', 'IPE_07'], /no verb "runn"/],
    ['no item', ['run'], /no item is named/],
    ['items and --all', ['run', 'IPE_07', '--all'], /not both/],
    ['a bad period', ['IPE_07', '--period', '2025-13'], /YYYY-MM/],
    ['a cutoff that is no month end', ['IPE_07', '--period', '2025-09-29'], /2025-09-30/],
    [
      'a period the books do not hold',
      ['IPE_07', '--period', '2019-01', '--rows', '500'],
      /hold .*2025-09/,
    ],
    ['an unknown entity', ['IPE_07', '--entity', 'XX'], /"XX"[\s\S]*NG/],
    ['an unknown option', ['IPE_07', '--entitiy', 'NG'], /entitiy/],
    [
      'an unknown parameter',
      ['CR_03', '--param', 'gl_acounts=18412'],
      /gl_acounts[\s\S]*gl_accounts/,
    ],
    ['a parameter nobody may set', ['IPE_07', '--param', 'cutoff=2025-09-30'], /cutoff/],
    ['a parameter without value', ['CR_03', '--param', 'gl_accounts'], /name=value/],
    ['an empty list', ['CR_03', '--param', 'gl_accounts='], /gl_accounts/],
    ['a bad number of rows', ['IPE_07', '--rows', '-5'], /rows/],
    [
      'an evidence folder that is a file',
      ['CR_05', '--rows', '300', '--out', import.meta.filename],
      /evidence folder cannot be used/,
    ],
    [
      'an option given twice',
      ['IPE_07', '--period', '2025-09', '--period', '2025-08'],
      /--period is given more than once/,
    ],
    ['too few rows', ['IPE_07', '--rows', '50'], /from 100 to 20000000/],
    ['verify without a path', ['verify'], /needs a package/],
    ['verify of nothing', ['verify', 'nowhere.zip'], /no nowhere\.zip/],
  ])('%s', async (_what, args, sentence) => {
    const cwd = await tempFolder();
    const { code, stderr, stdout } = await runIpe(args, { cwd });
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(readdirSync(cwd).filter((name) => name !== '.soxauto')).toEqual([]);
  });

  it('a configuration that cannot be honoured names the key', async () => {
    const cwd = await tempFolder();
    writeFileSync(
      join(cwd, 'soxauto.config.json'),
      '{"environment":"production","sources":{"nav_dw":{"kind":"oracle"}}}',
    );
    const { code, stderr } = await runIpe(['IPE_09', '--period', '2025-09'], { cwd });
    expect(stderr).toMatch(/sources\.nav_dw/);
    expect(code).toBe(2);
  });

  it('a configured run needs a period, and a source that is not configured is no reason for demo data', async () => {
    const cwd = await tempFolder();
    writeFileSync(
      join(cwd, 'soxauto.config.json'),
      '{"environment":"production","sources":{"nav_dw":{"kind":"duckdb","file":"nav.duckdb"}}}',
    );
    const unsaid = await runIpe(['IPE_07'], { cwd });
    expect(unsaid.stderr).toMatch(/no period/);
    expect(unsaid.code).toBe(2);
    const missing = await runIpe(['IPE_09', '--period', '2025-09'], { cwd });
    expect(missing.stderr).toMatch(/sources\.bob is not configured/);
    expect(missing.code).toBe(2);
    expect(readdirSync(cwd)).toEqual(['soxauto.config.json']);
  });

  it('a missing SQL file, a misspelt column and an undeclared parameter are all named at once', async () => {
    const program = await programCopy();
    const cwd = await tempFolder();
    const items = join(program, 'catalog/c-pg-1');
    const ipe07 = join(items, 'ipe-07-customer-balances/extract.sql');
    edit(ipe07, '"Customer Posting Group"', '"Customer Postng Group"');
    edit(join(items, 'ipe-09-sales-orders/extract.sql'), ':period_next', ':period_nxt');
    edit(join(items, 'cr-05-fx-rates/cr-05.ts'), "'completeness.sql'", "'completness.sql'");
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
    const program = await programCopy();
    const cwd = await tempFolder();
    edit(
      join(program, 'catalog/c-pg-1/ipe-09-sales-orders/ipe-09.ts'),
      /column: 'total_amount'/,
      "column: 'total_amonut'",
    );
    const { code, stdout } = await runIpe(['check'], { cwd, program });
    expect(stdout).toMatch(/IPE_09[\s\S]*total_amonut/);
    expect(code).toBe(2);
  });
});

describe('ST-2 a source that fails is exit 3 with a not_completed package, and no other data', () => {
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
    const { code, runs } = await runJson(['IPE_09', '--period', '2025-09'], { cwd });
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
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(join(cwd, 'bob.duckdb'));
    const connection = await instance.connect();
    await connection.run(
      'CREATE SCHEMA process_pg_bob; CREATE TABLE process_pg_bob.pg_bob_sales_order (order_id INTEGER)',
    );
    connection.closeSync();
    instance.closeSync();
    const { code, runs } = await runJson(['IPE_09', '--period', '2025-09'], { cwd });
    expect(code).toBe(3);
    expect(runs[0]?.failure).toMatchObject({ code: 'QUERY_REJECTED' });
  });
});
