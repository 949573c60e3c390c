import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { callerIdentity } from '../../src/credentials/caller-identity.ts';
import { clientEnvironment, REGION } from '../support/aws/clients.ts';
import { ACCOUNT, type AwsStandIn, startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';
import { tempFolder } from '../support/temp-folder.ts';

const { signal } = new AbortController();
const ROLE = `arn:aws:iam::${ACCOUNT}:role/runner`;
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJydW5uZXIifQ.c2lnbmVk';

describe('what the SDK makes its keys from', () => {
  let aws: AwsStandIn;
  beforeAll(async () => {
    aws = await startAwsStandIn();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    aws.faults.clear();
  });
  afterAll(async () => await aws.close());

  /** The default chain finds what these files and variables say, and nothing else. */
  async function chain(
    files: { readonly config?: string; readonly credentials?: string; readonly token?: string },
    variables: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const folder = await tempFolder();
    for (const [name, value] of Object.entries(clientEnvironment(aws))) vi.stubEnv(name, value);
    const said: Record<string, string | undefined> = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_PROFILE: undefined,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      ...variables,
    };
    writeFileSync(join(folder, 'config'), files.config ?? '');
    writeFileSync(join(folder, 'credentials'), files.credentials ?? '');
    if (files.token !== undefined) {
      writeFileSync(join(folder, 'token'), files.token);
      said['AWS_WEB_IDENTITY_TOKEN_FILE'] = join(folder, 'token');
    }
    for (const [name, value] of Object.entries(said)) vi.stubEnv(name, value);
  }

  async function refusal(): Promise<{ readonly thrown: unknown; readonly all: string }> {
    const thrown: unknown = await callerIdentity({ region: REGION }, signal).catch(
      (error: unknown) => error,
    );
    return { thrown, all: inspect(thrown, { depth: 10, showHidden: true }) };
  }

  it('P27 a web identity token is not shown, though STS quotes it', async () => {
    await chain({ token: TOKEN }, { AWS_ROLE_ARN: ROLE });
    aws.faults.add({
      ...{ do: 'error', status: 400, code: 'InvalidIdentityToken' },
      ...{ of: 'sts.AssumeRoleWithWebIdentity', message: `cannot parse ${TOKEN}` },
    });
    const { thrown, all } = await refusal();
    expect(thrown).toMatchObject({
      code: 'CALLER_UNKNOWN',
      message: expect.stringMatching(
        /InvalidIdentityToken\w*: no keys were given; the answer \(HTTP 400\)/,
      ),
    });
    expect(all).not.toContain(TOKEN);
  });

  it('P27 keys of the profile that takes a role are not shown, though STS quotes them', async () => {
    const keys = ['base-secret-key/+=', 'base-session-token'];
    await chain(
      {
        config: `[profile runner]\nrole_arn = ${ROLE}\nsource_profile = base\nregion = ${REGION}\n`,
        credentials: `[base]\naws_access_key_id = base\naws_secret_access_key = ${keys[0]}\naws_session_token = ${keys[1]}\n`,
      },
      { AWS_PROFILE: 'runner' },
    );
    aws.faults.add({
      ...{ do: 'error', status: 403, code: 'SignatureDoesNotMatch', of: 'sts' },
      message: `The signature made with ${keys.join(' and ')} does not match`,
    });
    const { thrown, all } = await refusal();
    expect(thrown).toMatchObject({ message: expect.stringContaining('SignatureDoesNotMatch') });
    for (const key of keys) expect(all).not.toContain(key);
  });

  it('is missed in the words of the SDK where there is nothing, and what to do is said', async () => {
    await chain({}, { AWS_PROFILE: 'runer' });
    const { thrown } = await refusal();
    expect(thrown).toMatchObject({
      code: 'NOT_SIGNED_IN',
      message: expect.stringMatching(
        /CredentialsProviderError: Could not (load|resolve) credentials/,
      ),
      advice: expect.stringContaining('ipe login'),
    });
  });

  it('P21 temporary keys of a file are read anew when they have ended', async () => {
    const caller = { account: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/runner/1` };
    const written = ({ accessKeyId, secretAccessKey, sessionToken }: ReturnType<typeof issue>) =>
      `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`;
    const issue = () => aws.sts.issue(caller, 3600);
    const first = issue();
    await chain({ credentials: written(first) });
    expect(await callerIdentity({ region: REGION }, signal)).toMatchObject(caller);
    writeFileSync(process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? '', written(issue()));
    aws.sts.expire(first.accessKeyId);
    expect(await callerIdentity({ region: REGION }, signal)).toMatchObject(caller);
  });
});
