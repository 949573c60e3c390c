import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyFolder } from '../../src/evidence/verify/verify-folder.ts';
import { runIpe, runJson, startIpe } from '../support/ipe.ts';
import { programOf } from '../support/program-copy.ts';
import { SMALL, SMALL_ROWS, workWithBooks } from '../support/shared-books.ts';

const KILLS = 50;
/** Runs that are killed side by side, each lane in folders of its own. */
const LANES = 2;

// a busy machine takes its time
vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 1_200_000 });

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

interface Place {
  readonly cwd: string;
  readonly env: { readonly SOXAUTO_WORK: string };
  readonly program: string;
}

/** How a run of one item goes when nobody disturbs it. */
interface Course {
  /** Lines it says before it begins to seal. */
  readonly lines: number;
  /** How long sealing takes, as a multiple of all that is said before it. */
  readonly sealing: number;
}

/** Starts a run; `onLine` is told its lines, with the time since the first of them. */
function watched(place: Place, onLine: (event: string, ms: number) => void) {
  const started = startIpe(
    ['run', 'CR_05', ...SMALL_ROWS, '--log', 'json', '--out', join(place.cwd, 'out')],
    place,
  );
  let first: number | null = null;
  started.child.stderr.on('data', (text: string) => {
    first ??= performance.now();
    for (const [, event = ''] of text.matchAll(/"event":"([a-z_.]+)"/g)) {
      onLine(event, performance.now() - first);
    }
  });
  return started;
}

async function courseOf(place: Place): Promise<Course> {
  const said: { event: string; ms: number }[] = [];
  const { ended } = watched(place, (event, ms) => said.push({ event, ms }));
  expect((await ended).code).toBe(0);
  const lines = said.findIndex(({ event }) => event === 'seal.started');
  const [before = 0, whole = 0] = [said[lines]?.ms, said.at(-1)?.ms];
  expect(lines).toBeGreaterThan(10);
  return { lines, sealing: (whole - before) / before };
}

/** A run that is killed half of the time on its way, half of the time while it seals, where files get their names. */
async function killedRun(place: Place, { lines, sealing }: Course): Promise<boolean> {
  const moment = Math.random() * 2;
  let said = 0;
  const { child, ended } = watched(place, (event, ms) => {
    said += 1;
    if (moment < 1 && said > moment * lines) child.kill('SIGKILL');
    // measured by what this very run took until now, however busy the machine is
    if (event === 'seal.started') {
      void after(ms * sealing * (moment - 1)).then(() => child.kill('SIGKILL'));
    }
  });
  return (await ended).signal === 'SIGKILL';
}

describe('whatever happens to the process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-robust-'));
  let program = '';

  /** A folder of its own for a test: what one leaves behind is not in the other's way. */
  async function placeFor(name: string, its: string): Promise<Place & { readonly out: string }> {
    const cwd = join(folder, name);
    const work = join(cwd, 'work');
    await workWithBooks(work, SMALL);
    return { cwd, env: { SOXAUTO_WORK: work }, program: its, out: join(cwd, 'out') };
  }

  beforeAll(() => {
    program = programOf(['CR_03', 'CR_04', 'CR_05', 'IPE_07', 'IPE_09'], folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`U-8 killed at ${KILLS} moments of a run, no file under a final name is ever incomplete and the next run succeeds`, async () => {
    const alone = programOf(['CR_05'], folder);
    const course = await courseOf(await placeFor('undisturbed', alone));
    const lane = async (name: string) => {
      const place = await placeFor(name, alone);
      let killed = 0;
      // a run may end before its moment comes: that is no kill
      for (let start = 0; killed < KILLS / LANES && start < KILLS; start += 1) {
        if (await killedRun(place, course)) killed += 1;
      }
      const next = await runJson(['CR_05', ...SMALL_ROWS, '--out', place.out], place);
      expect(next.code).toBe(0);
      const reports = await verifyFolder(place.out);
      const bad = reports.filter(({ defects }) =>
        defects.some(({ code }) => code !== 'unfinished_file'),
      );
      expect(bad.map(({ path, defects }) => ({ path, defects }))).toEqual([]);
      expect(reports.some(({ path }) => path === next.runs[0]?.package)).toBe(true);
      expect(readdirSync(join(place.env.SOXAUTO_WORK, 'runs'))).toEqual([]);
      return killed;
    };
    const killed = await Promise.all(
      Array.from({ length: LANES }, (_, at) => lane(`killed-${at}`)),
    );
    expect(killed).toEqual(Array(LANES).fill(KILLS / LANES));
  });

  it('two first runs at once both find complete demo books, and do not disturb each other', async () => {
    const fresh = join(folder, 'fresh');
    mkdirSync(fresh);
    const both = await Promise.all(
      [1, 2].map(() => runJson(['IPE_09', 'CR_05', '--rows', '400'], { cwd: fresh, program })),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const digests = both.map(({ runs }) => runs.map(({ content_sha256 }) => content_sha256));
    expect(new Set(digests.map(String)).size).toBe(1);
    const reports = await verifyFolder(join(fresh, 'evidence'));
    expect(reports.map(({ verdict }) => verdict)).toEqual(Array(4).fill('NO DEFECT FOUND'));
    expect(readdirSync(join(fresh, '.soxauto/runs'))).toEqual([]);
  });

  it('SIGTERM seals the item as not completed and ends with 70', async () => {
    const { out, ...place } = await placeFor('stopped', program);
    const { child, ended } = startIpe(
      ['run', 'IPE_07', 'CR_03', ...SMALL_ROWS, '--json', '--out', out],
      place,
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
    expect(readdirSync(join(place.env.SOXAUTO_WORK, 'runs'))).toEqual([]);
  });

  it('a memory limit that is too low ends with 70, a clear sentence and no leftover', async () => {
    const { cwd, env } = await placeFor('memory', program);
    writeFileSync(
      join(cwd, 'soxauto.config.json'),
      JSON.stringify({
        environment: 'test',
        sources: { bob: { kind: 'duckdb', file: 'unused.duckdb' } },
        work: env.SOXAUTO_WORK,
        limits: { memory: '1MB' },
      }),
    );
    const { code, stdout, runs } = await runJson(['IPE_07', '--demo', ...SMALL_ROWS], {
      cwd,
      program,
    });
    expect(code).toBe(70);
    expect(stdout).toMatch(/memory/i);
    expect(runs[0]?.outcome).toBe('not_completed');
    expect(readdirSync(join(env.SOXAUTO_WORK, 'runs'))).toEqual([]);
  });

  it.skipIf(!canMount()).each(['64k', '320k'])(
    'a full disk of %s ends with 70, a clear sentence and no leftover (needs the right to mount a small file system)',
    async (size) => {
      const small = join(folder, `disk-of-${size}`);
      mkdirSync(small);
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', small]);
      try {
        const work = join(small, 'work');
        await workWithBooks(work, SMALL);
        const { code, stdout, stderr } = await runIpe(
          ['run', 'IPE_07', ...SMALL_ROWS, '--json', '--out', join(small, 'out')],
          { cwd: folder, env: { SOXAUTO_WORK: work }, program },
        );
        expect(stdout + stderr).toMatch(/full|space/i);
        expect(code).toBe(70);
        expect(filesBelow(join(work, 'runs'))).toEqual([]);
        const left = filesBelow(small).filter((name) => /\.zip/.test(name));
        for (const { defects } of left.length === 0 ? [] : await verifyFolder(join(small, 'out'))) {
          expect(defects).toEqual([]);
        }
      } finally {
        execFileSync('umount', [small]);
      }
    },
  );
});
