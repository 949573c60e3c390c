import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { PACKET, packetsOf } from './packets.ts';

/**
 * The encrypted side of a server TLSSocket. During the handshake everything written is one flight: it is
 * collected and sent as one PRELOGIN message, because the client reads exactly one message per flight it sends.
 * From the client's first bare TLS record on, records pass through unwrapped.
 */
export class HandshakeStream extends Duplex {
  readonly #socket: Socket;
  readonly #delayMs: number;
  #wrapping = true;
  #flight: Buffer[] = [];

  constructor(socket: Socket, delayMs: number) {
    super();
    this.#socket = socket;
    this.#delayMs = delayMs;
  }

  /** Encrypted bytes of the client, unwrapped. */
  receive(bytes: Buffer): void {
    this.push(bytes);
  }

  /** The handshake is over: both directions carry bare TLS records. */
  unwrap(): void {
    this.#wrapping = false;
  }

  override _read(): void {
    // The socket pushes; there is nothing to ask for.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (!this.#wrapping) {
      if (this.#socket.writable) this.#socket.write(chunk, () => done());
      else done();
      return;
    }
    this.#flight.push(chunk);
    if (this.#flight.length === 1) setImmediate(() => void this.#sendFlight());
    done();
  }

  override _final(done: () => void): void {
    this.#socket.end();
    done();
  }

  async #sendFlight(): Promise<void> {
    if (this.#delayMs > 0) await sleep(this.#delayMs);
    const flight = Buffer.concat(this.#flight);
    this.#flight = [];
    if (this.#socket.writable) this.#socket.write(packetsOf(flight, PACKET.prelogin, 4096, 0));
  }
}
