import { setTimeout as sleep } from 'node:timers/promises';
import { ByteWriter } from './byte-writer.ts';
import { HEADER, PACKET, writeHeader } from './packets.ts';

/** The way to one client. */
export interface Link {
  readonly spid: number;
  readonly packetSize: number;
  /** Resolves when more may be written. @throws LinkGone */
  write(bytes: Buffer): Promise<void>;
}

/** The client is gone, or the stand-in has cut the line. */
export class LinkGone extends Error {
  override readonly name = 'LinkGone';
}

export interface MessageOptions {
  /** Bytes per packet body instead of what was agreed at login. */
  readonly packetBody?: number;
  readonly msPerPacket?: number;
  /** Calls `strike` when exactly `byte` bytes of the body have been sent. */
  readonly breakAt?: { readonly byte: number; strike(): Promise<void> };
}

const flushAt = 64 * 1024;

/** One response message: tokens are written to `out` and leave in packets. */
export class MessageOut {
  readonly out = new ByteWriter(flushAt + 16 * 1024);
  readonly #link: Link;
  readonly #options: MessageOptions;
  #sent = 0;
  #packets = 0;
  #flushes = 0;
  #struck = false;

  constructor(link: Link, options: MessageOptions = {}) {
    this.#link = link;
    this.#options = options;
  }

  /** True when enough has gathered to be worth a write. */
  get full(): boolean {
    return this.out.length >= flushAt;
  }

  /** Sends all whole packets. */
  async flush(): Promise<void> {
    await this.#breakHere();
    const room = this.#room();
    const whole = Math.floor(this.out.length / room) * room;
    // The last packet of a message must not be empty: keep a whole one back.
    await this.#send(whole === this.out.length ? whole - room : whole, false);
    this.#flushes += 1;
    // Lets an attention in when the client reads as fast as we write.
    if (this.#flushes % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Sends everything written so far, without ending the message. */
  async flushAll(): Promise<void> {
    await this.#breakHere();
    await this.#send(this.out.length, false);
  }

  /** Sends the rest and ends the message. */
  async end(): Promise<void> {
    await this.#breakHere();
    await this.#send(this.out.length, true);
  }

  /** Announces `announced` bytes of packet and sends what is there. */
  async sendBroken(announced: number): Promise<void> {
    const bytes = Buffer.alloc(HEADER + this.out.length);
    const { spid } = this.#link;
    const id = this.#packets + 1;
    writeHeader(bytes, 0, { type: PACKET.response, end: false, length: announced, spid, id });
    this.out.bytes.copy(bytes, HEADER, 0, this.out.length);
    this.out.length = 0;
    await this.#link.write(bytes);
  }

  #room(): number {
    return this.#options.packetBody ?? this.#link.packetSize - HEADER;
  }

  async #breakHere(): Promise<void> {
    const { breakAt } = this.#options;
    if (breakAt === undefined || this.#struck || this.#sent + this.out.length < breakAt.byte)
      return;
    this.#struck = true;
    const cut = breakAt.byte - this.#sent;
    const rest = Buffer.from(this.out.bytes.subarray(cut, this.out.length));
    this.out.length = cut;
    try {
      await breakAt.strike();
    } finally {
      // Sent after a stall, and to end the tokens of an answer that is cancelled.
      this.out.raw(rest);
    }
  }

  async #send(count: number, end: boolean): Promise<void> {
    const room = this.#room();
    if (count <= 0 && !end) return;
    const packets = Math.max(1, Math.ceil(count / room));
    const bytes = Buffer.allocUnsafe(count + packets * HEADER);
    const ends: number[] = [];
    let at = 0;
    for (let index = 0; index < packets; index += 1) {
      const from = index * room;
      const size = Math.min(room, count - from);
      this.#packets += 1;
      writeHeader(bytes, at, {
        type: PACKET.response,
        end: end && index === packets - 1,
        length: size + HEADER,
        spid: this.#link.spid,
        id: this.#packets,
      });
      this.out.bytes.copy(bytes, at + HEADER, from, from + size);
      at += size + HEADER;
      ends.push(at);
    }
    this.#sent += count;
    this.out.drop(count);
    const { msPerPacket } = this.#options;
    if (msPerPacket === undefined) {
      await this.#link.write(bytes);
      return;
    }
    let from = 0;
    for (const until of ends) {
      await this.#link.write(bytes.subarray(from, until));
      await sleep(msPerPacket);
      from = until;
    }
  }
}
