import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { signInAgain } from '../../../src/credentials/login/identity-provider.ts';
import {
  currentLogin,
  type LoginOptions,
  type LoginSettings,
  logIn,
  loginCredentials,
  logOut,
  type SignedIn,
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

const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
/** Each desk signs in for a role of its own, by which what it asked of AWS is told from what others ask. */
const DESKS = 20;

/** Where one person after the other works: a cache folder, a role and a clock of its own. */
interface Desk {
  readonly settings: LoginSettings;
  readonly options: LoginOptions;
  readonly clock: ReturnType<typeof aClock>;
  readonly path: string;
  signedInAs(person: string): Promise<SignedIn>;
  keptNow(): Promise<CachedLogin>;
  /** What AWS was asked for this role. */
  assumed(): ReturnType<AwsStandIn['requests']['of']>;
}

describe('a sign-in that becomes keys of a role', () => {
  let provider: LocalIdentityProvider;
  let aws: AwsStandIn;
  let folder: string;
  let desks = 0;
  const redaction = startRedaction();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soxauto-test-'));
    provider = await startIdentityProvider();
    const { issuer, clientId: audience, jwksUri: jwksUrl } = provider;
    aws = await startAwsStandIn({
      providers: [{ issuer, audience, jwksUrl }],
      roles: Array.from({ length: DESKS }, (_, n) => ({
        arn: role(`soxauto-${n}`),
        subjects: ['preparer', 'reviewer'],
      })),
    });
    vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all([provider.close(), aws.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  /** Where a server was, and is no more. */
  async function addressOfNobody(): Promise<string> {
    const gone = await startAwsStandIn();
    await gone.close();
    return gone.endpoint;
  }

  async function aDesk(): Promise<Desk> {
    const roleArn = role(`soxauto-${desks++}`);
    const { issuer, clientId } = provider;
    const settings: LoginSettings = {
      issuer,
      clientId,
      scope: 'openid profile email offline_access',
      region: REGION,
      roleArn,
      sessionSeconds: 3600,
    };
    const clock = aClock(new Date().toISOString());
    const { signal } = new AbortController();
    const cacheFolder = await mkdtemp(join(folder, 'desk-'));
    const options = { settings, cacheFolder, clock, redaction, signal };
    const path = loginFile(cacheFolder, settings);
    return {
      settings,
      options,
      clock,
      path,
      signedInAs: async (person) => {
        let acted: Promise<void> = Promise.resolve();
        const signedIn = await logIn(options, (prompt) => {
          acted = provider.approve(prompt, person);
        });
        await acted;
        return signedIn;
      },
      keptNow: async () => JSON.parse(await readFile(path, 'utf8')),
      assumed: () =>
        aws.requests
          .of('sts.AssumeRoleWithWebIdentity')
          .filter(({ input }) => input?.['RoleArn'] === roleArn),
    };
  }

  describe.concurrent('of a person', () => {
    it('SOD-6 names person, role and end, keeps the keys, and renews them by the refresh token alone', async () => {
      const { settings, options, clock, path, signedInAs, assumed } = await aDesk();
      const { roleArn } = settings;
      const signedIn = await signedInAs('preparer');
      expect(signedIn).toMatchObject({
        subject: 'preparer',
        name: 'preparer@example.org',
        assumedRoleArn: `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/preparer`,
        renewable: true,
      });
      const [request] = assumed();
      expect(request?.headers['authorization']).toBeUndefined();
      expect(request?.input).toMatchObject({
        RoleArn: roleArn,
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
        ...provider.tokens,
        keys.secretAccessKey,
        keys.sessionToken ?? '',
        renewed.secretAccessKey,
      ];
      for (const secret of secrets.filter((one) => redaction.redact(one) === one)) {
        // the provider's access token was never looked at
        expect(await readFile(path, 'utf8')).not.toContain(secret);
      }
      expect(redaction.redact(keys.secretAccessKey)).toBe('[secret]');
      expect(redaction.redact(keys.sessionToken ?? '')).toBe('[secret]');
      const idTokens = assumed().map(({ input }) => String(input?.['WebIdentityToken']));
      for (const token of idTokens) expect(redaction.redact(token)).toBe('[secret]');
    });

    it('is renewed once for all who need keys at the same time: a refresh token is good once', async () => {
      const { options, clock, signedInAs, assumed } = await aDesk();
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
      const { options, clock, path, signedInAs, keptNow, assumed } = await aDesk();
      await signedInAs('preparer');
      const login = await keptNow();
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
      const { options, path, signedInAs, keptNow } = await aDesk();
      await signedInAs('preparer');
      const credentials = loginCredentials(options);
      await credentials();
      const login = await keptNow();
      await writeLogin(path, { ...login, subject: 'somebody' });
      await expect(credentials()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
      await expect(loginCredentials(options)()).rejects.toMatchObject({
        code: 'NOT_SIGNED_IN',
        message: 'somebody else has signed in meanwhile',
      });
    });

    it('ends the one it takes the place of: its refresh token renews nothing any more', async () => {
      const { settings, options, signedInAs, keptNow } = await aDesk();
      await signedInAs('reviewer');
      const { refreshToken } = await keptNow();
      await signedInAs('preparer');
      await expect(signInAgain(settings, refreshToken ?? '', options.signal)).rejects.toMatchObject(
        {
          code: 'NOT_SIGNED_IN',
        },
      );
      expect(redaction.redact(refreshToken ?? '')).toBe('[secret]');
      await loginCredentials(options)({ forceRefresh: true });
      expect(await keptNow()).toMatchObject({ subject: 'preparer' });
    });

    it('is refused by AWS for a person the role does not trust, and nothing is kept', async () => {
      const { options, signedInAs } = await aDesk();
      await expect(signedInAs('somebody')).rejects.toMatchObject({
        name: 'LoginError',
        code: 'ROLE_REFUSED',
        message: expect.stringContaining('AccessDenied'),
        advice: expect.stringContaining('trust of the role'),
      });
      await expect(currentLogin(options)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    });

    it('is nobody before somebody signed in', async () => {
      const { options } = await aDesk();
      await expect(currentLogin(options)).rejects.toMatchObject({
        code: 'NOT_SIGNED_IN',
        advice: 'Run ipe login.',
      });
      await expect(loginCredentials(options)()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    });

    it('is ended at the provider before it is forgotten: nobody renews keys by it any more', async () => {
      const { settings, options, signedInAs, keptNow } = await aDesk();
      await signedInAs('preparer');
      const { refreshToken } = await keptNow();
      expect(await logOut(options)).toEqual({
        forgotten: true,
        revocation: 'revoked',
        failure: null,
      });
      expect(await readdir(options.cacheFolder)).toEqual([]);
      await expect(signInAgain(settings, refreshToken ?? '', options.signal)).rejects.toMatchObject(
        {
          code: 'NOT_SIGNED_IN',
        },
      );
      const nobody = { forgotten: false, revocation: 'nothing to revoke', failure: null };
      expect(await logOut(options)).toEqual(nobody);
      const never = { ...options, cacheFolder: `${options.cacheFolder}/none` };
      expect(await logOut(never)).toEqual(nobody);
    });
  });

  // what breaks STS breaks it for everybody
  describe('while something else happens', () => {
    const waiting: Desk[] = [];

    beforeAll(async () => {
      waiting.push(...(await Promise.all([1, 2, 3, 4].map(aDesk))));
      await Promise.all(waiting.map((desk) => desk.signedInAs('preparer')));
    });
    afterEach(() => aws.faults.clear());

    /** A desk where the preparer has signed in. */
    function signedIn(): Desk {
      const desk = waiting.pop();
      if (desk === undefined) throw new Error('nobody has signed in for this test');
      return desk;
    }

    it('survives an STS that is down while keys are renewed: the new refresh token is kept', async () => {
      const { options, keptNow } = signedIn();
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
      const { options, signedInAs, keptNow, assumed } = signedIn();
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
      const { options, path, keptNow } = signedIn();
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

    it('of another provider is none here, and its refresh token is sent to nobody', async () => {
      const { options, path, keptNow } = signedIn();
      const granted = [...provider.grants];
      await writeLogin(path, { ...(await keptNow()), issuer: 'https://login.example.org' });
      const nobody = { code: 'NOT_SIGNED_IN' };
      await expect(currentLogin(options)).rejects.toMatchObject(nobody);
      await expect(loginCredentials(options)()).rejects.toMatchObject(nobody);
      expect(await logOut(options)).toMatchObject({ revocation: 'nothing to revoke' });
      expect(provider.grants).toEqual(granted);
    });
  });

  describe.concurrent('that was kept', () => {
    const kept = ({ settings, clock, options }: Desk, changes: Partial<CachedLogin>) =>
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
        assumedRoleArn: `${settings.roleArn}/preparer`,
        accessKeyId: 'an old key',
        secretAccessKey: 'an old secret',
        sessionToken: 'an old token',
        expiration: clock.now(),
        ...changes,
      });

    it('is forgotten, and it is told why the provider did not revoke it', async () => {
      const desk = await aDesk();
      const issuer = await addressOfNobody();
      const there = { ...desk.options, settings: { ...desk.settings, issuer } };
      await kept(desk, { refreshToken: 'a token of long ago', issuer });
      expect(await logOut(there)).toMatchObject({
        forgotten: true,
        revocation: 'failed',
        failure: { code: 'PROVIDER_FAILED' },
      });
      expect(await readdir(there.cacheFolder)).toEqual([]);
      expect(redaction.redact('a token of long ago')).toBe('[secret]');
    });

    it('is forgotten where the provider revokes nothing', async () => {
      const desk = await aDesk();
      const { settings, options } = desk;
      const other = await startIdentityProvider({ revocation: false });
      const there = { ...options, settings: { ...settings, issuer: other.issuer } };
      await kept(desk, { refreshToken: 'a token of long ago', issuer: other.issuer });
      const end = await logOut(there);
      await other.close();
      expect(end).toEqual({ forgotten: true, revocation: 'not offered', failure: null });
    });

    it('is forgotten unread when others could have made it: what it holds is sent to nobody', async () => {
      const desk = await aDesk();
      const { options, path } = desk;
      await kept(desk, { refreshToken: 'a token of long ago' });
      await chmod(path, 0o644);
      expect(await logOut(options)).toMatchObject({
        forgotten: true,
        revocation: 'failed',
        failure: { code: 'CACHE_UNSAFE' },
      });
      expect(await readdir(options.cacheFolder)).toEqual([]);
    });

    it('is over when its keys ended and nothing renews them', async () => {
      const desk = await aDesk();
      const { options, assumed } = desk;
      await kept(desk, {});
      await expect(loginCredentials(options)()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
      await expect(currentLogin(options)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
      expect(assumed()).toEqual([]);
    });

    it('is over when the provider does not know the refresh token any more', async () => {
      const desk = await aDesk();
      const { options, assumed } = desk;
      await kept(desk, { refreshToken: 'a token of long ago' });
      await expect(loginCredentials(options)()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
      expect(assumed()).toEqual([]);
    });

    it('SOD-6 is over when the provider names another person', async () => {
      const desk = await aDesk();
      const { options, clock, signedInAs, keptNow, assumed } = desk;
      await signedInAs('preparer');
      const login = await keptNow();
      await kept(desk, { ...login, subject: 'somebody else', expiration: clock.now() });
      await expect(loginCredentials(options)()).rejects.toMatchObject({ code: 'LOGIN_DENIED' });
      expect(assumed()).toHaveLength(1);
    });
  });
});
