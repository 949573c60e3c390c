import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { ReadWriteType, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import type { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { evidenceRefusals, logRefusals } from './evidence-policy.ts';
import { evidenceKey } from './keys.ts';
import { namesOf } from './names.ts';
import type { Settings } from './settings.ts';

/** What must outlive everything else: the evidence, its key, and the log of who touched it. */
export class EvidenceStack extends Stack {
  readonly key: Key;
  readonly logs: Bucket;
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, props);
    const names = namesOf(settings);
    this.key = evidenceKey(this, settings);

    this.logs = new Bucket(this, 'Logs', {
      ...closed(names.logBucket),
      // S3 delivers access logs to buckets with this encryption only
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        {
          id: 'access-logs',
          expiration: Duration.days(settings.logs.accessDays),
          // what was overwritten is kept as long as if it had not been
          noncurrentVersionExpiration: Duration.days(settings.logs.accessDays),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    });
    for (const refusal of logRefusals(settings)) this.logs.addToResourcePolicy(refusal);

    const { retention } = settings.evidence;
    this.bucket = new Bucket(this, 'Evidence', {
      ...closed(names.evidenceBucket),
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      objectLockEnabled: true,
      ...(retention.mode === 'NONE'
        ? {}
        : {
            objectLockDefaultRetention:
              retention.mode === 'COMPLIANCE'
                ? ObjectLockRetention.compliance(Duration.days(retention.days))
                : ObjectLockRetention.governance(Duration.days(retention.days)),
          }),
      serverAccessLogsBucket: this.logs,
      serverAccessLogsPrefix: 'evidence/',
      // parts of an upload that never ended are no evidence
      lifecycleRules: [{ id: 'parts', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    });
    for (const refusal of evidenceRefusals(settings, this.key.keyArn)) {
      this.bucket.addToResourcePolicy(refusal);
    }

    const trail = new Trail(this, 'Trail', {
      trailName: names.trail,
      bucket: this.logs,
      enableFileValidation: true,
      // calls of IAM are reported in another region
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      managementEvents: ReadWriteType.WRITE_ONLY,
    });
    trail.addS3EventSelector([{ bucket: this.bucket }], {
      readWriteType: ReadWriteType.ALL,
      includeManagementEvents: true,
    });
    new CfnOutput(this, 'EvidenceBucketName', { value: names.evidenceBucket });
    new CfnOutput(this, 'EvidenceKeyArn', { value: this.key.keyArn });
  }
}

/** A bucket nobody outside sees, that keeps its versions and outlives its stack. */
export function closed(bucketName: string) {
  return {
    bucketName,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  } as const;
}
