import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyFolder } from '../../src/evidence/verify/verify-folder.ts';
import { runIpe, runJson, startIpe } from '../support/ipe.ts';

const KILLS = 50;
const SMALL = ['--rows', '400'];

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

/** Can this machine mount a small file system? Only root can. */
function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'soxauto-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe]).status === 0;
  if (mounted) spawnSync('umount', [probe]);
  rmSync(probe, { recursive: true, force: true });
  return mounted;
}

describe('whatever happens to the process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-robust-'));
  const work = join(folder, 'work');
  const env = { SOXAUTO_WORK: work };
  let wholeRunMs = 0;

  beforeAll(async () => {
    await runJson(['IPE_09', ...SMALL, '--out', join(folder, 'first')], { cwd: folder, env });
    const start = performance.now();
    const { code } = await runJson(['IPE_09', ...SMALL, '--out', join(folder, 'first')], {
      cwd: folder,
      env,
    });
    wholeRunMs = performance.now() - start;
    expect(code).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`U-8 killed at ${KILLS} moments of a run, no file under a final name is ever incomplete and the next run succeeds`, async () => {
    const out = join(folder, 'killed');
    let killed = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { child, ended } = startIpe(['run', 'IPE_09', ...SMALL, '--out', out], {
        cwd: folder,
        env,
      });
      // spread over the whole run, later moments closer together: that is where files get their names
      const moment = wholeRunMs * (0.3 + 0.8 * Math.sqrt(kill / KILLS));
      const timer = setTimeout(() => child.kill('SIGKILL'), moment);
      const { signal } = await ended;
      clearTimeout(timer);
      if (signal === 'SIGKILL') killed += 1;
    }
    expect(killed).toBeGreaterThan(KILLS / 3);
    const next = await runJson(['IPE_09', ...SMALL, '--out', out], { cwd: folder, env });
    expect(next.code).toBe(0);
    const reports = await verifyFolder(out);
    const bad = reports.filter(({ defects }) =>
      defects.some(({ code }) => code !== 'unfinished_file'),
    );
    expect(bad.map(({ path, defects }) => ({ path, defects }))).toEqual([]);
    expect(reports.some(({ path }) => path === next.runs[0]?.package)).toBe(true);
    expect(readdirSync(join(work, 'runs'))).toEqual([]);
  }, 600_000);

  it('two runs at once do not disturb each other', async () => {
    const out = join(folder, 'both');
    const both = await Promise.all(
      [1, 2, 3].map(() =>
        runJson(['IPE_09', 'CR_05', ...SMALL, '--out', out], { cwd: folder, env }),
      ),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0, 0]);
    const digests = both.map(({ runs }) => runs.map(({ content_sha256 }) => content_sha256));
    expect(new Set(digests.map(String)).size).toBe(1);
    const reports = await verifyFolder(out);
    expect(reports.map(({ verdict }) => verdict)).toEqual(Array(6).fill('NO DEFECT FOUND'));
  });

  it('two first runs at once both find complete demo books', async () => {
    const fresh = join(folder, 'fresh');
    mkdirSync(fresh);
    const both = await Promise.all([1, 2].map(() => runJson(['CR_05', ...SMALL], { cwd: fresh })));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
  });

  it('SIGTERM seals the item as not completed and ends with 70', async () => {
    const out = join(folder, 'stopped');
    const { child, ended } = startIpe(
      ['run', 'IPE_07', 'CR_03', ...SMALL, '--json', '--out', out],
      {
        cwd: folder,
        env,
      },
    );
    let asked = false;
    child.stderr.on('data', (text: string) => {
      if (asked || !/query extract sent/.test(text)) return;
      asked = true;
      child.kill('SIGTERM');
    });
    const { code, signal, stdout } = await ended;
    expect(signal).toBeNull();
    const runs = JSON.parse(stdout) as { item: string; outcome: string }[];
    expect(runs).toMatchObject([
      { item: 'IPE_07', state: 'run', outcome: 'not_completed' },
      { item: 'CR_03', state: 'not_performed', outcome: 'not_completed' },
    ]);
    expect(code).toBe(70);
    const reports = await verifyFolder(out);
    expect(reports.flatMap(({ defects }) => defects)).toEqual([]);
    expect(readdirSync(join(work, 'runs'))).toEqual([]);
  });

  it('a memory limit that is too low ends with 70, a clear sentence and no leftover', async () => {
    const place = join(folder, 'memory');
    mkdirSync(place);
    const { writeFileSync } = await import('node:fs');
    writeFileSync(
      join(place, 'soxauto.config.json'),
      JSON.stringify({
        environment: 'test',
        sources: { bob: { kind: 'duckdb', file: 'unused.duckdb' } },
        work,
        limits: { memory: '1MB' },
      }),
    );
    const { code, stdout, runs } = await runJson(['IPE_07', '--demo', ...SMALL], { cwd: place });
    expect(code).toBe(70);
    expect(stdout).toMatch(/memory/i);
    expect(runs[0]?.outcome).toBe('not_completed');
    expect(readdirSync(join(work, 'runs'))).toEqual([]);
  });

  it.skipIf(!canMount())(
    'a full disk ends with 70, a clear sentence and no leftover (needs the right to mount a small file system)',
    async () => {
      const small = join(folder, 'small');
      mkdirSync(small);
      for (const size of ['64k', '160k', '320k']) {
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', small]);
        try {
          const books = join(work, 'demo');
          const place = join(small, 'work');
          mkdirSync(place);
          execFileSync('ln', ['-s', books, join(place, 'demo')]);
          const { code, stdout, stderr } = await runIpe(
            ['run', 'IPE_07', '--rows', '2000', '--json', '--out', join(small, 'out')],
            { cwd: folder, env: { SOXAUTO_WORK: place } },
          );
          expect(stdout + stderr, size).toMatch(/full|space/i);
          expect(code, size).toBe(70);
          expect(filesBelow(join(place, 'runs'))).toEqual([]);
          const left = filesBelow(small).filter((name) => /\.zip/.test(name));
          for (const { defects } of left.length === 0
            ? []
            : await verifyFolder(join(small, 'out'))) {
            expect(defects).toEqual([]);
          }
        } finally {
          execFileSync('umount', [small]);
        }
      }
    },
  );
});
