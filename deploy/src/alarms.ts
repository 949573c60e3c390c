import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { windowHours } from './calendar.ts';
import { namesOf } from './names.ts';
import { RUN_DUE } from './schedule.ts';
import type { Settings } from './settings.ts';
import type { RunTask } from './task.ts';
import { touchedRules } from './touched.ts';

const RUN_PERFORMED = 'RunPerformed';
const FIVE_MINUTES = Duration.minutes(5);
/** A clock changed in spring, and the hour that has begun. */
const SPARE_HOURS = 2;

/** Says when a run failed, was missed or could not be started, and when somebody touches the protection. */
export function alarms(
  scope: Construct,
  settings: Settings,
  parts: {
    readonly run: RunTask;
    readonly key: Key;
    readonly evidenceKeyArn: string;
    readonly logGroup: ILogGroup;
    readonly notStarted: Queue;
  },
): void {
  const names = namesOf(settings);
  const topic = new Topic(scope, 'Notices', {
    topicName: names.notices,
    // by its ARN, or the CDK adds wider statements to the key's policy than ours
    masterKey: Key.fromKeyArn(scope, 'NoticesKey', parts.key.keyArn),
    enforceSSL: true,
  });
  topic.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': settings.account } },
    }),
  );
  for (const email of settings.alarms.emails) topic.addSubscription(new EmailSubscription(email));
  const notify = new SnsAction(topic);

  const failed = failedRule(scope, settings, parts.run);
  failed.addTarget(new SnsTopic(topic));
  const reported = new Alarm(scope, 'RunFailed', {
    alarmName: `${names.cluster}-failed`,
    alarmDescription:
      'A run ended with an exit code other than 0, or was stopped. docs/operations.md says what each code asks for',
    metric: new Metric({
      namespace: 'AWS/Events',
      metricName: 'Invocations',
      dimensionsMap: { RuleName: failed.ruleName },
      statistic: 'Sum',
      period: FIVE_MINUTES,
    }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  reported.addAlarmAction(notify);

  const lost = new Alarm(scope, 'RunNotStarted', {
    alarmName: `${names.cluster}-not-started`,
    alarmDescription: 'The scheduler gave up starting a run; the message in the queue says why',
    metric: parts.notStarted.metricApproximateNumberOfMessagesVisible({
      statistic: 'Maximum',
      period: FIVE_MINUTES,
    }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  lost.addAlarmAction(notify);

  missedAlarm(scope, settings, parts.logGroup).addAlarmAction(notify);
  const watched = {
    clusterArn: parts.run.cluster.clusterArn,
    evidenceKeyArn: parts.evidenceKeyArn,
    workKeyArn: parts.key.keyArn,
  };
  for (const rule of touchedRules(scope, settings, watched)) rule.addTarget(new SnsTopic(topic));
}

/** Tasks of the cluster that stopped with a code other than 0, or before they had one. */
function failedRule(scope: Construct, settings: Settings, run: RunTask): Rule {
  const names = namesOf(settings);
  return new Rule(scope, 'FailedRule', {
    ruleName: `${names.cluster}-failed`,
    description: 'A run ended with an exit code other than 0, or was stopped',
    eventPattern: {
      source: ['aws.ecs'],
      detailType: ['ECS Task State Change'],
      detail: {
        clusterArn: [run.cluster.clusterArn],
        lastStatus: ['STOPPED'],
        $or: [
          { containers: { exitCode: [{ 'anything-but': [0] }] } },
          { stopCode: [{ 'anything-but': ['EssentialContainerExited'] }] },
        ],
      },
    },
  });
}

/**
 * CloudWatch looks back one week at most, so two alarms make one: the month was not performed during the
 * window, and the window has just ended. The first is in alarm for most of the month and tells nobody.
 * Only a whole run of the month before counts, sealed in the bucket: no item by itself, no other month.
 */
function missedAlarm(scope: Construct, settings: Settings, logGroup: ILogGroup): CompositeAlarm {
  const names = namesOf(settings);
  new MetricFilter(scope, 'Performed', {
    logGroup,
    filterName: `${names.cluster}-performed`,
    metricNamespace: names.metrics,
    metricName: RUN_PERFORMED,
    metricValue: '1',
    filterPattern: FilterPattern.all(
      FilterPattern.stringValue('$.event', '=', 'matrix.finished'),
      FilterPattern.booleanValue('$.fields.whole', true),
      FilterPattern.booleanValue('$.fields.previous_month', true),
      FilterPattern.stringValue('$.fields.package', '=', `s3://${names.evidenceBucket}/*`),
      // 1 is a run that was performed and found exceptions: the other alarm tells of it
      FilterPattern.any(
        FilterPattern.numberValue('$.fields.exit_code', '=', 0),
        FilterPattern.numberValue('$.fields.exit_code', '=', 1),
      ),
    ),
  });
  const hours = windowHours(settings.schedule) + SPARE_HOURS;
  const nothing = new Alarm(scope, 'NothingPerformed', {
    alarmName: `${names.cluster}-nothing-performed`,
    alarmDescription: 'Part of the alarm for a missed run; in alarm for most of the month',
    metric: new Metric({
      namespace: names.metrics,
      metricName: RUN_PERFORMED,
      statistic: 'Sum',
      period: Duration.hours(1),
    }),
    threshold: 1,
    evaluationPeriods: hours,
    datapointsToAlarm: hours,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
  });
  const due = new Alarm(scope, 'Due', {
    alarmName: `${names.cluster}-due`,
    alarmDescription: 'Part of the alarm for a missed run; in alarm when the window has ended',
    metric: new Metric({
      namespace: names.metrics,
      metricName: RUN_DUE,
      statistic: 'Sum',
      period: FIVE_MINUTES,
    }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  return new CompositeAlarm(scope, 'RunMissed', {
    compositeAlarmName: `${names.cluster}-missed`,
    alarmDescription: 'The month was not run by the end of its window',
    alarmRule: AlarmRule.allOf(
      AlarmRule.fromAlarm(nothing, AlarmState.ALARM),
      AlarmRule.fromAlarm(due, AlarmState.ALARM),
    ),
  });
}
