import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { connectionTo, SHORT } from '../../support/on-stand-in.ts';
import type { StandInOptions, TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { error, standIn } from './an-attempt.ts';
import { tediousMajor } from './driver-events.ts';
import type { Errand, Left } from './leave-nothing-open.ts';

const SCRIPT = fileURLToPath(new URL('leave-nothing-open.ts', import.meta.url));
/** Longer than any machine takes, shorter than what a forgotten connection would hold a process for. */
const HANGS_MS = 60_000;

const CUT = 'a login answer that is cut';
/**
 * Version 19 of the driver never comes back from such a login, and its timer for it ends with the connect time-out only:
 * nobody else can reach it (tedious pull request 1736).
 */
const OF_THE_DRIVER: readonly string[] = tediousMajor < 20 ? ['Timeout'] : [];
const CONNECT_MS = 2_000;

/** Runs the errands in a process that must end by itself. */
async function runErrands(errands: readonly Errand[]) {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), SCRIPT, JSON.stringify(errands)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const hangs = setTimeout(() => child.kill('SIGKILL'), HANGS_MS);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const ended = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  clearTimeout(hangs);
  const left = out.split('\n').filter((line) => line !== '');
  return { ended, left: left.map((line) => JSON.parse(line) as Left) };
}

const divided = [error(8134, 'Divide by zero error encountered.')];
const stalled = { do: 'stall', after: { row: 300 }, of: 'extract' } as const;
const silent = { do: 'silent', of: 'extract' } as const;

const CASES: readonly (readonly [
  what: string,
  outcome: string,
  server: StandInOptions,
  errand: Omit<Errand, 'name' | 'connection' | 'timeouts'> & Partial<Pick<Errand, 'timeouts'>>,
])[] = [
  ['a normal end', 'delivered', {}, {}],
  ['asking who is there', 'delivered', {}, { identifyOnly: true }],
  [
    'an error after rows',
    'QUERY_REJECTED',
    { faults: [{ do: 'error', errors: divided, after: { row: 300 }, of: 'extract' }] },
    {},
  ],
  [
    'a lost connection',
    'SOURCE_UNAVAILABLE',
    { faults: [{ do: 'reset', after: { row: 300 }, of: 'extract' }] },
    {},
  ],
  [
    'an answer that cannot be read',
    'SOURCE_UNAVAILABLE',
    { faults: [{ do: 'token', token: 0x17, after: { row: 300 }, of: 'extract' }] },
    {},
  ],
  [
    'a cancelled query',
    'CANCELLED',
    { faults: [{ ...stalled, acknowledge: true }] },
    { abortAfterMs: 1500 },
  ],
  [
    'a cancelled query nobody acknowledges',
    'CANCELLED',
    { faults: [{ ...stalled, acknowledge: false }] },
    { abortAfterMs: 1500 },
  ],
  [
    'no answer in time',
    'TIMED_OUT',
    { faults: [{ ...silent, acknowledge: true }] },
    { timeouts: { ...SHORT, firstRowMs: 300 } },
  ],
  [
    'no answer in time, nor to the attention',
    'TIMED_OUT',
    { faults: [{ ...silent, acknowledge: false }] },
    { timeouts: { ...SHORT, firstRowMs: 300 } },
  ],
  [
    'a stall in mid-stream',
    'TIMED_OUT',
    { faults: [{ ...stalled, acknowledge: true }] },
    { timeouts: { ...SHORT, idleRowMs: 300 } },
  ],
  ['a wrong password', 'AUTH_FAILED', { login: { password: 'another one' } }, {}],
  [
    'a login that is never answered',
    'TIMED_OUT',
    { login: { outcomes: [{ kind: 'silent' }] } },
    { timeouts: { ...SHORT, connectMs: 1_000 } },
  ],
  [
    'a login that is cancelled',
    'CANCELLED',
    { login: { outcomes: [{ kind: 'silent' }] } },
    { abortAfterMs: 300 },
  ],
  [
    CUT,
    'TIMED_OUT',
    { login: { outcomes: [{ kind: 'cut' }] } },
    { timeouts: { ...SHORT, connectMs: 1_000 } },
  ],
  ['a server without encryption', 'SOURCE_UNAVAILABLE', { tls: { encryption: 'off' } }, {}],
  [
    'a certificate nobody trusts',
    'SOURCE_UNAVAILABLE',
    { tls: { certificate: 'unknown-authority' } },
    {},
  ],
];

/** Connections that a server still has. */
const open = ({ log }: TdsStandIn) =>
  log.filter(({ event }) => event === 'connected').length -
  log.filter(({ event }) => event === 'closed').length;

it('mssql.md 11.8.7 nothing is left open, whatever a reading ended in, and a process ends by itself', async () => {
  const servers: TdsStandIn[] = [];
  const errands: Errand[] = [];
  for (const [name, , options, errand] of CASES) {
    const { login = {}, ...more } = options;
    const started = await standIn({ ...more, login });
    servers.push(started);
    const connection = connectionTo(started, {
      connectTimeoutMs: CONNECT_MS,
      login: { kind: 'sql', user: 'reader', password: 'Reader-1!ü' },
    });
    errands.push({ name, connection, timeouts: SHORT, ...errand });
  }
  const { ended, left } = await runErrands(errands);
  expect(left).toEqual(
    CASES.map(([name, outcome]) => ({
      name,
      outcome,
      resources: name === CUT ? OF_THE_DRIVER : [],
      listeners: 0,
    })),
  );
  expect(ended).toEqual({ code: 0, signal: null });
  await expect.poll(() => servers.map(open)).toEqual(servers.map(() => 0));
});
