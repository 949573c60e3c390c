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
/** Holds for a value, never for an object or a list of them. */
const GIVEN = [{ exists: true }];
const POLICIES = ['runner', 'operator', 'auditor', 'publisher', 'custodian'];

/** ARNs that only the stacks know. */
interface Watched {
  readonly clusterArn: string;
  readonly evidenceKeyArn: string;
  /** Of the key the notices are encrypted with. */
  readonly workKeyArn: string;
}

/**
 * Calls that could weaken the protection of the evidence or keep such a notice from being sent; the trail of the
 * evidence stack brings them here. A rule that is disabled tells nobody so: the first two each watch all of them.
 */
export function touchedRules(
  scope: Construct,
  settings: Settings,
  watched: Watched,
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
      [...protectionCalls(names, watched.evidenceKeyArn), ...watchingCalls(names)],
    ),
    rule(
      'SilencedRule',
      'notices',
      'Somebody called an action that could keep such a notice from being sent',
      [...noticeCalls(settings, names, watched.workKeyArn), ...watchingCalls(names)],
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
    new Rule(scope, 'VariablesRule', {
      ruleName: `${names.cluster}-variables-touched`,
      description: 'Somebody started a task with variables of their own',
      eventPattern: withVariables(watched.clusterArn),
    }),
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
        'CreateRole',
        'UpdateRole',
        'PutRolePermissionsBoundary',
        'DeleteRolePermissionsBoundary',
      ],
      { roleName: ROLES.map(names.role) },
    ),
    calls('iam', ['CreatePolicyVersion', 'SetDefaultPolicyVersion'], {
      policyArn: POLICIES.map((duty) => names.policyArn(duty)),
    }),
    // of any provider: there are few, and one deleted and made again is named by its address alone
    ...(settings.people === null
      ? []
      : [
          calls('iam', [
            'CreateOpenIDConnectProvider',
            'DeleteOpenIDConnectProvider',
            'UpdateOpenIDConnectProviderThumbprint',
            'AddClientIDToOpenIDConnectProvider',
            'RemoveClientIDFromOpenIDConnectProvider',
          ]),
        ]),
  ];
}

function protectionCalls(names: Names, evidenceKeyArn: string): Calls {
  return [
    // whatever settings a bucket has, and will have; calls about what it holds are named otherwise
    calls(
      's3',
      [{ prefix: 'PutBucket' }, { prefix: 'DeleteBucket' }, 'PutObjectLockConfiguration'],
      {
        bucketName: [names.evidenceBucket, names.logBucket],
      },
    ),
    keyCalls(evidenceKeyArn),
  ];
}

function keyCalls(keyArn: string): object {
  return {
    eventSource: ['kms.amazonaws.com'],
    eventName: ['PutKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion', 'DisableKeyRotation'],
    resources: { ARN: [keyArn] },
  };
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

/** Topic and its key, subscriptions, alarms and the figure one of them rests on. */
function noticeCalls({ region, account }: Settings, names: Names, workKeyArn: string): Calls {
  const topic = `arn:aws:sns:${region}:${account}:${names.notices}`;
  const own = [{ prefix: `${names.cluster}-` }];
  return [
    calls('sns', ['DeleteTopic', 'SetTopicAttributes', 'AddPermission', 'RemovePermission'], {
      topicArn: [topic],
    }),
    calls('sns', ['PutDataProtectionPolicy'], { resourceArn: [topic] }),
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
    keyCalls(workKeyArn),
  ];
}

/** Schedule and task: another time, another program with the role of the run, or other variables for this one. */
function runCalls(names: Names): Calls {
  // a task definition takes a role by its name as well
  const runner = [names.roleArn('runner'), names.role('runner')];
  const start = ['RunTask', 'StartTask'];
  const environment = (given: object) =>
    calls('ecs', start, {
      taskDefinition: [{ wildcard: `*${names.cluster}*` }],
      overrides: { containerOverrides: given },
    });
  return [
    calls('scheduler', ['UpdateSchedule', 'DeleteSchedule'], { groupName: [names.cluster] }),
    calls('scheduler', ['DeleteScheduleGroup'], { name: [names.cluster] }),
    calls('ecs', ['RegisterTaskDefinition'], { taskRoleArn: runner }),
    calls('ecs', start, { overrides: { taskRoleArn: runner } }),
    environment({ environment: { name: GIVEN } }),
    // CloudTrail leaves out what was given, and then the list can be a word
    environment({ environment: GIVEN }),
    environment({ environmentFiles: { value: GIVEN } }),
  ];
}

/** ECS itself says what a task was started with, also where CloudTrail does not; once at its start, once at its end. */
function withVariables(clusterArn: string): EventPattern {
  return {
    source: ['aws.ecs'],
    detailType: ['ECS Task State Change'],
    detail: {
      clusterArn: [clusterArn],
      lastStatus: ['PENDING', 'STOPPED'],
      overrides: { containerOverrides: { environment: { name: GIVEN } } },
    },
  };
}

function calls(
  service: string,
  eventName: readonly (string | object)[],
  requestParameters?: object,
): object {
  return {
    eventSource: [`${service}.amazonaws.com`],
    eventName: [...eventName],
    ...(requestParameters === undefined ? {} : { requestParameters }),
  };
}
