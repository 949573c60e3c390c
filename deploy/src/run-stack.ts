import { RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { alarms } from './alarms.ts';
import type { EvidenceStack } from './evidence-stack.ts';
import { explain } from './explained.ts';
import { workKey } from './keys.ts';
import { lake } from './lake.ts';
import { namesOf } from './names.ts';
import { network } from './network.ts';
import { people, policies } from './people.ts';
import { schedule } from './schedule.ts';
import type { Settings } from './settings.ts';
import type { Places } from './shared-rights.ts';
import { runTask } from './task.ts';

/** What runs and can be built again: network, task, schedule, workgroups, secrets, duties, alarms. */
export class RunStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    settings: Settings,
    evidence: EvidenceStack,
    props: StackProps,
  ) {
    super(scope, id, props);
    const names = namesOf(settings);
    const key = workKey(this, settings, [names.logGroup, names.flowLogGroup]);
    const logGroup = (groupId: string, logGroupName: string) =>
      new LogGroup(this, groupId, {
        logGroupName,
        retention: settings.logs.runDays,
        encryptionKey: key,
        removalPolicy: RemovalPolicy.RETAIN,
      });
    const runLog = logGroup('RunLog', names.logGroup);
    lake(this, settings, key, evidence.logs);

    const places: Places = {
      ...names,
      region: settings.region,
      account: settings.account,
      evidenceKey: evidence.key.keyArn,
      workKey: key.keyArn,
      secrets: settings.secrets.map((name, at) => emptySecret(this, at, name, key.keyArn)),
      databases: settings.athena.databases,
      data: settings.athena.data,
      dataKeys: settings.athena.dataKeys,
      lakeFormation: settings.athena.lakeFormation,
      received: receivedPlaces(settings),
    };
    const own = policies(this, settings, places);
    people(this, settings, own);

    const net = network(this, settings, logGroup('NetworkLog', names.flowLogGroup));
    const run = runTask(this, settings, { vpc: net.vpc, logGroup: runLog, policy: own.runner });
    const notStarted = schedule(this, settings, run, {
      subnets: net.subnets,
      group: net.taskGroup,
      key,
    });
    alarms(this, settings, {
      run,
      key,
      evidenceKeyArn: evidence.key.keyArn,
      logGroup: runLog,
      notStarted,
    });
    Tags.of(this).add('application', settings.name);
  }
}

function receivedPlaces({ received, region, account }: Settings): Places['received'] {
  if (received === null) return null;
  const arn = `arn:aws:elasticfilesystem:${region}:${account}`;
  return {
    fileSystem: `${arn}:file-system/${received.fileSystemId}`,
    accessPoint: `${arn}:access-point/${received.accessPointId}`,
  };
}

/** A secret without a value: somebody with the right to do so puts it in, never this program. */
function emptySecret(scope: Construct, at: number, name: string, kmsKeyId: string): string {
  const secret = new CfnSecret(scope, `Secret${at + 1}`, {
    name,
    kmsKeyId,
    description: 'Log-in of a source; the value is put in by hand',
  });
  secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
  explain(
    secret,
    'AwsSolutions-SMG4',
    'the log-in belongs to the database: its owner changes it there and here; the run takes the new value at its next log-in',
  );
  return secret.ref;
}
