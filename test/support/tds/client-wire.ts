import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import { HandshakeStream } from './handshake-stream.ts';
import { LinkGone } from './message-out.ts';
import { type Message, type MessageReader, messageReader, PACKET } from './packets.ts';

export interface WireEvents {
  message(message: Message): void;
  garbage(header: string): void;
  secure(secure: TLSSocket): void;
  closed(): void;
}

/** The bytes from and to one client, TLS inside packets included. */
export class ClientWire {
  readonly #socket: Socket;
  readonly #reader: MessageReader;
  readonly #events: WireEvents;
  #out: Duplex;
  #handshake: HandshakeStream | null = null;
  #unwrapped = false;
  #secure: TLSSocket | null = null;
  #gone = false;
  readonly #waiting = new Set<() => void>();

  constructor(socket: Socket, events: WireEvents) {
    this.#socket = socket;
    this.#events = events;
    this.#out = socket;
    this.#reader = messageReader(
      (message) => {
        if (message.type === PACKET.prelogin && this.#handshake !== null) {
          this.#handshake.receive(message.body);
        } else events.message(message);
      },
      (header) => {
        events.garbage(header.toString('hex'));
        socket.destroy();
      },
    );
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#onClose());
    // A strict client begins with TLS: its socket arrives secure.
    if (socket instanceof TLSSocket) this.#onSecure(socket);
  }

  get gone(): boolean {
    return this.#gone;
  }

  get encrypted(): boolean {
    return this.#secure !== null;
  }

  /** From here on the client speaks TLS inside PRELOGIN messages. */
  startTls(secureContext: SecureContext, delayMs: number): void {
    const stream = new HandshakeStream(this.#socket, delayMs);
    const secure = new TLSSocket(stream, { isServer: true, secureContext });
    this.#handshake = stream;
    secure.on('secure', () => this.#onSecure(secure));
    secure.on('data', (chunk: Buffer) => this.#reader.feed(chunk));
    secure.on('error', () => this.#socket.destroy());
    this.#out = secure;
  }

  /** Writes and, when the client is slower than we are, waits for it, or for `wake()`. @throws LinkGone */
  async send(bytes: Buffer): Promise<void> {
    if (this.#gone || !this.#out.writable) throw new LinkGone();
    if (this.#out.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.#out.off('drain', go);
        this.#waiting.delete(go);
        resolve();
      };
      this.#out.once('drain', go);
      this.#waiting.add(go);
    });
    if (this.#gone) throw new LinkGone();
  }

  /** Resolves at the next `wake()` or when the client is gone. */
  async woken(): Promise<void> {
    if (this.#gone) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.#waiting.delete(go);
        resolve();
      };
      this.#waiting.add(go);
    });
  }

  wake(): void {
    for (const go of [...this.#waiting]) go();
  }

  /** FIN. */
  close(): void {
    this.#socket.end();
  }

  /** close_notify of the TLS session, then FIN. */
  closeTls(): void {
    this.#out.end();
  }

  /** RST at once: resetAndDestroy() would say FIN first. */
  reset(): void {
    Object.assign(this.#socket, { resetAndClosing: true }).destroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #onSecure(secure: TLSSocket): void {
    this.#secure = secure;
    this.#events.secure(secure);
  }

  #onData(chunk: Buffer): void {
    if (this.#handshake === null) {
      this.#reader.feed(chunk);
      return;
    }
    if (!this.#unwrapped && this.#reader.between() && chunk[0] !== PACKET.prelogin) {
      this.#unwrapped = true;
      this.#handshake.unwrap();
    }
    if (this.#unwrapped) this.#handshake.receive(chunk);
    else this.#reader.feed(chunk);
  }

  #onClose(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#handshake?.destroy();
    this.#events.closed();
    this.wake();
  }
}
