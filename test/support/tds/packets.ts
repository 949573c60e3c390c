/** Packet types of TDS 7.4 that a client sends, and the one a server answers with. */
export const PACKET = {
  batch: 0x01,
  rpc: 0x03,
  response: 0x04,
  attention: 0x06,
  transaction: 0x0e,
  login: 0x10,
  prelogin: 0x12,
} as const;

export const STATUS = { end: 0x01, ignore: 0x02, reset: 0x08 } as const;

export const HEADER = 8;

const fromClient: ReadonlySet<number> = new Set([
  PACKET.batch,
  PACKET.rpc,
  PACKET.attention,
  PACKET.transaction,
  PACKET.login,
  PACKET.prelogin,
]);

/** Packet bodies up to the end of the message. */
export interface Message {
  readonly type: number;
  /** Status bits of the last packet. */
  readonly status: number;
  readonly body: Buffer;
}

export interface MessageReader {
  feed(chunk: Buffer): void;
  /** True when no message has begun. */
  between(): boolean;
}

/**
 * Cuts a byte stream into messages. What is no packet (a TLS hello sent to a server that expects packets)
 * goes to `onGarbage` and ends the reading.
 */
export function messageReader(
  onMessage: (message: Message) => void,
  onGarbage: (header: Buffer) => void,
): MessageReader {
  let pending: Buffer = Buffer.alloc(0);
  let bodies: Buffer[] = [];
  let ended = false;
  const feed = (chunk: Buffer): void => {
    if (ended) return;
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= HEADER) {
      const type = pending.readUInt8(0);
      const status = pending.readUInt8(1);
      const length = pending.readUInt16BE(2);
      if (!fromClient.has(type) || length < HEADER) {
        ended = true;
        onGarbage(pending.subarray(0, HEADER));
        return;
      }
      if (pending.length < length) return;
      bodies.push(pending.subarray(HEADER, length));
      pending = pending.subarray(length);
      if ((status & STATUS.end) === 0) continue;
      const body = bodies.length === 1 ? (bodies[0] ?? pending) : Buffer.concat(bodies);
      bodies = [];
      onMessage({ type, status, body });
    }
  };
  return { feed, between: () => pending.length === 0 && bodies.length === 0 };
}

/** Writes one packet header. */
export function writeHeader(
  target: Buffer,
  at: number,
  { type, end, length, spid, id }: PacketHeader,
): void {
  target[at] = type;
  target[at + 1] = end ? STATUS.end : 0;
  target.writeUInt16BE(length, at + 2);
  target.writeUInt16BE(spid, at + 4);
  target[at + 6] = id & 0xff;
  target[at + 7] = 0;
}

export interface PacketHeader {
  readonly type: number;
  readonly end: boolean;
  /** Header included. */
  readonly length: number;
  readonly spid: number;
  readonly id: number;
}

/** A whole message as packets of `size` bytes. */
export function packetsOf(body: Buffer, type: number, size: number, spid: number): Buffer {
  const room = size - HEADER;
  const count = Math.max(1, Math.ceil(body.length / room));
  const bytes = Buffer.allocUnsafe(body.length + count * HEADER);
  for (let index = 0, at = 0; index < count; index += 1) {
    const part = body.subarray(index * room, (index + 1) * room);
    const length = part.length + HEADER;
    writeHeader(bytes, at, { type, end: index === count - 1, length, spid, id: index + 1 });
    part.copy(bytes, at + HEADER);
    at += length;
  }
  return bytes;
}
