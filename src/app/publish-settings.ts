import { z } from 'zod';
import type { PublishTarget } from '../publishing/partition-place.ts';
import { awsAccount, awsRegion } from './aws-settings.ts';

const bucket = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is no name of a bucket')
  .describe('bucket of published files, apart from the evidence bucket');
const prefix = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]*(\/[A-Za-z0-9][A-Za-z0-9_.-]*)*$/,
    'is no prefix like published/ipe',
  )
  .max(200);
const kmsKey = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)\/[\w/-]{1,250}$/,
    'is no ARN of a key',
  );

/** What soxauto.config.json says of publishing. */
export const publishBlock = z.strictObject({
  bucket,
  prefix: prefix.describe('folder of the bucket, without slashes at its ends'),
  region: awsRegion.optional().describe('default aws.region'),
  expected_owner: awsAccount.describe(
    'account the bucket belongs to: nothing is written to another',
  ),
  kms_key: kmsKey.optional().describe("ARN of the key; default the bucket's own encryption"),
  workgroup: z
    .string()
    .regex(/^[\w.-]{1,128}$/, 'is no name of a workgroup')
    .describe('workgroup of the publisher, not the one of the runs; it names where results go'),
  catalog: z
    .string()
    .regex(/^[\w@-]{1,256}$/, 'is no name of a catalog')
    .optional()
    .describe('default AwsDataCatalog'),
  database: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,254}$/, 'is no name of a Glue database')
    .describe('Glue database of the published tables'),
});

/** Where certified data are published. */
export interface PublishSettings {
  readonly target: PublishTarget;
  /** Null: the region of aws. */
  readonly region: string | null;
}

export function publishSettings(block: z.infer<typeof publishBlock>): PublishSettings {
  return {
    region: block.region ?? null,
    target: {
      bucket: block.bucket,
      prefix: block.prefix,
      expectedOwner: block.expected_owner,
      kmsKey: block.kms_key ?? null,
      workgroup: block.workgroup,
      catalog: block.catalog ?? 'AwsDataCatalog',
      database: block.database,
    },
  };
}
