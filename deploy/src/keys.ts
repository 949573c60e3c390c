import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { namesOf } from './names.ts';
import type { Settings } from './settings.ts';

/** What the account itself may do with a key: all that IAM and CloudFormation need, named one by one. */
const ADMINISTER = [
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:PutKeyPolicy',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:CancelKeyDeletion',
];
const USE = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];
const DESTROY = ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:DeleteImportedKeyMaterial'];

/** In a key's own policy the star means this key. */
const THIS_KEY = ['*'];

/** The key of the evidence. Like the other, nobody can disable or delete it while its policy stands. */
export function evidenceKey(scope: Construct, settings: Settings): Key {
  const key = new Key(scope, 'EvidenceKey', {
    description: `${settings.name}: sealed evidence packages. Without it none can be read`,
    alias: `${settings.name}/evidence`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
    policy: new PolicyDocument({
      statements: accountStatements(),
    }),
  });
  return key;
}

/** The key of everything that is not evidence: results, published data, secrets, logs, notices. */
export function workKey(scope: Construct, settings: Settings, logGroups: readonly string[]): Key {
  const { account, region, name } = settings;
  const notices = `arn:aws:sns:${region}:${account}:${namesOf(settings).notices}`;
  const ofNotices = { 'kms:EncryptionContext:aws:sns:topicArn': notices };
  const notify = (sid: string, service: string, conditions: Readonly<Record<string, string>>) =>
    new PolicyStatement({
      sid,
      principals: [new ServicePrincipal(service)],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: THIS_KEY,
      conditions: { StringEquals: conditions },
    });
  return new Key(scope, 'WorkKey', {
    description: `${name}: query results, published data, secrets, logs and notices`,
    alias: `${name}/work`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
    policy: new PolicyDocument({
      statements: [
        ...accountStatements(),
        new PolicyStatement({
          sid: 'Logs',
          principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
          actions: [...USE, 'kms:DescribeKey'],
          resources: THIS_KEY,
          conditions: {
            ArnEquals: {
              'kms:EncryptionContext:aws:logs:arn': logGroups.map(
                (group) => `arn:aws:logs:${region}:${account}:log-group:${group}`,
              ),
            },
          },
        }),
        notify('NoticesOfAlarms', 'cloudwatch.amazonaws.com', {
          'aws:SourceAccount': account,
          ...ofNotices,
        }),
        // EventBridge says nothing of its source when it writes to an encrypted topic: asked for it, it delivers nothing
        notify('NoticesOfRules', 'events.amazonaws.com', ofNotices),
      ],
    }),
  });
}

function accountStatements(): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'Administer',
      principals: [new AccountRootPrincipal()],
      actions: ADMINISTER,
      resources: THIS_KEY,
    }),
    new PolicyStatement({
      sid: 'Use',
      principals: [new AccountRootPrincipal()],
      actions: USE,
      resources: THIS_KEY,
    }),
    new PolicyStatement({
      sid: 'NeverDestroyed',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: DESTROY,
      resources: THIS_KEY,
    }),
  ];
}
