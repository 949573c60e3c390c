import { z } from 'zod';
import type { AllowedCaller } from '../aws/allowed-caller.ts';
import { canonicalJson } from '../kernel/json.ts';
import { type AwsSettings, awsAccount, awsRegion } from './aws-settings.ts';
import { ConfigError } from './config-error.ts';

const name = z.string().min(1).max(128);

/** A data lake in soxauto.config.json. Databases and tables have the names the catalog says (decision 0013). */
export const athenaSource = z.strictObject({
  kind: z
    .literal('athena')
    .describe('tables of a data lake, read through Amazon Athena; needs aws'),
  workgroup: name.describe('workgroup of Athena the queries run in'),
  region: awsRegion.optional().describe('default the region of aws'),
  catalog: name.optional().describe('data catalog of Athena; default AwsDataCatalog'),
  output_location: z
    .string()
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/(.*\/)?$/, 'is no s3://bucket/prefix/')
    .optional()
    .describe('where results go; only where the workgroup does not say it'),
  expected_owner: awsAccount
    .optional()
    .describe("account that must own the bucket of the results; default the caller's"),
  consistency: z
    .enum(['pinned-snapshot', 'bracketed', 'none'])
    .optional()
    .describe(
      'bracketed (default): rows counted before and after each query; pinned-snapshot: Iceberg tables, all queries of an item see one state; none: counted once',
    ),
  fetch: z
    .enum(['s3', 'api'])
    .optional()
    .describe('s3 (default): the result object; api: page by page, where S3 cannot be reached'),
  row_filters: z
    .enum(['unknown', 'none'])
    .optional()
    .describe(
      'none: whoever administers the lake has confirmed that no filter of Lake Formation lies on the tables; unknown (default) fails completeness',
    ),
  price_per_tb: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,5})(\.[0-9]{1,6})?$/, 'is no price, such as "5.00"')
    .optional()
    .describe('price of a scanned terabyte, as text; without it there is no estimate'),
  price_currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .describe('default USD'),
  start_timeout_seconds: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe('for a query to be taken on while Athena is busy; default 600'),
  total_timeout_seconds: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe('for one query with everything that belongs to it; default 2100'),
});

/** How a data lake is reached and what is expected of it. */
export interface AthenaLocation {
  readonly kind: 'athena';
  readonly region: string;
  readonly allowed: readonly AllowedCaller[];
  readonly workgroup: string;
  readonly catalog: string | null;
  readonly outputLocation: string | null;
  readonly expectedBucketOwner: string | null;
  readonly consistency: 'pinned-snapshot' | 'bracketed' | 'none';
  readonly fetch: 's3' | 'api';
  readonly rowFilters: 'unknown' | 'none';
  readonly scanPrice: { readonly perTerabyte: string; readonly currency: string } | null;
  readonly timing: { readonly startMs: number; readonly totalMs: number };
}

/** @throws ConfigError with the key's path */
export function athenaLocation(
  path: string,
  source: z.infer<typeof athenaSource>,
  aws: AwsSettings | null,
): AthenaLocation {
  if (aws === null || aws.allowed.length === 0) {
    throw new ConfigError(
      'BAD_CONFIG',
      `${path}: aws.allowed is missing: nothing says who may read the lake`,
      {
        advice:
          'Add aws with its region and allowed, such as [{"account": "123456789012", "role": "ipe-runner"}].',
      },
    );
  }
  return {
    kind: 'athena',
    region: source.region ?? aws.region,
    allowed: aws.allowed,
    workgroup: source.workgroup,
    catalog: source.catalog ?? null,
    outputLocation: source.output_location ?? null,
    expectedBucketOwner: source.expected_owner ?? null,
    consistency: source.consistency ?? 'bracketed',
    fetch: source.fetch ?? 's3',
    rowFilters: source.row_filters ?? 'unknown',
    scanPrice:
      source.price_per_tb === undefined
        ? null
        : { perTerabyte: source.price_per_tb, currency: source.price_currency ?? 'USD' },
    timing: {
      startMs: (source.start_timeout_seconds ?? 600) * 1000,
      totalMs: (source.total_timeout_seconds ?? 2_100) * 1000,
    },
  };
}

/** Equal for sources that one runner serves: queries name their databases, so everything else must be the same. */
export function sameLake(one: AthenaLocation, other: AthenaLocation): boolean {
  return canonicalJson({ ...one, allowed: [] }) === canonicalJson({ ...other, allowed: [] });
}
