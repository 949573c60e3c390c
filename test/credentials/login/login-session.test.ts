import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signInAgain } from '../../../src/credentials/login/identity-provider.ts';
import {
  currentLogin,
  type LoginOptions,
  type LoginSettings,
  logIn,
  loginCredentials,
  logOut,
} from '../../../src/credentials/login/login-session.ts';
import {
  type CachedLogin,
  loginFile,
  writeLogin,
} from '../../../src/credentials/login/session-cache.ts';
import { startRedaction } from '../../../src/credentials/redaction.ts';
import { aClock } from '../../support/a-clock.ts';
import { REGION } from '../../support/aws/clients.ts';
import { ACCOUNT, type AwsStandIn, startAwsStandIn } from '../../support/aws/start-aws-stand-in.ts';
import {
  type LocalIdentityProvider,
  startIdentityProvider,
} from '../../support/identity-provider.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/soxauto-preparers`;

describe('a sign-in that becomes keys of a role', () => {
  let provider: LocalIdentityProvider;
  let aws: AwsStandIn;
  let settings: LoginSettings;
  let options: LoginOptions;
  const redaction = startRedaction();
  const clock = aClock(new Date().toISOString());

  beforeEach(async () => {
    provider = await startIdentityProvider();
    const { issuer, clientId: audience, jwksUri: jwksUrl, clientId } = provider;
    aws = await startAwsStandIn({
      providers: [{ issuer, audience, jwksUrl }],
      roles: [{ arn: ROLE, subjects: ['preparer', 'reviewer'] }],
    });
    vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
    settings = {
      issuer,
      clientId,
      scope: 'openid profile email offline_access',
      region: REGION,
      roleArn: ROLE,
      sessionSeconds: 3600,
    };
    const { signal } = new AbortController();
    options = { settings, cacheFolder: await tempFolder(), clock, redaction, signal };
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await Promise.all([provider.close(), aws.close()]);
  });

  async function signedInAs(person: string) {
    let acted: Promise<void> = Promise.resolve();
    const signedIn = await logIn(options, (prompt) => {
      acted = provider.approve(prompt, person);
    });
    await acted;
    return signedIn;
  }

  async function keptNow(): Promise<CachedLogin> {
    return JSON.parse(await readFile(loginFile(options.cacheFolder, settings), 'utf8'));
  }

  function assumed() {
    return aws.requests.of('sts.AssumeRoleWithWebIdentity');
  }

  it('SOD-6 names person, role and end, keeps the keys, and renews them by the refresh token alone', async () => {
    const signedIn = await signedInAs('preparer');
    expect(signedIn).toMatchObject({
      subject: 'preparer',
      name: 'preparer@example.org',
      assumedRoleArn: `arn:aws:sts::${ACCOUNT}:assumed-role/soxauto-preparers/preparer`,
      renewable: true,
    });
    const [request] = assumed();
    expect(request?.headers['authorization']).toBeUndefined();
    expect(request?.input).toMatchObject({
      RoleArn: ROLE,
      RoleSessionName: 'preparer',
      DurationSeconds: '3600',
    });
    expect(await currentLogin(options)).toEqual(signedIn);

    const credentials = loginCredentials(options);
    const [keys, same] = await Promise.all([credentials(), credentials()]);
    expect(same).toEqual(keys);
    expect(keys.expiration?.toISOString()).toBe(signedIn.expiration);
    expect(assumed()).toHaveLength(1);

    // six minutes before their end the SDK would hold them for expired
    clock.advance(3600_000 - 5 * 60_000);
    const renewed = await credentials();
    expect(renewed.secretAccessKey).not.toBe(keys.secretAccessKey);
    expect(assumed()).toHaveLength(2);
    expect((await currentLogin(options)).signedInAt).toBe(signedIn.signedInAt);

    // keys that the service holds for expired are not given again
    const anew = await credentials({ forceRefresh: true });
    expect(anew.secretAccessKey).not.toBe(renewed.secretAccessKey);
    expect(assumed()).toHaveLength(3);

    // whatever was given is hidden wherever it would be shown, and stands in the one file only
    const secrets = [
      ...provider.tokens.filter((token) => token !== provider.tokens[0]),
      keys.secretAccessKey,
      keys.sessionToken ?? '',
      renewed.secretAccessKey,
    ];
    for (const secret of secrets.filter((one) => redaction.redact(one) === one)) {
      // the provider's access token was never looked at
      expect(await readFile(loginFile(options.cacheFolder, settings), 'utf8')).not.toContain(
        secret,
      );
    }
    expect(redaction.redact(keys.secretAccessKey)).toBe('[secret]');
    expect(redaction.redact(keys.sessionToken ?? '')).toBe('[secret]');
    const idTokens = assumed().map(({ input }) => String(input?.['WebIdentityToken']));
    for (const token of idTokens) expect(redaction.redact(token)).toBe('[secret]');
  });

  it('is renewed once for all who need keys at the same time: a refresh token is good once', async () => {
    await signedInAs('preparer');
    clock.advance(3600_000 - 60_000);
    const providers = [1, 2, 3].map(() => loginCredentials(options));
    const keys = await Promise.all(providers.map((credentials) => credentials()));
    expect(new Set(keys.map(({ secretAccessKey }) => secretAccessKey)).size).toBe(1);
    expect(assumed()).toHaveLength(2);
    expect(await loginCredentials(options)({ forceRefresh: true })).not.toEqual(keys[0]);
    expect(await readdir(options.cacheFolder)).toHaveLength(1);
  });

  it('is taken as another process renewed it meanwhile', async () => {
    await signedInAs('preparer');
    const path = loginFile(options.cacheFolder, settings);
    const login: CachedLogin = JSON.parse(await readFile(path, 'utf8'));
    const newer = {
      ...login,
      accessKeyId: 'a newer key',
      expiration: new Date(Date.parse(clock.now()) + 2 * 3600_000).toISOString(),
    };
    await writeFile(`${path}.lock`, '');
    clock.advance(3600_000 - 60_000);
    const asking = loginCredentials(options)();
    await writeLogin(path, newer);
    await rm(`${path}.lock`);
    expect((await asking).accessKeyId).toBe('a newer key');
    expect(assumed()).toHaveLength(1);
  });

  it('SOD-6 gives no keys of another person who signs in while a run is under way', async () => {
    await signedInAs('preparer');
    const credentials = loginCredentials(options);
    await credentials();
    const path = loginFile(options.cacheFolder, settings);
    const login: CachedLogin = JSON.parse(await readFile(path, 'utf8'));
    await writeLogin(path, { ...login, subject: 'somebody' });
    await expect(credentials()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    await expect(loginCredentials(options)()).rejects.toMatchObject({
      code: 'NOT_SIGNED_IN',
      message: 'somebody else has signed in meanwhile',
    });
  });

  it('survives an STS that is down while keys are renewed: the new refresh token is kept', async () => {
    await signedInAs('preparer');
    const before = await keptNow();
    aws.faults.add({ do: 'server-error', of: 'sts.AssumeRoleWithWebIdentity', status: 503 });
    const credentials = loginCredentials(options);
    await expect(credentials({ forceRefresh: true })).rejects.toMatchObject({
      code: 'ROLE_UNAVAILABLE',
      transient: true,
      message: expect.stringContaining('could not give keys'),
    });
    const between = await keptNow();
    expect(between.refreshToken).not.toBe(before.refreshToken);
    expect(between.accessKeyId).toBe(before.accessKeyId);
    aws.faults.clear();
    const renewed = await credentials({ forceRefresh: true });
    expect(renewed.accessKeyId).not.toBe(before.accessKeyId);
    expect((await keptNow()).signedInAt).toBe(before.signedInAt);
  });

  it('SOD-6 stays that of a person who signs in while the keys of another are renewed', async () => {
    await signedInAs('preparer');
    let second: ReturnType<typeof signedInAs> | undefined;
    aws.faults.add({
      do: 'run',
      when: 'before',
      of: 'sts.AssumeRoleWithWebIdentity',
      times: 1,
      run: async () => {
        second = signedInAs('reviewer');
        // answered when the second person has keys too, and waits for the renewal
        while (assumed().length < 3) await pause(50);
      },
    });
    await loginCredentials(options)({ forceRefresh: true });
    expect(await second).toMatchObject({ subject: 'reviewer' });
    expect(await keptNow()).toMatchObject({ subject: 'reviewer', name: 'reviewer@example.org' });
    await expect(loginCredentials(options)()).rejects.toMatchObject({
      message: 'somebody else has signed in meanwhile',
    });
  });

  it('SOD-6 is not put back over another one while its keys were renewed', async () => {
    await signedInAs('preparer');
    const path = loginFile(options.cacheFolder, settings);
    const login = await keptNow();
    const meanwhile = (run: () => Promise<unknown>) =>
      aws.faults.add({
        do: 'run',
        when: 'before',
        of: 'sts.AssumeRoleWithWebIdentity',
        times: 1,
        run: async () => void (await run()),
      });
    const other = { ...login, subject: 'reviewer', refreshToken: null };
    meanwhile(() => writeLogin(path, other));
    const credentials = loginCredentials(options);
    const ended = { code: 'NOT_SIGNED_IN' };
    await expect(credentials({ forceRefresh: true })).rejects.toMatchObject(ended);
    expect(await keptNow()).toEqual(other);
  });

  it('ends the one it takes the place of: its refresh token renews nothing any more', async () => {
    await signedInAs('reviewer');
    const { refreshToken } = await keptNow();
    await signedInAs('preparer');
    await expect(signInAgain(settings, refreshToken ?? '', options.signal)).rejects.toMatchObject({
      code: 'NOT_SIGNED_IN',
    });
    expect(redaction.redact(refreshToken ?? '')).toBe('[secret]');
    await loginCredentials(options)({ forceRefresh: true });
    expect(await keptNow()).toMatchObject({ subject: 'preparer' });
  });

  it('of another provider is none here, and its refresh token is sent to nobody', async () => {
    await signedInAs('preparer');
    const path = loginFile(options.cacheFolder, settings);
    await writeLogin(path, { ...(await keptNow()), issuer: 'https://login.example.org' });
    const nobody = { code: 'NOT_SIGNED_IN' };
    await expect(currentLogin(options)).rejects.toMatchObject(nobody);
    await expect(loginCredentials(options)()).rejects.toMatchObject(nobody);
    expect(await logOut(options)).toMatchObject({ revocation: 'nothing to revoke' });
    expect(provider.grants).toEqual(['urn:ietf:params:oauth:grant-type:device_code']);
  });

  it('is refused by AWS for a person the role does not trust, and nothing is kept', async () => {
    await expect(signedInAs('somebody')).rejects.toMatchObject({
      name: 'LoginError',
      code: 'ROLE_REFUSED',
      message: expect.stringContaining('AccessDenied'),
      advice: expect.stringContaining('trust of the role'),
    });
    await expect(currentLogin(options)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  it('is nobody before somebody signed in', async () => {
    await expect(currentLogin(options)).rejects.toMatchObject({
      code: 'NOT_SIGNED_IN',
      advice: 'Run ipe login.',
    });
    await expect(loginCredentials(options)()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  it('is ended at the provider before it is forgotten: nobody renews keys by it any more', async () => {
    await signedInAs('preparer');
    const path = loginFile(options.cacheFolder, settings);
    const { refreshToken }: CachedLogin = JSON.parse(await readFile(path, 'utf8'));
    expect(await logOut(options)).toEqual({
      forgotten: true,
      revocation: 'revoked',
      failure: null,
    });
    expect(await readdir(options.cacheFolder)).toEqual([]);
    await expect(signInAgain(settings, refreshToken ?? '', options.signal)).rejects.toMatchObject({
      code: 'NOT_SIGNED_IN',
    });
    const nobody = { forgotten: false, revocation: 'nothing to revoke', failure: null };
    expect(await logOut(options)).toEqual(nobody);
    const never = { ...options, cacheFolder: `${options.cacheFolder}/none` };
    expect(await logOut(never)).toEqual(nobody);
  });

  describe('that was kept', () => {
    const kept = (changes: Partial<CachedLogin>) =>
      writeLogin(loginFile(options.cacheFolder, { ...settings, ...changes }), {
        version: 2,
        issuer: settings.issuer,
        clientId: settings.clientId,
        roleArn: settings.roleArn,
        idToken: 'an old ID token',
        subject: 'preparer',
        name: 'preparer@example.org',
        signedInAt: clock.now(),
        refreshToken: null,
        assumedRoleArn: `${ROLE}/preparer`,
        accessKeyId: 'an old key',
        secretAccessKey: 'an old secret',
        sessionToken: 'an old token',
        expiration: clock.now(),
        ...changes,
      });

    it('is forgotten, and it is told why the provider did not revoke it', async () => {
      await kept({ refreshToken: 'a token of long ago' });
      await provider.close();
      expect(await logOut(options)).toMatchObject({
        forgotten: true,
        revocation: 'failed',
        failure: { code: 'PROVIDER_FAILED' },
      });
      expect(await readdir(options.cacheFolder)).toEqual([]);
      expect(redaction.redact('a token of long ago')).toBe('[secret]');
    });

    it('is forgotten where the provider revokes nothing', async () => {
      const other = await startIdentityProvider({ revocation: false });
      const there = { ...options, settings: { ...settings, issuer: other.issuer } };
      await kept({ refreshToken: 'a token of long ago', issuer: other.issuer });
      const end = await logOut(there);
      await other.close();
      expect(end).toEqual({ forgotten: true, revocation: 'not offered', failure: null });
    });

    it('is forgotten unread when others could have made it: what it holds is sent to nobody', async () => {
      await kept({ refreshToken: 'a token of long ago' });
      await chmod(loginFile(options.cacheFolder, settings), 0o644);
      expect(await logOut(options)).toMatchObject({
        forgotten: true,
        revocation: 'failed',
        failure: { code: 'CACHE_UNSAFE' },
      });
      expect(await readdir(options.cacheFolder)).toEqual([]);
    });

    it('is over when its keys ended and nothing renews them', async () => {
      await kept({});
      await expect(loginCredentials(options)()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
      await expect(currentLogin(options)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
      expect(assumed()).toEqual([]);
    });

    it('is over when the provider does not know the refresh token any more', async () => {
      await kept({ refreshToken: 'a token of long ago' });
      await expect(loginCredentials(options)()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
      expect(assumed()).toEqual([]);
    });

    it('SOD-6 is over when the provider names another person', async () => {
      await signedInAs('preparer');
      const file = loginFile(options.cacheFolder, settings);
      const login: CachedLogin = JSON.parse(await readFile(file, 'utf8'));
      await kept({ ...login, subject: 'somebody else', expiration: clock.now() });
      await expect(loginCredentials(options)()).rejects.toMatchObject({ code: 'LOGIN_DENIED' });
      expect(assumed()).toHaveLength(1);
    });
  });
});
