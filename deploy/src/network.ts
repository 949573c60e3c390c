import { CfnOutput } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  Subnet,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Settings } from './settings.ts';

const HTTPS = Port.tcp(443);

/** Services the run talks to, each through an endpoint inside the network. */
const ENDPOINTS = {
  Athena: InterfaceVpcEndpointAwsService.ATHENA,
  Glue: InterfaceVpcEndpointAwsService.GLUE,
  SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Sts: InterfaceVpcEndpointAwsService.STS,
  Kms: InterfaceVpcEndpointAwsService.KMS,
  EcrApi: InterfaceVpcEndpointAwsService.ECR,
  EcrImages: InterfaceVpcEndpointAwsService.ECR_DOCKER,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
} as const;

export interface Network {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  /** Of the task: nothing comes in, and out go TLS, the named SQL Servers and the files people hand over. */
  readonly taskGroup: SecurityGroup;
}

/** The network of the run: one of its own without a way to the internet, or an existing one. */
export function network(scope: Construct, settings: Settings, flowLogs: ILogGroup): Network {
  const { vpc, subnets, endpoints } = vpcOf(scope, settings, flowLogs);
  const taskGroup = new SecurityGroup(scope, 'TaskGroup', {
    vpc,
    description: `${settings.name}: the run`,
    allowAllOutbound: false,
  });
  taskGroup.addEgressRule(Peer.anyIpv4(), HTTPS, 'AWS services; where they are, the routes decide');
  for (const { cidr, port } of settings.network.sqlServers) {
    taskGroup.addEgressRule(Peer.ipv4(cidr), Port.tcp(port), 'SQL Server');
  }
  if (settings.received !== null) {
    const fileSystem = Peer.securityGroupId(settings.received.securityGroupId);
    taskGroup.addEgressRule(fileSystem, Port.tcp(2049), 'files people hand over');
  }
  if (endpoints) addEndpoints(scope, settings, vpc, subnets, taskGroup);
  new CfnOutput(scope, 'TaskSecurityGroup', {
    value: taskGroup.securityGroupId,
    description: 'Let this group in at the SQL Servers and the file system',
  });
  return { vpc, subnets, taskGroup };
}

function vpcOf(scope: Construct, settings: Settings, flowLogs: ILogGroup) {
  const wanted = settings.network.vpc;
  if (wanted.kind === 'existing') {
    const vpc = Vpc.fromVpcAttributes(scope, 'Vpc', {
      vpcId: wanted.vpcId,
      vpcCidrBlock: wanted.cidr,
      availabilityZones: wanted.subnets.map(({ availabilityZone }) => availabilityZone),
    });
    const subnets = wanted.subnets.map(({ id, availabilityZone, routeTableId }) =>
      Subnet.fromSubnetAttributes(scope, id, { subnetId: id, availabilityZone, routeTableId }),
    );
    return { vpc, subnets, endpoints: wanted.createEndpoints };
  }
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr(wanted.cidr),
    availabilityZones: wanted.availabilityZones,
    natGateways: 0,
    // would need a function of its own; nothing uses the default group
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [{ name: 'run', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
  // the CDK's own role could be taken for flow logs of any account
  const role = new Role(scope, 'FlowLogRole', {
    description: 'Writes the log of the network',
    assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': settings.account } },
    }),
  });
  vpc.addFlowLog('FlowLog', { destination: FlowLogDestination.toCloudWatchLogs(flowLogs, role) });
  return { vpc, subnets: vpc.isolatedSubnets, endpoints: true };
}

function addEndpoints(
  scope: Construct,
  settings: Settings,
  vpc: IVpc,
  subnets: readonly ISubnet[],
  taskGroup: SecurityGroup,
): void {
  vpc.addGatewayEndpoint('S3', {
    service: GatewayVpcEndpointAwsService.S3,
    subnets: [{ subnets: [...subnets] }],
  });
  const group = new SecurityGroup(scope, 'EndpointGroup', {
    vpc,
    description: `${settings.name}: endpoints of AWS services`,
    allowAllOutbound: false,
  });
  group.addIngressRule(taskGroup, HTTPS, 'the run');
  for (const [name, service] of Object.entries(ENDPOINTS)) {
    new InterfaceVpcEndpoint(scope, `${name}Endpoint`, {
      vpc,
      service,
      subnets: { subnets: [...subnets] },
      securityGroups: [group],
      open: false,
      privateDnsEnabled: true,
    });
  }
}
