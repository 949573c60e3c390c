import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  decryptEvidence,
  defaultDatabase,
  glue,
  lakeFormation,
  type Places,
  query,
  RESULTS,
  type Right,
  readEvidence,
  results,
  s3,
  via,
  workgroup,
} from './shared-rights.ts';

/** Reads sources, writes evidence. Can neither delete nor shorten, nor lift a hold. */
export function runnerRights(places: Places): readonly Right[] {
  const evidence = s3(places.evidenceBucket);
  return [
    {
      id: 'AskAthena',
      why: 'start, follow, stop and read queries in the workgroup of the run',
      actions: query,
      on: [workgroup(places, places.runWorkgroup)],
    },
    {
      id: 'ReadTableDefinitions',
      why: 'Athena looks up tables and partitions with the rights of who asks',
      actions: [
        'glue:GetDatabase',
        'glue:GetTable',
        'glue:GetPartition',
        'glue:GetPartitions',
        'glue:BatchGetPartition',
      ],
      on: glue(places, places.databases),
    },
    ...defaultDatabase(places),
    ...lakeFormation(places),
    ...places.data.flatMap(({ bucket, prefix }, at): readonly Right[] => [
      {
        id: `ReadData${at + 1}`,
        why: 'Athena reads the data of the tables with the rights of who asks',
        actions: ['s3:GetObject'],
        on: [`${s3(bucket)}/${prefix}*`],
      },
      {
        id: `ListData${at + 1}`,
        why: 'Athena lists the files of tables that have no manifest, in these folders',
        actions: ['s3:ListBucket'],
        on: [s3(bucket)],
        when: { StringLike: { 's3:prefix': `${prefix}*` } },
      },
    ]),
    {
      id: 'LocateData',
      why: 'Athena asks where the buckets of the data are',
      actions: ['s3:GetBucketLocation'],
      on: [...new Set(places.data.map(({ bucket }) => s3(bucket)))],
    },
    ...(places.dataKeys.length === 0
      ? []
      : [
          {
            id: 'DecryptData',
            why: 'data of the lake that is encrypted with keys of its own',
            actions: ['kms:Decrypt'],
            on: places.dataKeys,
            when: via(places, 's3'),
          },
        ]),
    ...results(places, RESULTS.run),
    {
      id: 'WriteEvidence',
      why: 'upload sealed packages with their retention; an upload in parts that failed is given up',
      actions: ['s3:PutObject', 's3:PutObjectRetention', 's3:AbortMultipartUpload'],
      on: [`${evidence}/*`],
    },
    {
      id: 'PlaceHold',
      why: 'a package under legal hold is stored with it; the run cannot lift one',
      actions: ['s3:PutObjectLegalHold'],
      on: [`${evidence}/*`],
      when: { StringEquals: { 's3:object-lock-legal-hold': 'ON' } },
    },
    ...readEvidence(places),
    {
      id: 'EncryptEvidence',
      why: 'a data key for each upload; parts of an upload are decrypted to be joined',
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      on: [places.evidenceKey],
      when: via(places, 's3'),
    },
    ...(places.secrets.length === 0
      ? []
      : [
          {
            id: 'ReadSecrets',
            why: 'log-in of the sources the configuration names; no other secret',
            actions: ['secretsmanager:GetSecretValue'],
            on: places.secrets,
          },
        ]),
    ...(places.received === null
      ? []
      : [
          {
            id: 'MountReceived',
            why: 'files people handed over, read only: writing to the file system is another right',
            actions: ['elasticfilesystem:ClientMount'],
            on: [places.received.fileSystem],
            when: {
              StringEquals: { 'elasticfilesystem:AccessPointArn': places.received.accessPoint },
              Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' },
            },
          },
        ]),
    {
      id: 'UseWorkKey',
      why: 'query results and secrets are encrypted with the work key',
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      on: [places.workKey],
      when: via(places, 's3', 'secretsmanager'),
    },
  ];
}

/** Reads packages and the log of who touched them; changes nothing. */
export function auditorRights(places: Places): readonly Right[] {
  return [
    ...readEvidence(places),
    {
      id: 'ReadProtection',
      why: 'see for oneself that policy, lock, versions and encryption are as described',
      actions: [
        's3:GetBucketPolicy',
        's3:GetBucketPublicAccessBlock',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
      ],
      on: [s3(places.evidenceBucket)],
    },
    decryptEvidence(places),
    {
      id: 'ReadKeyPolicy',
      why: 'see that the key cannot be deleted',
      actions: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus'],
      on: [places.evidenceKey],
    },
    {
      id: 'ReadAccessLog',
      why: 'who viewed, wrote or tried to delete evidence (R-6)',
      actions: ['s3:GetObject'],
      on: [`${s3(places.logBucket)}/*`],
    },
    {
      id: 'ListAccessLog',
      why: 'find the log of a day',
      actions: ['s3:ListBucket'],
      on: [s3(places.logBucket)],
    },
  ];
}

/** Reads sealed extracts, writes published tables by its own queries. Writes no evidence, reads no source. */
export function publisherRights(places: Places): readonly Right[] {
  const published = s3(places.publishedBucket);
  return [
    ...readEvidence(places),
    decryptEvidence(places),
    {
      id: 'WritePublished',
      why: 'Parquet files of certified data, each in one request; read back after that',
      actions: ['s3:PutObject', 's3:GetObject'],
      on: [`${published}/*`],
    },
    {
      id: 'ListPublished',
      why: 'see what is published already, so that publishing twice changes nothing',
      actions: ['s3:ListBucket', 's3:GetBucketLocation'],
      on: [published],
    },
    {
      id: 'RegisterTables',
      why: 'create the tables of published data and add their partitions, in this database only',
      actions: [
        'glue:GetDatabase',
        'glue:GetTable',
        'glue:GetTables',
        'glue:CreateTable',
        'glue:UpdateTable',
        'glue:GetPartition',
        'glue:GetPartitions',
        'glue:BatchGetPartition',
        'glue:CreatePartition',
        'glue:BatchCreatePartition',
        'glue:UpdatePartition',
      ],
      on: glue(places, [places.publishedDatabase]),
    },
    ...defaultDatabase(places),
    ...lakeFormation(places),
    {
      id: 'AskAthena',
      why: 'its own statements, in a workgroup of its own',
      actions: query,
      on: [workgroup(places, places.publishWorkgroup)],
    },
    ...results(places, RESULTS.publish),
    {
      id: 'UseWorkKey',
      why: 'published data and query results are encrypted with the work key',
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      on: [places.workKey],
      when: via(places, 's3'),
    },
  ];
}

/** Places legal holds; lifts them while a release is approved. Never sees what a package holds. */
export function custodianRights(places: Places): readonly Right[] {
  const evidence = s3(places.evidenceBucket);
  return [
    {
      id: 'Hold',
      why: 'place a hold and read it back; the bucket refuses to lift one unless a release is approved (R-2)',
      actions: ['s3:PutObjectLegalHold', 's3:GetObjectLegalHold'],
      on: [`${evidence}/*`],
    },
    {
      id: 'FindEvidence',
      why: 'find the versions a hold is about',
      actions: ['s3:ListBucketVersions'],
      on: [evidence],
    },
  ];
}

/** Rights as statements of a policy. */
export function statements(rights: readonly Right[]): PolicyStatement[] {
  return rights.map(
    ({ id, actions, on, when }) =>
      new PolicyStatement({
        sid: id,
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...on],
        ...(when === undefined ? {} : { conditions: when }),
      }),
  );
}
