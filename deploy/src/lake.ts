import { Duration } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { publishedRefusals } from './evidence-policy.ts';
import { closed } from './evidence-stack.ts';
import { namesOf } from './names.ts';
import type { Settings } from './settings.ts';
import { RESULTS } from './shared-rights.ts';

const GB = 1_000_000_000;

/** Workgroups whose settings nobody can override, their results, and what is published. */
export function lake(scope: Construct, settings: Settings, key: Key, logs: IBucket): void {
  const names = namesOf(settings);
  const results = new Bucket(scope, 'Results', {
    ...closed(names.resultBucket),
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'results/',
    // what counts is sealed in the package; results are working copies
    lifecycleRules: [
      {
        id: 'results',
        expiration: Duration.days(settings.athena.resultDays),
        noncurrentVersionExpiration: Duration.days(1),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
  });
  const published = new Bucket(scope, 'Published', {
    ...closed(names.publishedBucket),
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'published/',
    lifecycleRules: [{ id: 'parts', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
  });
  for (const refusal of publishedRefusals(settings)) published.addToResourcePolicy(refusal);
  new CfnDatabase(scope, 'PublishedDatabase', {
    catalogId: settings.account,
    databaseInput: {
      name: names.publishedDatabase,
      description: 'Certified extracts, written by ipe publish',
    },
  });
  const workgroup = (id: string, name: string, folder: string, description: string) =>
    new CfnWorkGroup(scope, id, {
      name,
      description,
      recursiveDeleteOption: false,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: settings.athena.scanLimitGB * GB,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${results.bucketName}/${folder}`,
          expectedBucketOwner: settings.account,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn },
        },
      },
    });
  workgroup('RunWorkgroup', names.runWorkgroup, RESULTS.run, 'Queries of the run, read only');
  workgroup('PublishWorkgroup', names.publishWorkgroup, RESULTS.publish, 'Tables of ipe publish');
}
