import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { ByteWriter } from './byte-writer.ts';
import { ClientRequests } from './client-requests.ts';
import { ClientWire } from './client-wire.ts';
import { type Login7, readLogin7 } from './login.ts';
import { LinkGone } from './message-out.ts';
import { type Message, PACKET, packetsOf, STATUS } from './packets.ts';
import { ENCRYPTION, readPrelogin, writePrelogin } from './prelogin.ts';
import type { StandInState } from './stand-in-state.ts';
import {
  DONE,
  type ServerMessage,
  writeChange,
  writeCollationChange,
  writeDone,
  writeFedAuthAck,
  writeLoginAck,
  writeMessage,
  writeRouting,
} from './tokens.ts';
import type { TrafficEvent } from './traffic-log.ts';

/** Before a packet size is agreed. */
const firstPacketSize = 4096;

/** One client of the stand-in: PRELOGIN, TLS, LOGIN7, then its requests one after the other. */
export class StandInConnection {
  readonly #state: StandInState;
  readonly #number: number;
  readonly #strict: boolean;
  readonly #wire: ClientWire;
  #preloginDone = false;
  #requests: ClientRequests | null = null;
  #queue: Message[] = [];
  #busy = false;

  constructor(state: StandInState, number: number, socket: Socket, strict: boolean) {
    this.#state = state;
    this.#number = number;
    this.#strict = strict;
    this.#note({ event: 'connected' });
    this.#wire = new ClientWire(socket, {
      message: (message) => this.#onMessage(message),
      garbage: (header) => this.#note({ event: 'garbage', header }),
      secure: (secure) => this.#onSecure(secure),
      closed: () => this.#note({ event: 'closed' }),
    });
  }

  destroy(): void {
    this.#wire.destroy();
  }

  get #spid(): number {
    return 50 + this.#number;
  }

  #note(event: TrafficEvent): void {
    this.#state.log.add(this.#number, event);
  }

  /** The client did what none may do: the line is cut and the test fails. */
  #refuse(message: string): void {
    this.#note({ event: 'failure', message });
    this.#wire.destroy();
  }

  #onMessage(message: Message): void {
    if (message.type === PACKET.attention) {
      this.#note({ event: 'attention' });
      this.#requests?.attention(this.#busy);
      return;
    }
    this.#queue.push(message);
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let message = this.#queue.shift(); message !== undefined; message = this.#queue.shift()) {
      try {
        await this.#handle(message);
      } catch (error) {
        if (!(error instanceof LinkGone)) {
          this.#refuse(error instanceof Error ? `${error.stack}` : String(error));
        }
      }
    }
    this.#busy = false;
  }

  async #handle(message: Message): Promise<void> {
    if ((message.status & STATUS.ignore) !== 0) {
      const out = new ByteWriter();
      writeDone(out, 'DONE', 0);
      await this.#send(out);
    } else if (this.#requests !== null) await this.#requests.handle(message);
    else if (this.#preloginDone) await this.#onLogin(message);
    else await this.#onPrelogin(message);
  }

  async #send(out: ByteWriter): Promise<void> {
    await this.#wire.send(packetsOf(out.copy(), PACKET.response, firstPacketSize, this.#spid));
  }

  async #onPrelogin(message: Message): Promise<void> {
    if (message.type !== PACKET.prelogin) {
      this.#refuse(`message of type ${message.type} before PRELOGIN`);
      return;
    }
    const asked = readPrelogin(message.body);
    this.#note({ event: 'prelogin', ...asked });
    const encryption = this.#encryption(asked.encryption);
    const answer = writePrelogin({
      version: this.#state.version,
      encryption,
      mars: this.#state.mars,
      fedAuthRequired: asked.fedAuthRequired ? true : null,
    });
    this.#preloginDone = true;
    await this.#wire.send(packetsOf(answer, PACKET.response, firstPacketSize, 0));
    if (encryption === ENCRYPTION.on || encryption === ENCRYPTION.required) {
      this.#wire.startTls(this.#state.secureContext, this.#state.handshakeDelayMs);
    }
  }

  #encryption(asked: number): number {
    if (this.#strict) return ENCRYPTION['not-supported'];
    const { encryption } = this.#state;
    if (encryption === 'on' && asked === ENCRYPTION['not-supported']) return asked;
    return ENCRYPTION[encryption];
  }

  #onSecure(secure: TLSSocket): void {
    const serverName: unknown = Reflect.get(secure, 'servername');
    this.#note({
      event: 'tls',
      protocol: secure.getProtocol(),
      cipher: secure.getCipher().name,
      serverName: typeof serverName === 'string' ? serverName : null,
    });
  }

  async #onLogin(message: Message): Promise<void> {
    if (message.type !== PACKET.login) {
      this.#refuse(`message of type ${message.type} instead of LOGIN7`);
      return;
    }
    const login = readLogin7(message.body);
    this.#note({ event: 'login', encrypted: this.#wire.encrypted, ...login });
    const outcome = this.#state.nextLogin(login);
    if (outcome.kind === 'silent') return;
    const out = new ByteWriter();
    if (outcome.kind === 'refused') {
      this.#writeRefused(out, outcome.errors);
      await this.#send(out);
      this.#wire.close();
      return;
    }
    const packetSize = this.#state.packetSize ?? Math.min(32_767, Math.max(512, login.packetSize));
    this.#writeAccepted(out, login, packetSize);
    if (outcome.kind === 'routed') writeRouting(out, outcome.host, outcome.port);
    writeDone(out, 'DONE', 0);
    if (outcome.kind === 'cut') {
      await this.#wire.send(packetsOf(out.copy(), PACKET.response, 64, this.#spid).subarray(0, 64));
      return;
    }
    this.#requests = new ClientRequests({
      state: this.#state,
      wire: this.#wire,
      connection: this.#number,
      spid: this.#spid,
      packetSize,
      login,
    });
    await this.#send(out);
  }

  #writeRefused(out: ByteWriter, errors: readonly ServerMessage[]): void {
    for (const error of errors) {
      this.#note({ event: 'answered-error', number: error.number, message: error.message });
      writeMessage(out, 'ERROR', error, this.#state.serverName);
    }
    writeDone(out, 'DONE', DONE.error);
  }

  #writeAccepted(out: ByteWriter, login: Login7, packetSize: number): void {
    const { serverName, version } = this.#state;
    const database = login.database === '' ? 'master' : login.database;
    writeChange(out, 1, database, 'master');
    const changed = `Changed database context to '${database}'.`;
    writeMessage(out, 'INFO', { number: 5701, message: changed, state: 2 }, serverName);
    writeCollationChange(out);
    writeChange(out, 2, 'us_english', '');
    const language = 'Changed language setting to us_english.';
    writeMessage(out, 'INFO', { number: 5703, message: language }, serverName);
    writeLoginAck(out, version);
    if (login.token !== null) writeFedAuthAck(out);
    writeChange(out, 4, `${packetSize}`, `${firstPacketSize}`);
  }
}
