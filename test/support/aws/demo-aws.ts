import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCatalog } from '../../../src/app/load-catalog.ts';
import { buildDemoBooks } from '../../../src/demo/build-demo-books.ts';
import type { DemoBooks } from '../../../src/demo/demo-books.ts';
import { type AthenaStandIn, athenaService } from './athena.ts';
import { clientEnvironment, REGION } from './clients.ts';
import type { AccessKey } from './key-ring.ts';
import { lakeOfDemo } from './lake-of-demo.ts';
import { type PublishedLake, publishedLake } from './published-lake.ts';
import { type SecretsManagerStandIn, secretsManagerService } from './secrets-manager.ts';
import {
  ACCOUNT,
  type AwsStandIn,
  type AwsStandInOptions,
  startAwsStandIn,
} from './start-aws-stand-in.ts';

export const EVIDENCE_BUCKET = 'demo-evidence';
const RESULTS_BUCKET = 'demo-athena-results';
const PUBLISHED_BUCKET = 'demo-published';
export const WORKGROUP = 'demo-reports';
/** Where published tables are, and where they are written and read. */
export const PUBLISHED = { workgroup: 'demo-publish', database: 'demo_published' };

/** The role that runs are made in. */
export const RUNNER_KEY: AccessKey = {
  accessKeyId: 'demo-runner-key',
  secretAccessKey: 'demo-runner-secret/+=',
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/demo-runner/newcomer`,
};
/** Somebody of the same account whom nobody allowed to run anything. */
export const OTHER_KEY: AccessKey = {
  ...RUNNER_KEY,
  accessKeyId: 'demo-other-key',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/demo-other/newcomer`,
};

export interface DemoAwsOptions {
  /** New files go there: the books and the configuration. */
  readonly folder: string;
  readonly rows?: number;
  /** Books that stand somewhere already. */
  readonly books?: DemoBooks;
  readonly aws?: AwsStandInOptions;
}

/** An AWS that is none, with the demo books as a data lake, a bucket for evidence and one for published tables. */
export interface DemoAws {
  readonly standIn: AwsStandIn;
  readonly athena: AthenaStandIn;
  readonly secrets: SecretsManagerStandIn;
  readonly books: DemoBooks;
  /** What soxauto.config.json says of it; a test changes what it wants. */
  readonly configuration: {
    readonly sources: Readonly<Record<string, object>>;
    readonly aws: object;
    readonly evidence: object;
    readonly [key: string]: unknown;
  };
  /** Where that is written. */
  readonly configFile: string;
  /** What a command line needs to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startDemoAws({
  folder,
  rows,
  aws,
  ...given
}: DemoAwsOptions): Promise<DemoAws> {
  const { sources } = loadCatalog();
  await mkdir(folder, { recursive: true });
  const books = given.books ?? (await buildDemoBooks({ folder: join(folder, 'books'), rows }));
  const lake = await lakeOfDemo(sources, books, { iceberg: true });
  let athena: AthenaStandIn | undefined;
  let published: Promise<PublishedLake> | undefined;
  const secrets = secretsManagerService({ region: REGION, account: ACCOUNT });
  secrets.create('demo/nav', JSON.stringify({ engine: 'sqlserver', host: 'nowhere.invalid' }));
  const workgroups = [
    { name: WORKGROUP, enforced: true, outputLocation: `s3://${RESULTS_BUCKET}/reports` },
    {
      ...{ name: PUBLISHED.workgroup, enforced: true },
      outputLocation: `s3://${RESULTS_BUCKET}/publish`,
    },
  ];
  const standIn = await startAwsStandIn({
    keys: [RUNNER_KEY, OTHER_KEY],
    buckets: [RESULTS_BUCKET, PUBLISHED_BUCKET],
    services: (sink, clock) => {
      const tables = publishedLake(sink, lake);
      published = tables;
      athena = athenaService({
        ...{ sink, workgroups, lake, clock },
        answers: async (query) => (await tables).answers(query),
      });
      return [athena, secrets];
    },
    ...aws,
  });
  if (athena === undefined) throw new Error('the stand-in made no Athena');
  const service: AthenaStandIn = athena;
  // each query has ended when it is first asked about
  service.behave({ states: [] });
  standIn.s3.createBucket(EVIDENCE_BUCKET, { lock: true });
  const source = {
    kind: 'athena',
    workgroup: WORKGROUP,
    consistency: 'pinned-snapshot',
    row_filters: 'none',
    price_per_tb: '5.00',
  };
  const inLake = sources.filter(({ athenaDatabase }) => athenaDatabase !== undefined);
  const configuration = {
    environment: 'test',
    aws: { region: REGION, allowed: [{ account: ACCOUNT, role: 'demo-runner' }] },
    sources: Object.fromEntries(inLake.map(({ name }) => [name, source])),
    secrets: { kind: 'secrets-manager' },
    evidence: {
      kind: 's3',
      bucket: EVIDENCE_BUCKET,
      prefix: 'evidence',
      region: REGION,
      expected_owner: ACCOUNT,
      retention: { mode: 'GOVERNANCE', days: 30 },
    },
    publish: {
      ...PUBLISHED,
      bucket: PUBLISHED_BUCKET,
      prefix: 'certified',
      expected_owner: ACCOUNT,
    },
  };
  const configFile = join(folder, 'soxauto.config.json');
  await writeFile(configFile, `${JSON.stringify(configuration, null, 2)}\n`);
  return {
    standIn,
    athena: service,
    secrets,
    books,
    configuration,
    configFile,
    environment: { ...clientEnvironment(standIn, RUNNER_KEY), SOXAUTO_CONFIG: configFile },
    close: async () => {
      await service.close();
      await (await published)?.close();
      await lake.close();
      await standIn.close();
    },
  };
}
