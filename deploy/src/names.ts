import type { Settings } from './settings.ts';

/** Every name that something outside of its own stack has to know: configuration, policies, people. */
export function namesOf(settings: Settings) {
  const { name, account, region } = settings;
  const bucket = (what: string) => `${name}-${what}-${account}-${region}`;
  const role = (duty: string) => `${name}-${duty}`;
  return {
    evidenceBucket: bucket('evidence'),
    logBucket: bucket('logs'),
    resultBucket: bucket('results'),
    publishedBucket: bucket('published'),
    publishedDatabase: `${name.replaceAll('-', '_')}_published`,
    runWorkgroup: `${name}-run`,
    publishWorkgroup: `${name}-publish`,
    cluster: `${name}-run`,
    logGroup: `/${name}/run`,
    flowLogGroup: `/${name}/network`,
    trail: `${name}-evidence`,
    metrics: `${name}/run`,
    notices: `${name}-run-notices`,
    role,
    policyArn: (duty: string) => `arn:aws:iam::${account}:policy/${role(duty)}`,
    roleArn: (duty: string) => `arn:aws:iam::${account}:role/${role(duty)}`,
  };
}
export type Names = ReturnType<typeof namesOf>;
