import { App } from 'aws-cdk-lib';
import { EvidenceStack } from './evidence-stack.ts';
import { GLOBAL_REGION, GlobalStack } from './global-stack.ts';
import { RunStack } from './run-stack.ts';
import type { Settings } from './settings.ts';

/** Behaviour of the CDK that is off unless asked for. */
const FLAGS = {
  // access logs are delivered by a statement of the bucket's policy instead of an access control list
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  // ARNs say aws instead of leaving the partition open
  '@aws-cdk/core:enablePartitionLiterals': true,
};

/** All stacks, nothing looked up and nothing built: what stands in the templates comes from the settings alone. */
export function deployment(settings: Settings, outdir?: string): App {
  const app = new App({
    analyticsReporting: false,
    context: FLAGS,
    ...(outdir === undefined ? {} : { outdir }),
  });
  const env = { account: settings.account, region: settings.region };
  const evidence = new EvidenceStack(app, `${settings.name}-evidence`, settings, {
    env,
    description: 'Sealed evidence packages, their key and the log of who touched them',
    terminationProtection: true,
  });
  new RunStack(app, `${settings.name}-run`, settings, evidence, {
    env,
    description: 'The scheduled run of the reports, and who may do what',
    terminationProtection: settings.profile === 'production',
  });
  if (settings.region !== GLOBAL_REGION) {
    new GlobalStack(app, `${settings.name}-global`, settings, {
      env: { account: settings.account, region: GLOBAL_REGION },
      description: 'Hands changes of roles and policies to the region of the run',
    });
  }
  return app;
}
