import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { cacheFolder } from '../credentials/login/session-cache.ts';
import { type AthenaLocation, athenaLocation, athenaSource } from './athena-source.ts';
import { type AwsSettings, awsBlock, awsSettings } from './aws-settings.ts';
import { ConfigError } from './config-error.ts';
import { type EvidenceLocation, evidenceConfig, evidenceLocation } from './evidence-location.ts';
import { type MssqlLocation, mssqlLocation, mssqlSource } from './mssql-source.ts';
import { type PublishSettings, publishBlock, publishSettings } from './publish-settings.ts';
import { refuseSecrets } from './secrets-in-config.ts';

const duckDbFile = z.strictObject({
  kind: z.literal('duckdb').describe('a DuckDB database file, attached read-only'),
  file: z.string().min(1),
});
const dataFolder = z.strictObject({
  kind: z.literal('files').describe('a folder with one Parquet or CSV file per table'),
  folder: z.string().min(1),
});
const megabytes = /^[1-9][0-9]{0,5}(MB|GB)$/;

const configFile = z
  .strictObject({
    $schema: z.string().optional(),
    environment: z
      .enum(['production', 'test'])
      .describe('what the sources are; packages say so, and evidence from a test system is marked'),
    sources: z
      .record(
        z.string(),
        z.discriminatedUnion('kind', [duckDbFile, dataFolder, mssqlSource, athenaSource]),
      )
      .refine(
        (sources) => Object.keys(sources).length > 0,
        'at least one source is needed; without a file the demo books are used',
      )
      .describe('where each source system of the catalog is reached, by its name'),
    secrets: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('files').describe('one file for each secret, as containers mount them'),
          folder: z.string().min(1),
        }),
        z.strictObject({
          kind: z.literal('secrets-manager').describe('AWS Secrets Manager; needs aws'),
        }),
      ])
      .optional()
      .describe(
        'where secrets are read by name; SOXAUTO_SECRETS comes first; default /run/secrets',
      ),
    aws: awsBlock.optional().describe('how AWS is reached, and as whom'),
    evidence: evidenceConfig.optional().describe('where sealed packages are stored'),
    publish: publishBlock
      .optional()
      .describe('where ipe publish puts certified data for BI tools; needs aws with allowed'),
    received: z
      .strictObject({ kind: z.literal('folder'), folder: z.string().min(1) })
      .optional()
      .describe('where files people hand over are kept as received; default received'),
    work: z
      .string()
      .min(1)
      .optional()
      .describe('folder for temporary files and the demo books; default .soxauto'),
    limits: z
      .strictObject({
        memory: z
          .string()
          .regex(megabytes)
          .optional()
          .describe('memory of the workbench, e.g. 512MB'),
        threads: z.int().min(1).max(256).optional(),
        attempts: z
          .int()
          .min(1)
          .max(10)
          .optional()
          .describe('how often a source is read when its errors are transient; default 3'),
        query_timeout_seconds: z.int().min(1).max(86_400).optional(),
      })
      .optional(),
    schedule: z
      .strictObject({
        when: z.string().min(1).max(200).describe('as the scheduler has it: 0 4 3 * *'),
        approved_by: z.string().min(1).max(200).describe('role or approval, never a person'),
      })
      .optional()
      .describe('when the run of all items is started by itself; stands in the run package'),
    logs: z
      .enum(['text', 'json'])
      .optional()
      .describe('form of what is said while items run; SOXAUTO_LOGS and --log come first'),
    organization: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Source-Organization of the packages'),
  })
  .superRefine(({ aws, publish, secrets, evidence, environment }, context) => {
    const reachesAws = evidence?.kind === 's3' || secrets?.kind === 'secrets-manager';
    if (environment === 'production' && reachesAws && aws?.allowed === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['aws', 'allowed'],
        message:
          'is missing: nothing says who may run this; such as [{"account": "123456789012", "role": "ipe-runner"}]',
      });
    }
    if (publish !== undefined && aws === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['aws'],
        message: 'is missing: publishing needs its region and allowed',
      });
    }
    if (publish !== undefined && aws !== undefined && aws.allowed === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['aws', 'allowed'],
        message:
          'is missing: nothing says who may publish; such as [{"account": "123456789012", "role": "ipe-publisher"}]',
      });
    }
    if (secrets?.kind === 'secrets-manager' && aws === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['aws'],
        message: 'is missing: secrets need its region',
      });
    }
  });

type ConfigFile = z.infer<typeof configFile>;
export type SourceLocation =
  | { readonly kind: 'duckdb'; readonly file: string }
  | { readonly kind: 'files'; readonly folder: string }
  | MssqlLocation
  | AthenaLocation;

/** Where secrets are read by name. */
export type SecretsLocation =
  | { readonly kind: 'files'; readonly folder: string }
  | { readonly kind: 'secrets-manager' };

/** Everything a run needs to know from outside, paths made absolute. */
export interface Config {
  /** Where it came from: the file's path, or null when nothing is configured. */
  readonly file: string | null;
  readonly environment: 'production' | 'test' | 'demo';
  /** No source configured at all means the demo books. */
  readonly sources: ReadonlyMap<string, SourceLocation>;
  readonly secrets: SecretsLocation;
  /** Null where AWS is not used. */
  readonly aws: AwsSettings | null;
  /** Null where nothing is published. */
  readonly publish: PublishSettings | null;
  /** Where what a person may lose is kept between two commands: a sign-in. */
  readonly cacheFolder: string;
  readonly evidence: EvidenceLocation;
  /** Where files people hand over are kept as received. */
  readonly inboxFolder: string;
  readonly workFolder: string;
  readonly organization: string;
  readonly memoryLimit: string;
  readonly threads: number | null;
  readonly queryTimeoutMs: number;
  readonly attempts: number;
  readonly schedule: { readonly when: string; readonly approvedBy: string } | null;
  /** Form of what is said while items run: lines for people, or JSON lines for machines. */
  readonly logs: 'text' | 'json';
}

const DEFAULT_FILE = 'soxauto.config.json';
const DEFAULT_SECRETS = '/run/secrets';
const DEFAULT_TIMEOUT_SECONDS = 3600;
const DEFAULT_ATTEMPTS = 3;

/** JSON Schema of `soxauto.config.json`, for editors. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(configFile, { io: 'input' });
}

function parseConfigFile(file: string): ConfigFile {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigError('BAD_CONFIG', `${file} cannot be read as JSON`, {
      cause,
      advice: 'Mend the file, or remove it to use the demo books.',
    });
  }
  refuseSecrets(file, content);
  const parsed = configFile.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) =>
      `${issue.path.length === 0 ? '(top level)' : issue.path.join('.')}: ${issue.message}`,
  );
  throw new ConfigError('BAD_CONFIG', `${file}: ${problems.join('; ')}`, {
    advice: 'See docs/soxauto.config.schema.json for what may stand there.',
  });
}

function secretsLocation(
  secrets: ConfigFile['secrets'],
  absolute: (relative: string) => string,
): SecretsLocation {
  if (secrets?.kind === 'secrets-manager') return secrets;
  return { kind: 'files', folder: absolute(secrets?.folder ?? DEFAULT_SECRETS) };
}

/** The form of logs that a name stands for. @throws ConfigError */
function logsOf(text: string | undefined): Config['logs'] | undefined {
  if (text === undefined || text === 'text' || text === 'json') return text;
  throw new ConfigError('BAD_CONFIG', `SOXAUTO_LOGS is text or json, got ${JSON.stringify(text)}`);
}

/** @throws ConfigError */
function locationOf(
  path: string,
  source: ConfigFile['sources'][string],
  absolute: (relative: string) => string,
  aws: AwsSettings | null,
): SourceLocation {
  switch (source.kind) {
    case 'duckdb':
      return { kind: 'duckdb', file: absolute(source.file) };
    case 'files':
      return { kind: 'files', folder: absolute(source.folder) };
    case 'mssql':
      return mssqlLocation(path, source, absolute);
    case 'athena':
      return athenaLocation(path, source, aws);
  }
}

/**
 * Reads `soxauto.config.json` from the working folder, or the file named by SOXAUTO_CONFIG.
 * The only reader of the environment.
 * @throws ConfigError
 */
export function loadConfig(
  workingFolder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Config {
  const named = environment['SOXAUTO_CONFIG'];
  const work = environment['SOXAUTO_WORK'];
  const received = environment['SOXAUTO_RECEIVED'];
  const secrets = environment['SOXAUTO_SECRETS'];
  const path = resolve(workingFolder, named ?? DEFAULT_FILE);
  const exists = existsSync(path);
  if (named !== undefined && !exists) {
    throw new ConfigError('NO_CONFIG_FILE', `SOXAUTO_CONFIG names ${named}, which does not exist`, {
      advice: 'Correct the name, or unset the variable to use the demo books.',
    });
  }
  const file = exists ? parseConfigFile(path) : null;
  const from = (relative: string) => resolve(exists ? dirname(path) : workingFolder, relative);
  const aws = file?.aws === undefined ? null : awsSettings(file.aws);
  const sources = Object.entries(file?.sources ?? {}).map(
    ([name, source]) => [name, locationOf(`${path}: sources.${name}`, source, from, aws)] as const,
  );
  const environmentName = sources.length === 0 ? 'demo' : (file?.environment ?? 'test');
  return {
    file: exists ? path : null,
    environment: environmentName,
    sources: new Map(sources),
    secrets:
      secrets === undefined
        ? secretsLocation(file?.secrets, from)
        : { kind: 'files', folder: resolve(workingFolder, secrets) },
    aws,
    publish: file?.publish === undefined ? null : publishSettings(file.publish),
    cacheFolder: cacheFolder(environment, process.platform),
    evidence: evidenceLocation(
      `${path}: evidence`,
      file?.evidence ?? { kind: 'folder', folder: 'evidence' },
      environmentName,
      from,
    ),
    inboxFolder:
      received === undefined
        ? from(file?.received?.folder ?? 'received')
        : resolve(workingFolder, received),
    workFolder: work === undefined ? from(file?.work ?? '.soxauto') : resolve(workingFolder, work),
    organization:
      file?.organization ?? (sources.length === 0 ? 'Savanna group (demo)' : 'not stated'),
    memoryLimit: file?.limits?.memory ?? '512MB',
    threads: file?.limits?.threads ?? null,
    queryTimeoutMs: (file?.limits?.query_timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    attempts: file?.limits?.attempts ?? DEFAULT_ATTEMPTS,
    schedule:
      file?.schedule === undefined
        ? null
        : { when: file.schedule.when, approvedBy: file.schedule.approved_by },
    logs: logsOf(environment['SOXAUTO_LOGS']) ?? file?.logs ?? 'text',
  };
}
