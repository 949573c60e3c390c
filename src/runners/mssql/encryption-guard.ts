import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';

/** What tedious passes to a connector; its types leave the parameters out. */
export interface ConnectorOptions {
  readonly host: string;
  readonly port: number;
  readonly localAddress?: string | undefined;
}

/** The server would have let the login travel readable. Nothing but the greeting was sent. */
class EncryptionRefused extends Error {
  readonly code = 'EENCRYPT';
  override readonly name = 'EncryptionRefused';
}

const RESPONSE = 0x04;
const END_OF_MESSAGE = 0x01;
const HEADER_BYTES = 8;
const ENCRYPTION_OPTION = 0x01;
const LAST_OPTION = 0xff;
const ENCRYPTED = [1, 3];
/** The greeting of a server has some fifty bytes. */
const MOST_BYTES = 65_536;

/** True when the guard ended the connection, however often the error was wrapped on its way. */
export function isEncryptionRefused(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; depth += 1) {
    if (error instanceof EncryptionRefused) return true;
    error = 'originalError' in error ? error.originalError : error.cause;
  }
  return false;
}

/**
 * A connector for tedious that reads the server's greeting before the driver does and ends the connection unless the
 * server will encrypt: tedious 19 would send the login readable (mssql.md D14). Not for `encrypt: 'strict'`, where
 * the first bytes are TLS. Host and port are those passed in, or read-only routing would break.
 */
export function encryptionGuard(
  inParallel: boolean,
): (options: ConnectorOptions, lookup: unknown, signal: AbortSignal) => Promise<Socket> {
  return async (options, _lookup, signal) => {
    const socket = await connected(options, inParallel, signal);
    watchGreeting(socket);
    return socket;
  };
}

function watchGreeting(socket: Socket): void {
  let received = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const verdict = encryptionOf(received);
    if (verdict === 'more' && received.length <= MOST_BYTES) return;
    socket.off('data', onData);
    if (verdict !== 'encrypted') {
      socket.destroy(new EncryptionRefused('server refused encryption'));
    }
  };
  socket.on('data', onData);
  // nothing may flow before the driver listens as well
  socket.pause();
}

/** Reads packets up to the end of the first message and looks for the option ENCRYPTION. */
function encryptionOf(received: Buffer): 'more' | 'encrypted' | 'refused' {
  const bodies: Buffer[] = [];
  let at = 0;
  for (;;) {
    if (received.length < at + HEADER_BYTES) return 'more';
    const length = received.readUInt16BE(at + 2);
    if (received[at] !== RESPONSE || length < HEADER_BYTES) return 'refused';
    if (received.length < at + length) return 'more';
    bodies.push(received.subarray(at + HEADER_BYTES, at + length));
    if (((received[at + 1] ?? 0) & END_OF_MESSAGE) !== 0) break;
    at += length;
  }
  const options = Buffer.concat(bodies);
  for (let entry = 0; entry + 5 <= options.length; entry += 5) {
    if (options[entry] === LAST_OPTION) return 'refused';
    if (options[entry] !== ENCRYPTION_OPTION) continue;
    const value = options[options.readUInt16BE(entry + 1)];
    return value !== undefined && ENCRYPTED.includes(value) ? 'encrypted' : 'refused';
  }
  return 'refused';
}

/** The first of the host's addresses that answers: one after the other, or all at once for a listener in many subnets. */
async function connected(
  { host, port, localAddress }: ConnectorOptions,
  inParallel: boolean,
  signal: AbortSignal,
): Promise<Socket> {
  signal.throwIfAborted();
  const addresses: readonly LookupAddress[] =
    isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host, family: isIP(host) }];
  const places = addresses.map((address) => ({
    ...address,
    port,
    ...(localAddress === undefined ? {} : { localAddress }),
  }));
  try {
    return await (inParallel ? firstOf(places, signal) : oneByOne(places, signal));
  } catch (thrown) {
    signal.throwIfAborted();
    const [only, ...more] = thrown instanceof AggregateError ? thrown.errors : [thrown];
    throw more.length === 0 ? only : new Error(`no address of ${host} answered`, { cause: thrown });
  }
}

interface Place {
  readonly address: string;
  readonly family: number;
  readonly port: number;
  readonly localAddress?: string;
}

async function oneByOne(places: readonly Place[], signal: AbortSignal): Promise<Socket> {
  const errors: unknown[] = [];
  for (const place of places) {
    try {
      return await oneSocket(place, signal);
    } catch (thrown) {
      errors.push(thrown);
    }
  }
  throw new AggregateError(errors);
}

async function firstOf(places: readonly Place[], signal: AbortSignal): Promise<Socket> {
  const found = new AbortController();
  const stop = AbortSignal.any([signal, found.signal]);
  const attempts = places.map((place) => oneSocket(place, stop));
  try {
    const winner = await Promise.any(attempts);
    for (const attempt of attempts) {
      attempt.then(
        (socket) => socket !== winner && socket.destroy(),
        () => undefined,
      );
    }
    return winner;
  } finally {
    found.abort();
  }
}

function oneSocket({ address, ...rest }: Place, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...rest, host: address });
    const done = (settle: () => void) => {
      signal.removeEventListener('abort', onAbort);
      socket.off('connect', onConnect).off('error', onError);
      settle();
    };
    const onConnect = () => done(() => resolve(socket));
    const onError = (error: Error) => done(() => reject(error));
    const onAbort = () =>
      done(() => {
        socket.destroy();
        reject(signal.reason);
      });
    socket.on('connect', onConnect).on('error', onError);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}
