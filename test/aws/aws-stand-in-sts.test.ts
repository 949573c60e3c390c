import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { fromSSO, fromWebToken } from '@aws-sdk/credential-providers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clientSettings, REGION } from '../support/aws/clients.ts';
import {
  type AwsStandIn,
  type AwsStandInOptions,
  startAwsStandIn,
} from '../support/aws/start-aws-stand-in.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { failureOf } from './s3-conformance.ts';

const ISSUER = 'https://login.example.test';
const AUDIENCE = 'evidence-client';
const ROLE = 'arn:aws:iam::123456789012:role/evidence/runner';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

let rsa: Pair;
let elliptic: Pair;
let stranger: Pair;
let jwksUrl: string;
let stopKeys: () => Promise<void>;
const closing: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  rsa = await generateKeyPair('RS256', { extractable: true });
  elliptic = await generateKeyPair('ES256', { extractable: true });
  stranger = await generateKeyPair('RS256', { extractable: true });
  const keys = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa' },
    { ...(await exportJWK(elliptic.publicKey)), kid: 'ec' },
  ];
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  jwksUrl = `http://127.0.0.1:${address.port}/jwks`;
  stopKeys = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});

afterAll(() => stopKeys());

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(options: AwsStandInOptions = {}) {
  const standIn = await startAwsStandIn({
    buckets: ['b'],
    providers: [{ issuer: ISSUER, audience: AUDIENCE, jwksUrl }],
    roles: [{ arn: ROLE }],
    ...options,
  });
  const sts = new STSClient({ ...clientSettings(standIn), maxAttempts: 1 });
  closing.push(
    () => standIn.close(),
    () => sts.destroy(),
  );
  return { standIn, sts };
}

interface Changes {
  readonly iss?: string;
  readonly aud?: string;
  readonly exp?: number;
  readonly nbf?: number;
  readonly key?: Pair;
  readonly alg?: 'RS256' | 'ES256';
  readonly kid?: string;
}

async function token(changes: Changes = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const { iss = ISSUER, aud = AUDIENCE, exp = now + 600, nbf = now } = changes;
  const { key = rsa, alg = 'RS256', kid = 'rsa' } = changes;
  return await new SignJWT({ iss, aud, sub: 'reviewer', exp, nbf })
    .setProtectedHeader({ alg, kid })
    .sign(key.privateKey);
}

function login(sts: STSClient, WebIdentityToken: string, more: object = {}) {
  return sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: ROLE,
      RoleSessionName: 'reviewer@example.test',
      WebIdentityToken,
      ...more,
    }),
  );
}

describe('a login with a token of an identity provider', () => {
  it('10.6 gives temporary keys, says for whom, and needs no signature', async () => {
    const { standIn, sts } = await start();
    const answer = await login(sts, await token(), { DurationSeconds: 900 });
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: 'reviewer',
      Provider: ISSUER,
      Audience: AUDIENCE,
      AssumedRoleUser: {
        Arn: 'arn:aws:sts::123456789012:assumed-role/runner/reviewer@example.test',
      },
    });
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA/);
    const life = (answer.Credentials?.Expiration?.getTime() ?? 0) - standIn.clock.now().getTime();
    expect(life).toBeGreaterThan(890_000);
    expect(life).toBeLessThanOrEqual(900_000);
    const [request] = standIn.requests.of('sts.AssumeRoleWithWebIdentity');
    expect(request?.headers['authorization']).toBeUndefined();
  });

  it('10.6 gives keys that open S3 until they expire', async () => {
    const { standIn } = await start();
    const webIdentityToken = await token();
    const { endpoint } = standIn;
    const credentials = await fromWebToken({
      roleArn: ROLE,
      roleSessionName: 'reviewer',
      webIdentityToken,
      durationSeconds: 900,
      clientConfig: { region: REGION, endpoint },
    })();
    const settings = { ...clientSettings(standIn), credentials };
    const sts = new STSClient(settings);
    const { Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws:sts::123456789012:assumed-role/runner/reviewer');
    expect(UserId).toMatch(/^AROA[0-9A-F]+:reviewer$/);
    const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials;
    const s3 = new S3Client({
      ...settings,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    });
    const put = () => s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' }));
    await put();
    standIn.clock.advance(901_000);
    expect(await failureOf(put())).toEqual({ name: 'ExpiredToken', status: 400 });
    sts.destroy();
    s3.destroy();
  });

  it('10.6 takes a token signed on an elliptic curve', async () => {
    const { sts } = await start();
    const { Provider } = await login(sts, await token({ key: elliptic, alg: 'ES256', kid: 'ec' }));
    expect(Provider).toBe(ISSUER);
  });

  it('10.6 refuses what a trusted provider did not sign, or not for us, or not for now', async () => {
    const { sts } = await start();
    const good = await token();
    const [head, payload = '', signature] = good.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const other = Buffer.from(JSON.stringify({ ...claims, sub: 'admin' })).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    const invalid = { name: 'InvalidIdentityTokenException', status: 400 };
    const cases: readonly (readonly [what: string, token: string])[] = [
      ['altered', `${head}.${other}.${signature}`],
      ['signed by a stranger', await token({ key: stranger })],
      ['with a key nobody knows', await token({ kid: 'other' })],
      ['of another issuer', await token({ iss: 'https://other.test' })],
      ['for another client', await token({ aud: 'other' })],
      ['not in force yet', await token({ nbf: now + 3600 })],
      ['no token at all', 'abcdef'],
      ['unsigned', `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`],
    ];
    for (const [what, bad] of cases) {
      expect(await failureOf(login(sts, bad)), what).toEqual(invalid);
    }
    expect(await failureOf(login(sts, await token({ exp: now - 1 })))).toEqual({
      name: 'ExpiredTokenException',
      status: 400,
    });
  });

  it('10.6 refuses a role that is not there or does not trust the person', async () => {
    const { sts } = await start({ roles: [{ arn: ROLE, subjects: ['preparer'] }] });
    const denied = { name: 'AccessDenied', status: 403 };
    expect(await failureOf(login(sts, await token()))).toEqual(denied);
    const RoleArn = 'arn:aws:iam::123456789012:role/other';
    expect(await failureOf(login(sts, await token(), { RoleArn }))).toEqual(denied);
  });

  it('10.6 refuses a session name or a duration that AWS does not take', async () => {
    const { sts } = await start();
    const wrong = { name: 'ValidationError', status: 400 };
    for (const more of [
      { RoleSessionName: 'with space' },
      { DurationSeconds: 899 },
      { DurationSeconds: 3601 },
    ]) {
      expect(await failureOf(login(sts, await token(), more))).toEqual(wrong);
    }
  });

  it('10.6 says that the provider cannot be reached', async () => {
    const { sts } = await start({
      providers: [{ issuer: ISSUER, audience: AUDIENCE, jwksUrl: 'http://127.0.0.1:1/jwks' }],
    });
    expect(await failureOf(login(sts, await token()))).toMatchObject({
      name: expect.stringMatching(/^IDPCommunicationError/),
      status: 400,
    });
  });
});

describe('STS besides', () => {
  it('10.6 knows whose key it is and refuses others in its own form', async () => {
    const { standIn, sts } = await start();
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: standIn.account,
      Arn: standIn.key.arn,
    });
    const nobody = new STSClient({
      ...clientSettings(standIn, { accessKeyId: 'nobody', secretAccessKey: 'x' }),
    });
    expect(await failureOf(nobody.send(new GetCallerIdentityCommand({})))).toEqual({
      name: 'InvalidClientTokenId',
      status: 403,
    });
    nobody.destroy();
  });

  it('10.7 is throttled and fails in its own words', async () => {
    const { standIn, sts } = await start({ faults: [{ do: 'throttle', of: 'sts', times: 1 }] });
    const ask = () => failureOf(sts.send(new GetCallerIdentityCommand({})));
    expect(await ask()).toEqual({ name: 'Throttling', status: 400 });
    standIn.faults.add({ do: 'server-error', of: 'sts', times: 1 });
    expect(await ask()).toEqual({ name: 'InternalFailure', status: 500 });
    standIn.faults.add({ do: 'expired-token', of: 'sts', times: 1 });
    expect(await ask()).toEqual({ name: 'ExpiredToken', status: 403 });
  });
});

describe('the portal of IAM Identity Center', () => {
  async function signedIn(standIn: AwsStandIn, accessToken: string) {
    const home = await tempFolder();
    await mkdir(join(home, '.aws', 'sso', 'cache'), { recursive: true });
    const name = createHash('sha1').update('company').digest('hex');
    await writeFile(
      join(home, '.aws', 'sso', 'cache', `${name}.json`),
      JSON.stringify({ accessToken, expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
    );
    const config = join(home, '.aws', 'config');
    await writeFile(
      config,
      `[profile work]\nsso_session = company\nsso_account_id = ${standIn.account}\nsso_role_name = auditor\n[sso-session company]\nsso_region = ${REGION}\nsso_start_url = https://portal.example.test/start\n`,
    );
    const before = process.env['HOME'];
    process.env['HOME'] = home;
    closing.push(() => {
      process.env['HOME'] = before;
    });
    return fromSSO({
      profile: 'work',
      configFilepath: config,
      filepath: join(home, '.aws', 'credentials'),
      clientConfig: { endpoint: standIn.endpoint, region: REGION },
    });
  }

  const session = { account: '123456789012', role: 'auditor', user: 'reviewer' };

  it('5 gives the keys of the role to who is signed in', async () => {
    const accessToken = 'portal-token';
    const { standIn } = await start({ portalSessions: [{ ...session, accessToken }] });
    const credentials = await (await signedIn(standIn, accessToken))();
    const sts = new STSClient({ ...clientSettings(standIn), credentials });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws:sts::123456789012:assumed-role/auditor/reviewer');
    sts.destroy();
    const [request] = standIn.requests.of('sso.GetRoleCredentials');
    expect(request?.headers['x-amz-sso_bearer_token']).toBe(accessToken);
  });

  it('5 gives nothing to others', async () => {
    const { standIn } = await start({
      portalSessions: [{ ...session, role: 'other', accessToken: 'portal-token' }],
    });
    const provider = await signedIn(standIn, 'portal-token');
    await expect(provider()).rejects.toThrow(/No access/);
    const stranger = await signedIn(standIn, 'other-token');
    await expect(stranger()).rejects.toThrow(/Session token not found or invalid/);
  });
});
