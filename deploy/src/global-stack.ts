import { Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as ToEventBus } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { namesOf } from './names.ts';
import type { Settings } from './settings.ts';
import { calledPattern, rightsCalls } from './touched.ts';

/** Where calls of IAM are reported, whatever region somebody works in. */
export const GLOBAL_REGION = 'us-east-1';

/** Hands changes of roles and policies to the region of the run, whose rule sends the notice. */
export class GlobalStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, props);
    const { account, region } = settings;
    const names = namesOf(settings);
    const bus = EventBus.fromEventBusArn(
      this,
      'Home',
      `arn:aws:events:${region}:${account}:event-bus/default`,
    );
    const role = new Role(this, 'ForwardRole', {
      roleName: names.role('forward'),
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    new Rule(this, 'RightsForwardRule', {
      ruleName: `${names.cluster}-rights-forward`,
      description: 'Hands changes of roles and policies to the region of the run',
      eventPattern: calledPattern(rightsCalls(settings)),
      targets: [new ToEventBus(bus, { role })],
    });
  }
}
