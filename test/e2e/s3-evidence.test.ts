import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseRunId } from '../../src/kernel/ids.ts';
import { aLocation, aSealedFile } from '../contract/evidence-store.ts';
import { aStoreIn } from '../evidence/store/s3/on-bucket.ts';
import { clientEnvironment, clientSettings, REGION } from '../support/aws/clients.ts';
import { type AwsStandIn, startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';
import { runIpe, runJson } from '../support/ipe.ts';
import { ipeHere, runHere } from '../support/ipe-here.ts';
import { FEW_ROWS, workWithSmallBooks } from '../support/small-books.ts';

vi.setConfig({ testTimeout: 300_000 });

const BUCKET = 'sox-evidence';
const IPE_09 = ['IPE_09', '--demo', ...FEW_ROWS, '--period'];
const RETENTION = { mode: 'GOVERNANCE', days: 30 } as const;

describe('evidence in a bucket', () => {
  let standIn: AwsStandIn;
  let root = '';
  beforeAll(async () => {
    standIn = await startAwsStandIn();
    standIn.s3.createBucket(BUCKET, { lock: true });
    vi.stubEnv('AWS_ENDPOINT_URL_S3', standIn.endpoint);
    root = mkdtempSync(join(tmpdir(), 'soxauto-s3-'));
    await workWithSmallBooks(join(root, 'work'));
  });
  afterEach(() => standIn.faults.clear());
  afterAll(async () => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true, force: true });
    await standIn.close();
  });

  /** A working folder whose packages go to the bucket, and the environment of its user. */
  function place(name: string, evidence: object = {}, more: object = {}) {
    const cwd = join(root, name);
    mkdirSync(cwd, { recursive: true });
    writeFileSync(
      join(cwd, 'soxauto.config.json'),
      JSON.stringify({
        environment: 'test',
        sources: { bob: { kind: 'duckdb', file: 'bob.duckdb' } },
        evidence: {
          kind: 's3',
          bucket: BUCKET,
          prefix: `evidence/${name}`,
          region: REGION,
          expected_owner: standIn.account,
          retention: RETENTION,
          ...evidence,
        },
        ...more,
      }),
    );
    const env = { ...clientEnvironment(standIn), SOXAUTO_WORK: join(root, 'work') };
    return { cwd, env };
  }

  /** Stores a package that nobody made, below the prefix of a place; gives its key. */
  async function stored(name: string): Promise<string> {
    const prefix = `evidence/${name}`;
    const store = aStoreIn(standIn, BUCKET, { prefix, retention: RETENTION });
    const runId = parseRunId('0191d0a5-6b3a-4c57-9d0e-3c6f5a4b2c1d');
    const { uri } = await store.put({ ...(await aSealedFile()), runId }, aLocation());
    return uri.replace(`s3://${BUCKET}/`, '');
  }

  it('R-4 R-7 is run, verified after a download, resumed, compared with and checked', async () => {
    const at = place('whole');
    const august = await runHere([...IPE_09, '2025-08'], at);
    expect(august.code).toBe(0);
    const first = await runJson([...IPE_09, '2025-09'], at);
    expect(first.code).toBe(0);
    const [run] = first.runs;
    expect(run?.package).toMatch(
      /^s3:\/\/sox-evidence\/evidence\/whole\/C-[A-Z]+-[0-9]+\/IPE_09\/ALL\/2025-09-30\/IPE_09_ALL_2025-09_.*\.zip$/,
    );
    expect(run?.trend).not.toBeNull();

    const key = run?.package.replace(`s3://${BUCKET}/`, '') ?? '';
    const file = join(at.cwd, key.split('/').at(-1) ?? '');
    writeFileSync(file, await standIn.s3.read(BUCKET, key));
    const verified = await ipeHere(['verify', file], at);
    expect(verified.stdout).toContain(run?.zip_sha256);
    expect(verified.code).toBe(0);

    const again = await runHere([...IPE_09, '2025-09', '--resume'], at);
    expect(again.runs).toMatchObject([{ state: 'already_sealed', package: run?.package }]);

    const checked = await runIpe(['store', 'check'], at);
    expect(checked.stdout).toContain('2 packages');
    expect(checked.stdout).toContain("0 read, 2 by the store's own checksum; 2 under retention");
    expect(checked.stdout).toContain('no defect found');
    expect(checked.code).toBe(0);

    const client = new S3Client(clientSettings(standIn));
    await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
    const hidden = await ipeHere(['store', 'check', '--full', '--json'], at);
    expect(JSON.parse(hidden.stdout)).toMatchObject({
      store: 's3://sox-evidence/evidence/whole',
      full: true,
      packages: [{ read: true, retention: { mode: 'GOVERNANCE' } }],
      defects: [{ code: 'DAMAGED' }],
    });
    expect(hidden.code).toBe(4);
    const printed = [august, first, verified, again, checked, hidden]
      .map(({ stdout, stderr }) => stdout + stderr)
      .join('');
    expect(printed).not.toContain(standIn.key.secretAccessKey);
  });

  it('R-2 is held by item, entity and period, and what could not be held is named', async () => {
    const at = place('held');
    const key = await stored('held');
    const hold = (...more: readonly string[]) => ipeHere(['store', 'hold', ...more], at);
    const why = ['--reason', 'LEG-2026-003'];
    for (const mistake of [
      why,
      ['--all'],
      ['--all', '--reason', ' '],
      ['--all', '--item', 'IPE_07', ...why],
      ['--period', '2025-08', ...why],
      ['--period', 'September', ...why],
    ]) {
      expect((await hold(...mistake)).code, mistake.join(' ')).toBe(2);
    }
    const held = () => standIn.s3.versions(BUCKET, key).map(({ legalHold }) => legalHold);
    expect(held()).toEqual([false]);

    const which = ['--item', 'IPE_07', '--period', '2025-09'];
    const placed = await runIpe(['store', 'hold', ...which, ...why, '--json'], at);
    expect(JSON.parse(placed.stdout)).toMatchObject({
      store: 's3://sox-evidence/evidence/held',
      reason: 'LEG-2026-003',
      placedBy: expect.stringMatching(/^arn:aws:/),
      held: [key.replace('evidence/held/', '')],
      failed: [],
    });
    expect(placed.code).toBe(0);
    expect(held()).toEqual([true]);
    expect((await ipeHere(['store', 'check'], at)).stdout).toContain('1 under legal hold');

    const of = 's3.PutObjectLegalHold';
    standIn.faults.add({ do: 'error', status: 403, code: 'AccessDenied', of });
    const refused = await hold('--all', ...why);
    expect(refused.stdout).toMatch(/NOT HELD .*access is denied/);
    expect(refused.code).toBe(70);

    const sources = { bob: { kind: 'duckdb', file: 'bob.duckdb' } };
    const inFolder = { environment: 'test', sources, evidence: { kind: 'folder', folder: 'x' } };
    writeFileSync(join(at.cwd, 'soxauto.config.json'), JSON.stringify(inFolder));
    const { code, stderr } = await hold('--all', ...why);
    expect(stderr).toContain('a legal hold needs evidence in a bucket with Object Lock');
    expect(code).toBe(2);
  });

  it('P28 shows nothing of itself to a role that is not allowed, and is not held by it', async () => {
    const allowed = [{ account: standIn.account, role: 'nobody-else' }];
    const at = place('strangers', {}, { aws: { region: REGION, allowed } });
    standIn.requests.clear();
    const checked = await ipeHere(['store', 'check'], at);
    const held = await ipeHere(['store', 'hold', '--all', '--reason', 'LEG-2026-003'], at);
    for (const { code, stderr } of [checked, held]) {
      expect(stderr).toContain('is none of nobody-else');
      expect(code).toBe(3);
    }
    expect(standIn.requests.of('s3')).toEqual([]);
  });

  it('R-1 of production never receives demo books; R-7 a folder they are kept in is checked in the same way', async () => {
    const kms_key = `arn:aws:kms:${REGION}:${standIn.account}:key/evidence`;
    const allowed = [{ account: standIn.account, role: '*' }];
    const production = { environment: 'production', aws: { region: REGION, allowed } };
    const at = place('production', { kms_key, retention: undefined }, production);
    standIn.requests.clear();
    const refused = await ipeHere(['run', ...IPE_09, '2025-09'], at);
    expect(refused.stderr).toContain('packages of the demo books are never stored in s3://');
    expect(refused.stderr).toContain('--out FOLDER');
    expect(refused.code).toBe(2);
    const kept = await runHere([...IPE_09, '2025-09', '--out', 'kept'], at);
    expect(kept.runs[0]?.package).toContain(join(at.cwd, 'kept'));
    expect(kept.code).toBe(0);
    const { stdout, code } = await ipeHere(['store', 'check', 'kept'], at);
    expect(stdout).toContain('1 packages');
    expect(stdout).toContain('1 read');
    expect(code).toBe(0);
    writeFileSync(join(at.cwd, 'kept', 'notes.txt'), 'x');
    const sick = await ipeHere(['store', 'check', 'kept'], at);
    expect(sick.stdout).toMatch(/DEFECT STRAY +notes.txt/);
    expect(sick.code).toBe(4);
    expect(standIn.requests.of('s3')).toEqual([]);
  });

  it('R-4 whose last step failed is finished later by hand, and no other', async () => {
    const at = place('unfinished');
    const of = { of: 's3.PutObject', path: '.zip.sha256' };
    standIn.faults.add({ do: 'error', status: 403, code: 'AccessDenied', ...of });
    standIn.clock.advance(-7_200_000);
    expect((await runJson([...IPE_09, '2025-08'], at)).code).toBe(70);
    standIn.clock.advance(7_200_000);
    // what is younger than an hour may be at work
    await expect(stored('unfinished')).rejects.toMatchObject({ name: 'EvidenceStoreError' });
    const finish = (...more: readonly string[]) => ipeHere(['store', 'finish', ...more], at);
    const checked = await ipeHere(['store', 'check'], at);
    expect(checked.stdout).toMatch(/DEFECT DIGEST_MISSING .*ipe store finish/);
    expect(checked.code).toBe(4);
    const refused = await finish();
    expect(refused.stdout).toMatch(/NOT FINISHED .*access is denied/);
    expect(refused.code).toBe(70);
    standIn.faults.clear();
    const finished = await runIpe(['store', 'finish', '--json'], at);
    expect(JSON.parse(finished.stdout)).toMatchObject({
      finished: [expect.stringContaining('/2025-08-31/IPE_09_ALL_2025-08_')],
      failed: [],
    });
    expect(finished.code).toBe(0);
    const after = await ipeHere(['store', 'check'], at);
    expect(after.stdout).toContain('1 packages');
    expect(after.stdout).toContain('no defect found');
    const again = await runHere([...IPE_09, '2025-08', '--resume'], at);
    expect(again.runs).toMatchObject([{ state: 'already_sealed' }]);

    expect((await finish('folder')).code).toBe(2);
    const sources = { bob: { kind: 'duckdb', file: 'bob.duckdb' } };
    const inFolder = { environment: 'test', sources, evidence: { kind: 'folder', folder: 'x' } };
    writeFileSync(join(at.cwd, 'soxauto.config.json'), JSON.stringify(inFolder));
    const { code, stderr } = await finish();
    expect(stderr).toContain('packages are finished in a bucket only');
    expect(code).toBe(2);
  });

  it('R-1 that cannot lock what it keeps stops a run before anything is read', async () => {
    standIn.s3.createBucket('lockless', { versioning: true });
    const at = place('lockless', { bucket: 'lockless' });
    const refused = await runIpe(['run', ...IPE_09, '2025-09'], at);
    expect(refused.stderr).toContain('expected versions Enabled and Object Lock Enabled');
    expect(refused.code).toBe(2);
    expect((await ipeHere(['doctor'], at)).stdout).toMatch(/wrong +evidence bucket .*got Enabled/);
  });

  it('R-1 that does not say whether it locks is used in a test only, and that is said', async () => {
    const of = 's3.GetObjectLockConfiguration';
    standIn.faults.add({ do: 'error', status: 403, code: 'AccessDenied', of });
    const at = place('silent');
    const words = 'this role may not ask whether the bucket locks what it keeps';
    const run = await runJson([...IPE_09, '2025-09'], at);
    expect(run.stderr).toContain(words);
    expect(run.code).toBe(0);
    const resumed = [...IPE_09, '2025-09', '--resume', '--log', 'json'];
    const logged = await runHere(resumed, at);
    expect(logged.stderr).toMatch(/"level":"WARN","event":"store.doubt"/);
    const doctor = await ipeHere(['doctor'], at);
    expect(doctor.stdout).toMatch(new RegExp(`note +evidence bucket .*${words}`));
  });

  it('P24 in a bucket of another account stops a run before anything is read', async () => {
    const at = place('owner', { expected_owner: '999999999999' });
    const { code, stderr } = await ipeHere(['run', ...IPE_09, '2025-09'], at);
    expect(stderr).toContain('is not owned by the expected account 999999999999');
    expect(code).toBe(2);
    const { stdout } = await ipeHere(['doctor'], at);
    expect(stdout).toMatch(/wrong +evidence bucket .*is not owned by the expected account/);
  });

  it('says in a check-up that the bucket answers, and how packages are kept', async () => {
    const { stdout } = await ipeHere(['doctor'], place('well', { retention: { mode: 'none' } }));
    expect(stdout).toMatch(
      /ok +evidence bucket +s3:\/\/sox-evidence\/evidence\/well answers; without retention/,
    );
  });

  it('P25 whose lock is lost on the way is no success', async () => {
    const set = {
      'x-amz-object-lock-mode': null,
      'x-amz-object-lock-retain-until-date': null,
    };
    standIn.faults.add({ do: 'request-headers', of: 's3.PutObject', set });
    const at = place('unlocked');
    const { code, runs } = await runHere([...IPE_09, '2025-09'], at);
    expect(JSON.stringify(runs)).toContain('is not protected as configured');
    expect(code).toBe(70);
    const checked = await ipeHere(['store', 'check'], at);
    expect(checked.stdout).toMatch(/note .*a writer may be at work/);
    expect(checked.stdout).toContain('0 packages');
    expect(checked.stdout).toContain('NOTHING WAS CHECKED');
    expect(checked.code).toBe(2);
  });

  it('that cannot be reached for now is said to be worth another start', async () => {
    standIn.faults.add({ do: 'server-error', of: 's3.ListObjectVersions' });
    const { code, stderr } = await ipeHere(['run', ...IPE_09, '2025-09'], place('busy'));
    expect(stderr).toContain('S3 cannot be reached');
    expect(code).toBe(70);
  });

  it('is not looked for where no store is', async () => {
    const at = place('nowhere');
    const missing = await ipeHere(['store', 'check', 'missing'], at);
    expect(missing.stderr).toContain('there is no folder');
    expect(missing.code).toBe(2);
    expect((await ipeHere(['store'], at)).code).toBe(2);
    const empty = await ipeHere(['store', 'check', '--json'], at);
    expect(JSON.parse(empty.stdout)).toMatchObject({ outcome: 'nothing_checked', packages: [] });
    expect(empty.code).toBe(2);
  });
});
