import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { deployment } from '../src/app.ts';
import { namesOf } from '../src/names.ts';
import { list, statementsOf, verdict } from './support/evaluate.ts';
import { catches } from './support/event-pattern.ts';
import { counts } from './support/filter-pattern.ts';
import { all, example, objectAt, one, resourcesOf } from './support/templates.ts';

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..');
const production = resourcesOf(example('production'));
const trial = resourcesOf(example('trial'));

describe('the task', () => {
  const task = one(production, 'AWS::ECS::TaskDefinition').properties;
  const [container] = task['ContainerDefinitions'] as readonly Record<string, unknown>[];

  it('runs the approved image by digest, all items of the month before', () => {
    expect(container?.['Image']).toBe(
      `111122223333.dkr.ecr.eu-west-1.amazonaws.com/soxauto@sha256:${'0'.repeat(64)}`,
    );
    expect(container?.['Command']).toEqual(['run', '--all', '--period', 'previous', '--jobs', '2']);
  });

  it('names no folder for evidence, which would take the place of the bucket', () => {
    const own = readFileSync(join(repository, 'Dockerfile'), 'utf8').match(/^CMD (.+)$/m)?.[1];
    // why the command must be given at all
    expect(JSON.parse(own ?? '[]')).toContain('--out');
    for (const resources of [production, trial]) {
      const [run] = one(resources, 'AWS::ECS::TaskDefinition').properties[
        'ContainerDefinitions'
      ] as readonly Record<string, unknown>[];
      expect(run?.['Command']).toEqual(expect.arrayContaining(['run', '--all']));
      expect(run?.['Command']).not.toContain('--out');
    }
  });

  it('writes nowhere but to its own short-lived disk, as an ordinary account without capabilities', () => {
    expect(container?.['ReadonlyRootFilesystem']).toBe(true);
    expect(container?.['User']).toBe('1000:1000');
    expect(container?.['Privileged']).toBeUndefined();
    expect(container?.['LinuxParameters']).toEqual({
      Capabilities: { Drop: ['ALL'] },
      InitProcessEnabled: true,
    });
    expect(task['EphemeralStorage']).toEqual({ SizeInGiB: 100 });
    expect(one(trial, 'AWS::ECS::TaskDefinition').properties['Volumes']).toEqual([
      { Name: 'work' },
      { Name: 'received' },
      { Name: 'evidence' },
    ]);
  });

  it('P-1: reads files people hand over from their file system, encrypted on the way, and cannot change them', () => {
    expect(task['Volumes']).toEqual([
      { Name: 'work' },
      {
        Name: 'received',
        EFSVolumeConfiguration: {
          FilesystemId: 'fs-0123456789abcdef0',
          TransitEncryption: 'ENABLED',
          AuthorizationConfig: { AccessPointId: 'fsap-0123456789abcdef0', IAM: 'ENABLED' },
        },
      },
      { Name: 'evidence' },
    ]);
    expect(container?.['MountPoints']).toEqual([
      { SourceVolume: 'work', ContainerPath: '/var/tmp/soxauto', ReadOnly: false },
      { SourceVolume: 'received', ContainerPath: '/received', ReadOnly: true },
      { SourceVolume: 'evidence', ContainerPath: '/evidence', ReadOnly: false },
    ]);
  });

  it('has no secret in its environment and time to seal what it is stopped at', () => {
    expect(container?.['Environment']).toEqual([{ Name: 'TMPDIR', Value: '/var/tmp/soxauto' }]);
    expect(container?.['Secrets']).toBeUndefined();
    expect(container?.['StopTimeout']).toBe(40);
  });

  it('logs to a group that is encrypted and kept', () => {
    const log = one(production, 'AWS::Logs::LogGroup', 'RunLog');
    expect(log.properties['RetentionInDays']).toBe(400);
    expect(log.properties['KmsKeyId']).toMatch(/^arn:aws:kms:.*WorkKey/);
    expect(log.deletionPolicy).toBe('Retain');
  });
});

describe('the network', () => {
  it('has no public address, no way in and no way to the internet', () => {
    for (const type of [
      'InternetGateway',
      'NatGateway',
      'EIP',
      'Route',
      'EgressOnlyInternetGateway',
    ]) {
      expect(all(production, `AWS::EC2::${type}`), type).toEqual([]);
    }
    const target = objectAt(
      one(production, 'AWS::Scheduler::Schedule', 'Run').properties,
      'Target',
    );
    const place = objectAt(objectAt(target, 'EcsParameters'), 'NetworkConfiguration');
    expect(objectAt(place, 'AwsvpcConfiguration')['AssignPublicIp']).toBe('DISABLED');
    const task = one(production, 'AWS::EC2::SecurityGroup', 'TaskGroup').properties;
    expect(task['SecurityGroupIngress']).toBeUndefined();
    expect(task['SecurityGroupEgress']).toMatchObject([
      { CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' },
      { CidrIp: '10.30.0.10/32', FromPort: 1433, ToPort: 1433, IpProtocol: 'tcp' },
      {
        DestinationSecurityGroupId: 'sg-0123456789abcdef0',
        FromPort: 2049,
        ToPort: 2049,
        IpProtocol: 'tcp',
      },
    ]);
  });

  it('reaches every service it needs through an endpoint that only the task may use', () => {
    const endpoints = all(production, 'AWS::EC2::VPCEndpoint');
    const services = endpoints.map(({ properties }) =>
      String(properties['ServiceName']).replace('com.amazonaws.eu-west-1.', ''),
    );
    expect(services.sort()).toEqual(
      ['athena', 'ecr.api', 'ecr.dkr', 'glue', 'kms', 'logs', 's3', 'secretsmanager', 'sts'].sort(),
    );
    const group = one(production, 'AWS::EC2::SecurityGroup', 'EndpointGroup').properties;
    expect(group['SecurityGroupIngress']).toBeUndefined();
    expect(one(production, 'AWS::EC2::SecurityGroupIngress').properties).toMatchObject({
      FromPort: 443,
      ToPort: 443,
      SourceSecurityGroupId: expect.stringMatching(/^TaskGroup/),
    });
  });

  it('takes an existing network as it is', () => {
    expect(all(trial, 'AWS::EC2::VPC')).toEqual([]);
    expect(all(trial, 'AWS::EC2::VPCEndpoint')).toEqual([]);
    const text = JSON.stringify(one(trial, 'AWS::Scheduler::Schedule', 'Run').properties);
    expect(text).toContain('"Subnets":["subnet-0123456789abcdef0"]');
  });

  it('adds endpoints to an existing network where it is asked to', () => {
    const asked = resourcesOf(
      example('trial', ({ network }) => {
        const { vpc } = network as { readonly vpc: object };
        return { network: { vpc: { ...vpc, createEndpoints: true } } };
      }),
    );
    const endpoints = all(asked, 'AWS::EC2::VPCEndpoint');
    expect(endpoints).toHaveLength(9);
    expect(endpoints.find(({ properties }) => 'RouteTableIds' in properties)?.properties).toEqual(
      expect.objectContaining({ RouteTableIds: ['rtb-0123456789abcdef0'] }),
    );
  });
});

describe('the schedule', () => {
  const run = one(production, 'AWS::Scheduler::Schedule', 'Run').properties;
  const target = objectAt(run, 'Target');

  it('J-2: starts one task on the days after the month, in its time zone, and says who approved it', () => {
    expect(run['ScheduleExpression']).toBe('cron(0 4 3,4 * ? *)');
    expect(run['ScheduleExpressionTimezone']).toBe('Africa/Nairobi');
    expect(run['FlexibleTimeWindow']).toEqual({ Mode: 'OFF' });
    expect(run['State']).toBe('ENABLED');
    expect(run['Description']).toBe('Approved by: Head of Financial Control');
    expect(objectAt(target, 'EcsParameters')).toMatchObject({
      TaskCount: 1,
      LaunchType: 'FARGATE',
      EnableExecuteCommand: false,
    });
  });

  it('tries again when a task cannot be started, and keeps what it gave up', () => {
    expect(target['RetryPolicy']).toEqual({
      MaximumRetryAttempts: 3,
      MaximumEventAgeInSeconds: 86_400,
    });
    expect(objectAt(target, 'DeadLetterConfig')['Arn']).toContain('soxauto-run-not-started');
  });

  it('marks the end of the window, also when it falls on another day', () => {
    const due = (time: string, finishWithinHours: number) =>
      one(
        resourcesOf(
          example('production', ({ schedule }) => ({
            schedule: { ...schedule, time, finishWithinHours },
          })),
        ),
        'AWS::Scheduler::Schedule',
        'Due',
      ).properties['ScheduleExpression'];
    expect(due('04:00', 12)).toBe('cron(0 16 4 * ? *)');
    expect(due('22:30', 26)).toBe('cron(30 0 6 * ? *)');
  });
});

describe('the alarms', () => {
  const alarm = (name: string) =>
    all(production, 'AWS::CloudWatch::Alarm').find(
      ({ properties }) => properties['AlarmName'] === `soxauto-run-${name}`,
    )?.properties ?? {};
  const notices = one(production, 'AWS::SNS::Topic');

  it('a run that ends with a code other than 0, or is stopped, is reported', () => {
    const rule = one(production, 'AWS::Events::Rule', 'FailedRule').properties;
    expect(rule['EventPattern']).toMatchObject({
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: {
        lastStatus: ['STOPPED'],
        $or: [
          { containers: { exitCode: [{ 'anything-but': [0] }] } },
          { stopCode: [{ 'anything-but': ['EssentialContainerExited'] }] },
        ],
      },
    });
    expect(rule['State']).toBe('ENABLED');
    expect(JSON.stringify(rule['Targets'])).toContain(notices.id);
    expect(alarm('failed')).toMatchObject({
      Namespace: 'AWS/Events',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'RuleName', Value: 'soxauto-run-failed' }],
      Threshold: 1,
      AlarmActions: [notices.id],
    });
  });

  it('a month that nobody ran is reported when its window ends', () => {
    const { properties } = one(production, 'AWS::Logs::MetricFilter');
    expect(properties['LogGroupName']).toBe('/soxauto/run');
    expect(properties['MetricTransformations']).toEqual([
      // no value where nothing matches: to the alarm that is a month nobody ran
      { MetricNamespace: 'soxauto/run', MetricName: 'RunPerformed', MetricValue: '1' },
    ]);
    const nothing = alarm('nothing-performed');
    expect(nothing).toMatchObject({
      Namespace: 'soxauto/run',
      MetricName: 'RunPerformed',
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      Period: 3600,
      EvaluationPeriods: 38,
      DatapointsToAlarm: 38,
    });
    expect(nothing['AlarmActions']).toBeUndefined();
    const due = one(production, 'AWS::Scheduler::Schedule', 'DueSchedule').properties;
    expect(JSON.parse(String(objectAt(due, 'Target')['Input']))).toEqual({
      Namespace: 'soxauto/run',
      MetricData: [{ MetricName: 'RunDue', Value: 1, Unit: 'Count' }],
    });
    expect(alarm('due')).toMatchObject({ MetricName: 'RunDue', TreatMissingData: 'notBreaching' });
    const missed = one(production, 'AWS::CloudWatch::CompositeAlarm').properties;
    expect(missed['AlarmRule']).toMatch(/^\(ALARM\(".*Nothing.*"\) AND ALARM\(".*Due.*"\)\)$/);
    expect(missed['AlarmActions']).toEqual([notices.id]);
  });

  describe('a month counts as run', () => {
    const filter = String(one(production, 'AWS::Logs::MetricFilter').properties['FilterPattern']);
    const uri = `s3://${namesOf(example('production')).evidenceBucket}/ALL/RUN/ALL/2025-09-30/a.zip`;
    /** What the program writes last: of all items of September, in October. */
    const line = (fields: object = {}, event = 'matrix.finished') =>
      JSON.stringify({
        at: '2025-10-03T02:11:07.467Z',
        level: 'INFO',
        event,
        run_id: 'e83219f0-693e-4578-8977-f51577924603',
        item: 'RUN',
        entity: 'ALL',
        period: '2025-09',
        fields: { exit_code: 0, package: uri, whole: true, previous_month: true, ...fields },
      });

    it('by a whole run of the month before that was sealed in the bucket, also with exceptions', () => {
      expect(counts(filter, line())).toBe(true);
      expect(counts(filter, line({ exit_code: 1 }))).toBe(true);
    });

    it.each([
      ['one item, as written by a run of one', { package: null, whole: false }],
      ['a shard, or some companies', { whole: false }],
      ['another month', { previous_month: false }],
      ['a run that was not sealed', { package: null }],
      ['a run sealed in a folder of the task', { package: 'file:///evidence/a.zip' }],
      ['a run sealed in another bucket', { package: uri.replace('-eu-', '-us-') }],
      ['a run without its sources', { exit_code: 3 }],
      ['a run that was stopped', { exit_code: 70 }],
      ['a run of a program that says less', { whole: undefined, previous_month: undefined }],
    ])('not by %s', (_, fields) => {
      expect(counts(filter, line(fields))).toBe(false);
    });

    it('not by what one item or its store says', () => {
      expect(counts(filter, line({}, 'cell.finished'))).toBe(false);
      // the line a run of one item of another month wrote
      const real =
        '{"at":"2026-11-22T21:39:30.467Z","level":"INFO","event":"matrix.finished","run_id":"e83219f0-693e-4578-8977-f51577924603","item":"RUN","entity":"ALL","period":"2025-09","fields":{"exit_code":0,"package":null,"whole":false,"previous_month":false}}';
      expect(counts(filter, real)).toBe(false);
    });
  });

  it('a run that could not be started is reported', () => {
    expect(alarm('not-started')).toMatchObject({
      Namespace: 'AWS/SQS',
      Threshold: 1,
      AlarmActions: [notices.id],
    });
  });

  describe('a call that could weaken the protection', () => {
    const names = namesOf(example('production'));
    const bucket = (bucketName: string) => ({
      source: 's3',
      detail: { requestParameters: { bucketName } },
    });
    const key = (ARN: string) => ({ source: 'kms', detail: { resources: [{ ARN }] } });
    const evidenceKey = `arn:aws:kms:eu-west-1:111122223333:key/${one(production, 'AWS::KMS::Key', 'EvidenceKey').id}`;
    const rule = (parameter: 'name' | 'rule', name: string) => ({
      source: 'events',
      detail: { requestParameters: { [parameter]: name, eventBusName: 'default' } },
    });
    const trail = { source: 'cloudtrail', detail: { requestParameters: { name: names.trail } } };
    const touched = 'soxauto-run-protection-touched';
    const silenced = 'soxauto-run-notices-touched';
    interface About {
      readonly source: string;
      readonly detail: Readonly<Record<string, unknown>>;
    }
    /** Names of the rules that tell somebody of such a call. */
    const reporting = (eventName: string, { source, detail }: About): readonly unknown[] => {
      const event = {
        'detail-type': 'AWS API Call via CloudTrail',
        detail: { eventSource: `${source}.amazonaws.com`, eventName, ...detail },
      };
      return all(production, 'AWS::Events::Rule')
        .map(({ properties }) => properties)
        .filter((each) => each['State'] === 'ENABLED')
        .filter((each) => JSON.stringify(each['Targets']).includes(notices.id))
        .filter((each) => catches(each['EventPattern'], event))
        .map((each) => each['Name']);
    };

    it.each([
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
      'DeleteBucketEncryption',
      'DeleteBucketLifecycle',
      'DeleteBucketOwnershipControls',
      'PutBucketOwnershipControls',
    ])('%s of the evidence bucket or of the log bucket is reported, of another is not', (call) => {
      expect(reporting(call, bucket(names.evidenceBucket))).toEqual([touched]);
      expect(reporting(call, bucket(names.logBucket))).toEqual([touched]);
      expect(reporting(call, bucket('another'))).toEqual([]);
    });

    it('PutObject and DeleteObject in one of them are left to its log', () => {
      for (const call of ['PutObject', 'DeleteObject', 'PutObjectRetention']) {
        expect(reporting(call, bucket(names.evidenceBucket))).toEqual([]);
      }
    });

    it.each(['PutKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion', 'DisableKeyRotation'])(
      '%s of the evidence key and of the key of the notices is reported, of another is not',
      (call) => {
        const workKey = evidenceKey.replace(
          /[^/]+$/,
          one(production, 'AWS::KMS::Key', 'WorkKey').id,
        );
        expect(reporting(call, key(evidenceKey))).toEqual([touched]);
        expect(reporting(call, key(workKey))).toEqual([silenced]);
        expect(reporting(call, key(`${evidenceKey}-other`))).toEqual([]);
      },
    );

    it.each(['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'])(
      '%s of the trail is reported, twice',
      (call) => expect(reporting(call, trail)).toEqual([touched, silenced]),
    );

    it.each([
      ['DisableRule', 'name'],
      ['DeleteRule', 'name'],
      ['PutRule', 'name'],
      ['RemoveTargets', 'rule'],
      ['PutTargets', 'rule'],
    ] as const)('%s of one of the rules is reported by another', (call, parameter) => {
      expect(reporting(call, rule(parameter, touched))).toContain(silenced);
      expect(reporting(call, rule(parameter, silenced))).toContain(touched);
      for (const name of ['failed', 'run-touched', 'rights-touched', 'variables-touched']) {
        expect(reporting(call, rule(parameter, `soxauto-run-${name}`))).toEqual([
          touched,
          silenced,
        ]);
      }
      expect(reporting(call, rule(parameter, 'another'))).toEqual([]);
    });

    const topic = 'arn:aws:sns:eu-west-1:111122223333:soxauto-run-notices';
    const asked = (source: string, requestParameters: object): About => ({
      source,
      detail: { requestParameters },
    });

    it.each(['DeleteTopic', 'SetTopicAttributes', 'AddPermission', 'RemovePermission'])(
      '%s of the topic of the notices is reported, of another is not',
      (call) => {
        expect(notices.properties['TopicName']).toBe('soxauto-run-notices');
        expect(reporting(call, asked('sns', { topicArn: topic }))).toEqual([silenced]);
        expect(reporting(call, asked('sns', { topicArn: `${topic}-2` }))).toEqual([]);
      },
    );

    it('PutDataProtectionPolicy of the topic, which can stop what it sends, is reported', () => {
      const call = 'PutDataProtectionPolicy';
      expect(reporting(call, asked('sns', { resourceArn: topic }))).toEqual([silenced]);
      expect(reporting(call, asked('sns', { resourceArn: `${topic}-2` }))).toEqual([]);
    });

    it.each(['Unsubscribe', 'SetSubscriptionAttributes'])(
      '%s of a mailbox is reported, of another topic is not',
      (call) => {
        const subscriptionArn = `${topic}:0a1b2c3d`;
        expect(reporting(call, asked('sns', { subscriptionArn }))).toEqual([silenced]);
        expect(reporting(call, asked('sns', { subscriptionArn: `${topic}-2:0a` }))).toEqual([]);
      },
    );

    it.each(['DeleteAlarms', 'DisableAlarmActions'])(
      '%s of each of the alarms is reported, of another is not',
      (call) => {
        const alarmNames = all(production, 'AWS::CloudWatch::Alarm').map(
          ({ properties }) => properties['AlarmName'],
        );
        expect(alarmNames).toHaveLength(4);
        for (const name of [...alarmNames, 'soxauto-run-missed']) {
          const several = { alarmNames: ['another', name] };
          expect(reporting(call, asked('monitoring', several))).toEqual([silenced]);
        }
        expect(reporting(call, asked('monitoring', { alarmNames: ['another'] }))).toEqual([]);
      },
    );

    it.each([
      ['PutMetricAlarm', 'failed'],
      ['PutCompositeAlarm', 'missed'],
      ['SetAlarmState', 'missed'],
    ])('%s of one of the alarms is reported, of another is not', (call, name) => {
      const own = { alarmName: `soxauto-run-${name}` };
      expect(reporting(call, asked('monitoring', own))).toEqual([silenced]);
      expect(reporting(call, asked('monitoring', { alarmName: 'another' }))).toEqual([]);
    });

    it.each(['PutMetricFilter', 'DeleteMetricFilter', 'DeleteLogGroup'])(
      '%s of the log the missed run is told by is reported, of another is not',
      (call) => {
        const own = { logGroupName: names.logGroup };
        expect(reporting(call, asked('logs', own))).toEqual([silenced]);
        expect(reporting(call, asked('logs', { logGroupName: '/other' }))).toEqual([]);
      },
    );

    const runTouched = 'soxauto-run-run-touched';

    it.each([
      ['UpdateSchedule', 'groupName'],
      ['DeleteSchedule', 'groupName'],
      ['DeleteScheduleGroup', 'name'],
    ])('%s of the run is reported, of another is not', (call, parameter) => {
      const group = one(production, 'AWS::Scheduler::ScheduleGroup').properties['Name'];
      expect(reporting(call, asked('scheduler', { [parameter]: group }))).toEqual([runTouched]);
      expect(reporting(call, asked('scheduler', { [parameter]: 'another' }))).toEqual([]);
    });

    it('RegisterTaskDefinition with the role of the runner, by ARN or by name, is reported, with another is not', () => {
      const as = (taskRoleArn: string) =>
        reporting('RegisterTaskDefinition', asked('ecs', { taskRoleArn }));
      expect(as(names.roleArn('runner'))).toEqual([runTouched]);
      expect(as(names.role('runner'))).toEqual([runTouched]);
      expect(as(names.roleArn('another'))).toEqual([]);
    });

    describe.each(['RunTask', 'StartTask'])('%s', (call) => {
      const run = (overrides: object, taskDefinition = 'soxauto-run:7') =>
        reporting(call, asked('ecs', { taskDefinition, overrides }));
      const container = (given: object, taskDefinition?: string) =>
        run({ containerOverrides: [{ name: 'run', ...given }] }, taskDefinition);

      it('with the role of the runner put in is reported, whatever the task', () => {
        expect(run({ taskRoleArn: names.roleArn('runner') }, 'another:1')).toEqual([runTouched]);
      });

      it.each([
        ['each with its name', [{ name: 'NODE_OPTIONS', value: '***' }]],
        ['as one word, their names taken out', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
      ])('with variables of its own, %s, is reported, of another task is not', (_, environment) => {
        expect(container({ environment })).toEqual([runTouched]);
        expect(container({ environment }, 'another:1')).toEqual([]);
      });

      it('with a file of variables is reported', () => {
        const environmentFiles = [{ value: 'arn:aws:s3:::any/file.env', type: 's3' }];
        expect(container({ environmentFiles })).toEqual([runTouched]);
      });

      it('of another item or month is not', () => {
        expect(container({ command: ['run', 'IPE_07', '--period', '2025-09'] })).toEqual([]);
        expect(container({ command: ['run'], environment: [] })).toEqual([]);
      });
    });

    const clusterArn = String(
      objectAt(one(production, 'AWS::Scheduler::Schedule', 'Run').properties, 'Target')['Arn'],
    );

    it('a task with variables of its own is reported by what ECS says of it, where CloudTrail says nothing', () => {
      const telling = (overrides: object, cluster: string = clusterArn, lastStatus = 'PENDING') =>
        all(production, 'AWS::Events::Rule')
          .map(({ properties }) => properties)
          .filter((each) => JSON.stringify(each['Targets']).includes(notices.id))
          .filter((each) =>
            catches(each['EventPattern'], {
              source: 'aws.ecs',
              'detail-type': 'ECS Task State Change',
              detail: { clusterArn: cluster, lastStatus, overrides },
            }),
          )
          .map((each) => each['Name']);
      const environment = [{ name: 'NODE_OPTIONS', value: '' }];
      const variables = { containerOverrides: [{ name: 'run', environment }] };
      const told = ['soxauto-run-variables-touched'];
      expect(telling(variables)).toEqual(told);
      // one that ended before it was seen to begin
      expect(telling(variables, clusterArn, 'STOPPED')).toEqual(told);
      expect(telling(variables, clusterArn, 'RUNNING')).toEqual([]);
      expect(telling(variables, `${clusterArn}-2`)).toEqual([]);
      const command = ['run', 'IPE_07'];
      expect(telling({ containerOverrides: [{ name: 'run', command }] })).toEqual([]);
      expect(telling({ containerOverrides: [] })).toEqual([]);
    });

    const rightsTouched = 'soxauto-run-rights-touched';
    const forwarded = (eventName: string, requestParameters: object) =>
      catches(one(production, 'AWS::Events::Rule', 'RightsForward').properties['EventPattern'], {
        'detail-type': 'AWS API Call via CloudTrail',
        detail: { eventSource: 'iam.amazonaws.com', eventName, requestParameters },
      });

    it.each([
      'PutRolePolicy',
      'AttachRolePolicy',
      'DetachRolePolicy',
      'DeleteRolePolicy',
      'UpdateAssumeRolePolicy',
      'CreateRole',
      'UpdateRole',
      'PutRolePermissionsBoundary',
      'DeleteRolePermissionsBoundary',
    ])('%s of each role is handed on from where IAM reports it, and reported', (call) => {
      const roles = all(production, 'AWS::IAM::Role')
        .map(({ properties }) => properties['RoleName'])
        .filter((name) => name !== undefined && name !== names.role('forward'));
      expect(roles).toHaveLength(8);
      for (const roleName of roles) {
        expect(reporting(call, asked('iam', { roleName })), String(roleName)).toEqual([
          rightsTouched,
        ]);
        expect(forwarded(call, { roleName })).toBe(true);
      }
      expect(reporting(call, asked('iam', { roleName: 'another' }))).toEqual([]);
      expect(forwarded(call, { roleName: 'another' })).toBe(false);
    });

    it.each(['CreatePolicyVersion', 'SetDefaultPolicyVersion'])(
      '%s of each policy is handed on from where IAM reports it, and reported',
      (call) => {
        const policies = all(production, 'AWS::IAM::ManagedPolicy');
        expect(policies).toHaveLength(5);
        for (const { properties } of policies) {
          const policyArn = `arn:aws:iam::111122223333:policy/${properties['ManagedPolicyName']}`;
          expect(reporting(call, asked('iam', { policyArn }))).toEqual([rightsTouched]);
          expect(forwarded(call, { policyArn })).toBe(true);
        }
        const other = { policyArn: 'arn:aws:iam::111122223333:policy/another' };
        expect(reporting(call, asked('iam', other))).toEqual([]);
      },
    );

    it.each([
      'CreateOpenIDConnectProvider',
      'DeleteOpenIDConnectProvider',
      'UpdateOpenIDConnectProviderThumbprint',
      'AddClientIDToOpenIDConnectProvider',
      'RemoveClientIDFromOpenIDConnectProvider',
    ])('%s is handed on from where IAM reports it, and reported where people sign in', (call) => {
      const about = asked('iam', { openIDConnectProviderArn: 'arn:aws:iam::111122223333:any' });
      expect(reporting(call, about)).toEqual([rightsTouched]);
      expect(forwarded(call, { openIDConnectProviderArn: 'any' })).toBe(true);
      const { properties } = one(trial, 'AWS::Events::Rule', 'RightsTouched');
      expect(JSON.stringify(properties['EventPattern'])).not.toContain('OpenIDConnect');
    });

    it('reaches the rules: the trail covers all regions, and what IAM reports is sent to this one', () => {
      const trailOfAll = one(production, 'AWS::CloudTrail::Trail').properties;
      expect(trailOfAll['IsMultiRegionTrail']).toBe(true);
      expect(trailOfAll['IncludeGlobalServiceEvents']).toBe(true);
      const forward = one(production, 'AWS::Events::Rule', 'RightsForward');
      expect(forward.stack).toBe('soxauto-global');
      expect(JSON.stringify(forward.properties['Targets'])).toContain(
        'arn:aws:events:eu-west-1:111122223333:event-bus/default',
      );
      const app = deployment(example('production'));
      expect((app.node.findChild('soxauto-global') as Stack).region).toBe('us-east-1');
    });

    it('needs nothing handed on where the run itself is in that region', () => {
      const there = deployment(
        example('production', ({ network }) => ({
          region: 'us-east-1',
          network: {
            ...network,
            vpc: {
              kind: 'own',
              cidr: '10.20.0.0/24',
              availabilityZones: ['us-east-1a', 'us-east-1b'],
            },
          },
        })),
      );
      expect(there.node.tryFindChild('soxauto-run')).toBeDefined();
      expect(there.node.tryFindChild('soxauto-global')).toBeUndefined();
    });

    it('is written in patterns no longer than EventBridge takes', () => {
      for (const { id, properties } of all(production, 'AWS::Events::Rule')) {
        expect(JSON.stringify(properties['EventPattern']).length, id).toBeLessThanOrEqual(2048);
      }
    });

    it('is nothing that only reads', () => {
      expect(reporting('GetBucketPolicy', bucket(names.evidenceBucket))).toEqual([]);
      expect(reporting('DescribeTrails', trail)).toEqual([]);
    });
  });

  describe('the key of the notices', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:soxauto-run-notices';
    const workKey = `arn:aws:kms:eu-west-1:111122223333:key/${one(production, 'AWS::KMS::Key', 'WorkKey').id}`;
    /** Both calls a service makes to write to an encrypted topic, with what it says of itself. */
    const encrypting = (service: string, context: Readonly<Record<string, string>>) =>
      ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) =>
        verdict(production, {
          by: `${service}.amazonaws.com`,
          action,
          on: workKey,
          context: { 'kms:EncryptionContext:aws:sns:topicArn': topic, ...context },
        }),
      );
    const elsewhere = { 'kms:EncryptionContext:aws:sns:topicArn': `${topic}-2` };

    it('lets EventBridge deliver, which says neither account nor rule when a topic is encrypted', () => {
      expect(encrypting('events', {})).toEqual(['allowed', 'allowed']);
      expect(encrypting('events', elsewhere)).toEqual(['not allowed', 'not allowed']);
      const publishing = statementsOf([one(production, 'AWS::SNS::TopicPolicy')]).filter(
        ({ effect, principal }) =>
          effect === 'Allow' &&
          list(objectAt({ of: principal ?? null }, 'of')['Service']).includes(
            'events.amazonaws.com',
          ),
      );
      expect(publishing.length).toBeGreaterThan(0);
      for (const { actions, resources, conditions } of publishing) {
        expect({ actions, resources, conditions }).toEqual({
          actions: ['sns:Publish'],
          resources: [notices.id],
          conditions: {},
        });
      }
    });

    it('lets the alarms of this account deliver, of another not', () => {
      const from = (account: string) => ({ 'aws:SourceAccount': account });
      expect(encrypting('cloudwatch', from('111122223333'))).toEqual(['allowed', 'allowed']);
      expect(encrypting('cloudwatch', from('444455556666'))).not.toContain('allowed');
      expect(encrypting('cloudwatch', { ...from('111122223333'), ...elsewhere })).not.toContain(
        'allowed',
      );
    });

    it('serves no other service than the log', () => {
      const key = one(production, 'AWS::KMS::Key', 'WorkKey');
      const services = statementsOf([key]).flatMap(({ principal }) =>
        list(objectAt({ of: principal ?? null }, 'of')['Service']),
      );
      expect(services).toEqual([
        'logs.eu-west-1.amazonaws.com',
        'cloudwatch.amazonaws.com',
        'events.amazonaws.com',
      ]);
    });
  });

  it('notices are encrypted, go over TLS only, and reach the mailboxes named', () => {
    expect(notices.properties['KmsMasterKeyId']).toMatch(/WorkKey/);
    const policy = JSON.stringify(one(production, 'AWS::SNS::TopicPolicy').properties);
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(one(production, 'AWS::SNS::Subscription').properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'finance-systems@example.com',
    });
  });
});

describe('the workgroups', () => {
  it('enforce engine, result place, encryption and a limit of bytes, each in a folder of its own', () => {
    const groups = all(production, 'AWS::Athena::WorkGroup');
    expect(groups.map(({ properties }) => properties['Name'])).toEqual([
      'soxauto-run',
      'soxauto-publish',
    ]);
    for (const { properties } of groups) {
      expect(properties['RecursiveDeleteOption']).toBe(false);
      expect(properties['WorkGroupConfiguration']).toMatchObject({
        EnforceWorkGroupConfiguration: true,
        PublishCloudWatchMetricsEnabled: true,
        BytesScannedCutoffPerQuery: 500_000_000_000,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ResultConfiguration: {
          OutputLocation: `s3://soxauto-results-111122223333-eu-west-1/${String(properties['Name']).replace('soxauto-', '')}/`,
          ExpectedBucketOwner: '111122223333',
          EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' },
        },
      });
    }
  });

  it('results are working copies and go by themselves', () => {
    const results = one(production, 'AWS::S3::Bucket', 'Results').properties;
    expect(JSON.stringify(results['LifecycleConfiguration'])).toContain('"ExpirationInDays":14');
  });
});

describe('the secrets', () => {
  it('are created empty: no value, no generated value, outliving the stack', () => {
    const secrets = all(production, 'AWS::SecretsManager::Secret');
    expect(secrets.map(({ properties }) => properties['Name'])).toEqual(['sox/nav']);
    for (const { properties, deletionPolicy } of secrets) {
      expect(Object.keys(properties).sort()).toEqual(['Description', 'KmsKeyId', 'Name', 'Tags']);
      expect(deletionPolicy).toBe('Retain');
    }
  });
});
