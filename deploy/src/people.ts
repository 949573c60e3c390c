import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  CfnOIDCProvider,
  CompositePrincipal,
  type IManagedPolicy,
  ManagedPolicy,
  Role,
  WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { sessionName } from '../../src/credentials/login/session-name.ts';
import { explain } from './explained.ts';
import { namesOf } from './names.ts';
import { operatorRights } from './operator-rights.ts';
import {
  auditorRights,
  custodianRights,
  publisherRights,
  runnerRights,
  statements,
} from './rights.ts';
import { duties, type Settings } from './settings.ts';
import type { Places, Right } from './shared-rights.ts';

export interface Policies {
  readonly operator: IManagedPolicy;
  readonly runner: IManagedPolicy;
  readonly auditor: IManagedPolicy;
  readonly publisher: IManagedPolicy;
  readonly custodian: IManagedPolicy;
}

/** One policy for each duty. Permission sets of IAM Identity Center can name them too. */
export function policies(scope: Construct, settings: Settings, places: Places): Policies {
  const policy = (duty: keyof Policies, rights: readonly Right[], description: string) => {
    const made = new ManagedPolicy(scope, `${duty}Policy`, {
      managedPolicyName: namesOf(settings).role(duty),
      description,
      statements: statements(rights),
    });
    explainStars(made, rights);
    return made;
  };
  return {
    operator: policy('operator', operatorRights(places), 'Starts the run and follows it'),
    runner: policy('runner', runnerRights(places), 'Reads sources and writes evidence'),
    auditor: policy('auditor', auditorRights(places), 'Reads evidence and who touched it'),
    publisher: policy('publisher', publisherRights(places), 'Publishes certified extracts'),
    custodian: policy('custodian', custodianRights(places), 'Places legal holds'),
  };
}

/** The provider people sign in with, and a role for each duty somebody has. */
export function people(scope: Construct, settings: Settings, own: Policies): void {
  if (settings.people === null) return;
  const { issuer, clientId } = settings.people;
  const host = issuer.replace('https://', '');
  const provider = new CfnOIDCProvider(scope, 'SignIn', { url: issuer, clientIdList: [clientId] });
  // whoever asks for keys chooses the name of the session, and that name is all the trail shows: each has the one of ipe login
  const trusted = (subject: string) =>
    new WebIdentityPrincipal(provider.attrArn, {
      StringEquals: {
        [`${host}:aud`]: clientId,
        [`${host}:sub`]: subject,
        'sts:RoleSessionName': sessionName(subject),
      },
    });
  for (const [duty, persons] of duties(settings.people)) {
    if (persons.length === 0) continue;
    const role = new Role(scope, `${duty}Role`, {
      roleName: namesOf(settings).role(duty),
      description: `ipe login: ${duty}`,
      maxSessionDuration: Duration.hours(1),
      assumedBy: new CompositePrincipal(...persons.map(trusted)),
      managedPolicies: [own[duty]],
    });
    new CfnOutput(scope, `${duty}RoleArn`, {
      value: role.roleArn,
      description: `ipe login: ${duty}`,
    });
  }
}

/** Stars in rights are all "what lies in this folder" or "this action knows no resource". */
function explainStars(policy: ManagedPolicy, rights: readonly Right[]): void {
  const stars = new Set(rights.flatMap(({ on }) => on.filter((place) => place.includes('*'))));
  for (const place of stars) {
    explain(
      policy,
      `AwsSolutions-IAM5[Resource::${Stack.of(policy).resolve(place)}]`,
      place === '*'
        ? 'lakeformation:GetDataAccess knows no resources; grants in Lake Formation decide'
        : 'names of packages, results, tables, tasks and revisions are not known before they exist; what holds them is fixed',
    );
  }
}
