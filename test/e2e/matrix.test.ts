import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { items as catalogItems } from '../../catalog/index.ts';
import { sealedPackages } from '../../src/app/sealed-reader.ts';
import { MEMBER } from '../../src/evidence/manifest/member-path.ts';
import { fileSystemStore } from '../../src/evidence/store/file-system/file-system-store.ts';
import { verifyFolder } from '../../src/evidence/verify/verify-folder.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { runIpe, runJson } from '../support/ipe.ts';
import { logLines } from '../support/log-lines.ts';
import { builtCopy, programOf } from '../support/program-copy.ts';
import { SMALL, SMALL_ROWS, workWithBooks } from '../support/shared-books.ts';
import { contents, type WholeRun, wholeRun } from '../support/whole-run.ts';

// whole runs, some of them many
vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 1_200_000 });

/** Records of the extracts of a store's packages by item, the newest package of each place. */
async function extracts(folder: string, work: string): Promise<Map<string, string[]>> {
  const store = fileSystemStore(folder, systemClock);
  const packages = sealedPackages(store, work, () => undefined);
  const found = new Map<string, string[]>();
  const places = new Map(
    (await store.list()).map((location) => [`${location.item} ${location.entity}`, location]),
  );
  for (const location of places.values()) {
    for await (const { members } of packages.newestFirst(location, [MEMBER.extract])) {
      const text = Buffer.from(members.get(MEMBER.extract) ?? new Uint8Array()).toString('utf8');
      const records = text.split('\n').slice(1, -1);
      found.set(location.item, [...(found.get(location.item) ?? []), ...records]);
      break;
    }
  }
  return found;
}

const items = catalogItems.map(({ definition }) => definition.id);

describe('the run of all items', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-matrix-'));
  const work = join(folder, 'work');
  const env = { SOXAUTO_WORK: work };
  const options = { cwd: folder, env };
  const first = join(folder, 'first');
  let base: WholeRun;
  /** The program with a smaller catalog, for what is asked of some items. */
  const few = programOf(['CR_03', 'CR_04', 'CR_05', 'IPE_09'], folder);

  beforeAll(async () => {
    await workWithBooks(work, SMALL);
    base = await wholeRun();
    cpSync(base.evidence, first, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('seals every item, then a package about the run; exit 0', async () => {
    expect(base.runs.map(({ item }) => item)).toEqual(items);
    expect(base.runs.map(({ state, outcome }) => `${state} ${outcome}`)).toEqual(
      items.map(() => 'run no_exceptions_noted'),
    );
    expect(base.run).toMatchObject({ item: 'RUN', rows: items.length, status: 'PASS' });
    expect(base.code).toBe(0);
    // that the whole tree verifies: test/e2e/main-job.test.ts
    const sealed = (await fileSystemStore(first, systemClock).list()).map(({ item }) => item);
    expect(sealed.sort()).toEqual([...items, 'RUN'].sort());
  });

  it('the package about the run has no query and a record with the digests of every package', async () => {
    const run = (await extracts(first, work)).get('RUN') ?? [];
    for (const { item, zip_sha256, content_sha256 } of base.runs) {
      const record = run.find((line) => line.startsWith(`${item},ALL,`));
      expect(record).toContain(zip_sha256);
      expect(record).toContain(content_sha256);
    }
    const store = fileSystemStore(first, systemClock);
    const [location] = (await store.list()).filter(({ item }) => item === 'RUN');
    if (location === undefined) throw new Error('there is no run package');
    for await (const { evidence, members } of sealedPackages(
      store,
      work,
      () => undefined,
    ).newestFirst(location, [MEMBER.query, MEMBER.definition, MEMBER.parameters])) {
      expect(evidence).toMatchObject({ source: null, controlIds: ['ALL'], dataKind: 'demo' });
      expect([...members.keys()]).not.toContain(MEMBER.query);
      const definition = Buffer.from(members.get(MEMBER.definition) ?? []).toString('utf8');
      expect(definition).toContain('The records come from no query');
      const parameters = Buffer.from(members.get(MEMBER.parameters) ?? []).toString('utf8');
      expect(parameters).toMatch(/"name": "shard",\s+"type": "text",\s+"value": "1\/1"/);
    }
  });

  it('says everything as JSON lines with run id, item and entity, one event name each', () => {
    // the demo books, which are no part of the run, may have been built before it began
    const lines = logLines(base.stderr).filter(({ event }) => event !== 'demo.building');
    expect(new Set(lines.map(({ run_id }) => run_id)).size).toBe(1);
    expect(lines[0]).toMatchObject({ event: 'matrix.started', item: 'RUN', entity: 'ALL' });
    // what an alarm for a missed month rests on
    expect(lines.at(-1)).toMatchObject({
      ...{ event: 'matrix.finished', item: 'RUN', period: '2025-09' },
      fields: {
        ...{ exit_code: 0, whole: true, previous_month: false },
        package: expect.stringMatching(/RUN_ALL_2025-09_.*\.zip$/),
      },
    });
    for (const item of [...items, 'RUN']) {
      const own = lines.filter((line) => line.item === item).map(({ event }) => event);
      expect(own).toEqual(expect.arrayContaining(['run.started', 'extract.landed', 'run.sealed']));
    }
    for (const { at, level, event, entity } of lines) {
      expect(new Date(at).toISOString()).toBe(at);
      expect(level).toMatch(/^(INFO|WARN|ERROR)$/);
      expect(event).toMatch(/^[a-z]+(\.[a-z_]+)+$/);
      expect(entity).toBe('ALL');
    }
  });

  it('run again it redoes nothing but what changed: not by the name of a package, but by what it holds', async () => {
    const out = join(folder, 'changed');
    cpSync(first, out, { recursive: true });
    // another definition, which the document that lists the definitions holds as well
    const program = builtCopy(folder);
    const sql = join(program, 'dist/catalog/c-pg-1/cr-05-fx-rates/extract.sql');
    writeFileSync(sql, `${readFileSync(sql, 'utf8')}-- another text\n`);
    // and a package that is none any more
    const store = fileSystemStore(out, systemClock);
    for (const location of (await store.list()).filter(({ item }) => item === 'CR_04')) {
      const { uri } = await store.get(location);
      rmSync(uri);
      writeFileSync(uri, 'no package');
    }
    const again = await runIpe(['run', '--all', ...SMALL_ROWS, '--out', out], {
      ...options,
      program,
    });
    expect(again.code).toBe(0);
    expect(again.stderr).not.toContain('fault of the program');
    expect(again.stderr).toContain(`0/${items.length} done, about `);
    const lines = again.stdout.split('\n');
    const redone = items.filter(
      (item) =>
        !lines.some((line) => line.startsWith(`${item} `) && line.includes('already sealed')),
    );
    expect([...redone].sort()).toEqual(['CR_04', 'CR_05', 'DOC_001']);
    // the three, and the run itself
    expect(await store.list()).toHaveLength(items.length + 1 + 4);
  });

  it('names an item that always runs, but not with --resume; other parameters are another run', async () => {
    const out = join(folder, 'named');
    cpSync(first, out, { recursive: true });
    const one = async (...args: string[]) =>
      (await runJson([...args, ...SMALL_ROWS, '--out', out], { ...options, program: few })).runs[0];
    expect(await one('CR_03', '--resume')).toMatchObject({ state: 'already_sealed' });
    expect(await one('CR_03')).toMatchObject({ state: 'run' });
    const accounts = ['--param', 'gl_accounts=18412'];
    expect(await one('CR_03', '--resume', ...accounts)).toMatchObject({ state: 'run' });
    // the newest package answers other parameters: what people find first would be the wrong one
    expect(await one('CR_03', '--resume')).toMatchObject({ state: 'run' });
  });

  it('E-9 compares with the last sealed period, though a month lies between', async () => {
    const out = join(folder, 'skipped-a-month');
    const one = async (period: string) =>
      (
        await runJson(['CR_05', '--period', period, ...SMALL_ROWS, '--out', out], {
          ...options,
          program: few,
        })
      ).runs[0];
    expect((await one('2025-07'))?.trend).toBeNull();
    expect((await one('2025-09'))?.trend?.join('; ')).toMatch(
      /^compared with CR_05_ALL_2025-07_.*; rows [0-9]+ -> [0-9]+;/,
    );
  });

  it('I-2 two shards on two processes, in another time zone and language, make the same packages as one run', async () => {
    const out = join(folder, 'shards');
    // everything is sealed already, and --force has it done again
    cpSync(first, out, { recursive: true });
    const elsewhere = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
    const shards = await Promise.all(
      ['1/2', '2/2'].map((shard) =>
        runJson(
          ['--all', ...SMALL_ROWS, '--out', out, '--force', '--shard', shard, '--log', 'json'],
          { ...options, env: { ...env, ...elsewhere } },
        ),
      ),
    );
    expect(shards.map(({ code }) => code)).toEqual([0, 0]);
    for (const { stderr } of shards) {
      expect(logLines(stderr).at(-1)).toMatchObject({
        event: 'matrix.finished',
        fields: { whole: false, package: expect.stringContaining('RUN_ALL_2025-09_') },
      });
    }
    const runs = shards.flatMap((shard) => shard.runs);
    expect(new Set(runs.map(({ state }) => state))).toEqual(new Set(['run']));
    expect(contents(runs)).toEqual(contents(base.runs));
    expect(shards.map((shard) => shard.run?.rows === shard.runs.length)).toEqual([true, true]);
    const reports = await verifyFolder(out);
    expect(reports.flatMap(({ defects }) => defects)).toEqual([]);
    expect(reports).toHaveLength(2 * items.length + 3);
  });

  it('RU-2 each entity for itself, merged, has the rows of all together; a group item is run once', async () => {
    const out = join(folder, 'each');
    const some = ['IPE_09', 'CR_05'];
    const { runs, stderr } = await runJson(
      [...some, '--entity', 'each', '--jobs', '2', ...SMALL_ROWS, '--out', out, '--log', 'json'],
      { ...options, program: few },
    );
    expect(stderr).not.toContain('fault of the program');
    expect(logLines(stderr).at(-1)).toMatchObject({
      event: 'matrix.finished',
      fields: { exit_code: 0, whole: false, package: null },
    });
    expect(runs.map(({ item, state }) => `${item} ${state}`).sort()).toEqual([
      'CR_05 run',
      ...Array.from({ length: 9 }, () => 'IPE_09 run'),
    ]);
    const [merged, whole] = [await extracts(out, work), await extracts(first, work)];
    for (const item of some) {
      const [parts = [], together = new Set<string>()] = [
        merged.get(item),
        new Set(whole.get(item)),
      ];
      expect([parts.length, new Set(parts).size], item).toEqual([together.size, together.size]);
      expect(parts.filter((record) => !together.has(record)).slice(0, 3), item).toEqual([]);
    }
  });
});
