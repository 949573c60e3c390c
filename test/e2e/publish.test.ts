import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ALLOWED,
  PUBLISH_BLOCK,
  PUBLISHED,
  type PublishedStandIn,
  startPublishedStandIn,
} from '../publishing/publish-bench.ts';
import { askAthena } from '../support/aws/ask-athena.ts';
import { clientEnvironment, clientSettings } from '../support/aws/clients.ts';
import {
  type DemoAws,
  PUBLISHED as PUBLISHED_AT,
  RUNNER_KEY,
  startDemoAws,
} from '../support/aws/demo-aws.ts';
import { runIpe } from '../support/ipe.ts';
import { ipeHere, runHere } from '../support/ipe-here.ts';
import { FEW_ROWS, smallBooks, workWithSmallBooks } from '../support/small-books.ts';

vi.setConfig({ testTimeout: 300_000 });

describe('ipe publish', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-publish-'));
  let standIn: PublishedStandIn;
  let env: Record<string, string>;
  let zip: string;
  let rows: number;

  const config = (environment: string, publish: object | null = {}) => {
    const text = JSON.stringify({
      environment,
      sources: { bob: { kind: 'duckdb', file: 'bob.duckdb' } },
      aws: { region: 'eu-west-1', allowed: ALLOWED },
      ...(publish === null ? {} : { publish: { ...PUBLISH_BLOCK, ...publish } }),
    });
    writeFileSync(join(folder, 'soxauto.config.json'), text);
  };
  const publish = (...args: readonly string[]) =>
    ipeHere(['publish', ...args], { cwd: folder, env });
  const inProcess = (...args: readonly string[]) =>
    runIpe(['publish', ...args], { cwd: folder, env });

  beforeAll(async () => {
    standIn = await startPublishedStandIn();
    env = clientEnvironment(standIn.aws);
    await workWithSmallBooks(join(folder, '.soxauto'));
    const { runs } = await runHere(['IPE_09', ...FEW_ROWS], { cwd: folder });
    const [sealed] = runs;
    zip = sealed?.package ?? '';
    rows = sealed?.rows ?? 0;
    config('test');
  });
  afterAll(async () => {
    await standIn.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('publishes the newest package of an item, tells a person where, and marks demo data', async () => {
    const { code, stdout, stderr } = await inProcess('IPE_09', '--period', '2025-09');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain(`PUBLISHED  ${basename(zip)}`);
    expect(stdout).toContain('table      certified.ipe_09, period 2025-09, entity ALL');
    expect(stdout).toMatch(new RegExp(`read back {2}${rows} rows; \\d+ figures agree`));
    expect(stderr).toContain('create table ipe_09');
    const [key = ''] = standIn.aws.s3.keys(PUBLISHED);
    expect(key).toContain('certified/ipe/ipe_09/period=2025-09/entity=ALL/');
    const [put] = standIn.aws.requests.of('s3.PutObject').slice(-1);
    expect(put?.headers['x-amz-meta-data-kind']).toBe('demo');
    expect(`${stdout}${stderr}`).not.toContain(standIn.aws.key.secretAccessKey);
  });

  it('changes nothing the second time and says so, as JSON too', async () => {
    const { code, stdout } = await publish(zip, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ package: basename(zip), state: 'already_published', rows }),
    ]);
    expect(standIn.aws.s3.versions(PUBLISHED)).toHaveLength(1);
  });

  it('exits 2 in production where AWS is not AWS, 4 for a file that is not as the store has it', async () => {
    config('production');
    const elsewhere = await publish(zip, '--json');
    expect(elsewhere.stderr).toContain('production does not reach AWS');
    expect(elsewhere.code).toBe(2);
    config('test');
    const bytes = readFileSync(zip);
    const altered = join(folder, basename(zip));
    copyFileSync(zip, altered);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(altered, bytes);
    const tampered = await publish(altered, zip);
    expect(tampered.code).toBe(4);
    expect(tampered.stdout).toContain('NOT_AS_STORED');
  });

  it('exits 4 when something else lies beside what is published, 3 when AWS refuses', async () => {
    const [key = ''] = standIn.aws.s3.keys(PUBLISHED);
    const stray = `${key.slice(0, key.lastIndexOf('/'))}/stray.parquet`;
    await standIn.aws.s3.put(PUBLISHED, stray, await standIn.aws.s3.read(PUBLISHED, key));
    const beside = await publish(zip);
    expect(beside.code).toBe(4);
    expect(beside.stdout).toContain('and nothing else');
    await standIn.aws.s3.delete(PUBLISHED, stray);
    standIn.aws.faults.add({ do: 'error', of: 's3.PutObject', code: 'AccessDenied', status: 403 });
    const refused = await publish(zip);
    standIn.aws.faults.clear();
    expect(refused.code).toBe(3);
    expect(refused.stdout).toContain('rights of the publisher');
  });

  it('exits 2 before anything but who asks is asked of AWS when the request cannot be done', async () => {
    const asked = standIn.aws.requests.entries.length;
    for (const [args, said] of [
      [[], 'needs a package or an item'],
      [['IPE_09'], 'which period of IPE_09'],
      [['IPE_09', '--period', '2024-01'], 'no package of IPE_09 for 2024-01'],
      [[`nowhere/${basename(zip)}`], 'there is no package nowhere/'],
    ] as const) {
      const { code, stderr } = await publish(...args);
      expect({ args, code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(said),
      });
    }
    config('test', null);
    expect((await publish(zip)).stderr).toContain('publish is not configured');
    config('test', { prefix: '/slashes/', expected_owner: '12' });
    const bad = await publish(zip);
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain('publish.prefix');
    config('test');
    const since = standIn.aws.requests.entries.slice(asked);
    expect(since.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
  });
});

describe('the AWS path that npm run demo:aws shows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-demo-path-'));
  let aws: DemoAws;
  beforeAll(async () => {
    aws = await startDemoAws({ folder, books: await smallBooks() });
  });
  afterAll(async () => {
    await aws.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leads from Athena through the evidence bucket to a table that BI tools read', async () => {
    const options = { cwd: folder, env: aws.environment };
    const { code, runs } = await runHere(['IPE_09', '--period', '2025-09'], options);
    const address = runs[0]?.package ?? '';
    expect({ code, address }).toMatchObject({
      code: 0,
      address: expect.stringContaining('s3://demo-evidence/'),
    });
    const published = await ipeHere(['publish', address], options);
    expect(published).toMatchObject({ code: 0 });
    const read = await askAthena(
      'SELECT DISTINCT ipe_package, count(*) OVER () FROM ipe_09',
      PUBLISHED_AT,
      clientSettings(aws.standIn, RUNNER_KEY),
    );
    expect(read.slice(1)).toEqual([[basename(address, '.zip'), String(runs[0]?.rows)]]);
  });
});
