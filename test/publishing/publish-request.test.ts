import { writeFileSync } from 'node:fs';
import { appendFile, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { publishPackages } from '../../src/app/publish.ts';
import { exitCodeOfResults, notPublished } from '../../src/app/publish-result.ts';
import { type PackageName, parsePackageName } from '../../src/evidence/manifest/package-name.ts';
import { s3Store } from '../../src/evidence/store/s3/s3-store.ts';
import { EvidenceStoreError, type StoredPackage } from '../../src/evidence/store/store.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { digestFile } from '../../src/kernel/digest.ts';
import { parseControlId } from '../../src/kernel/ids.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { draft, goodRows } from '../evidence/verify/good-package.ts';
import { clientEnvironment, REGION } from '../support/aws/clients.ts';
import { ACCOUNT } from '../support/aws/start-aws-stand-in.ts';
import { tempFolder } from '../support/temp-folder.ts';
import {
  ALLOWED,
  EVIDENCE,
  PUBLISH_BLOCK,
  PUBLISHED,
  type PublishedStandIn,
  packageFile,
  STRANGERS,
  startPublishedStandIn,
} from './publish-bench.ts';

const RETENTION = { mode: 'COMPLIANCE', days: 2557 } as const;

describe('a request to publish what the evidence bucket holds', () => {
  let standIn: PublishedStandIn;
  let folder: string;
  let zip: string;
  let stored: StoredPackage;

  beforeAll(async () => {
    standIn = await startPublishedStandIn();
    for (const [name, value] of Object.entries(clientEnvironment(standIn.aws))) {
      vi.stubEnv(name, value);
    }
    folder = await mkdtemp(join(tmpdir(), 'soxauto-publish-'));
    ({ path: zip } = await packageFile(draft(goodRows(12)), undefined, folder));
    const name = basename(zip, '.zip') as PackageName;
    const { itemId: item, entity } = parsePackageName(name);
    const store = s3Store({
      ...{ bucket: EVIDENCE, prefix: 'evidence', region: REGION, expectedOwner: ACCOUNT },
      ...{ kmsKey: null, retention: RETENTION, legalHold: false },
      ...{ multipartThreshold: 1024 ** 3, clock: systemClock },
      credentials: async () => standIn.aws.key,
    });
    const place = { control: parseControlId('C-PG-1'), item, entity, packageName: name };
    stored = await store.put(
      { path: zip, zipDigest: (await digestFile(zip)).sha256 },
      { ...place, cutoff: parsePeriod('2025-09').cutoff },
    );
    writeFileSync(
      join(folder, 'soxauto.config.json'),
      JSON.stringify({
        environment: 'test',
        sources: { bob: { kind: 'duckdb', file: 'bob.duckdb' } },
        aws: { region: REGION, allowed: ALLOWED },
        evidence: {
          ...{ kind: 's3', bucket: EVIDENCE, prefix: 'evidence', region: REGION },
          expected_owner: ACCOUNT,
          retention: { mode: 'none' },
        },
        publish: PUBLISH_BLOCK,
      }),
    );
    standIn.aws.requests.clear();
  });
  afterEach(() => {
    standIn.aws.faults.clear();
    standIn.aws.requests.clear();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await standIn.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function publish(
    operands: readonly string[],
    { signal = new AbortController().signal, log = (_: string): void => undefined } = {},
  ) {
    const request = { operands, period: '2025-09', entity: undefined, withExceptions: false };
    const results = await publishPackages(request, folder, log, signal);
    return { results, exitCode: exitCodeOfResults(results) };
  }

  it.each(STRANGERS.map((key) => [key.arn, key] as const))(
    'P28 by %s ends before anything but STS is asked',
    async (arn, key) => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', key.accessKeyId);
      await expect(publish(['IPE_07'])).rejects.toMatchObject({
        name: 'LoginError',
        code: 'ROLE_REFUSED',
        message: expect.stringContaining(arn),
        advice: expect.stringContaining('aws.allowed'),
      });
      vi.stubEnv('AWS_ACCESS_KEY_ID', standIn.aws.key.accessKeyId);
      expect(
        standIn.aws.requests.entries.map(({ service, operation }) => `${service}.${operation}`),
      ).toEqual(['sts.GetCallerIdentity']);
    },
  );

  it('that is interrupted says of each package whether it is published, and is no success', async () => {
    const cancel = new AbortController();
    let begun = 0;
    const log = (line: string) => {
      if (line.includes('create table') && ++begun === 2) cancel.abort();
    };
    const { results, exitCode } = await publish(['IPE_07', stored.uri, zip], {
      signal: cancel.signal,
      log,
    });
    expect(results).toMatchObject([
      { state: 'published', rows: 12 },
      { state: 'not_published', code: 'CANCELLED' },
      {
        state: 'not_published',
        code: 'CANCELLED',
        reason: 'publishing was interrupted before this package was begun',
      },
    ]);
    expect(new Set(results.map((each) => each.package))).toEqual(new Set([basename(zip)]));
    expect(exitCode).toBe(70);
  });

  it('that is interrupted before anything is known is no fault of the program', async () => {
    const cancel = new AbortController();
    cancel.abort();
    await expect(publish([zip], { signal: cancel.signal })).rejects.toMatchObject({
      name: 'PublishError',
      message: 'publishing was interrupted before anything was published',
    });
  });

  it('looks up in the store what is named like a newer package, and ignores what is not there', async () => {
    const name = stored.location.packageName.replace(/T\d{6}Z/, 'T235959Z');
    const lines: string[] = [];
    await standIn.aws.s3.put(
      PUBLISHED,
      `certified/ipe/ipe_07/period=2025-09/entity=NG/${name}/x-${name}.parquet`,
      new Uint8Array(),
    );
    const { results } = await publish([zip], { log: (line) => lines.push(line) });
    expect(results).toMatchObject([{ state: 'already_published', rows: 12 }]);
    expect(lines.join('\n')).toContain(`${name}/ is ignored: the evidence store holds no package`);
  });

  it('of a file that the store does not hold is refused, and says what to do', async () => {
    const other = zip.replace(/[0-9a-f]{6}\.zip$/, 'fedcba.zip');
    await copyFile(zip, other);
    const { results, exitCode } = await publish([other, `s3://elsewhere/${basename(zip)}`]);
    expect(results).toMatchObject([
      { code: 'NOT_STORED', reason: expect.stringContaining(`s3://${EVIDENCE}/evidence`) },
      { code: 'NOT_STORED', advice: expect.stringContaining(stored.uri) },
    ]);
    expect(exitCode).toBe(5);
    expect(standIn.aws.requests.of('athena.StartQueryExecution')).toEqual([]);
  });

  it('of a file with other bytes than the stored one is refused as a defect', async () => {
    const changed = join(await tempFolder(), basename(zip));
    await copyFile(zip, changed);
    await appendFile(changed, 'x');
    const { results, exitCode } = await publish([changed]);
    expect(results).toMatchObject([
      { code: 'NOT_AS_STORED', reason: expect.stringContaining(stored.zipDigest) },
    ]);
    expect(exitCode).toBe(4);
  });

  it.each([
    ['does not let us in', 's3.ListObjectVersions', 403, 'AccessDenied', 'NOT_WRITABLE'],
    ['is not there', 's3.ListObjectVersions', 404, 'NoSuchBucket', 'STORE_FAILED'],
    ['lists packages and gives none', 's3.GetObject', 403, 'AccessDenied', 'NOT_WRITABLE'],
  ])('to a bucket that %s ends 3: AWS refused', async (_, of, status, code, said) => {
    standIn.aws.faults.add({ do: 'error', of, status, code });
    const { results, exitCode } = await publish([zip]);
    expect(results).toMatchObject([{ state: 'not_published', code: said }]);
    expect(exitCode).toBe(3);
  });

  it('of an item that is not stored for the period is a mistake of the request', async () => {
    await expect(publish(['IPE_08'])).rejects.toMatchObject({
      name: 'ParseError',
      message: 'no package of IPE_08 for 2025-09 is stored',
    });
    const renamed = join(folder, 'copy.zip');
    await expect(publish([renamed])).rejects.toThrow('does not have the name of a package');
  });

  it('whose store has damaged evidence ends 4', async () => {
    const [key = ''] = standIn.aws.s3.keys(EVIDENCE).filter((each) => each.endsWith('.zip'));
    await standIn.aws.s3.put(EVIDENCE, key, await readFile(zip));
    const { results, exitCode } = await publish(['IPE_07']);
    expect(results).toMatchObject([{ state: 'not_published', code: 'DAMAGED' }]);
    expect(exitCode).toBe(4);
    expect(standIn.aws.requests.of('s3.PutObject')).toEqual([]);
  });
});

describe('U-3 the exit code of several packages', () => {
  it.each([
    [['CANCELLED', 'DAMAGED'], 70],
    [['STORE_FAILED', 'CONTENT_CHANGED'], 4],
    [['BAD_LOCATION', 'NOT_WRITABLE'], 3],
    [['DISK_FULL'], 70],
  ] as const)('%j is %i', (codes, expected) => {
    const results = codes.map((code) => notPublished('x', new EvidenceStoreError(code, 'said')));
    expect(exitCodeOfResults(results)).toBe(expected);
  });

  it('a fault of the program is 70 and never hides what was published', () => {
    const fault = notPublished('x', new TypeError('of the program'));
    expect(fault).toMatchObject({ code: 'FAULT', exitCode: 70, advice: null });
  });
});
