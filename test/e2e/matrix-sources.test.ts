import { cpSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyFolder } from '../../src/evidence/verify/verify-folder.ts';
import { type RunJson, runJson, startIpe } from '../support/ipe.ts';
import { logLines } from '../support/log-lines.ts';
import { programOf } from '../support/program-copy.ts';
import { SMALL, sharedBooks } from '../support/shared-books.ts';

// whole runs, some of them many
vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 1_200_000 });

describe('a run of all items on configured sources', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-matrix-sources-'));
  const bob = join(folder, 'bob.duckdb');
  /** IPE_09 has a sound source, CR_05 a broken one, and one source of the others is not configured. */
  const program = programOf(['CR_03', 'CR_04', 'CR_05', 'IPE_09'], folder);
  const options = { cwd: folder, program };
  const all = () => runJson(['--all', '--period', '2025-09', '--log', 'json'], options);

  beforeAll(async () => {
    const { databases } = await sharedBooks({ rows: SMALL });
    cpSync(databases['BOB'] ?? '', bob);
    writeFileSync(join(folder, 'broken.duckdb'), 'this is no database');
    writeFileSync(
      join(folder, 'soxauto.config.json'),
      JSON.stringify({
        environment: 'production',
        sources: {
          bob: { kind: 'duckdb', file: 'bob.duckdb' },
          fin_rec: { kind: 'duckdb', file: 'broken.duckdb' },
        },
      }),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('one failing item does not stop the others; what has no source is written down; the worst exit code counts', async () => {
    const { runs, run, code } = await all();
    const of = (item: string) => runs.find((one) => one.item === item);
    expect(of('IPE_09')).toMatchObject({ state: 'run', outcome: 'no_exceptions_noted' });
    const failing = runs.filter(({ state, exit_code }) => state === 'run' && exit_code !== 0);
    expect(failing.length).toBeGreaterThan(0);
    for (const { exit_code, outcome } of failing) {
      expect({ exit_code, outcome }).toEqual({ exit_code: 3, outcome: 'not_completed' });
    }
    const without = runs.filter(({ state }) => state === 'not_performed');
    expect(without.length).toBeGreaterThan(0);
    for (const { reason } of without) expect(reason).toMatch(/^sources\.\w+ is not configured/);
    expect(code).toBe(3);
    expect(run?.noted.map(({ check }) => check)).toContain('every_cell_completed');
    const reports = await verifyFolder(join(folder, 'evidence'));
    expect(reports.flatMap(({ defects }) => defects)).toEqual([]);
  });

  it('redoes what did not complete, and what is complete only when the state of its source changed', async () => {
    const state = async () => {
      const { runs } = await all();
      return Object.fromEntries(runs.map((one) => [one.item, `${one.state} ${one.exit_code}`]));
    };
    const again = await state();
    expect(again['IPE_09']).toBe('already_sealed 0');
    expect(Object.values(again)).toContain('run 3');
    utimesSync(bob, new Date(), new Date());
    expect((await state())['IPE_09']).toBe('run 0');
  });

  it('reads a source again after a transient error, and the package says which attempt counts', async () => {
    // whoever writes to a DuckDB file keeps others out
    const writer = await DuckDBInstance.create(bob);
    const { child, ended } = startIpe(
      ['run', 'IPE_09', '--period', '2025-09', '--json', '--log', 'json'],
      options,
    );
    let released = false;
    child.stderr.on('data', (text: string) => {
      if (released || !/"event":"attempt.failed"/.test(text)) return;
      released = true;
      writer.closeSync();
    });
    const { code, stdout, stderr } = await ended;
    if (!released) writer.closeSync();
    const failed = logLines(stderr).filter(({ event }) => event === 'attempt.failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]).toMatchObject({
      level: 'WARN',
      fields: { attempt: 1, code: 'SOURCE_UNAVAILABLE' },
    });
    const [run] = JSON.parse(stdout) as RunJson[];
    expect(run).toMatchObject({ outcome: 'no_exceptions_noted', attempts: failed.length + 1 });
    expect(code).toBe(0);
  });
});
