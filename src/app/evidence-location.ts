import { z } from 'zod';
import { awsAccount, awsRegion } from './aws-settings.ts';
import { ConfigError } from './config-error.ts';

const DEFAULT_DAYS = 2557;
const THRESHOLD = 4 * 1024 ** 3;
/** S3 takes no more in one request. */
const LARGEST_PUT = 5 * 1024 ** 3;

const days = z
  .int()
  .min(1)
  .max(36_500)
  .describe('from the later of the period end and the run; in production at least 2557 (7 years)');

const retention = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z
      .literal('COMPLIANCE')
      .describe('nobody can shorten it, not even the owner of the account'),
    days,
  }),
  z.strictObject({
    mode: z.literal('GOVERNANCE').describe('a role with a special right can shorten it'),
    days,
  }),
  z.strictObject({ mode: z.literal('none').describe('never in production') }),
]);

const folder = z.strictObject({ kind: z.literal('folder'), folder: z.string().min(1) });

const bucket = z.strictObject({
  kind: z.literal('s3').describe('a bucket with Object Lock'),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/)
    .optional()
    .describe('where the store begins in the bucket, such as evidence; default the whole bucket'),
  region: awsRegion,
  expected_owner: awsAccount.describe('the account that must own the bucket'),
  kms_key: z
    .string()
    // what S3 says of an object is compared with it, and an alias can be turned to another key
    .regex(
      /^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]{1,128}$/,
      'is no ARN of a key; an alias is none',
    )
    .optional()
    .describe(
      'ARN of the key packages are encrypted with; must be written in production, default elsewhere as the bucket has it',
    ),
  retention: retention
    .optional()
    .describe('default in production COMPLIANCE for 2557 days; must be written elsewhere'),
  legal_hold: z
    .boolean()
    .optional()
    .describe('places a legal hold on every package; default false'),
  multipart_threshold: z
    .int()
    .min(5 * 1024 ** 2)
    .max(LARGEST_PUT)
    .optional()
    .describe('bytes above which a package is uploaded in parts; default 4 GiB'),
});

/** Where sealed packages go, in soxauto.config.json. */
export const evidenceConfig = z.discriminatedUnion('kind', [folder, bucket]);

export type Retention = z.infer<typeof retention>;

export type EvidenceLocation =
  | { readonly kind: 'folder'; readonly folder: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly prefix: string;
      readonly region: string;
      readonly expectedOwner: string;
      readonly kmsKey: string | null;
      readonly retention: Retention;
      readonly legalHold: boolean;
      readonly multipartThreshold: number;
    };

/** @throws ConfigError */
export function evidenceLocation(
  path: string,
  written: z.infer<typeof evidenceConfig>,
  environment: string,
  absolute: (relative: string) => string,
): EvidenceLocation {
  if (written.kind === 'folder') return { kind: 'folder', folder: absolute(written.folder) };
  return {
    kind: 's3',
    bucket: written.bucket,
    prefix: written.prefix ?? '',
    region: written.region,
    expectedOwner: written.expected_owner,
    kmsKey: kmsKeyOf(path, written.kms_key, environment),
    retention: retentionOf(path, written.retention, environment),
    legalHold: written.legal_hold ?? false,
    multipartThreshold: written.multipart_threshold ?? THRESHOLD,
  };
}

/** Without it nothing is said of how a package is encrypted, and nothing checked. */
function kmsKeyOf(path: string, written: string | undefined, environment: string): string | null {
  if (written !== undefined || environment !== 'production') return written ?? null;
  throw new ConfigError('BAD_CONFIG', `${path}.kms_key is missing`, {
    advice: 'In production name the key packages are encrypted with by its ARN.',
  });
}

/** Test data that nobody can delete is never kept by default, evidence always is (domain/sox.md R-1). */
function retentionOf(path: string, written: Retention | undefined, environment: string): Retention {
  const production = environment === 'production';
  if (written === undefined && production) return { mode: 'COMPLIANCE', days: DEFAULT_DAYS };
  if (written === undefined) {
    throw new ConfigError('BAD_CONFIG', `${path}.retention is missing`, {
      advice:
        'Outside production say how long packages are kept: {"mode": "none"}, or GOVERNANCE or COMPLIANCE with days.',
    });
  }
  if (production && (written.mode !== 'COMPLIANCE' || written.days < DEFAULT_DAYS)) {
    throw new ConfigError(
      'BAD_CONFIG',
      `${path}.retention: evidence is kept under COMPLIANCE at least ${DEFAULT_DAYS} days in production, got ${written.mode === 'none' ? 'none' : `${written.mode} ${written.days}`}`,
      { advice: 'Leave retention out, or give more days.' },
    );
  }
  return written;
}

/** What a person calls it. */
export function evidenceWords(location: EvidenceLocation): string {
  if (location.kind === 'folder') return location.folder;
  return `s3://${location.bucket}/${location.prefix}`;
}
