import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { items } from '../../catalog/index.ts';
import { verifyFolder } from '../../src/evidence/verify/verify-folder.ts';
import { type RunJson, runIpe, runJson } from '../support/ipe.ts';
import { programOf } from '../support/program-copy.ts';
import { SMALL, SMALL_ROWS, workWithBooks } from '../support/shared-books.ts';
import { hasTool } from '../support/tools.ts';
import { type WholeRun, wholeRun } from '../support/whole-run.ts';

// starts of the whole program; a busy machine takes its time
vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 1_200_000 });

const ITEMS = items.map(({ definition }) => definition.id);

describe('the main job on clean books', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-main-'));
  let whole: WholeRun;
  let runs: readonly RunJson[] = [];
  let reports: Awaited<ReturnType<typeof verifyFolder>> = [];
  /** The program with a smaller catalog, for what is asked of some items. */
  const few = { cwd: folder, program: programOf(['CR_04', 'CR_05', 'IPE_07', 'IPE_09'], folder) };

  beforeAll(async () => {
    await workWithBooks(join(folder, '.soxauto'), SMALL);
    whole = await wholeRun();
    ({ runs } = whole);
    reports = await verifyFolder(whole.evidence);
    expect(whole.stderr).not.toContain('fault of the program');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('U-3 ends 0 and notes no exceptions for any item', () => {
    // where no row is due, checks that look for rows do not apply (RU-24)
    const open = (noted: RunJson['noted']) =>
      noted.filter(({ status }) => status !== 'NOT APPLICABLE');
    expect(runs.map(({ item, outcome, noted }) => [item, outcome, open(noted)])).toEqual(
      ITEMS.map((item) => [item, 'no_exceptions_noted', []]),
    );
    expect(whole.code).toBe(0);
  });

  it('RJ-0 holds nothing against the packages but that the books are no production system', () => {
    const against = runs.map(({ item, preflight }) => [
      item,
      preflight?.not_met.map(({ id }) => id),
    ]);
    expect(against).toEqual(ITEMS.map((item) => [item, ['RJ-17']]));
  });

  it('leaves nothing but the packages and their digests behind', () => {
    const left = readdirSync(whole.evidence, { recursive: true, encoding: 'utf8' });
    const files = left.filter((name) => /\.[a-z0-9]+$/.test(name));
    expect(files.filter((name) => !/\.zip(\.sha256)?$/.test(name))).toEqual([]);
    // the items' packages and the run's own
    expect(files).toHaveLength(2 * (ITEMS.length + 1));
    expect(readdirSync(join(whole.work, 'runs'))).toEqual([]);
  });

  it('L-1 verifies the whole tree with no defect, the package about the run as well', () => {
    expect(reports.flatMap(({ defects }) => defects)).toEqual([]);
    expect(reports).toHaveLength(ITEMS.length + 1);
    expect(reports.map(({ package: name }) => name)).toContainEqual(
      expect.stringMatching(/^RUN_ALL_2025-09_/),
    );
  });

  it.each(ITEMS)('L-1 verifies %s to level L1 with no defect', (item) => {
    const run = runs.find((one) => one.item === item);
    const report = reports.find(({ path }) => path === run?.package);
    expect(report).toMatchObject({ verdict: 'NO DEFECT FOUND', level: 'L1', defects: [] });
    expect(report?.counts.rows).toBe(run?.rows);
    expect(report?.counts.checksRecomputed).toBeGreaterThan(5);
  });

  it.skipIf(!hasTool('unzip') || !hasTool('sha256sum'))(
    'I-3 passes sha256sum -c on both manifests after unzip, and on the sidecar (needs unzip, sha256sum)',
    () => {
      for (const { package: path } of runs) {
        const out = mkdtempSync(join(folder, 'unzipped-'));
        execFileSync('sha256sum', ['-c', '--quiet', `${basename(path)}.sha256`], {
          cwd: dirname(path),
        });
        execFileSync('unzip', ['-q', path, '-d', out]);
        const bag = join(out, basename(path, '.zip'));
        for (const list of [
          'manifest-sha256.txt',
          'tagmanifest-sha256.txt',
          'data/04_data/integrity_hash.sha256',
        ]) {
          execFileSync('sha256sum', ['-c', '--quiet', '--strict', list], { cwd: bag });
        }
      }
    },
  );

  it.skipIf(!hasTool('python3'))(
    'I-1 holds every row: an independent CSV reader counts row_count records (needs python3)',
    () => {
      const script = `
import csv, io, json, sys, zipfile
for path in sys.argv[1:]:
    z = zipfile.ZipFile(path); top = z.namelist()[0].split('/')[0]
    rows = sum(1 for _ in csv.reader(io.TextIOWrapper(z.open(top + '/data/ipe_data.csv'), 'utf-8', newline=''))) - 1
    print(rows, json.load(z.open(top + '/data/evidence.json'))['row_count'])`;
      const paths = runs.map(({ package: path }) => path);
      const counted = execFileSync('python3', ['-c', script, ...paths], { encoding: 'utf8' });
      expect(counted.trim().split('\n')).toEqual(runs.map(({ rows }) => `${rows} ${rows}`));
    },
  );

  it('I-2 gives another package id and the same content digest when run again, in another time zone, language and thread count', async () => {
    // all items in another zone and language: test/e2e/matrix.test.ts
    const some = ['IPE_07', 'CR_05'];
    const first = some.map((item) => runs.find((run) => run.item === item));
    const env = { TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C', UV_THREADPOOL_SIZE: '1' };
    const { runs: again } = await runJson([...some, ...SMALL_ROWS], { ...few, env });
    expect(again.map(({ item, content_sha256 }) => [item, content_sha256])).toEqual(
      first.map((run) => [run?.item, run?.content_sha256]),
    );
    const names = [...first, ...again].map((run) => basename(run?.package ?? ''));
    expect(new Set(names).size).toBe(4);
  });

  it('U-1 prints one line per item, a table, the package and the command that verifies it', async () => {
    const { stdout, stderr, code: exit } = await runIpe(['IPE_09', ...SMALL_ROWS], { cwd: folder });
    expect(exit).toBe(0);
    expect(stdout).toMatch(/IPE_09 ALL 2025-09 {2}[0-9 ]+ rows {2}PASS: no exceptions noted/);
    expect(stdout).toMatch(/verify {3}npm run ipe -- verify \S+\.zip/);
    expect(stdout).toMatch(
      /IPE\s+Entity\s+Period\s+Rows\s+Total\s+C&A\s+Baseline\s+Package\s+Seconds/,
    );
    expect(stdout + stderr).not.toContain('\u001b');
    const path = /package {2}(\S+\.zip)/.exec(stdout)?.[1] ?? '';
    const verified = await runIpe(['verify', path], { cwd: folder });
    expect(verified.stdout).toContain('NO DEFECT FOUND (L1)');
    expect(verified.stdout).toContain('not checked: ');
    expect(verified.code).toBe(0);
  });

  it('I-4 exits 4 and names the file when one byte of a package was changed', async () => {
    const path = join(folder, basename(runs[0]?.package ?? ''));
    const bytes = readFileSync(runs[0]?.package ?? '');
    const at = bytes.indexOf('data/evidence.json') + 200;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(path, bytes);
    const result = await runIpe(['verify', path], { cwd: folder });
    expect(result.code).toBe(4);
    expect(result.stdout).toMatch(/DEFECT \S+ \S+/);
  });

  it('U-5 shows the exact query and parameters with --dry and writes nothing', async () => {
    const empty = mkdtempSync(join(folder, 'dry-'));
    const { stdout, code: exit } = await runIpe(
      ['run', 'IPE_07', '--period', '2025-09', '--entity', 'NG', '--dry', ...SMALL_ROWS],
      { cwd: empty, env: { SOXAUTO_WORK: join(folder, '.soxauto') } },
    );
    expect(exit).toBe(0);
    expect(stdout).toContain('"NAV_DW"."dbo"."Customer Ledger Entries"');
    expect(stdout).toMatch(/:companies\s+text\s+EC_NG\s+entity selection/);
    expect(readdirSync(empty)).toEqual([]);
  });

  it('RU-2 makes one package per entity, whichever of its names it is called by', async () => {
    const { runs: byEntity, code: exit } = await runJson(
      ['IPE_09', '--entity', 'EC_IC,gh', ...SMALL_ROWS],
      few,
    );
    expect(exit).toBe(0);
    expect(
      byEntity.map(({ package: path }) => basename(path).split('_').slice(0, 3).join('_')),
    ).toEqual(['IPE_09_CI', 'IPE_09_GH']);
  });
});
