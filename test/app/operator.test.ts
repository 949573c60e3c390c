import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { awsOperator } from '../../src/app/operator.ts';
import { signIn } from '../../src/credentials/login/identity-provider.ts';
import {
  type CachedLogin,
  loginFile,
  writeLogin,
} from '../../src/credentials/login/session-cache.ts';
import { REGION } from '../support/aws/clients.ts';
import { ACCOUNT, type AwsStandIn, startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';
import { type LocalIdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/people/soxauto-preparers`;
const OTHER_ROLE = `arn:aws:iam::${ACCOUNT}:role/people/others`;
const { signal } = new AbortController();

describe('who is named in evidence after ipe login', () => {
  let provider: LocalIdentityProvider;
  let aws: AwsStandIn;
  let settings: ReturnType<typeof settingsOf>;
  let cacheFolder: string;
  /** Real ID tokens, by person. */
  const tokens: Record<string, string> = {};

  const settingsOf = ({ issuer, clientId }: LocalIdentityProvider) => ({
    issuer,
    clientId,
    scope: 'openid profile email',
    region: REGION,
    roleArn: ROLE,
    sessionSeconds: 3600,
  });

  beforeAll(async () => {
    provider = await startIdentityProvider();
    const { issuer, clientId, jwksUri } = provider;
    aws = await startAwsStandIn({
      providers: [{ issuer, audience: clientId, jwksUrl: jwksUri }],
      roles: [{ arn: ROLE }, { arn: OTHER_ROLE }],
    });
    vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
    settings = settingsOf(provider);
    const signedIn = ['intern', 'cfo'].map(async (person) => {
      let acted: Promise<void> = Promise.resolve();
      const { idToken } = await signIn(
        settings,
        (prompt) => {
          acted = provider.approve(prompt, person);
        },
        signal,
      );
      await acted;
      tokens[person] = idToken;
    });
    await Promise.all(signedIn);
  });
  beforeEach(async () => {
    cacheFolder = await tempFolder();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all([provider.close(), aws.close()]);
  });

  /** Keys as anybody gets them who has a token of their own: the name of the session is theirs to choose. */
  async function keysOf(person: string, session: string, roleArn = ROLE) {
    const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
    const sts = new STSClient({ region: REGION, credentials });
    const { Credentials: keys, AssumedRoleUser: user } = await sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: session,
        WebIdentityToken: tokens[person],
      }),
    );
    return {
      assumedRoleArn: user?.Arn ?? '',
      accessKeyId: keys?.AccessKeyId ?? '',
      secretAccessKey: keys?.SecretAccessKey ?? '',
      sessionToken: keys?.SessionToken ?? '',
      expiration: keys?.Expiration?.toISOString() ?? '',
    };
  }

  /** Writes the file by hand. */
  async function operator(written: Awaited<ReturnType<typeof keysOf>> & Partial<CachedLogin>) {
    const { issuer, clientId, roleArn } = settings;
    await writeLogin(loginFile(cacheFolder, settings), {
      version: 2,
      issuer,
      clientId,
      roleArn,
      subject: 'intern',
      name: 'cfo@example.org',
      idToken: tokens['intern'] ?? '',
      signedInAt: new Date().toISOString(),
      refreshToken: null,
      ...written,
    });
    const configured = { region: REGION, allowed: [], login: settings };
    return await awsOperator({ environment: 'test', cacheFolder, aws: configured }, signal);
  }

  it('SOD-6 J-1 is the person the provider signed, with the subject, whatever name the file holds', async () => {
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/soxauto-preparers/intern`;
    expect(await operator(await keysOf('intern', 'intern'))).toEqual({
      account: 'intern@example.org',
      authenticatedBy: `AWS STS at ${aws.endpoint} (not AWS) ${arn}, after OpenID Connect ${provider.issuer}, subject intern`,
    });
  });

  it('SOD-6 is nobody for whoever chose the name of another person for the session', async () => {
    const nobody = { name: 'LoginError', code: 'NOT_SIGNED_IN' };
    const named = await keysOf('intern', 'cfo@example.org');
    await expect(operator(named)).rejects.toMatchObject(nobody);
    const subject = await keysOf('intern', 'cfo');
    await expect(operator(subject)).rejects.toMatchObject(nobody);
    await expect(operator({ ...subject, subject: 'cfo' })).rejects.toMatchObject(nobody);
  });

  it('SOD-6 is nobody by the token of another person, nor by one that somebody changed', async () => {
    const nobody = { code: 'NOT_SIGNED_IN' };
    const keys = await keysOf('intern', 'intern');
    const idToken = tokens['cfo'] ?? '';
    await expect(operator({ ...keys, idToken })).rejects.toMatchObject(nobody);
    await expect(operator({ ...keys, idToken, subject: 'cfo' })).rejects.toMatchObject(nobody);
    const [head, , signature] = (tokens['intern'] ?? '').split('.');
    const [, claims] = idToken.split('.');
    const changed = `${head}.${claims}.${signature}`;
    const session = await keysOf('intern', 'cfo');
    await expect(operator({ ...session, idToken: changed, subject: 'cfo' })).rejects.toMatchObject(
      nobody,
    );
  });

  it('SOD-6 is nobody in another role than the one people sign in to', async () => {
    await expect(operator(await keysOf('intern', 'intern', OTHER_ROLE))).rejects.toMatchObject({
      code: 'NOT_SIGNED_IN',
      message: expect.stringContaining('assumed-role/others/intern'),
    });
  });

  it('SOD-6 is not said while the provider cannot be asked: the run stops', async () => {
    const keys = await keysOf('intern', 'intern');
    await provider.close();
    await expect(operator(keys)).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining(provider.issuer),
    });
  });
});
