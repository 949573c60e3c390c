import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { CreateBucketCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signIn } from '../../src/credentials/login/identity-provider.ts';
import {
  type LoginOptions,
  type LoginSettings,
  logIn,
  loginCredentials,
} from '../../src/credentials/login/login-session.ts';
import { assumeRole } from '../../src/credentials/login/role-session.ts';
import { startRedaction } from '../../src/credentials/redaction.ts';
import { s3Store } from '../../src/evidence/store/s3/s3-store.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { aLocation, aSealedFile } from '../contract/evidence-store.ts';
import '../support/aws/clients.ts';
import { type LocalIdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { type RadosGateway, radosGatewaySkip, startRadosGateway } from '../support/radosgw.ts';
import { trustSignIn } from '../support/radosgw-iam.ts';
import { tempFolder } from '../support/temp-folder.ts';

const skip = radosGatewaySkip();
/** What the role may do with evidence: nothing that deletes, bypasses or shortens. */
const RIGHTS = [
  's3:CreateBucket',
  's3:PutObject',
  's3:PutObjectRetention',
  's3:GetObject',
  's3:GetObjectVersion',
  // without these a server does not tell how an object is protected
  's3:GetObjectRetention',
  's3:GetObjectLegalHold',
  's3:ListBucketVersions',
];

function onRealSts(): void {
  const { signal } = new AbortController();
  let provider: LocalIdentityProvider;
  let gateway: RadosGateway;
  let settings: LoginSettings;

  beforeAll(async () => {
    [provider, gateway] = await Promise.all([startIdentityProvider(), startRadosGateway()]);
    vi.stubEnv('AWS_ENDPOINT_URL', gateway.endpoint);
    const { issuer, clientId, thumbprint } = provider;
    const trusted = { issuer, clientId, thumbprint, role: 'soxauto-preparers', actions: RIGHTS };
    settings = {
      issuer,
      clientId,
      scope: 'openid profile email offline_access',
      region: gateway.region,
      roleArn: await trustSignIn(gateway, trusted),
      sessionSeconds: 3600,
    };
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all([provider?.close(), gateway?.close()]);
  });

  it('SOD-6 R-1 R-4 a person signs in and stores evidence under lock with the keys of the role', async () => {
    const options: LoginOptions = {
      settings,
      cacheFolder: await tempFolder(),
      clock: systemClock,
      redaction: startRedaction(),
      signal,
    };
    let acted: Promise<void> = Promise.resolve();
    const signedIn = await logIn(options, (prompt) => {
      acted = provider.approve(prompt, 'preparer');
    });
    await acted;
    expect(signedIn).toMatchObject({
      subject: 'preparer',
      assumedRoleArn: expect.stringMatching(/:assumed-role\/soxauto-preparers\/preparer$/),
    });
    const credentials = loginCredentials(options);
    const bucket = `evidence-${randomBytes(6).toString('hex')}`;
    const { region } = gateway;
    const client = new S3Client({ region, credentials, forcePathStyle: true });
    await client.send(
      new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }),
    );
    const store = s3Store({
      bucket,
      prefix: 'evidence',
      region,
      expectedOwner: '123456789012',
      kmsKey: null,
      retention: { mode: 'COMPLIANCE', days: 2557 },
      legalHold: false,
      multipartThreshold: 4 * 1024 ** 3,
      clock: systemClock,
      credentials,
    });
    const reference = await store.put(await aSealedFile('sealed by a preparer'), aLocation());
    expect((await buffer(store.read(aLocation()))).toString()).toBe('sealed by a preparer');
    expect(await store.get(aLocation())).toEqual(reference);
    expect(await store.custody(aLocation())).toMatchObject({
      retention: { mode: 'COMPLIANCE' },
      shortfalls: [],
    });
    const key = reference.uri.replace(`s3://${bucket}/`, '');
    const deleting = client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    await expect(deleting).rejects.toMatchObject({ name: 'AccessDenied' });
    client.destroy();
  });

  it('SOD-6 gives no keys for a token that somebody changed, nor for a role that trusts nobody', async () => {
    let acted: Promise<void> = Promise.resolve();
    const person = await signIn(
      settings,
      (prompt) => {
        acted = provider.approve(prompt, 'reviewer');
      },
      signal,
    );
    await acted;
    const [header, claims = '', signature] = person.idToken.split('.');
    const said = Buffer.from(claims, 'base64url').toString();
    const other = Buffer.from(said.replaceAll('reviewer', 'preparer')).toString('base64url');
    expect(other).not.toBe(claims);
    const changed = { ...person, idToken: [header, other, signature].join('.') };
    const refused = { name: 'LoginError', code: 'ROLE_REFUSED' };
    await expect(assumeRole(settings, changed, signal)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('AWS gave no keys'),
    });
    const nowhere = { ...settings, roleArn: 'arn:aws:iam:::role/nobody' };
    await expect(assumeRole(nowhere, person, signal)).rejects.toMatchObject(refused);
    const { accessKeyId } = await assumeRole(settings, person, signal);
    expect(accessKeyId).not.toBe('');
  });
}

if (skip === null) {
  describe('a sign-in at a real STS', onRealSts);
} else {
  describe('a sign-in at a real STS', () => {
    it.skip(`10.8 not tried: ${skip}`, () => undefined);
  });
}
