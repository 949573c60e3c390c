import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fileSystemStore } from '../../src/evidence/store/file-system/file-system-store.ts';
import { verifyFolder } from '../../src/evidence/verify/verify-folder.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { type RunJson, runJson, startIpe } from '../support/ipe.ts';
import { logLines } from '../support/log-lines.ts';
import { programOf } from '../support/program-copy.ts';
import { SMALL, SMALL_ROWS, workWithBooks } from '../support/shared-books.ts';
import { contents, wholeRun } from '../support/whole-run.ts';

// whole runs, some of them many
vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 1_200_000 });

/** A smaller catalog, which stops in the same places: one package must be left to make whatever is done. */
const ITEMS = ['CR_03', 'CR_04', 'CR_05', 'IPE_09'];

describe('the run of all items, when it is stopped', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-stopped-'));
  const work = join(folder, 'work');
  const program = programOf(ITEMS, folder);
  const options = { cwd: folder, env: { SOXAUTO_WORK: work }, program };

  beforeAll(() => workWithBooks(work, SMALL));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('U-8 killed again and again it completes, seals no item twice and never shows half a package', async () => {
    const out = join(folder, 'killed');
    const args = ['run', '--all', ...SMALL_ROWS, '--out', out];
    let killed = 0;
    for (let kill = 1; kill <= 4; kill += 1) {
      const { child, ended } = startIpe(args, options);
      // at a moment that means something, however busy the machine is: after so many lines of progress
      let lines = 1 + Math.floor(Math.random() * 6);
      child.stderr.on('data', (text: string) => {
        lines -= text.split('\n').length - 1;
        if (lines <= 0) child.kill('SIGKILL');
      });
      if ((await ended).signal === 'SIGKILL') killed += 1;
      const reports = await verifyFolder(out).catch(() => []);
      const bad = reports.flatMap(({ defects }) => defects);
      expect(bad.filter(({ code }) => code !== 'unfinished_file')).toEqual([]);
    }
    expect(killed).toBeGreaterThan(0);
    const last = await runJson(args.slice(1), options);
    expect(last.code).toBe(0);
    expect(last.runs.map(({ item }) => item).sort()).toEqual(ITEMS);
    const whole = await wholeRun();
    expect(contents(whole.runs)).toEqual(expect.arrayContaining([...contents(last.runs)]));
    const sealed = (await fileSystemStore(out, systemClock).list()).map(({ item }) => item);
    expect(sealed.filter((item) => item !== 'RUN').sort()).toEqual(ITEMS);
  });

  it('SIGTERM seals what is at work as not completed, says what was not started, and ends with 70 in time', async () => {
    const out = join(folder, 'stopped');
    const args = ['run', '--all', ...SMALL_ROWS, '--json', '--log', 'json', '--out', out];
    const { child, ended } = startIpe(args, options);
    let askedAt = 0;
    child.stderr.on('data', (text: string) => {
      if (askedAt > 0 || !/"event":"query.sent"/.test(text)) return;
      askedAt = performance.now();
      child.kill('SIGTERM');
    });
    const { code, signal, stdout } = await ended;
    expect(performance.now() - askedAt).toBeLessThan(30_000);
    expect(signal).toBeNull();
    expect(code).toBe(70);
    const { run, cells } = JSON.parse(stdout) as { run: RunJson; cells: RunJson[] };
    expect(cells.filter(({ state }) => state === 'run').map(({ outcome }) => outcome)).toContain(
      'not_completed',
    );
    const waiting = cells.filter(({ state }) => state === 'not_performed');
    expect(waiting.length).toBeGreaterThan(0);
    for (const { reason } of waiting) expect(reason).toMatch(/not started: the run was cancelled/);
    expect(run).toMatchObject({ rows: ITEMS.length, status: 'FAIL' });
    expect((await verifyFolder(out)).flatMap(({ defects }) => defects)).toEqual([]);
  });

  it('SIGTERM while the run is being prepared ends it at once with 70 and seals nothing', async () => {
    const work = join(folder, 'no-books-yet');
    const out = join(folder, 'stopped-early');
    const { child, ended } = startIpe(
      ['run', '--all', '--rows', '5000', '--log', 'json', '--out', out],
      { ...options, env: { SOXAUTO_WORK: work } },
    );
    let asked = false;
    child.stderr.on('data', (text: string) => {
      if (asked || !/"event":"demo.building"/.test(text)) return;
      asked = true;
      child.kill('SIGTERM');
    });
    const { code, signal, stderr } = await ended;
    expect({ code, signal }).toEqual({ code: 70, signal: null });
    expect(logLines(stderr).at(-1)).toMatchObject({ level: 'ERROR', event: 'run.stopped' });
    expect(await verifyFolder(out).catch(() => [])).toEqual([]);
  });

  it('asked twice to stop it stops at once', async () => {
    const { child, ended } = startIpe(
      ['run', '--all', ...SMALL_ROWS, '--out', join(folder, 'stopped-twice')],
      options,
    );
    let asked = false;
    child.stderr.on('data', (text: string) => {
      if (asked || !/query extract sent/.test(text)) return;
      asked = true;
      child.kill('SIGTERM');
      child.kill('SIGINT');
    });
    const { code } = await ended;
    expect(code).toBe(70);
  });
});
