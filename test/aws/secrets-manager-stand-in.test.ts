import {
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { expect, it, onTestFinished } from 'vitest';
import { refusal } from '../support/aws/athena-bench.ts';
import { clientSettings } from '../support/aws/clients.ts';
import {
  type SecretRefusal,
  type SecretsManagerStandIn,
  type SecretValue,
  secretsManagerService,
} from '../support/aws/secrets-manager.ts';
import { startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';

const NAME = 'sox/source/navision';

/** A secret behind HTTP, and a real client to read it. */
async function withSecret(value: SecretValue = 'first') {
  const made: SecretsManagerStandIn[] = [];
  const standIn = await startAwsStandIn({
    services: (_, clock) => {
      made.push(secretsManagerService({ clock }));
      return made;
    },
  });
  const [service] = made;
  if (service === undefined) throw new Error('the stand-in made no Secrets Manager');
  const client = new SecretsManagerClient({ ...clientSettings(standIn), maxAttempts: 1 });
  onTestFinished(async () => {
    client.destroy();
    await standIn.close();
  });
  const arn = service.create(NAME, value);
  const read = (input: Partial<GetSecretValueCommandInput> = {}) =>
    client.send(new GetSecretValueCommand({ SecretId: NAME, ...input }));
  return { service, standIn, arn, read };
}

/** Name and message of a refusal. */
async function refused(call: Promise<unknown>): Promise<readonly [string, string]> {
  const { name, message } = await refusal(call);
  return [name, message];
}

it('10.6 tells the value, its version, its stage and when it was made, by the name', async () => {
  const { read, arn } = await withSecret('{"username":"reader"}');
  const { $metadata, ...answer } = await read();
  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({
    ARN: arn,
    Name: NAME,
    VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    SecretString: '{"username":"reader"}',
    VersionStages: ['AWSCURRENT'],
    CreatedDate: expect.any(Date),
  });
});

it('10.6 has an ARN of the name and six random characters, and answers to it with and without them', async () => {
  const { read, arn } = await withSecret();
  expect(arn).toMatch(
    /^arn:aws:secretsmanager:eu-west-1:123456789012:secret:sox\/source\/navision-[A-Za-z0-9]{6}$/,
  );
  expect((await read({ SecretId: arn })).SecretString).toBe('first');
  expect((await read({ SecretId: arn.slice(0, -7) })).SecretString).toBe('first');
});

it('10.6 gives bytes as bytes, and no text beside them', async () => {
  const { read } = await withSecret(Uint8Array.of(0, 255, 10));
  const { SecretBinary, SecretString } = await read();
  expect(SecretBinary).toEqual(Uint8Array.of(0, 255, 10));
  expect(SecretString).toBeUndefined();
});

it('10.6 keeps the version before a rotation as the previous one, and none before that', async () => {
  const { read, service } = await withSecret();
  const first = (await read()).VersionId;
  const second = service.rotate(NAME, 'second');
  expect(await read()).toMatchObject({ SecretString: 'second', VersionId: second });
  expect(await read({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({
    SecretString: 'first',
    VersionId: first,
    VersionStages: ['AWSPREVIOUS'],
  });
  service.rotate(NAME, 'third');
  expect((await read({ VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('second');
  expect((await read({ VersionId: first })).SecretString).toBe('first');
});

it('P26 changes the password before the version in a stalled rotation', async () => {
  const { read, service, standIn } = await withSecret();
  const passwords = ['first'];
  const next = await service.rotateStalled(NAME, 'second', {
    ms: 10_000,
    setPassword: () => {
      passwords.push('second');
    },
  });
  expect(passwords.at(-1)).toBe('second');
  expect((await read()).SecretString).toBe('first');
  expect(await read({ VersionStage: 'AWSPENDING' })).toMatchObject({ VersionId: next });
  standIn.clock.advance(10_000);
  expect(await read()).toMatchObject({
    SecretString: 'second',
    VersionId: next,
    VersionStages: ['AWSCURRENT'],
  });
  expect((await read({ VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('first');
  expect(service.reads(NAME)).toBe(4);
});

it('10.6 does not find what is not there: a secret, a stage, a version, a version at another stage', async () => {
  const { read, service } = await withSecret();
  const missing = 'ResourceNotFoundException';
  expect(await refused(read({ SecretId: 'nobody' }))).toEqual([
    missing,
    "Secrets Manager can't find the specified secret.",
  ]);
  expect(await refused(read({ VersionStage: 'AWSPREVIOUS' }))).toEqual([
    missing,
    "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
  ]);
  const VersionId = '00000000-0000-4000-8000-000000000000';
  expect(await refused(read({ VersionId }))).toEqual([
    missing,
    `Secrets Manager can't find the specified secret value for VersionId: ${VersionId}`,
  ]);
  const first = (await read()).VersionId;
  service.rotate(NAME, 'second');
  expect((await refused(read({ VersionId: first, VersionStage: 'AWSCURRENT' })))[0]).toBe(missing);
});

it.each<readonly [SecretRefusal, string]>([
  ['AccessDeniedException', 'is not authorized to perform: secretsmanager:GetSecretValue'],
  ['DecryptionFailure', "can't decrypt the protected secret text"],
  ['InvalidRequestException', 'was marked for deletion'],
  ['InternalServiceError', 'An error occurred on the server side'],
])('4 answers with %s until it is lifted', async (name, part) => {
  const { read, service } = await withSecret();
  service.refuse(NAME, name);
  const [said, message] = await refused(read());
  expect(said).toBe(name);
  expect(message).toContain(part);
  service.refuse(NAME, null);
  expect((await read()).SecretString).toBe('first');
});

it('10.2 names the caller it denies', async () => {
  const { read, service, standIn } = await withSecret();
  service.refuse(NAME, 'AccessDeniedException');
  expect((await refused(read()))[1]).toContain(standIn.key.arn);
});
