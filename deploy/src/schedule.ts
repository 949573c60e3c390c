import { Duration } from 'aws-cdk-lib';
import type { ISubnet, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { clock, deadline } from './calendar.ts';
import { explain } from './explained.ts';
import { namesOf } from './names.ts';
import type { Settings } from './settings.ts';
import { placement, type RunTask } from './task.ts';

/** Name of the figure that says: by now the month must have been run. */
export const RUN_DUE = 'RunDue';
const DAY_SECONDS = 86_400;

/** Starts the run on its days, and marks the moment by which it must have finished. */
export function schedule(
  scope: Construct,
  settings: Settings,
  run: RunTask,
  place: { readonly subnets: readonly ISubnet[]; readonly group: SecurityGroup; readonly key: Key },
): Queue {
  const names = namesOf(settings);
  const group = new CfnScheduleGroup(scope, 'Schedules', { name: names.cluster });
  const lost = new Queue(scope, 'NotStarted', {
    queueName: `${names.cluster}-not-started`,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  explain(
    lost,
    'AwsSolutions-SQS3',
    'this is the queue for what could not be delivered; an alarm watches it',
  );
  const [hour, minute] = clock(settings.schedule.time);
  const due = deadline(settings.schedule);
  const common = {
    groupName: group.ref,
    scheduleExpressionTimezone: settings.schedule.timeZone,
    flexibleTimeWindow: { mode: 'OFF' },
    kmsKeyArn: place.key.keyArn,
    state: 'ENABLED',
  };
  const guaranteed = {
    deadLetterConfig: { arn: lost.queueArn },
    retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: DAY_SECONDS },
  };
  new CfnSchedule(scope, 'RunSchedule', {
    ...common,
    name: `${names.cluster}-start`,
    description: `Approved by: ${settings.schedule.approvedBy}`,
    scheduleExpression: `cron(${minute} ${hour} ${settings.schedule.days.join(',')} * ? *)`,
    target: {
      ...guaranteed,
      arn: run.cluster.clusterArn,
      roleArn: startRole(scope, settings, run, lost, place.key).roleArn,
      ecsParameters: {
        taskDefinitionArn: run.definition.taskDefinitionArn,
        taskCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: placement(place.subnets, place.group),
        enableExecuteCommand: false,
      },
    },
  });
  new CfnSchedule(scope, 'DueSchedule', {
    ...common,
    name: `${names.cluster}-due`,
    description: 'By now the month must have been run',
    scheduleExpression: `cron(${due.minute} ${due.hour} ${due.day} * ? *)`,
    target: {
      ...guaranteed,
      arn: 'arn:aws:scheduler:::aws-sdk:cloudwatch:putMetricData',
      roleArn: dueRole(scope, settings, lost, place.key).roleArn,
      input: JSON.stringify({
        Namespace: names.metrics,
        MetricData: [{ MetricName: RUN_DUE, Value: 1, Unit: 'Count' }],
      }),
    },
  });
  return lost;
}

function startRole(scope: Construct, settings: Settings, run: RunTask, lost: Queue, key: Key) {
  const role = schedulerRole(scope, 'Start', settings, lost, key);
  const family = `arn:aws:ecs:${settings.region}:${settings.account}:task-definition/${run.definition.family}`;
  allow(role, 'StartRun', ['ecs:RunTask'], [`${family}:*`], {
    ArnEquals: { 'ecs:cluster': run.cluster.clusterArn },
  });
  allow(role, 'HandOverRoles', ['iam:PassRole'], [run.runner.roleArn, run.execution.roleArn], {
    StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
  });
  explain(
    role,
    `AwsSolutions-IAM5[Resource::${family}:*]`,
    'the revision of the task definition counts up with every deployment',
  );
  return role;
}

function dueRole(scope: Construct, settings: Settings, lost: Queue, key: Key) {
  const role = schedulerRole(scope, 'Due', settings, lost, key);
  allow(role, 'SayDue', ['cloudwatch:PutMetricData'], ['*'], {
    StringEquals: { 'cloudwatch:namespace': namesOf(settings).metrics },
  });
  explain(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'cloudwatch:PutMetricData knows no resources; the condition fixes the name space',
  );
  return role;
}

function schedulerRole(scope: Construct, id: string, settings: Settings, lost: Queue, key: Key) {
  const { account, region } = settings;
  const names = namesOf(settings);
  const role = new Role(scope, `${id}Role`, {
    roleName: names.role(`schedule-${id.toLowerCase()}`),
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnEquals: {
          'aws:SourceArn': `arn:aws:scheduler:${region}:${account}:schedule-group/${names.cluster}`,
        },
      },
    }),
  });
  allow(role, 'KeepWhatFailed', ['sqs:SendMessage'], [lost.queueArn]);
  allow(role, 'ReadSchedule', ['kms:Decrypt'], [key.keyArn]);
  return role;
}

function allow(
  role: Role,
  sid: string,
  actions: string[],
  resources: string[],
  conditions: Record<string, Record<string, string>> = {},
): void {
  role.addToPolicy(
    new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources, conditions }),
  );
}
