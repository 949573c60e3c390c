import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Names, namesOf } from './names.ts';
import { longestDays, type Settings } from './settings.ts';

/** A package may be under way for this long after its retention was computed. */
const DAYS_UNDER_WAY = 2;
/** Retention counts from the end of the period, which a run may begin before: a month, and a day that is not over. */
const DAYS_TO_PERIOD_END = 32;

type Conditions = Readonly<
  Record<string, Readonly<Record<string, string | number | boolean | readonly string[]>>>
>;

/**
 * What the evidence bucket refuses to everybody, whatever their own rights say.
 * Nothing here is needed by CloudFormation, so the stack can still be changed, and every change is reported.
 */
export function evidenceRefusals(settings: Settings, keyArn: string): readonly PolicyStatement[] {
  const names = namesOf(settings);
  const objects = `arn:aws:s3:::${names.evidenceBucket}/*`;
  const refuse = (sid: string, actions: readonly string[], conditions: Conditions = {}) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [...actions],
      resources: [objects],
      conditions,
    });
  const given = (key: string) => ({ Null: { [key]: false } });
  const { retention } = settings.evidence;
  return [
    // what people make by hand is no evidence, and nobody can tell it from a run's until packages are signed
    refuse('RunnerOnly', ['s3:PutObject'], {
      ArnNotEquals: { 'aws:PrincipalArn': names.roleArn('runner') },
    }),
    refuse('NoReplicas', ['s3:ReplicateObject', 's3:ReplicateDelete']),
    refuse('NoDelete', [
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:BypassGovernanceRetention',
    ]),
    // CreateMultipartUpload and UploadPart create no object and know no precondition
    refuse('NoOverwrite', ['s3:PutObject'], {
      Null: { 's3:if-none-match': true },
      Bool: { 's3:ObjectCreationOperation': true },
    }),
    refuse('OwnKeyOnly', ['s3:PutObject'], {
      ...given('s3:x-amz-server-side-encryption-aws-kms-key-id'),
      StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn },
    }),
    refuse('OwnEncryptionOnly', ['s3:PutObject'], {
      ...given('s3:x-amz-server-side-encryption'),
      StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
    }),
    ...(retention.mode === 'NONE'
      ? []
      : [
          refuse('NoShortRetention', ['s3:PutObject', 's3:PutObjectRetention'], {
            NumericLessThan: {
              's3:object-lock-remaining-retention-days': Math.max(
                1,
                retention.days - DAYS_UNDER_WAY,
              ),
            },
          }),
        ]),
    // says nothing of an upload that leaves its retention to the bucket
    refuse('NoEndlessRetention', ['s3:PutObject', 's3:PutObjectRetention'], {
      NumericGreaterThan: {
        's3:object-lock-remaining-retention-days': longestDays(retention) + DAYS_TO_PERIOD_END,
      },
    }),
    settings.profile === 'production'
      ? refuse('ComplianceOnly', ['s3:PutObject', 's3:PutObjectRetention'], {
          ...given('s3:object-lock-mode'),
          StringNotEquals: { 's3:object-lock-mode': 'COMPLIANCE' },
        })
      : refuse('NoComplianceInTrial', ['s3:PutObject', 's3:PutObjectRetention'], {
          StringEquals: { 's3:object-lock-mode': 'COMPLIANCE' },
        }),
    ...liftingRefusals(settings, names, refuse),
  ];
}

/** What the bucket of published files refuses to everybody: overwriting and deleting. */
export function publishedRefusals(settings: Settings): readonly PolicyStatement[] {
  const resources = [`arn:aws:s3:::${namesOf(settings).publishedBucket}/*`];
  const refuse = (sid: string, actions: readonly string[], conditions: Conditions = {}) =>
    new PolicyStatement({
      ...{ sid, effect: Effect.DENY, principals: [new AnyPrincipal()] },
      ...{ actions: [...actions], resources, conditions },
    });
  return [
    refuse('NoDelete', ['s3:DeleteObject', 's3:DeleteObjectVersion']),
    refuse('NoOverwrite', ['s3:PutObject'], {
      Null: { 's3:if-none-match': true },
      Bool: { 's3:ObjectCreationOperation': true },
    }),
  ];
}

/** What the bucket with the logs refuses: deleting (its own lifecycle is not asked), logs by hand and of other accounts. */
export function logRefusals(settings: Settings): readonly PolicyStatement[] {
  const resources = [`arn:aws:s3:::${namesOf(settings).logBucket}/*`];
  return [
    new PolicyStatement({
      sid: 'NoDelete',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
      resources,
    }),
    new PolicyStatement({
      sid: 'LogsByServicesOnly',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject', 's3:ReplicateObject', 's3:ReplicateDelete'],
      resources,
      conditions: { Bool: { 'aws:PrincipalIsAWSService': false } },
    }),
    new PolicyStatement({
      sid: 'OwnLogsOnly',
      effect: Effect.DENY,
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources,
      conditions: { StringNotEquals: { 'aws:SourceAccount': settings.account } },
    }),
  ];
}

/**
 * The role of ipe login, and those of a permission set of the same name: only IAM Identity Center can make roles below
 * that path, and ends their names with 16 characters of its own; the path names its region where that is not us-east-1.
 */
function custodians({ account }: Settings, names: Names): string[] {
  const reserved = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com`;
  const set = `AWSReservedSSO_${names.role('custodian')}_${'?'.repeat(16)}`;
  return [names.roleArn('custodian'), `${reserved}/${set}`, `${reserved}/*/${set}`];
}

/** nobody lifts a hold alone. One person approves the release in the settings, the custodian lifts. */
function liftingRefusals(
  settings: Settings,
  names: Names,
  refuse: (sid: string, actions: readonly string[], conditions: Conditions) => PolicyStatement,
): readonly PolicyStatement[] {
  const lifting = { StringEquals: { 's3:object-lock-legal-hold': 'OFF' } };
  const { holdRelease } = settings.evidence;
  if (holdRelease === null) return [refuse('NoLifting', ['s3:PutObjectLegalHold'], lifting)];
  return [
    refuse('LiftingByCustodian', ['s3:PutObjectLegalHold'], {
      ...lifting,
      ArnNotLike: { 'aws:PrincipalArn': custodians(settings, names) },
    }),
    refuse('LiftingUntil', ['s3:PutObjectLegalHold'], {
      ...lifting,
      DateGreaterThan: { 'aws:CurrentTime': holdRelease.until },
    }),
  ];
}
