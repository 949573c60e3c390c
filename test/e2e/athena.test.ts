import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { executeRun } from '../../src/app/execute-run.ts';
import { prepareRun } from '../../src/app/prepare-run.ts';
import { type RunSummary, summaryOfCell } from '../../src/app/run-summary.ts';
import type { Extract } from '../../src/extraction/extract.ts';
import { catalog, extractFromBooks } from '../demo/run-item.ts';
import { QueryFailure } from '../support/aws/athena-failure.ts';
import { clientEnvironment, REGION } from '../support/aws/clients.ts';
import {
  type DemoAws,
  EVIDENCE_BUCKET,
  OTHER_KEY,
  RUNNER_KEY,
  startDemoAws,
} from '../support/aws/demo-aws.ts';
import { ACCOUNT } from '../support/aws/start-aws-stand-in.ts';
import { type LocalIdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { type IpeResult, runIpe, runJson, runsOf, startIpe } from '../support/ipe.ts';
import { ipeHere, runHere } from '../support/ipe-here.ts';
import { smallBooks } from '../support/small-books.ts';

vi.setConfig({ testTimeout: 300_000 });

const PERIOD = '2025-09';
/** An item of one table, for what has nothing to do with the item. */
const ITEM = 'IPE_09';
const ASKED = [ITEM, '--period', PERIOD];
const PEOPLE = `arn:aws:iam::${ACCOUNT}:role/demo-runner`;

const PRODUCTION = {
  kind: 's3',
  bucket: EVIDENCE_BUCKET,
  prefix: 'production',
  region: REGION,
  expected_owner: ACCOUNT,
  kms_key: `arn:aws:kms:${REGION}:${ACCOUNT}:key/evidence`,
};
/** Temporary keys of the same role, as a task or a profile has them. */
const TASK_KEY = {
  ...RUNNER_KEY,
  accessKeyId: 'demo-task-key',
  secretAccessKey: 'demo-task-secret/+=',
  sessionToken: `demo-task-token/${'+Zx9='.repeat(60)}`,
};

const root = mkdtempSync(join(tmpdir(), 'soxauto-athena-'));
let provider: LocalIdentityProvider;
let aws: DemoAws;

beforeAll(async () => {
  provider = await startIdentityProvider();
  const { issuer, clientId, jwksUri: jwksUrl } = provider;
  aws = await startDemoAws({
    folder: join(root, 'demo'),
    books: await smallBooks(),
    aws: {
      keys: [RUNNER_KEY, OTHER_KEY, TASK_KEY],
      providers: [{ issuer, audience: clientId, jwksUrl }],
      roles: [{ arn: PEOPLE }],
    },
  });
});
afterEach(() => {
  aws.standIn.faults.clear();
  aws.athena.behave({ states: [] });
  aws.standIn.requests.clear();
});
afterAll(async () => {
  await Promise.all([provider.close(), aws.close()]);
  rmSync(root, { recursive: true, force: true });
});

/** A working folder with the demo's configuration, packages below a prefix of its own. */
function place(
  name: string,
  change: {
    readonly source?: object;
    readonly only?: readonly string[];
    readonly aws?: object;
    readonly file?: object;
  } = {},
) {
  const cwd = mkdtempSync(join(root, `${name}-`));
  const { configuration, environment } = aws;
  const sources = Object.entries(configuration.sources)
    .filter(([source]) => change.only?.includes(source) ?? true)
    .map(([source, settings]) => [source, { ...settings, ...change.source }]);
  writeFileSync(
    join(cwd, 'soxauto.config.json'),
    JSON.stringify({
      ...configuration,
      sources: Object.fromEntries(sources),
      aws: { ...configuration.aws, ...change.aws },
      evidence: { ...configuration.evidence, prefix: name },
      ...change.file,
    }),
  );
  const { SOXAUTO_CONFIG: _config, ...env } = environment;
  return { cwd, env: { ...env, XDG_CACHE_HOME: join(cwd, 'cache') } };
}

type Place = ReturnType<typeof place>;

/** Downloads the package of a run into the working folder. */
async function download(
  { cwd }: Place,
  { package: uri }: Pick<RunSummary, 'package'>,
): Promise<string> {
  const key = (uri ?? '').replace(`s3://${EVIDENCE_BUCKET}/`, '');
  const file = join(cwd, key.split('/').at(-1) ?? '');
  writeFileSync(file, await aws.standIn.s3.read(EVIDENCE_BUCKET, key));
  return file;
}

function member(file: string, path: string): string {
  return execFileSync('unzip', ['-p', file, `*/${path}`]).toString('utf8');
}

function only<Run>(runs: readonly Run[]): Run {
  const [run] = runs;
  if (run === undefined) throw new Error('nothing was run');
  return run;
}

/** What a signal does to a run, in the process of the test: it is cancelled when `begin` says so. */
async function cancelledRun(
  { cwd, env }: Place,
  begin: (cancel: () => void) => ((event: string) => void) | undefined,
): Promise<{ readonly code: number; readonly run: RunSummary }> {
  const controller = new AbortController();
  const heard = begin(() => controller.abort(new Error('cancelled by a signal')));
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    const asked = { items: [ITEM], all: false, period: PERIOD, entities: [], parameters: [] };
    const books = { rows: undefined, seed: undefined, demo: false, breaks: false, out: undefined };
    const prepared = await prepareRun({ ...asked, ...books, dry: false }, cwd, () => undefined);
    const listener = {
      onEvent: (_: unknown, { name }: { readonly name: string }) => heard?.(name),
    };
    const finished = await executeRun(prepared, listener, controller.signal);
    return { code: finished.exitCode, run: summaryOfCell(only(finished.cells)) };
  } finally {
    vi.unstubAllEnvs();
  }
}

/** A person signs in with the command line, and approves it elsewhere. */
async function signIn(person: {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}) {
  const { child, ended } = startIpe(['login'], person);
  let approved: Promise<void> | undefined;
  let heard = '';
  child.stderr.on('data', (text: string) => {
    heard += text;
    const [, address, code] =
      /open {2}\S+\nor {4}(\S+) and enter the code (\S+)\n/.exec(heard) ?? [];
    if (address === undefined || code === undefined) return;
    const addressWithCode = `${address}?user_code=${code}`;
    const prompt = { address, code, addressWithCode, expiresInSeconds: 600 };
    approved ??= provider.approve(prompt, 'preparer');
  });
  const end = await ended;
  await approved;
  return end;
}

/** What a package says of one query. */
interface Receipt {
  readonly scan: {
    readonly executions: number;
    readonly billed_bytes: string;
    readonly cost_estimates: readonly unknown[];
    readonly of: readonly { readonly engine_query_id: string }[];
  };
  readonly queries: readonly {
    readonly engine_query_id: string;
    readonly details: Readonly<Record<string, string>>;
  }[];
}

/** Where the stand-in says it is reached. */
function foreign(): string {
  return `at ${aws.standIn.endpoint} (not AWS)`;
}

/** Of executions that are paid as ten megabytes each, at 5.00 a terabyte. */
function perExecution(count: number): string {
  return `0.${`${count * 5_000}`.padStart(8, '0')}`;
}

function none(): never {
  throw new Error('there is none');
}

/** The extract itself, not its count. */
function isExtract({ text }: { readonly text: string }): boolean {
  return text.includes('AS "order_status"') && !text.includes('ipe_rows');
}

/** Until the last execution runs and is such a one. */
async function running(
  isIt: (execution: DemoAws['athena']['executions'][number]) => boolean,
): Promise<void> {
  await vi.waitFor(
    () => {
      const last = aws.athena.executions.at(-1);
      expect(last?.state === 'RUNNING' && isIt(last)).toBe(true);
    },
    { timeout: 120_000, interval: 50 },
  );
}

const secrets: string[] = [
  RUNNER_KEY.secretAccessKey,
  OTHER_KEY.secretAccessKey,
  TASK_KEY.secretAccessKey,
  TASK_KEY.sessionToken,
];

/** Nothing that was printed or left below the working folder holds a key or a token. */
function expectNoSecret({ cwd }: Place, ...ends: readonly IpeResult[]): void {
  const files = readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/cache'))
    .map((entry) => join(entry.parentPath, entry.name));
  const inside = files
    .filter((path) => path.endsWith('.zip'))
    .map((path) => [`${path} inflated`, execFileSync('unzip', ['-p', path])] as const);
  const texts = [
    ...files.map((path) => [path, readFileSync(path)] as const),
    ...inside,
    ...ends.map(({ stdout, stderr }) => ['printed', Buffer.from(stdout + stderr)] as const),
  ];
  expect(texts.length).toBeGreaterThan(1);
  const all = [...secrets, ...provider.tokens];
  const found = texts.filter(([, text]) => all.some((secret) => text.includes(secret)));
  expect(found.map(([name]) => name)).toEqual([]);
}

describe('an item whose sources are in a data lake', () => {
  it.each([
    ['s3', 'IPE_07', 'central_fin_dwh', runJson, 'none', 'none, as configured'],
    ['api', ITEM, 'pg_bob', runHere, 'unknown', 'unknown'],
  ] as const)(
    'P27 B-5 RJ-9 by %s: %s has the content of the embedded engine, verifies, and says what Athena said',
    async (fetch, id, database, runs, row_filters, rowFilters) => {
      const at = place(`good-${fetch}`, { source: { fetch, row_filters } });
      const asked = { id, period: PERIOD };
      const digestOf = ({ contentDigest }: Extract) => contentDigest;
      const embedded = await extractFromBooks(aws.books, asked, digestOf);
      const before = aws.athena.executions.length;
      const ran = await runs([id, '--period', PERIOD, '--log', 'json'], at);
      const run = only(ran.runs);
      expect({ code: ran.code, outcome: run.outcome, content: run.content_sha256 }).toEqual({
        code: 0,
        outcome: 'no_exceptions_noted',
        content: embedded,
      });
      const file = await download(at, run);
      const verified = await ipeHere(['verify', file], at);
      expect(verified.code).toBe(0);
      const receipt: Receipt = JSON.parse(member(file, 'data/09_run/receipt.json'));
      const { engine_query_id: queryId, details } = receipt.queries[0] ?? none();
      const execution = aws.athena.executions.find(({ query }) => query.id === queryId) ?? none();
      expect(details).toMatchObject({
        fetch,
        'caller.arn': RUNNER_KEY.arn,
        'execution.execution': queryId,
        'execution.data_scanned_bytes': expect.stringMatching(/^[1-9][0-9]*$/),
        consistency: 'pinned-snapshot',
        row_filters: rowFilters,
        'endpoint.athena': `${aws.standIn.endpoint} (not AWS)`,
        'endpoint.s3': `${aws.standIn.endpoint} (not AWS)`,
        'endpoint.sts': `${aws.standIn.endpoint} (not AWS)`,
      });
      // pins, counts and the look at the end are executions like any other, each of ten megabytes at least
      const all = aws.athena.executions.slice(before).map(({ query }) => query.id);
      const { scan } = receipt;
      expect(scan.of.map((one) => one.engine_query_id).sort()).toEqual(all.sort());
      expect(scan).toMatchObject({
        executions: all.length,
        billed_bytes: `${all.length * 10_000_000}`,
        cost_estimates: [{ amount: perExecution(all.length), currency: 'USD' }],
      });
      const words = /scanned [0-9.]+ MiB in \d+ executions, about USD 0\.[0-9]+ by the configured/;
      expect(run.scan?.words).toMatch(words);
      expect(ran.stderr).toContain('"event":"source.scanned"');
      expect(member(file, 'data/index.html')).toContain(
        'by the configured price of USD 5.00 per TB',
      );
      if (fetch === 's3') {
        const { bucket, key } = execution.object ?? none();
        const md5 = createHash('md5').update(await aws.standIn.s3.read(bucket, key));
        expect(details).toMatchObject({
          'execution.output_location': `s3://${bucket}/${key}`,
          'object.etag': `"${md5.digest('hex')}"`,
        });
      }
      expect(JSON.parse(member(file, 'data/evidence.json'))).toMatchObject({
        source: { engine: 'athena', database: `process_${database}`, same_snapshot: true },
        execution: {
          by: `${ACCOUNT}: ${RUNNER_KEY.arn}`,
          authenticated_by: `AWS STS ${foreign()}`,
        },
      });
      const notMet = run.preflight?.not_met.map(({ id: rule }) => rule) ?? [];
      // filters that nobody denies are held against it
      expect(notMet.includes('RJ-9')).toBe(row_filters === 'unknown');
      expect(readdirSync(at.cwd)).not.toContain('evidence');
      expectNoSecret(at, ran, verified);
    },
  );

  it('SOD-6 J-1 names the person who signed in, as the provider and AWS say it', async () => {
    const { issuer, clientId } = provider;
    const login = { issuer, client_id: clientId, role_arn: PEOPLE };
    const at = place('person', { aws: { login } });
    const own = ([name]: readonly [string, string]) =>
      !name.endsWith('KEY_ID') && !name.endsWith('ACCESS_KEY');
    const person = { cwd: at.cwd, env: Object.fromEntries(Object.entries(at.env).filter(own)) };
    const before = await runHere(ASKED, person);
    expect(before.stderr).toContain('nobody is signed in');
    expect(before.code).toBe(3);
    expect(aws.standIn.requests.entries).toEqual([]);

    const signedIn = await signIn(person);
    expect(signedIn.code).toBe(0);
    const ran = await runJson(ASKED, person);
    expect(ran.code).toBe(0);
    const file = await download(at, only(ran.runs));
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/demo-runner/preparer`;
    const said = `AWS STS ${foreign()} ${arn}, after OpenID Connect ${issuer}, subject preparer`;
    const who = { by: 'preparer@example.org', authenticated_by: said };
    expect(JSON.parse(member(file, 'data/evidence.json'))).toMatchObject({ execution: who });
    expect(JSON.parse(member(file, 'data/09_run/system_context.json'))).toMatchObject({
      account: who.by,
      authenticated_by: said,
      source: { server_reported: { user: arn } },
    });
    expect(JSON.parse(member(file, 'data/09_run/run_start.json'))).toMatchObject({ by: who.by });
    const [kept = ''] = readdirSync(join(at.cwd, 'cache', 'soxauto'));
    const session: { secretAccessKey: string; sessionToken: string } = JSON.parse(
      readFileSync(join(at.cwd, 'cache', 'soxauto', kept), 'utf8'),
    );
    secrets.push(session.secretAccessKey, session.sessionToken);
    expectNoSecret(at, before, signedIn, ran);
  });
});

describe('what stops a run on a data lake', () => {
  it.each([
    ['a role that is not allowed', OTHER_KEY, {}, 'demo-other is none of demo-runner', runJson],
    [
      'an account that is not allowed',
      RUNNER_KEY,
      { allowed: [{ account: '999999999999', role: '*' }] },
      `account ${ACCOUNT} is none of 999999999999`,
      runHere,
    ],
    [
      'keys nobody knows',
      { ...RUNNER_KEY, accessKeyId: 'nobody' },
      {},
      'does not say who runs this: InvalidClientTokenId',
      runHere,
    ],
  ])(
    'P28 %s: exit 3 before anything is asked or stored',
    async (_what, key, settings, said, runs) => {
      const at = place('refused', { aws: settings });
      const env = { ...at.env, ...clientEnvironment(aws.standIn, key) };
      const ran = await runs(ASKED, { ...at, env });
      expect(ran.stderr).toContain(said);
      expect(ran.code).toBe(3);
      const asked = aws.standIn.requests.entries.map(({ service }) => service);
      expect(new Set(asked)).toEqual(new Set(['sts']));
      expectNoSecret(at, ran);
    },
  );

  it.each([
    ['Athena, of the environment', 'athena.StartQueryExecution', 'environment'],
    ['Athena, of a profile', 'athena.StartQueryExecution', 'profile'],
    ['STS', 'sts.GetCallerIdentity', 'environment'],
    ['S3', 's3.PutObject', 'environment'],
  ])(
    'P27 keys that %s quotes in a refusal are neither printed nor sealed',
    async (_who, of, origin) => {
      const { secretAccessKey, sessionToken } = TASK_KEY;
      const message = [
        `The signature made with ${secretAccessKey} and ${sessionToken} does not match.`,
        '',
        'The Canonical String for this request should have been',
        `'POST\n/\n\nhost:athena\nx-amz-security-token:${sessionToken}\n\nhost;x-amz-security-token'`,
      ].join('\n');
      aws.standIn.faults.add({
        of,
        do: 'error',
        status: 403,
        code: 'InvalidSignatureException',
        message,
      });
      const at = place('quoted');
      const given = { ...at, env: { ...at.env, ...clientEnvironment(aws.standIn, TASK_KEY) } };
      if (origin === 'profile') {
        const file = join(root, 'credentials');
        const keys = Object.entries({
          aws_access_key_id: TASK_KEY.accessKeyId,
          aws_secret_access_key: secretAccessKey,
          aws_session_token: sessionToken,
        });
        writeFileSync(file, `[task]\n${keys.map((pair) => pair.join(' = ')).join('\n')}\n`);
        const named = { AWS_PROFILE: 'task', AWS_SHARED_CREDENTIALS_FILE: file };
        const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' };
        Object.assign(given.env, none, named);
      }
      const ran = await runIpe(['run', ...ASKED, '--json', '--log', 'json'], given);
      expect(ran.code).not.toBe(0);
      expect(ran.stdout + ran.stderr).toContain('The signature made with [secret] and [secret]');
      expect(ran.stdout + ran.stderr).not.toContain('x-amz-security-token');
      const sealed = aws.standIn.requests.of('s3.PutObject').length;
      if (of.startsWith('athena')) {
        const file = await download(at, only(JSON.parse(ran.stdout)));
        expect(member(file, 'README.txt')).toContain('[secret]');
        expect(sealed).toBeGreaterThan(0);
      }
      expectNoSecret(at, ran);
    },
  );

  it.each([
    ['the environment, for all services', 'AWS_ENDPOINT_URL', ipeHere],
    ['the environment, for one that is asked late', 'AWS_ENDPOINT_URL_ATHENA', ipeHere],
    // the SDK reads its files once in a process
    ['a profile', 'endpoint_url', runIpe],
  ])(
    'U-3 %s names an endpoint that is not AWS: production ends with 2, nothing asked',
    async (_what, name, starts) => {
      const at = place('elsewhere', { file: { environment: 'production', evidence: PRODUCTION } });
      const { endpoint } = aws.standIn;
      const env: Record<string, string> = { ...at.env, AWS_ENDPOINT_URL: '', [name]: endpoint };
      if (name === 'endpoint_url') {
        env['AWS_CONFIG_FILE'] = join(at.cwd, 'aws-config');
        writeFileSync(env['AWS_CONFIG_FILE'], `[profile books]\nendpoint_url = ${endpoint}\n`);
        env['AWS_PROFILE'] = 'books';
      }
      const ran = await starts(['run', ...ASKED], { ...at, env });
      expect(ran.stderr).toContain(
        'production does not reach AWS: athena is reached at http://127.0.0.1',
      );
      expect(ran.code).toBe(2);
      // nothing but the one that is named is looked at: the others would be AWS itself
      if (name !== 'AWS_ENDPOINT_URL_ATHENA') {
        const { stdout } = await starts(['doctor'], { ...at, env });
        expect(stdout).toMatch(/wrong +endpoint of s3 +http:\S+ is not AWS/);
        expect(stdout).toMatch(/wrong +operator +production does not reach AWS/);
      }
      expect(aws.standIn.requests.entries).toEqual([]);
    },
  );

  it('P20 SIGINT while a query runs stops it, and seals what was not completed', async () => {
    aws.athena.behave({ states: Array.from({ length: 10_000 }, () => 'RUNNING') }, isExtract);
    const at = place('interrupted');
    const { child, ended } = startIpe(['run', ...ASKED, '--json', '--log', 'json'], at);
    await running(({ query }) => isExtract(query));
    child.kill('SIGINT');
    const end = await ended;
    const run = only(runsOf(end).runs);
    expect({ code: end.code, outcome: run.outcome, failure: run.failure?.code }).toEqual({
      code: 70,
      outcome: 'not_completed',
      failure: 'CANCELLED',
    });
    const last = aws.athena.executions.at(-1) ?? none();
    const stops = aws.standIn.requests.of('athena.StopQueryExecution');
    expect(stops.map(({ input }) => input?.['QueryExecutionId'])).toEqual([last.query.id]);
    expect(last.state).toBe('CANCELLED');
    const file = await download(at, run);
    expect((await ipeHere(['verify', file], at)).code).toBe(0);
    expect(member(file, 'data/02_query/statements.jsonl')).toContain('CANCELLED');
  });

  it('P20 P29 what cancels a run while its snapshots are looked up at the end stops that query, and it is sealed', async () => {
    const isAtEnd = ({ text }: { readonly text: string }) => text.includes('$snapshots"');
    const at = place('interrupted-at-the-end');
    let waiting: Promise<void> | undefined;
    const { code, run } = await cancelledRun(at, (cancel) => (event) => {
      // pinned before this, looked up again after the last query
      if (event !== 'query.sent') return;
      aws.athena.behave({ states: Array.from({ length: 10_000 }, () => 'RUNNING') }, isAtEnd);
      waiting ??= running(({ query }) => isAtEnd(query)).then(cancel);
    });
    await waiting;
    expect({ code, failure: run.failure?.code }).toEqual({ code: 70, failure: 'CANCELLED' });
    expect(aws.athena.executions.at(-1)?.state).toBe('CANCELLED');
    expect((await ipeHere(['verify', await download(at, run)], at)).code).toBe(0);
  });

  it('P20 a query that Athena does not stop holds no package back, and the package says that it may run', async () => {
    aws.athena.behave({ states: Array.from({ length: 10_000 }, () => 'RUNNING') }, isExtract);
    const at = place('not-stopped');
    const { child, ended } = startIpe(['run', ...ASKED, '--json', '--log', 'json'], at);
    await running(({ query }) => isExtract(query));
    aws.standIn.faults.add({ do: 'server-error', of: 'athena.StopQueryExecution' });
    child.kill('SIGTERM');
    const end = await ended;
    aws.standIn.faults.clear();
    const run = only(runsOf(end).runs);
    const left = `execution ${aws.athena.executions.at(-1)?.query.id} may still be running: stop it`;
    expect({ code: end.code, failure: run.failure }).toMatchObject({
      code: 70,
      failure: { code: 'CANCELLED', message: expect.stringContaining(left) },
    });
    const file = await download(at, run);
    expect((await ipeHere(['verify', file], at)).code).toBe(0);
    expect(member(file, 'data/index.html')).toContain(left);
    expect(member(file, 'data/02_query/statements.jsonl')).toContain('could not be asked to stop');
  });

  it('P19 U-3 a query that fails: exit 3, and a package that says so', async () => {
    const failure = new QueryFailure('COLUMN_NOT_FOUND: line 1:8: Column is not there', 2, 1006);
    aws.athena.behave({ states: [], failure }, isExtract);
    const at = place('failing');
    const ran = await runJson(ASKED, at);
    const run = only(ran.runs);
    expect({ code: ran.code, outcome: run.outcome, failure: run.failure?.code }).toEqual({
      code: 3,
      outcome: 'not_completed',
      failure: 'QUERY_REJECTED',
    });
    expect(run.failure?.message).toContain('COLUMN_NOT_FOUND');
    const file = await download(at, run);
    expect((await ipeHere(['verify', file], at)).code).toBe(0);
    const { queries, scan }: Receipt = JSON.parse(member(file, 'data/09_run/receipt.json'));
    expect(queries).toEqual([]);
    expect(scan.of.at(-1)).toMatchObject({ purpose: 'query', state: 'FAILED' });
    expectNoSecret(at, ran);
  });

  it('U-1 what several items scanned is told of each and of all, also when they fail', async () => {
    const failure = new QueryFailure('COLUMN_NOT_FOUND: line 1:8: Column is not there', 2, 1006);
    aws.athena.behave({ states: [], failure }, isExtract);
    const { stdout } = await ipeHere(['run', ...ASKED, '--entity', 'NG,EG'], place('two'));
    const said =
      /scanned [0-9.]+ MiB in (\d+) executions, about USD 0\.\d+ by the configured price/g;
    const counts = [...stdout.matchAll(said)].map(([, count]) => Number(count));
    const [one = 0, other = 0, all] = counts;
    expect(one).toBeGreaterThan(1);
    expect(all).toBe(one + other);
    expect(stdout).toContain('\nIn all: scanned ');
  });
});

describe('a data lake', () => {
  it('is only shown in a dry run: nothing is asked', async () => {
    const { code, stdout } = await ipeHere(['run', ...ASKED, '--dry'], place('dry'));
    expect(stdout).toContain('"process_pg_bob"."pg_bob_sales_order"');
    expect(code).toBe(0);
    expect(aws.standIn.requests.entries).toEqual([]);
  });

  it('is looked at in a check-up, each table on its own', async () => {
    const at = place('doctor', { only: ['bob', 'nav_dw'] });
    const { stdout } = await ipeHere(['doctor'], at);
    expect(stdout).toContain('nothing is wrong');
    expect(stdout).toMatch(
      /ok +operator +123456789012: .*demo-runner\/newcomer, authenticated by AWS STS at http/,
    );
    expect(stdout).toMatch(/note +endpoint of athena +http:\S+ is not AWS/);
    const looked = catalog.sources.filter(({ name }) => ['bob', 'nav_dw'].includes(name));
    const tables = looked.flatMap(({ tables: each }) => Object.keys(each));
    expect(tables.length).toBeGreaterThan(5);
    expect(stdout.match(/is there as declared/g)).toHaveLength(tables.length);
  });
});
