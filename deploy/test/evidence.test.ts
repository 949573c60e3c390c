import { describe, expect, it } from 'vitest';
import { type Call, verdict } from './support/evaluate.ts';
import { all, example, objectAt, one, resourcesOf } from './support/templates.ts';

const production = resourcesOf(example('production'));
const trial = resourcesOf(example('trial'));
const evidence = one(production, 'AWS::S3::Bucket', 'Evidence');
const bucket = `arn:aws:s3:::${evidence.properties['BucketName']}`;
const key = one(production, 'AWS::KMS::Key', 'EvidenceKey');
const keyArn = `arn:aws:kms:eu-west-1:111122223333:key/${key.id}`;
const runner = 'arn:aws:iam::111122223333:role/soxauto-runner';
/** Somebody with every right there is: only what the bucket or key itself refuses can stop them. */
const administrator = 'arn:aws:iam::111122223333:role/administrator';

/** An upload as the store makes it. */
const upload: Call = {
  by: runner,
  action: 's3:PutObject',
  on: `${bucket}/2025-09/IPE_07.zip`,
  context: {
    'aws:SecureTransport': 'true',
    's3:TlsVersion': '1.3',
    's3:if-none-match': '*',
    's3:ObjectCreationOperation': 'true',
    's3:x-amz-server-side-encryption': 'aws:kms',
    's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn,
    's3:object-lock-mode': 'COMPLIANCE',
    's3:object-lock-remaining-retention-days': '2556',
  },
};
const changed = (change: Readonly<Record<string, string | undefined>>, call = upload): Call => ({
  ...call,
  context: Object.fromEntries(
    Object.entries({ ...call.context, ...change }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  ),
});

describe('the evidence bucket', () => {
  it('is closed to the public, versioned and outlives its stack, like every other bucket', () => {
    const buckets = [...all(production, 'AWS::S3::Bucket'), ...all(trial, 'AWS::S3::Bucket')];
    expect(buckets).toHaveLength(8);
    for (const { properties, deletionPolicy } of buckets) {
      expect(properties['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(properties['VersioningConfiguration']).toEqual({ Status: 'Enabled' });
      expect(deletionPolicy).toBe('Retain');
    }
  });

  it('R-1: keeps packages seven years in COMPLIANCE mode', () => {
    expect(evidence.properties['ObjectLockEnabled']).toBe(true);
    expect(evidence.properties['ObjectLockConfiguration']).toEqual({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 2557 } },
    });
  });

  it('has the lock but no default retention in a trial, whose data must be deletable one day', () => {
    const { properties } = one(trial, 'AWS::S3::Bucket', 'Evidence');
    expect(properties['ObjectLockEnabled']).toBe(true);
    expect(JSON.stringify(properties)).not.toContain('DefaultRetention');
  });

  it('encrypts with its own key and a bucket key', () => {
    expect(evidence.properties['BucketEncryption']).toEqual({
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { KMSMasterKeyID: keyArn, SSEAlgorithm: 'aws:kms' },
        },
      ],
    });
  });

  it('never expires what it holds; only parts of broken uploads go', () => {
    expect(evidence.properties['LifecycleConfiguration']).toEqual({
      Rules: [
        {
          Id: 'parts',
          Status: 'Enabled',
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    });
  });

  it('takes an upload as the store makes it', () => {
    expect(verdict(production, upload)).toBe('allowed');
  });

  it('takes an upload that leaves lock and encryption to the bucket', () => {
    const plain = changed({
      's3:x-amz-server-side-encryption': undefined,
      's3:x-amz-server-side-encryption-aws-kms-key-id': undefined,
      's3:object-lock-mode': undefined,
      's3:object-lock-remaining-retention-days': undefined,
    });
    expect(verdict(production, plain)).toBe('allowed');
  });

  it('R-4: refuses an upload that could overwrite, and lets the parts of a large one through', () => {
    expect(verdict(production, changed({ 's3:if-none-match': undefined }))).toBe('refused');
    const part = changed({
      's3:if-none-match': undefined,
      's3:ObjectCreationOperation': 'false',
      's3:object-lock-mode': undefined,
      's3:object-lock-remaining-retention-days': undefined,
    });
    expect(verdict(production, part)).toBe('allowed');
  });

  it('SOD-6: takes a package from the task alone, whoever else may write', () => {
    const duties = ['operator', 'auditor', 'publisher', 'custodian', 'execution'];
    const others = duties.map((duty) => runner.replace('soxauto-runner', `soxauto-${duty}`));
    const assigned =
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_soxauto-runner_0123456789abcdef';
    for (const by of [...others, administrator, assigned, 'arn:aws:iam::111122223333:root']) {
      expect(verdict(production, { ...upload, by }), by).toBe('refused');
    }
  });

  it('R-4: takes no copies from another bucket, which no condition on uploads would see', () => {
    for (const action of ['s3:ReplicateObject', 's3:ReplicateDelete']) {
      expect(verdict(production, { ...upload, by: administrator, action })).toBe('refused');
    }
  });

  it.each([
    ['without TLS', { 'aws:SecureTransport': 'false' }],
    ['with TLS 1.1', { 's3:TlsVersion': '1.1' }],
    ['with another key', { 's3:x-amz-server-side-encryption-aws-kms-key-id': `${keyArn}-other` }],
    ['with another encryption', { 's3:x-amz-server-side-encryption': 'AES256' }],
    ['with a shorter retention', { 's3:object-lock-remaining-retention-days': '2554' }],
    ['with a retention that can be lifted', { 's3:object-lock-mode': 'GOVERNANCE' }],
  ])('refuses an upload %s', (_, change) => {
    expect(verdict(production, changed(change))).toBe('refused');
  });

  it.each(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'])(
    'R-4: refuses %s to everybody, administrators too',
    (action) => {
      for (const resources of [production, trial]) {
        const own = one(resources, 'AWS::S3::Bucket', 'Evidence').properties['BucketName'];
        const call = { by: administrator, action, on: `arn:aws:s3:::${own}/2025-09/IPE_07.zip` };
        expect(verdict(resources, call)).toBe('refused');
      }
    },
  );

  it('R-1: refuses to everybody to give a package less time', () => {
    const shorten = (days: string) => ({
      by: administrator,
      action: 's3:PutObjectRetention',
      on: `${bucket}/2025-09/IPE_07.zip`,
      context: {
        's3:object-lock-mode': 'COMPLIANCE',
        's3:object-lock-remaining-retention-days': days,
      },
    });
    expect(verdict(production, shorten('30'))).toBe('refused');
    expect(verdict(production, shorten('2580'))).toBe('not allowed');
  });

  it('refuses to everybody a retention longer than the settings know, which nobody could take back', () => {
    const lasting = (days: string, by: string) =>
      ['s3:PutObject', 's3:PutObjectRetention'].map((action) => ({
        ...changed({ 's3:object-lock-remaining-retention-days': days }),
        action,
        by,
      }));
    // a run on the first day of its month asks for the days from that month's end on
    const longest = 2557 + 32;
    for (const call of lasting(String(longest), runner)) {
      expect(verdict(production, call)).toBe('allowed');
    }
    for (const by of [runner, administrator]) {
      for (const days of [String(longest + 1), '36500']) {
        for (const call of lasting(days, by)) expect(verdict(production, call)).toBe('refused');
      }
    }
    const longer = resourcesOf(
      example('production', ({ evidence: own }) => ({
        evidence: { ...own, retention: { mode: 'COMPLIANCE', days: 2557, longestDays: 3653 } },
      })),
    );
    for (const call of lasting(String(3653 + 32), runner)) {
      expect(verdict(longer, call)).toBe('allowed');
    }
    for (const call of lasting(String(3653 + 33), runner)) {
      expect(verdict(longer, call)).toBe('refused');
    }
    const read = { by: runner, action: 's3:GetObject', on: upload.on };
    const context = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };
    expect(verdict(production, { ...read, context })).toBe('allowed');
  });

  it('refuses in a trial to lock data for longer than a trial', () => {
    const own = one(trial, 'AWS::S3::Bucket', 'Evidence').properties['BucketName'];
    const locked = (days: string) =>
      verdict(
        trial,
        changed(
          {
            's3:x-amz-server-side-encryption': undefined,
            's3:x-amz-server-side-encryption-aws-kms-key-id': undefined,
            's3:object-lock-mode': 'GOVERNANCE',
            's3:object-lock-remaining-retention-days': days,
          },
          {
            ...upload,
            by: runner.replace('soxauto-', 'soxauto-trial-'),
            on: `arn:aws:s3:::${own}/x.zip`,
          },
        ),
      );
    expect(locked('62')).toBe('allowed');
    expect(locked('63')).toBe('refused');
  });

  it('lets nobody store undeletable data in a trial', () => {
    const own = one(trial, 'AWS::S3::Bucket', 'Evidence').properties['BucketName'];
    const call = { ...upload, by: upload.by.replace('soxauto-', 'soxauto-trial-') };
    const trialUpload = { ...call, on: `arn:aws:s3:::${own}/x.zip` };
    const bare = {
      's3:x-amz-server-side-encryption': undefined,
      's3:x-amz-server-side-encryption-aws-kms-key-id': undefined,
    };
    expect(verdict(trial, changed(bare, trialUpload))).toBe('refused');
    const governance = {
      ...bare,
      's3:object-lock-mode': 'GOVERNANCE',
      's3:object-lock-remaining-retention-days': '30',
    };
    expect(verdict(trial, changed(governance, trialUpload))).toBe('allowed');
  });

  it('R-6: keeps a log of every call, its files signed in a chain, that nobody can delete', () => {
    const trail = one(production, 'AWS::CloudTrail::Trail').properties;
    expect(trail['IsLogging']).toBe(true);
    expect(trail['EnableLogFileValidation']).toBe(true);
    expect(JSON.stringify(trail['EventSelectors'])).toContain(
      JSON.stringify({ Type: 'AWS::S3::Object', Values: [`${bucket}/`] }),
    );
    expect(JSON.stringify(trail['EventSelectors'])).toContain('"ReadWriteType":"All"');
    expect(objectAt(evidence.properties, 'LoggingConfiguration')['LogFilePrefix']).toBe(
      'evidence/',
    );
    const logs = one(production, 'AWS::S3::Bucket', 'Logs').properties['BucketName'];
    const call = { by: administrator, action: 's3:DeleteObject', on: `arn:aws:s3:::${logs}/a` };
    expect(verdict(production, call)).toBe('refused');
  });

  it('R-6: keeps the log from being emptied: nobody writes over a file of it, and what was written over stays', () => {
    const logs = one(production, 'AWS::S3::Bucket', 'Logs').properties;
    const put = { action: 's3:PutObject', on: `arn:aws:s3:::${logs['BucketName']}/AWSLogs/a.gz` };
    const person = { 'aws:PrincipalIsAWSService': 'false' };
    expect(verdict(production, { ...put, by: administrator, context: person })).toBe('refused');
    const service = { 'aws:PrincipalIsAWSService': 'true' };
    expect(verdict(production, { ...put, by: administrator, context: service })).toBe(
      'not allowed',
    );
    for (const [resources, days] of [
      [production, 2557],
      [trial, 90],
    ] as const) {
      const bucketOfLogs = one(resources, 'AWS::S3::Bucket', 'Logs').properties;
      expect(bucketOfLogs['LifecycleConfiguration']).toMatchObject({
        Rules: [
          {
            ExpirationInDays: days,
            NoncurrentVersionExpiration: { NoncurrentDays: days },
          },
        ],
      });
    }
  });

  it('forbids nothing to everybody that changing the stack needs', () => {
    for (const action of [
      's3:PutBucketPolicy',
      's3:PutBucketObjectLockConfiguration',
      's3:PutLifecycleConfiguration',
      's3:PutEncryptionConfiguration',
      's3:PutBucketPublicAccessBlock',
      's3:PutBucketTagging',
    ]) {
      const call = { by: administrator, action, on: bucket, context: upload.context ?? {} };
      expect(verdict(production, call), action).toBe('not allowed');
    }
  });
});

describe('R-2: a legal hold', () => {
  const custodian = 'arn:aws:iam::111122223333:role/soxauto-custodian';
  const hold = (status: string, by: string, at = '2026-01-15T00:00:00Z'): Call => ({
    by,
    action: 's3:PutObjectLegalHold',
    on: `${bucket}/2025-09/IPE_07.zip`,
    context: { 's3:object-lock-legal-hold': status, 'aws:CurrentTime': at },
  });

  it('is placed by the custodian and by the run, and by nobody else', () => {
    expect(verdict(production, hold('ON', custodian))).toBe('allowed');
    expect(verdict(production, hold('ON', runner))).toBe('allowed');
    for (const duty of ['auditor', 'publisher']) {
      const by = `arn:aws:iam::111122223333:role/soxauto-${duty}`;
      expect(verdict(production, hold('ON', by))).toBe('not allowed');
    }
  });

  it('is lifted by nobody while no release is approved', () => {
    for (const by of [custodian, runner, administrator]) {
      expect(verdict(production, hold('OFF', by))).toBe('refused');
    }
  });

  it('is lifted by the custodian alone while a release is approved', () => {
    const released = resourcesOf(
      example('production', ({ evidence: own }) => ({
        evidence: {
          ...own,
          holdRelease: { approval: 'CHG-2026-014', until: '2026-01-31T00:00:00Z' },
        },
      })),
    );
    expect(verdict(released, hold('OFF', custodian))).toBe('allowed');
    expect(verdict(released, hold('OFF', custodian, '2026-02-01T00:00:00Z'))).toBe('refused');
    // through IAM Identity Center: what the permission set allows is not known here, only what the bucket refuses
    const assigned = (place: string) => `arn:aws:iam::111122223333:role/${place}_0123456789abcdef`;
    const reserved = 'aws-reserved/sso.amazonaws.com';
    for (const place of [
      `${reserved}/AWSReservedSSO_soxauto-custodian`,
      `${reserved}/eu-west-1/AWSReservedSSO_soxauto-custodian`,
    ]) {
      expect(verdict(released, hold('OFF', assigned(place)))).toBe('not allowed');
      const late = hold('OFF', assigned(place), '2026-02-01T00:00:00Z');
      expect(verdict(released, late)).toBe('refused');
      expect(verdict(production, hold('OFF', assigned(place)))).toBe('refused');
    }
    for (const place of [
      'AWSReservedSSO_soxauto-custodian',
      'other/AWSReservedSSO_soxauto-custodian',
      `${reserved}/AWSReservedSSO_soxauto-custodian_x`,
      `${reserved}/AWSReservedSSO_soxauto-auditor`,
    ]) {
      expect(verdict(released, hold('OFF', assigned(place))), place).toBe('refused');
    }
    for (const by of [runner, administrator]) {
      expect(verdict(released, hold('OFF', by))).toBe('refused');
    }
  });
});

describe.each([
  ['the evidence key', key],
  // without it no notice is sent
  ['the work key', one(production, 'AWS::KMS::Key', 'WorkKey')],
])('%s', (_, { id, properties, deletionPolicy }) => {
  const on = `arn:aws:kms:eu-west-1:111122223333:key/${id}`;

  it.each(['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:DeleteImportedKeyMaterial'])(
    'refuses %s to everybody',
    (action) => {
      for (const by of [administrator, runner, 'arn:aws:iam::111122223333:root']) {
        expect(verdict(production, { by, action, on })).toBe('refused');
      }
    },
  );

  it('is changed every year and outlives its stack', () => {
    expect(properties['EnableKeyRotation']).toBe(true);
    expect(deletionPolicy).toBe('Retain');
  });

  it('can still be managed by the account, or nobody could', () => {
    const root = 'arn:aws:iam::111122223333:root';
    for (const action of ['kms:PutKeyPolicy', 'kms:DescribeKey', 'kms:TagResource']) {
      expect(verdict(production, { by: root, action, on })).toBe('allowed');
    }
  });
});
