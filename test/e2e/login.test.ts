import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/app/config.ts';
import { executeRun } from '../../src/app/execute-run.ts';
import { signInPerson } from '../../src/app/login.ts';
import { awsOperator } from '../../src/app/operator.ts';
import { prepareRun } from '../../src/app/prepare-run.ts';
import { summaryOfCell } from '../../src/app/run-summary.ts';
import { type DemoAws, EVIDENCE_BUCKET, startDemoAws } from '../support/aws/demo-aws.ts';
import { ACCOUNT, type AwsStandIn, startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';
import { type LocalIdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { type IpeResult, runIpe, startIpe } from '../support/ipe.ts';
import { ipeHere } from '../support/ipe-here.ts';
import { FEW, sharedBooks } from '../support/shared-books.ts';

vi.setConfig({ testTimeout: 300_000 });

const ROLE = `arn:aws:iam::${ACCOUNT}:role/soxauto-preparers`;
const SHIFTED_CLOCK = pathToFileURL(
  join(dirname(dirname(fileURLToPath(import.meta.url))), 'support/shifted-clock.mjs'),
).href;

describe('ipe login', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-login-'));
  const cache = join(folder, 'cache');
  const said: string[] = [];
  /** Keys of every session there was. */
  const keys: string[] = [];
  let provider: LocalIdentityProvider;
  let aws: AwsStandIn;
  let env: Record<string, string>;
  /** Sign-ins of other people of this machine, all at once: each waits for the provider. */
  let others: Record<'behind' | 'ahead' | 'far' | 'denied' | 'interrupted', Promise<IpeResult>>;

  beforeAll(async () => {
    provider = await startIdentityProvider();
    const { issuer, clientId, jwksUri: jwksUrl } = provider;
    aws = await startAwsStandIn({
      providers: [{ issuer, audience: clientId, jwksUrl }],
      roles: [{ arn: ROLE }],
    });
    writeFileSync(
      join(folder, 'soxauto.config.json'),
      JSON.stringify({
        environment: 'test',
        sources: { bob: { kind: 'duckdb', file: 'bob.duckdb' } },
        aws: {
          region: 'eu-west-1',
          login: { issuer, client_id: clientId, role_arn: ROLE },
        },
      }),
    );
    env = {
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_EC2_METADATA_DISABLED: 'true',
      XDG_CACHE_HOME: cache,
    };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    others = {
      behind: login(approve, { ...clockOff(-120_000), XDG_CACHE_HOME: cacheOf('behind') }),
      ahead: login(approve, { ...clockOff(120_000), XDG_CACHE_HOME: cacheOf('ahead') }),
      far: login(approve, { ...clockOff(5_400_000), XDG_CACHE_HOME: cacheOf('far') }),
      denied: login(deny, { XDG_CACHE_HOME: cacheOf('denied') }),
      interrupted: login((_, { child }) => void child.kill('SIGINT'), {
        XDG_CACHE_HOME: cacheOf('interrupted'),
      }),
    };
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all([provider.close(), aws.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs it, and lets a person act once it says where to go. */
  async function login(
    act: (
      prompt: { address: string; code: string },
      started: ReturnType<typeof startIpe>,
    ) => Promise<void> | void,
    more: Record<string, string> = {},
  ) {
    const started = startIpe(['login'], { cwd: folder, env: { ...env, ...more } });
    const { child, ended } = started;
    let acted: Promise<void> | undefined;
    let heard = '';
    child.stderr.on('data', (text: string) => {
      heard += text;
      const [, address, code] =
        /open {2}\S+\nor {4}(\S+) and enter the code (\S+)\n/.exec(heard) ?? [];
      if (address === undefined || code === undefined || acted !== undefined) return;
      acted = Promise.resolve(act({ address, code }, started));
    });
    const end = await ended;
    await acted;
    said.push(end.stdout, end.stderr);
    return end;
  }

  const promptOf = ({ address, code }: { address: string; code: string }) => ({
    ...{ address, code, addressWithCode: `${address}?user_code=${code}`, expiresInSeconds: 600 },
  });
  const approve = (prompt: { address: string; code: string }) =>
    provider.approve(promptOf(prompt), 'preparer');
  const deny = (prompt: { address: string; code: string }) => provider.deny(promptOf(prompt));
  const cacheOf = (name: string) => join(folder, name);
  const clockOff = (milliseconds: number) => ({
    NODE_OPTIONS: `--import ${SHIFTED_CLOCK}`,
    CLOCK_SHIFT_MS: `${milliseconds}`,
  });

  it('U-3 ends 3 while nobody is signed in, and says what to do', async () => {
    const { code, stderr } = await ipeHere(['login', '--status'], { cwd: folder, env });
    expect(stderr).toContain('nobody is signed in');
    expect(stderr).toContain('Run ipe login.');
    expect(code).toBe(3);
  });

  it('SOD-6 signs a person in on another device and keeps the session for that person only', async () => {
    const { code, stdout } = await login(approve);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^signed in {2}preparer@example\.org since /);
    expect(stdout).toContain(
      `role       arn:aws:sts::${ACCOUNT}:assumed-role/soxauto-preparers/preparer`,
    );
    expect(stdout).toMatch(/keys until \S+Z, renewed when they end/);
    const status = await runIpe(['login', '--status', '--json'], { cwd: folder, env });
    said.push(status.stdout, status.stderr);
    expect(status.code).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({ subject: 'preparer', renewable: true });
  });

  it('SOD-6 J-1 names the person with keys renewed after they ended, until the sign-in itself is ended', async () => {
    const [file = ''] = readdirSync(join(cache, 'soxauto'));
    const path = join(cache, 'soxauto', file);
    const kept = () => JSON.parse(readFileSync(path, 'utf8'));
    const operator = async () => {
      const { account, authenticatedBy } = await awsOperator(
        loadConfig(folder),
        new AbortController().signal,
      );
      said.push(account, authenticatedBy);
      return `${account}, authenticated by ${authenticatedBy}`;
    };
    const remember = () => {
      const { accessKeyId, secretAccessKey, sessionToken, refreshToken, ...rest } = kept();
      keys.push(secretAccessKey, sessionToken, refreshToken);
      return { accessKeyId, secretAccessKey, sessionToken, refreshToken, ...rest };
    };
    const first = remember();
    // by this machine's clock, and by that of AWS
    writeFileSync(path, JSON.stringify({ ...first, expiration: new Date().toISOString() }));
    aws.sts.expire(first.accessKeyId);
    const sts = `AWS STS at ${aws.endpoint} (not AWS) ${first.assumedRoleArn}`;
    const words = `preparer@example.org, authenticated by ${sts}, after OpenID Connect ${provider.issuer}, subject preparer`;
    expect(await operator()).toBe(words);
    const second = remember();
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    // AWS alone holds them for ended
    aws.sts.expire(second.accessKeyId);
    expect(await operator()).toBe(words);
    expect(remember().accessKeyId).not.toBe(second.accessKeyId);
    // a refresh token that was used before ends them all, as one that was stolen would
    writeFileSync(path, JSON.stringify({ ...first, expiration: new Date().toISOString() }));
    const ended: unknown = await operator().catch((thrown: unknown) => thrown);
    said.push(inspect(ended, { depth: 10 }));
    expect(ended).toMatchObject({ message: expect.stringContaining('has ended') });
    expect(provider.grants.filter((grant) => grant === 'refresh_token')).toHaveLength(2);
  });

  it('works on a machine whose clock is two minutes wrong', async () => {
    const ends = await Promise.all([others.behind, others.ahead]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  });

  it('says so when the clock is an hour and a half wrong', async () => {
    const { code, stderr } = await others.far;
    expect(stderr).toContain('is not valid now by this machine');
    expect(stderr).toContain('Set the clock of this machine');
    expect(code).toBe(3);
  });

  it('ends 3 when the person denies it, and when it is interrupted', async () => {
    const denied = await others.denied;
    expect(denied.stderr).toContain('was denied');
    expect(denied.code).toBe(3);
    const interrupted = await others.interrupted;
    expect(interrupted.stderr).toContain('signing in was cancelled');
    expect(interrupted.code).toBe(3);
  });

  it('P27 shows no token and no key of any session anywhere but in the kept one', async () => {
    await Promise.all(Object.values(others));
    for (const name of ['behind', 'ahead']) {
      const [file = ''] = readdirSync(join(cacheOf(name), 'soxauto'));
      const kept = JSON.parse(readFileSync(join(cacheOf(name), 'soxauto', file), 'utf8'));
      keys.push(kept.secretAccessKey, kept.sessionToken, kept.refreshToken);
    }
    const secrets = [...provider.tokens, ...keys];
    expect(provider.tokens.length).toBeGreaterThan(6);
    // three sessions of one sign-in, and two people more
    expect(new Set(keys).size).toBe(15);
    for (const secret of secrets) expect(said.join('\n')).not.toContain(secret);
  });

  it('forgets the session on demand', async () => {
    const forget = () => ipeHere(['login', '--forget'], { cwd: folder, env });
    expect((await forget()).stdout).toBe(
      'the kept session was deleted, and the provider revoked its refresh token\n',
    );
    expect((await forget()).stdout).toBe('nobody was signed in\n');
    expect(readdirSync(join(cache, 'soxauto'))).toEqual([]);
  });

  it('U-3 forgets the session and ends 3 when the provider cannot be told', async () => {
    await Promise.all(Object.values(others));
    const place = join(cacheOf('behind'), 'soxauto');
    const [file = ''] = readdirSync(place);
    const { refreshToken } = JSON.parse(readFileSync(join(place, file), 'utf8'));
    await provider.close();
    const { code, stdout, stderr } = await runIpe(['login', '--forget'], {
      cwd: folder,
      env: { ...env, XDG_CACHE_HOME: cacheOf('behind') },
    });
    expect(stdout).toBe('the kept session was deleted\n');
    expect(stderr).toContain('its refresh token was not revoked');
    expect(stderr).not.toContain(refreshToken);
    expect(readdirSync(place)).toEqual([]);
    expect(code).toBe(3);
  });

  it('U-3 ends 2 where no sign-in is configured', async () => {
    const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
    const { code, stderr } = await ipeHere(['login'], { cwd: elsewhere, env });
    expect(stderr).toContain('aws is not configured');
    expect(code).toBe(2);
  });
});

describe('a run of a person who signed in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-login-run-'));
  const cache = join(folder, 'cache');
  const role = `arn:aws:iam::${ACCOUNT}:role/demo-runner`;
  let provider: LocalIdentityProvider;
  let aws: DemoAws;

  beforeAll(async () => {
    provider = await startIdentityProvider();
    const { issuer, clientId, jwksUri: jwksUrl } = provider;
    aws = await startDemoAws({
      folder: join(folder, 'demo'),
      books: await sharedBooks({ rows: FEW }),
      aws: { providers: [{ issuer, audience: clientId, jwksUrl }], roles: [{ arn: role }] },
    });
    const login = { issuer, client_id: clientId, role_arn: role };
    const { configuration, environment } = aws;
    writeFileSync(
      join(folder, 'soxauto.config.json'),
      JSON.stringify({ ...configuration, aws: { ...configuration.aws, login } }),
    );
    const env = {
      ...environment,
      SOXAUTO_CONFIG: join(folder, 'soxauto.config.json'),
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      XDG_CACHE_HOME: cache,
    };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all([provider.close(), aws.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('P20 P21 P27 that is cancelled when the keys have ended stops its query with new ones, and is sealed', async () => {
    const cancel = new AbortController();
    let approved: Promise<void> | undefined;
    await signInPerson(
      folder,
      (prompt) => {
        approved = provider.approve(prompt, 'preparer');
      },
      cancel.signal,
    );
    await approved;
    const [file = ''] = readdirSync(join(cache, 'soxauto'));
    const kept = () => JSON.parse(readFileSync(join(cache, 'soxauto', file), 'utf8'));
    const before = kept();
    const isExtract = ({ text }: { readonly text: string }) =>
      text.includes('AS "order_status"') && !text.includes('ipe_rows');
    aws.athena.behave({ states: Array.from({ length: 10_000 }, () => 'RUNNING') }, isExtract);
    const prepared = await prepareRun(
      {
        ...{ items: ['IPE_09'], all: false, period: '2025-09', entities: [], parameters: [] },
        ...{ rows: undefined, seed: undefined, demo: false, breaks: false, out: undefined },
        dry: false,
      },
      folder,
      () => undefined,
    );
    const events: unknown[] = [];
    const listener = {
      onEvent: (_: unknown, event: { readonly name: string }) => {
        events.push(event);
        // those the query was stopped with do not last until the package is stored
        if (event.name === 'seal.started') aws.standIn.sts.expire(kept().accessKeyId);
      },
    };
    const running = executeRun(prepared, listener, cancel.signal);
    const last = () => aws.athena.executions.at(-1);
    await vi.waitFor(
      () => {
        const execution = last();
        if (execution === undefined) throw new Error('nothing runs yet');
        expect([execution.state, isExtract(execution.query)]).toEqual(['RUNNING', true]);
      },
      { timeout: 120_000, interval: 50 },
    );
    aws.standIn.sts.expire(before.accessKeyId);
    cancel.abort(new Error('cancelled by a signal'));
    const { cells, exitCode } = await running;
    const [run] = cells.map(summaryOfCell);
    expect({ exitCode, failure: run?.failure?.code, state: last()?.state }).toEqual({
      exitCode: 70,
      failure: 'CANCELLED',
      state: 'CANCELLED',
    });
    const after = kept();
    expect(provider.grants.filter((grant) => grant === 'refresh_token')).toHaveLength(2);
    const key = (run?.package ?? '').replace(`s3://${EVIDENCE_BUCKET}/`, '');
    const zip = join(folder, 'package.zip');
    writeFileSync(zip, await aws.standIn.s3.read(EVIDENCE_BUCKET, key));
    const sealed = execFileSync('unzip', ['-p', zip]).toString('latin1');
    expect(sealed).toContain('preparer@example.org');
    for (const { secretAccessKey, sessionToken, idToken, refreshToken } of [before, after]) {
      for (const secret of [secretAccessKey, sessionToken, idToken, refreshToken]) {
        expect(`${sealed}${inspect(events, { depth: 10 })}`).not.toContain(secret);
      }
    }
  });
});
