import { Duration } from 'aws-cdk-lib';
import type { ISubnet, IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  Capability,
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateTaskDefinition,
  LinuxParameters,
  LogDriver,
  OperatingSystemFamily,
  type Volume,
} from 'aws-cdk-lib/aws-ecs';
import {
  Effect,
  type IManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { explain } from './explained.ts';
import { namesOf } from './names.ts';
import type { Settings } from './settings.ts';

/** The account of the image, Dockerfile's USER node. */
const NODE_USER = '1000:1000';
/** What the image declares as volumes: it can write to no other place. */
const VOLUMES = { work: '/var/tmp/soxauto', received: '/received', evidence: '/evidence' };

export interface RunTask {
  readonly cluster: Cluster;
  readonly definition: FargateTaskDefinition;
  readonly runner: Role;
  readonly execution: Role;
}

/** The run as a task: one container, nothing writable but its own short-lived disk. */
export function runTask(
  scope: Construct,
  settings: Settings,
  place: { readonly vpc: IVpc; readonly logGroup: ILogGroup; readonly policy: IManagedPolicy },
): RunTask {
  const names = namesOf(settings);
  const cluster = new Cluster(scope, 'Cluster', {
    clusterName: names.cluster,
    vpc: place.vpc,
    containerInsightsV2: ContainerInsights.ENABLED,
  });
  const runner = new Role(scope, 'RunnerRole', {
    roleName: names.role('runner'),
    description: 'The scheduled run: reads sources, writes evidence, deletes nothing',
    assumedBy: tasksOf(settings),
    managedPolicies: [place.policy],
  });
  const execution = new Role(scope, 'ExecutionRole', {
    roleName: names.role('execution'),
    description: 'Starts the container: fetches the image, opens the log',
    assumedBy: tasksOf(settings),
  });
  const definition = new FargateTaskDefinition(scope, 'Task', {
    family: names.cluster,
    cpu: settings.run.cpu * 1024,
    memoryLimitMiB: settings.run.memoryGiB * 1024,
    ephemeralStorageGiB: settings.run.diskGiB,
    runtimePlatform: {
      cpuArchitecture: CpuArchitecture.X86_64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
    taskRole: runner,
    executionRole: execution.withoutPolicyUpdates(),
    volumes: volumes(settings),
  });
  const repository = Repository.fromRepositoryAttributes(scope, 'Image', {
    repositoryName: settings.image.repository,
    repositoryArn: `arn:aws:ecr:${settings.region}:${settings.account}:repository/${settings.image.repository}`,
  });
  const linuxParameters = new LinuxParameters(scope, 'Linux', { initProcessEnabled: true });
  linuxParameters.dropCapabilities(Capability.ALL);
  const container = definition.addContainer('run', {
    image: ContainerImage.fromEcrRepository(
      repository,
      settings.image.digest ?? settings.image.tag ?? '',
    ),
    // the image's own command has --out, which would put a folder of the task in the place of the bucket
    command: ['run', '--all', '--period', 'previous', '--jobs', String(settings.run.jobs)],
    user: NODE_USER,
    readonlyRootFilesystem: true,
    linuxParameters,
    stopTimeout: Duration.seconds(40),
    environment: { TMPDIR: VOLUMES.work },
    logging: LogDriver.awsLogs({ logGroup: place.logGroup, streamPrefix: 'run' }),
  });
  container.addMountPoints(
    ...Object.entries(VOLUMES).map(([sourceVolume, containerPath]) => ({
      sourceVolume,
      containerPath,
      readOnly: sourceVolume === 'received' && settings.received !== null,
    })),
  );
  explain(
    definition,
    'AwsSolutions-ECS2',
    'the environment holds the folder for temporary files and nothing else; everything that differs stands in the configuration of the image',
  );
  startContainer(execution, repository.repositoryArn, place.logGroup.logGroupArn);
  return { cluster, definition, runner, execution };
}

/** Short-lived disk; files people hand over come from a file system, encrypted on the way, as the role allows. */
function volumes({ received }: Settings): Volume[] {
  return Object.keys(VOLUMES).map((name) => {
    if (name !== 'received' || received === null) return { name };
    return {
      name,
      efsVolumeConfiguration: {
        fileSystemId: received.fileSystemId,
        transitEncryption: 'ENABLED',
        authorizationConfig: { accessPointId: received.accessPointId, iam: 'ENABLED' },
      },
    };
  });
}

/** What the execution role may do, before a line of ours runs. */
function startContainer(execution: Role, repositoryArn: string, logGroupArn: string): void {
  const allow = (sid: string, actions: string[], resource: string) =>
    execution.addToPolicy(
      new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources: [resource] }),
    );
  allow('SignInToRegistry', ['ecr:GetAuthorizationToken'], '*');
  allow(
    'FetchImage',
    ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
    repositoryArn,
  );
  allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], logGroupArn);
  explain(
    execution,
    'AwsSolutions-IAM5[Resource::*]',
    'ecr:GetAuthorizationToken knows no resources; which image may be fetched is fixed by the statement after it',
  );
}

/** Tasks of this account and region only. */
function tasksOf(settings: Settings): ServicePrincipal {
  return new ServicePrincipal('ecs-tasks.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': settings.account },
      ArnLike: { 'aws:SourceArn': `arn:aws:ecs:${settings.region}:${settings.account}:*` },
    },
  });
}

/** Where the task runs: subnets without a public address. */
export function placement(subnets: readonly ISubnet[], group: SecurityGroup) {
  return {
    awsvpcConfiguration: {
      assignPublicIp: 'DISABLED',
      subnets: subnets.map(({ subnetId }) => subnetId),
      securityGroups: [group.securityGroupId],
    },
  };
}
