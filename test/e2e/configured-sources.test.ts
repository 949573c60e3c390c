import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyPackage } from '../../src/evidence/verify/verify-package.ts';
import { runJson } from '../support/ipe.ts';
import { ipeHere, runHere } from '../support/ipe-here.ts';
import { FEW_ROWS, workWithSmallBooks } from '../support/small-books.ts';

vi.setConfig({ testTimeout: 300_000 });

const ASKED = ['IPE_09', '--period', '2025-09'];
const TABLE = '"BOB"."process_pg_bob"."pg_bob_sales_order"';

describe('a configured source', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-sources-'));
  const env = { SOXAUTO_WORK: join(folder, 'work') };
  let database = '';

  beforeAll(async () => {
    ({ BOB: database } = (await workWithSmallBooks(env.SOXAUTO_WORK)).databases);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`ATTACH '${database}' AS "BOB" (READ_ONLY)`);
    for (const format of ['parquet', 'csv']) {
      mkdirSync(join(folder, format));
      const file = join(folder, format, `pg_bob_sales_order.${format}`);
      const options = format === 'csv' ? ', HEADER' : '';
      // another order than the table's: the digest must not care
      await connection.run(
        `COPY (SELECT * FROM ${TABLE} ORDER BY order_date DESC, order_id DESC) TO '${file}' (FORMAT ${format}${options})`,
      );
    }
    connection.closeSync();
    instance.closeSync();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function configured(name: string, source: object): string {
    const cwd = join(folder, name);
    mkdirSync(cwd, { recursive: true });
    writeFileSync(
      join(cwd, 'soxauto.config.json'),
      JSON.stringify({
        environment: 'production',
        organization: 'Savanna',
        sources: { bob: source },
      }),
    );
    return cwd;
  }

  it('D3 gives the same content digest from a DuckDB file, a Parquet folder and a CSV folder', async () => {
    const ofParquet = { kind: 'files', folder: join(folder, 'parquet') };
    const ofCsv = { kind: 'files', folder: join(folder, 'csv') };
    const ofDatabase = { kind: 'duckdb', file: database };
    const ran = [
      await runJson(ASKED, { cwd: configured('from-parquet', ofParquet), env }),
      await runHere(ASKED, { cwd: configured('from-csv', ofCsv), env }),
      await runHere(ASKED, { cwd: configured('from-database', ofDatabase), env }),
    ];
    const digests: string[] = [];
    for (const { code, runs, stderr } of ran) {
      expect(stderr).not.toContain('DEMO');
      expect(runs[0]?.noted).toEqual([]);
      expect(code).toBe(0);
      digests.push(runs[0]?.content_sha256 ?? '');
      const report = await verifyPackage(runs[0]?.package ?? '');
      expect(report.defects).toEqual([]);
      expect(report.stated?.dataKind).toBe('source');
    }
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(digests).size).toBe(1);
  });

  it('demo books stand in for it only when --demo says so', async () => {
    const cwd = configured('demo-asked', { kind: 'duckdb', file: join(folder, 'gone.duckdb') });
    const refused = await runHere(ASKED, { cwd, env });
    expect(refused.code).toBe(3);
    const asked = await runHere(['IPE_09', '--demo', ...FEW_ROWS], { cwd, env });
    expect(asked.code).toBe(0);
    const report = await verifyPackage(asked.runs[0]?.package ?? '');
    expect(report.stated?.dataKind).toBe('demo');
  });

  it('doctor says what is well and what is wrong, in words', async () => {
    const well = await ipeHere(['doctor'], {
      cwd: configured('doctor-well', { kind: 'duckdb', file: database }),
      env,
    });
    expect(well.stdout).toMatch(/ok +source bob table pg_bob_sales_order +is there as declared/);
    expect(well.stdout).toMatch(/note +source nav_dw +not configured/);
    expect(well.code).toBe(0);
    const sick = await ipeHere(['doctor'], {
      cwd: configured('doctor-sick', { kind: 'duckdb', file: 'gone.duckdb' }),
      env,
    });
    expect(sick.stdout).toMatch(/wrong +source bob/);
    expect(sick.code).toBe(3);
  });

  it('a CSV cell that is not of its type is an error that names file and column, never NULL', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    const text = readFileSync(join(folder, 'csv', 'pg_bob_sales_order.csv'), 'utf8');
    const lines = text.split('\n');
    const fields = (lines[100] ?? '').split(',');
    const amount = (lines[0] ?? '').split(',').indexOf('total_amount');
    fields[amount] = 'twelve';
    expect(fields.length).toBeGreaterThan(amount);
    lines[100] = fields.join(',');
    writeFileSync(join(broken, 'pg_bob_sales_order.csv'), lines.join('\n'));
    const { code, runs } = await runHere(ASKED, {
      cwd: configured('from-broken', { kind: 'files', folder: broken }),
      env,
    });
    expect(code).toBe(3);
    expect(runs[0]?.failure).toMatchObject({ message: expect.stringMatching(/total_amount/) });
  });
});
