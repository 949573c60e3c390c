import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { type Names, namesOf } from './names.ts';
import type { Settings } from './settings.ts';

/** A call as the trail reports it, by whom it is answered and what it is about. */
type Calls = readonly object[];

/** Those who can take or hand over rights of the run; roles of permission sets are managed elsewhere. */
const ROLES = [
  'runner',
  'execution',
  'operator',
  'auditor',
  'publisher',
  'custodian',
  'schedule-start',
  'schedule-due',
];
const POLICIES = ['runner', 'operator', 'auditor', 'publisher', 'custodian'];

/**
 * Calls that could weaken the protection of the evidence or keep such a notice from being sent; the trail of the
 * evidence stack brings them here. A rule that is disabled tells nobody so: the first two each watch all of them.
 */
export function touchedRules(
  scope: Construct,
  settings: Settings,
  evidenceKeyArn: string,
): readonly Rule[] {
  const names = namesOf(settings);
  const rule = (id: string, what: string, description: string, calls: Calls) =>
    new Rule(scope, id, {
      ruleName: `${names.cluster}-${what}-touched`,
      description,
      eventPattern: calledPattern(calls),
    });
  return [
    rule(
      'TouchedRule',
      'protection',
      'Somebody called an action that could weaken the protection of the evidence',
      [...protectionCalls(names, evidenceKeyArn), ...watchingCalls(names)],
    ),
    rule(
      'SilencedRule',
      'notices',
      'Somebody called an action that could keep such a notice from being sent',
      [...noticeCalls(settings, names), ...watchingCalls(names)],
    ),
    rule(
      'RunTouchedRule',
      'run',
      'Somebody changed when or as what the run is started',
      runCalls(names),
    ),
    rule(
      'RightsTouchedRule',
      'rights',
      'Somebody called an action that changes what a role may do, or who can take it',
      rightsCalls(settings),
    ),
  ];
}

export function calledPattern(calls: Calls): EventPattern {
  return { detailType: ['AWS API Call via CloudTrail'], detail: { $or: [...calls] } };
}

/** IAM is answered in one region for the whole world: the global stack hands these on. */
export function rightsCalls(settings: Settings): Calls {
  const names = namesOf(settings);
  return [
    calls(
      'iam',
      [
        'PutRolePolicy',
        'AttachRolePolicy',
        'DetachRolePolicy',
        'DeleteRolePolicy',
        'UpdateAssumeRolePolicy',
      ],
      { roleName: ROLES.map(names.role) },
    ),
    calls('iam', ['CreatePolicyVersion', 'SetDefaultPolicyVersion'], {
      policyArn: POLICIES.map((duty) => names.policyArn(duty)),
    }),
  ];
}

function protectionCalls(names: Names, evidenceKeyArn: string): Calls {
  return [
    calls(
      's3',
      [
        'DeleteBucket',
        'DeleteBucketPolicy',
        'PutBucketPolicy',
        'PutBucketAcl',
        'PutBucketReplication',
        'PutBucketLifecycle',
        'PutBucketLogging',
        'PutBucketVersioning',
        'PutBucketEncryption',
        'PutObjectLockConfiguration',
        'PutBucketObjectLockConfiguration',
        'PutBucketPublicAccessBlock',
        'DeleteBucketPublicAccessBlock',
      ],
      { bucketName: [names.evidenceBucket, names.logBucket] },
    ),
    {
      eventSource: ['kms.amazonaws.com'],
      eventName: ['PutKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion', 'DisableKeyRotation'],
      resources: { ARN: [evidenceKeyArn] },
    },
  ];
}

/** What brings these notices at all: the rules and the trail. */
function watchingCalls(names: Names): Calls {
  const own = [{ prefix: `${names.cluster}-` }];
  return [
    calls('events', ['DisableRule', 'DeleteRule', 'PutRule'], { name: own }),
    calls('events', ['RemoveTargets', 'PutTargets'], { rule: own }),
    {
      eventSource: ['cloudtrail.amazonaws.com'],
      eventName: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'],
    },
  ];
}

/** Topic, subscriptions, alarms and the figure one of them rests on. */
function noticeCalls({ region, account }: Settings, names: Names): Calls {
  const topic = `arn:aws:sns:${region}:${account}:${names.notices}`;
  const own = [{ prefix: `${names.cluster}-` }];
  return [
    calls('sns', ['DeleteTopic', 'SetTopicAttributes', 'AddPermission', 'RemovePermission'], {
      topicArn: [topic],
    }),
    calls('sns', ['Unsubscribe', 'SetSubscriptionAttributes'], {
      subscriptionArn: [{ prefix: `${topic}:` }],
    }),
    calls('monitoring', ['DeleteAlarms', 'DisableAlarmActions'], { alarmNames: own }),
    calls('monitoring', ['PutMetricAlarm', 'PutCompositeAlarm', 'SetAlarmState'], {
      alarmName: own,
    }),
    calls('logs', ['PutMetricFilter', 'DeleteMetricFilter', 'DeleteLogGroup'], {
      logGroupName: [names.logGroup],
    }),
  ];
}

/** Schedule and task: another time, another program with the role of the run, or other variables for this one. */
function runCalls(names: Names): Calls {
  const runner = names.roleArn('runner');
  return [
    calls('scheduler', ['UpdateSchedule', 'DeleteSchedule'], { groupName: [names.cluster] }),
    calls('scheduler', ['DeleteScheduleGroup'], { name: [names.cluster] }),
    calls('ecs', ['RegisterTaskDefinition'], { taskRoleArn: [runner] }),
    calls('ecs', ['RunTask'], { overrides: { taskRoleArn: [runner] } }),
    calls('ecs', ['RunTask'], {
      taskDefinition: [{ wildcard: `*${names.cluster}*` }],
      overrides: { containerOverrides: { environment: { name: [{ exists: true }] } } },
    }),
  ];
}

function calls(service: string, eventName: readonly string[], requestParameters: object): object {
  return {
    eventSource: [`${service}.amazonaws.com`],
    eventName: [...eventName],
    requestParameters,
  };
}
