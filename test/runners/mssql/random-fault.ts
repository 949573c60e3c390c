import type { Fault, FaultAction } from '../../support/tds/faults.ts';
import type { RequestKind } from '../../support/tds/traffic-log.ts';

/** A whole number from 0 up to, and without, `below`. */
export type Random = (below: number) => number;

/** Mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** What servers say when they fail, and what a reader must be told of it (mssql.md 8.5 and 9). */
export const SERVER_ERRORS = [
  {
    said: { number: 1205, class: 13, state: 51, message: 'deadlock victim' },
    told: { code: 'SOURCE_UNAVAILABLE', transient: true, advice: /Run again/ },
  },
  {
    said: { number: 8134, class: 16, state: 1, message: 'Divide by zero error encountered.' },
    told: { code: 'QUERY_REJECTED', transient: false, advice: /Correct the query or the value/ },
  },
  {
    said: { number: 596, class: 21, state: 1, message: 'the session is in the kill state' },
    told: { code: 'SOURCE_UNAVAILABLE', transient: true, advice: /Run again/ },
  },
] as const;

const OF: readonly RequestKind[] = [
  'extract',
  'extract',
  'extract',
  'aggregate',
  'describe',
  'facts',
  'begin',
];

const LOST = { codes: ['SOURCE_UNAVAILABLE', 'TIMED_OUT'], transient: true };
const SHORT_OF_ROWS = { codes: ['RESULT_TRUNCATED'], transient: false };
/** Bytes that make no sense: the parser, the form of a value or a count finds it, or the watchdog. */
const GARBLED = {
  codes: [
    ...['SOURCE_UNAVAILABLE', 'SOURCE_CORRUPT', 'RESULT_TRUNCATED', 'TIMED_OUT'],
    ...['TEXT_NUL', 'TEXT_NOT_WELL_FORMED', 'QUERY_REJECTED'],
  ],
  transient: null,
};

/** What an answer that broke in this way is told as, where the server itself said nothing of it. */
export const TOLD: Readonly<
  Record<string, { readonly codes: readonly string[]; readonly transient: boolean | null }>
> = {
  reset: LOST,
  close: LOST,
  'close-tls': LOST,
  stall: { codes: ['TIMED_OUT'], transient: true },
  'skip-rows': SHORT_OF_ROWS,
  'row-count': SHORT_OF_ROWS,
  'error-bit': SHORT_OF_ROWS,
  'end-message': GARBLED,
  token: GARBLED,
  'packet-length': GARBLED,
  // in the middle of another token
  error: GARBLED,
  rollback: GARBLED,
};

/** About how long answers are: a fault behind the end of one strikes nothing. */
interface Sizes {
  readonly rows: number;
  readonly extractBytes: number;
  readonly otherBytes: number;
}

/** One pick of many. */
function pick<T>(random: Random, from: readonly T[]): T {
  const picked = from[random(from.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

/** Something that goes wrong somewhere in a reading. */
export function randomFault(random: Random, sizes: Sizes): Fault & { readonly of: RequestKind } {
  const of = pick(random, OF);
  const otherBytes = of === 'begin' ? 30 : of === 'aggregate' ? 120 : sizes.otherBytes;
  return { ...randomAction(random, of, { ...sizes, otherBytes }), of, times: 1 };
}

export function randomAction(
  random: Random,
  of: RequestKind,
  { rows, extractBytes, otherBytes }: Sizes,
): FaultAction {
  const after = { byte: random(of === 'extract' ? extractBytes : otherBytes) };
  const row = { row: random(rows) };
  const either = of === 'extract' ? row : after;
  const close = random(2) === 1;
  return pick<FaultAction>(random, [
    { do: 'reset', after },
    { do: 'close', after },
    { do: 'close', after, insidePacket: true },
    { do: 'close-tls', after },
    { do: 'end-message', after },
    { do: 'token', token: random(256), after },
    { do: 'packet-length', length: random(8), after },
    { do: 'stall', after, acknowledge: random(2) === 1 },
    { do: 'error', errors: [pick(random, SERVER_ERRORS).said], after: either, close },
    { do: 'rollback', after: either },
    { do: 'skip-rows', after: row, count: 1 + random(5) },
    { do: 'row-count', add: 1 + random(3) },
    { do: 'error-bit', on: random(2) === 1 ? 'DONEINPROC' : 'DONEPROC' },
  ]);
}
