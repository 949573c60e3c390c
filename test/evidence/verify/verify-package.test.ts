import { mkdir, open, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, readContainer } from '../../../src/evidence/verify/container.ts';
import { containerFault } from '../../../src/evidence/verify/container-fault.ts';
import { csvFault } from '../../../src/evidence/verify/csv-fault.ts';
import { PackageFile } from '../../../src/evidence/verify/package-file.ts';
import { readMember } from '../../../src/evidence/verify/read-member.ts';
import { verifyPackage } from '../../../src/evidence/verify/verify-package.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { writeZip, zipPieces } from '../../support/zip-surgery.ts';
import {
  bagged,
  draft,
  entriesOf,
  evidenceText,
  goodMembers,
  goodRows,
  type Loose,
  type Members,
  membersOf,
  NAME,
  partsOf,
  sha,
  zipOf,
} from './good-package.ts';
import { inFolder } from './scratch.ts';

async function verified(members: Members) {
  return verifyPackage(await inFolder(`${NAME}.zip`, zipOf(members)));
}

describe('a good package', () => {
  it.each([0, 1, 15, 16, 99, 100, 101, 130])('L-1 of %i rows has no defect at L1', async (rows) => {
    const report = await verified(goodMembers(rows));
    expect(report.defects).toEqual([]);
    expect(report).toMatchObject({ verdict: 'NO DEFECT FOUND', level: 'L1' });
  });

  it('L-1 is reported with its digests, what it states and how much was looked at', async () => {
    const members = goodMembers();
    const zip = zipOf(members);
    const path = await inFolder(`${NAME}.zip`, zip);
    expect(await verifyPackage(path)).toMatchObject({
      path,
      package: NAME,
      zipDigest: sha(zip),
      packageDigest: sha(members.get('tagmanifest-sha256.txt') ?? ''),
      stated: {
        validationStatus: 'PASS',
        outcome: 'no_exceptions_noted',
        dataKind: 'source',
        rowCount: 130,
        controlIds: ['C-PG-1'],
        cutoffDate: '2025-09-30',
      },
      counts: { members: members.size, rows: 130, checks: 7, checksRecomputed: 6 },
    });
  });

  it('never shows what was not checked as passed', async () => {
    const { notChecked } = await verified(goodMembers());
    for (const word of ['tie_out', 'signature', 'outside time', 'ledger', '.zip.sha256']) {
      expect(notChecked.join('\n')).toContain(word);
    }
  });

  it('may hold stored members, and entries that point with ZIP64 fields', async () => {
    const entries = entriesOf(goodMembers()).map((entry, index) => ({
      ...entry,
      ...(index % 2 === 0 ? { method: 0 } : {}),
      ...(index % 3 === 0 ? { zip64: true, localVersion: index % 2 === 0 ? 10 : 20 } : {}),
      ...(index % 5 === 0 ? { dosAttributes: 0x20 } : {}),
    }));
    const report = await verifyPackage(await inFolder(`${NAME}.zip`, writeZip(entries)));
    expect(report.defects).toEqual([]);
  });

  it('agrees with the digest that stands beside it', async () => {
    const zip = zipOf(goodMembers());
    const path = await inFolder(`${NAME}.zip`, zip);
    await writeFile(`${path}.sha256`, `${sha(zip)}  ${NAME}.zip\n`);
    const report = await verifyPackage(path);
    expect(report.defects).toEqual([]);
    expect(report.notChecked.join()).not.toContain('.zip.sha256');
  });

  it('keeps to the limits it is given', async () => {
    const path = await inFolder(`${NAME}.zip`, zipOf(goodMembers()));
    const limits = { ...DEFAULT_LIMITS, totalBytes: 1000 };
    const report = await verifyPackage(path, { limits });
    expect(report.defects[0]).toMatchObject({ code: 'E_BOMB' });
  });
});

describe('U-8 a package of a run whose extraction did not complete', () => {
  const DATA = [
    'data/04_data/data_snapshot.csv',
    'data/04_data/data_summary.json',
    'data/04_data/integrity_hash.json',
    'data/04_data/integrity_hash.sha256',
    'data/04_data/row_index.csv',
    'data/ipe_data.csv',
  ];

  function notCompleted(change: Loose = {}): Map<string, Buffer> {
    const source = draft([]);
    const parts = partsOf({ ...source, withChecks: () => [] });
    const evidence = {
      ...parts.evidence,
      extraction_timestamp: null,
      data_hash: null,
      row_count: null,
      validation_status: 'ERROR',
      outcome: 'not_completed',
      critical_column_completeness: {},
      critical_column_gaps: {},
      data: null,
      control_totals: [],
      execution: { ...parts.evidence.execution, extract_finished_at: null },
      ...change,
    };
    const results = {
      ...parts.results,
      validation_status: 'NOT TESTED',
      outcome: 'not_completed',
      checks: [],
    };
    const members = membersOf(source, { ...parts, evidence, results });
    for (const path of DATA) members.delete(path);
    return members;
  }

  it('has no data and no defect', async () => {
    const report = await verified(bagged(notCompleted()));
    expect(report.defects).toEqual([]);
    expect(report).toMatchObject({ level: 'L1', counts: { rows: 0, checks: 0 } });
  });

  it('may not hold data all the same', async () => {
    const members = notCompleted().set('data/ipe_data.csv', Buffer.from('id_company\n'));
    const report = await verified(bagged(members));
    expect(report.defects).toContainEqual(
      expect.objectContaining({ code: 'unexpected_member', path: 'data/ipe_data.csv' }),
    );
  });

  it('may not hold a good extract either, nor files of figures', async () => {
    const good = membersOf(draft(goodRows(3)));
    const members = new Map([...good, ...notCompleted()]);
    const { defects } = await verified(bagged(members));
    const codes = new Set(defects.map(({ code }) => code));
    expect(codes).toEqual(new Set(['unexpected_member', 'figure_differs']));
  });

  it.each([
    ['a digest', { data_hash: sha('') }],
    ['a row count', { row_count: 0 }],
    ['a passed status', { validation_status: 'PASS' }],
    ['an outcome', { outcome: 'no_exceptions_noted' }],
  ])('may not state %s', async (_what, change) => {
    const report = await verified(bagged(notCompleted(change)));
    expect(report.defects).toContainEqual(
      expect.objectContaining({ code: 'statements_differ', path: 'data/evidence.json' }),
    );
  });
});

describe('other kinds of package', () => {
  it('has no query where the definition has none', async () => {
    const source = draft(goodRows(20));
    const parts = partsOf(source);
    const members = membersOf(source, {
      ...parts,
      runStart: { ...parts.runStart, query_sha256: sha('') },
    });
    members.delete('data/02_query/executed_query.sql');
    const report = await verified(bagged(members));
    // Only the name's six digits no longer follow, for they were made with the query's digest.
    expect(report.defects.map(({ expected }) => expected.slice(0, 10))).toEqual(['six digits']);
  });

  it('must hold the query that run_start.json names', async () => {
    const members = membersOf(draft(goodRows(20)));
    members.delete('data/02_query/executed_query.sql');
    const report = await verified(bagged(members));
    expect(report.defects).toContainEqual(
      expect.objectContaining({ code: 'missing_member', path: 'data/02_query/executed_query.sql' }),
    );
  });

  it.each([
    ['demo', 'DEMO DATA: fictitious\n', 0],
    ['demo', 'EVIDENCE\n', 1],
    ['source', 'DEMO DATA: fictitious\n', 1],
  ])('%s data: the first line of the README is %j', async (kind, readme, defects) => {
    const source = draft(goodRows(3));
    const parts = partsOf(source);
    const members = membersOf(source, {
      ...parts,
      evidence: { ...parts.evidence, data_kind: kind },
    });
    const report = await verified(bagged(members.set('README.txt', Buffer.from(readme))));
    expect(report.defects.map(({ path }) => path)).toEqual(Array(defects).fill('README.txt'));
  });

  it('says that a signature is there and was not verified', async () => {
    const source = draft(goodRows(3));
    const parts = partsOf(source);
    const seal = { signature: 'cms', timestamp: 'external' };
    const members = bagged(
      membersOf(source, { ...parts, evidence: { ...parts.evidence, seal } }).set(
        'data/09_run/run_start.tsr',
        Buffer.from('token'),
      ),
    );
    members.set('seal/tagmanifest-sha256.txt.p7s', Buffer.from('signature'));
    members.set('seal/tagmanifest-sha256.txt.p7s.tsr', Buffer.from('token'));
    const report = await verified(members);
    expect(report.defects).toEqual([]);
    expect(report.notChecked).toContainEqual(expect.stringMatching(/signature \(L2\).*says cms/));
  });

  it('reads the extract only for its digest when nothing says what it should hold', async () => {
    const members = membersOf(draft(goodRows(3)));
    const report = await verified(bagged(members.set('data/evidence.json', Buffer.from('{}'))));
    expect(report).toMatchObject({ level: 'L0', stated: null });
    expect(report.notChecked.join()).toContain('data/ipe_data.csv');
    expect(report.notChecked.join()).toContain('says unknown');
  });
});

describe('I-4 any byte', () => {
  const members = goodMembers(20);
  const zip = zipOf(members);

  it('I-4 flipped anywhere is found by the digest beside the ZIP, and by the content unless it stays the same', async () => {
    const folder = await tempFolder();
    const path = join(folder, `${NAME}.zip`);
    const digest = sha(zip);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: zip.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, bits) => {
          const flipped = Buffer.from(zip);
          flipped.writeUInt8((flipped[at] ?? 0) ^ bits, at);
          run += 1;
          const own = join(folder, String(run));
          await mkdir(own);
          const alone = join(own, `${NAME}.zip`);
          await writeFile(alone, flipped);
          const report = await verifyPackage(alone);
          // Padding bits of a deflate stream and the version that made an entry mean nothing to any reader.
          if (report.defects.length === 0) {
            expect(report.packageDigest).toBe(sha(members.get('tagmanifest-sha256.txt') ?? ''));
          }
          await writeFile(`${alone}.sha256`, `${digest}  ${NAME}.zip\n`);
          expect((await verifyPackage(alone)).verdict).not.toBe('NO DEFECT FOUND');
        },
      ),
      { numRuns: 150 },
    );
    expect(path).not.toBe('');
  });

  it('I-4 flipped inside any member is found and the member named', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...members.keys()),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (path, where, bits) => {
          const changed = Buffer.from(members.get(path) ?? '');
          const at = where % changed.length;
          changed.writeUInt8((changed[at] ?? 0) ^ bits, at);
          const report = await verified(new Map([...members, [path, changed]]));
          expect(report.verdict).toBe('DEFECTS FOUND');
          expect(report.level).toBe('none');
          if (path === 'tagmanifest-sha256.txt') expect(report.defects).not.toEqual([]);
          else expect(report.defects.map((defect) => defect.path)).toContain(path);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('I-4 cut off anywhere leaves no package', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: zip.length - 1 }), async (length) => {
        const path = await inFolder(`${NAME}.zip`, zip.subarray(0, length));
        expect((await verifyPackage(path)).verdict).toBe('NOT A PACKAGE');
      }),
      { numRuns: 40 },
    );
  });
});

describe('a file that cannot be read', () => {
  it('that is not there is an error with advice', async () => {
    await expect(verifyPackage('nowhere.zip')).rejects.toMatchObject({
      name: 'VerifyError',
      code: 'NOT_FOUND',
      advice: expect.any(String),
    });
  });

  it('that is a folder is an error', async () => {
    const folder = join(await tempFolder(), `${NAME}.zip`);
    await mkdir(folder);
    await expect(verifyPackage(folder)).rejects.toMatchObject({ code: 'NOT_READABLE' });
    await expect(verifyPackage(join(folder, 'file', 'x'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const file = await inFolder('file', 'x');
    await expect(verifyPackage(join(file, 'below'))).rejects.toMatchObject({
      code: 'NOT_READABLE',
    });
  });

  it('that somebody writes to meanwhile is an error, not a verdict', async () => {
    const path = await inFolder(`${NAME}.zip`, zipOf(goodMembers()));
    const file = await PackageFile.open(path);
    await file.confirmUnchanged();
    await setTimeout(20);
    await writeFile(path, 'other');
    await expect(file.confirmUnchanged()).rejects.toMatchObject({ code: 'CHANGED_WHILE_READ' });
    await file.close();
  });
});

describe('reading that fails half-way', () => {
  it('is an error and never a defect of the package', async () => {
    const path = await inFolder(`${NAME}.zip`, zipOf(goodMembers(3)));
    const file = await PackageFile.open(path);
    const container = await readContainer(file, DEFAULT_LIMITS);
    await file.close();
    for (const method of [0, 8]) {
      const [member] = container.members.map((entry) => ({ ...entry, method }));
      if (member === undefined) throw new Error('the good package has members');
      await expect(readMember(file, member, () => undefined)).rejects.toMatchObject({
        code: 'NOT_READABLE',
      });
    }
    await expect(readContainer(file, DEFAULT_LIMITS).catch(containerFault)).rejects.toMatchObject({
      code: 'NOT_READABLE',
    });
    expect(() => csvFault(new Error('no fault'))).toThrow('no fault');
  });

  it('ends where a file that was cut meanwhile ends', async () => {
    const path = await inFolder('file', Buffer.alloc(100));
    const file = await PackageFile.open(path);
    await truncate(path, 10);
    expect(await file.digest()).toBe(sha(Buffer.alloc(10)));
    await file.close();
  });
});

describe('a package above 4 GiB', () => {
  it('has ZIP64 fields in its directory, a wide descriptor and a ZIP64 end record', async () => {
    const path = join(await tempFolder(), `${NAME}.zip`);
    const entries = entriesOf(goodMembers(3)).map((entry) =>
      entry.name.endsWith('/data/ipe_data.csv')
        ? { ...entry, hole: 4.5 * 2 ** 30, bytes: 5 * 2 ** 30, zip64: true }
        : entry,
    );
    const target = await open(path, 'w');
    for (const { at, bytes } of zipPieces(entries, { zip64: true })) {
      await target.write(bytes, 0, bytes.length, at);
    }
    await target.close();
    const file = await PackageFile.open(path);
    const { members, defects } = await readContainer(file, DEFAULT_LIMITS);
    await file.close();
    expect(defects).toEqual([]);
    expect(members.at(-1)).toMatchObject({ path: 'data/ipe_data.csv', bytes: 5 * 2 ** 30 });
    await rm(path);
  });
});

describe('what a hostile package says', () => {
  it('cannot drive a terminal through the report', async () => {
    const source = draft(goodRows(3));
    const parts = partsOf(source);
    const evil = '\u001b]0;owned\u0007\u202e';
    const text = evidenceText({ ...parts.evidence, cutoff_date: evil });
    const members = membersOf(source).set('data/evidence.json', Buffer.from(text));
    members.set('data/execution.log', Buffer.from(`${evil}${'x'.repeat(9000)}\n`));
    const report = await verified(bagged(members));
    expect(report.defects.length).toBeGreaterThan(1);
    for (const { expected, actual, path } of report.defects) {
      expect(expected + actual + path).toMatch(/^\P{C}*$/u);
      expect(actual.length).toBeLessThan(1000);
    }
  });
});
