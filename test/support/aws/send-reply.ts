import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActiveFaults } from './faults.ts';
import type { Reply } from './http-exchange.ts';

async function* bodyOf(reply: Reply): AsyncGenerator<Buffer> {
  if (reply.body instanceof Uint8Array) yield Buffer.from(reply.body);
  else for await (const bytes of reply.body.read()) yield Buffer.from(bytes);
}

const bodySize = ({ body }: Reply): number =>
  body instanceof Uint8Array ? body.length : body.size;

/** The answer's headers after what the faults do to them. */
function alteredHeaders(reply: Reply, faults: ActiveFaults): Map<string, string> {
  const headers = new Map(Object.entries(reply.headers));
  const hidesChecksum =
    faults.find('truncate')?.withoutChecksum ?? faults.find('flip')?.withoutChecksum ?? false;
  for (const [name, value] of headers) {
    if (!name.startsWith('x-amz-checksum-')) continue;
    if (hidesChecksum) headers.delete(name);
    else if (name !== 'x-amz-checksum-type' && faults.find('wrong-checksum') !== undefined) {
      headers.set(name, `${value.startsWith('A') ? 'B' : 'A'}${value.slice(1)}`);
    }
  }
  for (const [name, value] of Object.entries(faults.find('answer-headers')?.set ?? {})) {
    if (value === null) headers.delete(name.toLowerCase());
    else headers.set(name.toLowerCase(), value);
  }
  return headers;
}

/** Turns a bit of the byte at `at`. */
async function* flipped(source: AsyncIterable<Buffer>, at: number): AsyncGenerator<Buffer> {
  let offset = 0;
  for await (const bytes of source) {
    const place = at - offset;
    offset += bytes.length;
    const byte = bytes[place];
    if (byte === undefined) {
      yield bytes;
      continue;
    }
    const copy = Buffer.from(bytes);
    copy[place] = byte ^ 1;
    yield copy;
  }
}

async function* firstBytes(source: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const bytes of source) {
    if (left <= 0) return;
    yield bytes.subarray(0, left);
    left -= bytes.length;
  }
}

/** Waits before the byte at `at` goes out. */
async function* stalled(
  source: AsyncIterable<Buffer>,
  at: number,
  wait: () => Promise<unknown>,
): AsyncGenerator<Buffer> {
  let offset = 0;
  for await (const bytes of source) {
    const place = at - offset;
    offset += bytes.length;
    if (place < 0 || place >= bytes.length) {
      yield bytes;
      continue;
    }
    if (place > 0) yield bytes.subarray(0, place);
    await wait();
    yield bytes.subarray(place);
  }
}

async function* paced(
  source: AsyncIterable<Buffer>,
  bytes: number,
  everyMs: number,
): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += bytes) {
      yield chunk.subarray(at, at + bytes);
      await sleep(everyMs);
    }
  }
}

/** False when the client is gone. */
async function write(response: ServerResponse, bytes: Buffer): Promise<boolean> {
  if (response.destroyed || response.socket === null) return false;
  if (response.write(bytes)) return true;
  const waiting = new AbortController();
  const { signal } = waiting;
  const events = [once(response, 'drain', { signal }), once(response, 'close', { signal })];
  await Promise.race(events);
  waiting.abort();
  await Promise.allSettled(events);
  return !response.destroyed;
}

/** RST where the system can, so that the client sees a connection broken and not ended. */
export function resetConnection(response: ServerResponse): void {
  const { socket } = response;
  if (socket === null) return;
  socket.resetAndDestroy();
}

/** Sends an answer with the faults of its request worked in. */
export async function sendReply(
  response: ServerResponse,
  reply: Reply,
  faults: ActiveFaults,
  isHead: boolean,
): Promise<void> {
  const truncate = faults.find('truncate');
  const flip = faults.find('flip');
  const stall = faults.find('stall');
  const slow = faults.find('slow');
  const drop = faults.find('drop');
  const size = Math.min(bodySize(reply), truncate?.at ?? Number.POSITIVE_INFINITY);
  const headers = alteredHeaders(reply, faults);
  const hasBody = reply.status !== 204 && reply.status !== 304;
  if (hasBody && truncate?.withoutLength !== true && !headers.has('content-length')) {
    headers.set('content-length', String(size));
  }
  response.writeHead(reply.status, Object.fromEntries(headers));
  if (isHead || !hasBody) {
    response.end();
    return;
  }
  let source: AsyncIterable<Buffer> = bodyOf(reply);
  if (flip !== undefined) source = flipped(source, flip.at);
  source = firstBytes(source, size);
  if (stall !== undefined) {
    const { ms } = stall;
    source = stalled(source, stall.at, () =>
      ms === undefined ? once(response, 'close') : sleep(ms),
    );
  }
  if (slow !== undefined) source = paced(source, slow.bytes, slow.everyMs);
  if (drop !== undefined) source = firstBytes(source, drop.at);
  if (drop !== undefined || stall !== undefined) response.flushHeaders();
  for await (const bytes of source) {
    if (!(await write(response, bytes))) return;
  }
  if (drop !== undefined) {
    // what is written must be on its way before the reset takes the rest
    await new Promise<void>((resolve) => response.write('', () => resolve()));
    await sleep(20);
    resetConnection(response);
    return;
  }
  response.end();
}
