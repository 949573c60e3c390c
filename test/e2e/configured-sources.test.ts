import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import { verifyPackage } from '../../src/evidence/verify/verify-package.ts';
import { runIpe, runJson } from '../support/ipe.ts';

const TABLE = '"BOB"."process_pg_bob"."pg_bob_sales_order"';

describe('a configured source', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-sources-'));
  let database = '';

  beforeAll(async () => {
    const books = await buildDemoBooks({ folder: join(folder, 'books'), rows: 1500 });
    database = books.databases.BOB;
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
    const cwds = [
      configured('from-database', { kind: 'duckdb', file: database }),
      configured('from-parquet', { kind: 'files', folder: join(folder, 'parquet') }),
      configured('from-csv', { kind: 'files', folder: join(folder, 'csv') }),
    ];
    const digests: string[] = [];
    for (const cwd of cwds) {
      const { code, runs, stderr } = await runJson(['IPE_09', '--period', '2025-09'], { cwd });
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
    const refused = await runJson(['IPE_09', '--period', '2025-09'], { cwd });
    expect(refused.code).toBe(3);
    const asked = await runJson(['IPE_09', '--demo', '--rows', '1000'], { cwd });
    expect(asked.code).toBe(0);
    const report = await verifyPackage(asked.runs[0]?.package ?? '');
    expect(report.stated?.dataKind).toBe('demo');
  });

  it('doctor says what is well and what is wrong, in words', async () => {
    const well = await runIpe(['doctor'], {
      cwd: configured('doctor-well', { kind: 'duckdb', file: database }),
    });
    expect(well.stdout).toMatch(/ok +source bob table pg_bob_sales_order +is there as declared/);
    expect(well.stdout).toMatch(/note +source nav_dw +not configured/);
    expect(well.code).toBe(0);
    const sick = await runIpe(['doctor'], {
      cwd: configured('doctor-sick', { kind: 'duckdb', file: 'gone.duckdb' }),
    });
    expect(sick.stdout).toMatch(/wrong +source bob/);
    expect(sick.code).toBe(3);
  });

  it('a CSV cell that is not of its type is an error that names file and column, never NULL', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    const text = readFileSync(join(folder, 'csv', 'pg_bob_sales_order.csv'), 'utf8');
    const lines = text.split('\n');
    const fields = (lines[700] ?? '').split(',');
    const amount = (lines[0] ?? '').split(',').indexOf('total_amount');
    fields[amount] = 'twelve';
    lines[700] = fields.join(',');
    writeFileSync(join(broken, 'pg_bob_sales_order.csv'), lines.join('\n'));
    const { code, runs } = await runJson(['IPE_09', '--period', '2025-09'], {
      cwd: configured('from-broken', { kind: 'files', folder: broken }),
    });
    expect(code).toBe(3);
    expect(runs[0]?.failure).toMatchObject({ message: expect.stringMatching(/total_amount/) });
  });
});
