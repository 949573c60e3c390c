import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { onTestFinished, vi } from 'vitest';
import type { PackageName } from '../../src/evidence/manifest/package-name.ts';
import { parsePackageName } from '../../src/evidence/manifest/package-name.ts';
import type { Sha256 } from '../../src/kernel/digest.ts';
import type { Patience } from '../../src/publishing/aws-call.ts';
import { certifiedFile } from '../../src/publishing/certified-file.ts';
import {
  type CertifiedPackage,
  openCertified,
  type PublishRules,
} from '../../src/publishing/certified-package.ts';
import type { PublishTarget } from '../../src/publishing/partition-place.ts';
import type { PublishError } from '../../src/publishing/publish-error.ts';
import { type Publication, publishPackage } from '../../src/publishing/publish-package.ts';
import {
  bagged,
  type Draft,
  draft,
  goodRows,
  type Loose,
  membersOf,
  NAME,
  type Parts,
  partsOf,
  sha,
  zipOf,
} from '../evidence/verify/good-package.ts';
import { askAthena } from '../support/aws/ask-athena.ts';
import { type AthenaStandIn, athenaService } from '../support/aws/athena.ts';
import { clientSettings, REGION } from '../support/aws/clients.ts';
import type { AccessKey } from '../support/aws/key-ring.ts';
import { openLake } from '../support/aws/lake.ts';
import { type PublishedLake, publishedLake } from '../support/aws/published-lake.ts';
import { ACCOUNT, type AwsStandIn, startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';
import { tempFolder } from '../support/temp-folder.ts';

const RESULTS = 'ipe-results';
export const EVIDENCE = 'ipe-evidence';
export const PUBLISHED = 'ipe-published';
const TARGET: PublishTarget = {
  bucket: PUBLISHED,
  prefix: 'certified/ipe',
  expectedOwner: ACCOUNT,
  kmsKey: null,
  workgroup: 'ipe-publish',
  catalog: 'AwsDataCatalog',
  database: 'certified',
};
/** As soxauto.config.json says it. */
export const PUBLISH_BLOCK = {
  bucket: TARGET.bucket,
  prefix: TARGET.prefix,
  expected_owner: TARGET.expectedOwner,
  workgroup: TARGET.workgroup,
  database: TARGET.database,
};
export const ALLOWED = [{ account: ACCOUNT, role: 'ipe-publisher' }];
const PUBLISHER_KEY: AccessKey = {
  ...{ accessKeyId: 'publisher-key', secretAccessKey: 'publisher-secret/+=', account: ACCOUNT },
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ipe-publisher/publisher`,
};
/** Of the same account, and of another one: neither may publish. */
export const STRANGERS: readonly AccessKey[] = [
  {
    ...{ ...PUBLISHER_KEY, accessKeyId: 'reader-key' },
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ipe-reader/reader`,
  },
  {
    ...{ ...PUBLISHER_KEY, accessKeyId: 'elsewhere-key', account: '999999999999' },
    arn: 'arn:aws:sts::999999999999:assumed-role/ipe-publisher/publisher',
  },
];
/** Waiting that a test can bear. */
const PATIENCE: Patience = {
  retries: 3,
  retry: { first: 5, factor: 2, most: 20 },
  poll: { first: 2, factor: 1.5, most: 10 },
  startMs: 10_000,
  statementMs: 20_000,
  stopMs: 2_000,
  withdrawMs: 10_000,
};
export const RULES: PublishRules = { withExceptions: false, environment: 'production' };

/** Athena, Glue and S3 as a publisher meets them. */
export interface PublishedStandIn {
  readonly aws: AwsStandIn;
  readonly athena: AthenaStandIn;
  readonly lake: PublishedLake;
  close(): Promise<void>;
}

export async function startPublishedStandIn(): Promise<PublishedStandIn> {
  const queries = await openLake();
  const made: { athena: AthenaStandIn; lake: Promise<PublishedLake> }[] = [];
  const aws = await startAwsStandIn({
    keys: [PUBLISHER_KEY, ...STRANGERS],
    buckets: [RESULTS, PUBLISHED],
    services: (s3, clock) => {
      const lake = publishedLake(s3, queries);
      const athena = athenaService({
        ...{ sink: s3, clock, lake: queries },
        workgroups: [{ name: TARGET.workgroup, outputLocation: `s3://${RESULTS}/publish/` }],
        answers: async (query) => (await lake).answers(query),
      });
      made.push({ athena, lake });
      return [athena];
    },
  });
  const [first] = made;
  if (first === undefined) throw new Error('the stand-in made no Athena');
  const { athena } = first;
  const lake = await first.lake;
  aws.s3.createBucket(EVIDENCE, { lock: true });
  return {
    ...{ aws, athena, lake },
    close: async () => {
      await aws.close();
      await athena.close();
      await lake.close();
      await queries.close();
    },
  };
}

export interface PublishBench extends PublishedStandIn {
  readonly log: string[];
  /** The evidence store holds it; what is published is stored already. */
  stored(certified: CertifiedPackage): void;
  /** The file that is made from a package. */
  made(certified: CertifiedPackage): ReturnType<typeof certifiedFile>;
  /** The file of a stored package, uploaded and not registered. */
  upload(certified: CertifiedPackage): Promise<void>;
  publish(
    certified: CertifiedPackage,
    changes?: { patience?: Partial<Patience>; target?: Partial<PublishTarget>; tool?: string },
    signal?: AbortSignal,
  ): Promise<Publication>;
  /** Texts that changed the catalog, in order. */
  changes(): readonly string[];
  /** What a BI tool reads, each cell as text. */
  read(sql: string): Promise<readonly (readonly unknown[])[]>;
}

export async function publishBench(): Promise<PublishBench> {
  const standIn = await startPublishedStandIn();
  const { aws, athena } = standIn;
  const scratch = await tempFolder();
  vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await standIn.close();
  });
  const log: string[] = [];
  const stored = new Map<PackageName, CertifiedPackage>();
  const made = async (certified: CertifiedPackage) => {
    const folder = await mkdtemp(join(scratch, 'made-'));
    const csvPath = join(folder, 'ipe_data.csv');
    await copyFile(certified.csvPath, csvPath);
    return await certifiedFile(
      { ...certified, csvPath },
      {
        ...{ target: TARGET, folder, memoryLimit: '256MB' },
        signal: new AbortController().signal,
      },
    );
  };
  return {
    ...standIn,
    log,
    stored: (certified) => void stored.set(certified.name, certified),
    made,
    upload: async (certified) => {
      stored.set(certified.name, certified);
      const { key, path, sha256 } = await made(certified);
      await new S3Client(clientSettings(aws)).send(
        new PutObjectCommand({
          ...{ Bucket: PUBLISHED, Key: key, Body: await readFile(path) },
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        }),
      );
    },
    publish: async (certified, changes = {}, signal = new AbortController().signal) => {
      stored.set(certified.name, certified);
      return await publishPackage(certified, {
        access: async () => ({ region: REGION, credentials: async () => aws.key }),
        target: { ...TARGET, ...changes.target },
        patience: { ...PATIENCE, ...changes.patience },
        tool: changes.tool ?? 'soxauto 0.1.0',
        folder: dirname(certified.csvPath),
        memoryLimit: '256MB',
        stored: async (name) => {
          const found = stored.get(name);
          return found === undefined ? null : await made(found);
        },
        log: (line) => log.push(line),
        signal,
      });
    },
    changes: () =>
      athena.executions
        .filter(({ query }) => query.statement.type === 'DDL')
        .map(({ query }) => query.text),
    read: async (sql) => (await askAthena(sql, TARGET, { credentials: aws.key })).slice(1),
  };
}

/** A package file made by hand, changed before it is sealed. */
export async function packageFile(
  source: Draft = draft(goodRows(130)),
  change: (parts: Parts & { evidence: Loose }) => void = () => undefined,
  into?: string,
): Promise<{ readonly path: string; readonly folder: string }> {
  const folder = into ?? (await tempFolder());
  const parts = partsOf(source);
  change(parts);
  const path = join(folder, `${NAME}.zip`);
  await writeFile(path, zipOf(bagged(membersOf(source, parts))));
  return { path, folder };
}

export async function certified(
  source?: Draft,
  rules: PublishRules = RULES,
): Promise<CertifiedPackage> {
  const { path, folder } = await packageFile(source);
  return await openCertified(path, folder, rules);
}

/** The same rows in a package of a later run. */
export function laterRun(
  of: CertifiedPackage,
  time = '150000',
  suffix = 'abcdef',
): CertifiedPackage {
  const name = `IPE_07_NG_2025-09_20250930T${time}Z_${suffix}` as PackageName;
  const packageDigest = sha(name) as Sha256;
  return { ...of, name, packageDigest, identity: parsePackageName(name) };
}

/** The error a publication ends with. @throws Error when it does not end with one */
export async function refusal(publication: Promise<unknown>): Promise<PublishError> {
  const thrown: unknown = await publication.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof Error && thrown.name === 'PublishError') return thrown as PublishError;
  throw thrown ?? new Error('it was published');
}
