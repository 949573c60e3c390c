import { AthenaClient, ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, it, onTestFinished, vi } from 'vitest';
import { clientSettings } from '../../src/aws/client-settings.ts';
import { clientEnvironment, REGION } from '../support/aws/clients.ts';
import { ACCOUNT, startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';

type Settings = ReturnType<typeof clientSettings>;

it.each([
  ['Athena', (all: Settings) => new AthenaClient(all).send(new ListWorkGroupsCommand({}))],
  ['S3', (all: Settings) => new S3Client(all).send(new ListBucketsCommand({}))],
  ['STS', (all: Settings) => new STSClient(all).send(new GetCallerIdentityCommand({}))],
  [
    'Secrets Manager',
    (all: Settings) =>
      new SecretsManagerClient(all).send(new GetSecretValueCommand({ SecretId: 'sox/nav' })),
  ],
] as const)(
  'P27 the keys %s is asked with are told first, though the SDK found them',
  async (_name, ask) => {
    const key = {
      accessKeyId: 'task-key',
      secretAccessKey: 'task-secret',
      sessionToken: 'task-token',
      account: ACCOUNT,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/task/1`,
    };
    const standIn = await startAwsStandIn({ keys: [key] });
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      await standIn.close();
    });
    for (const [name, value] of Object.entries(clientEnvironment(standIn, key))) {
      vi.stubEnv(name, value);
    }
    const told: string[] = [];
    standIn.faults.add({
      do: 'run',
      when: 'before',
      run: () => void told.push('asked'),
    });
    const onSecret = (value: string) => void told.push(value);
    // some of them are not served: what counts is what was told before they were asked
    await ask(clientSettings({ region: REGION, onSecret }, { attempts: 1 })).catch(() => undefined);
    expect(told.slice(0, 2)).toEqual(['task-secret', 'task-token']);
  },
);
