import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { Answer, AnswerBroken, AnswerCut, type AnswerLink, saidBy } from './answer.ts';
import { ByteWriter } from './byte-writer.ts';
import { checkDeclared, declaredNames, describeColumns, describeRows } from './describe-set.ts';
import { Execution, kindOf } from './execute.ts';
import { NotEvaluable } from './expression.ts';
import type { FactState } from './facts.ts';
import type { ActiveFaults } from './faults.ts';
import { HandshakeStream } from './handshake-stream.ts';
import { type Login7, readLogin7 } from './login.ts';
import { LinkGone } from './message-out.ts';
import { type Message, messageReader, PACKET, packetsOf, STATUS } from './packets.ts';
import { parseBatch, type Statement, UnexpectedStatement } from './parse-batch.ts';
import { ENCRYPTION, readPrelogin, writePrelogin } from './prelogin.ts';
import {
  type RpcRequest,
  readBatch,
  readRpc,
  readTransaction,
  type TransactionRequest,
  type WireParameter,
} from './requests.ts';
import { matchText } from './reviewed-text.ts';
import { Session } from './session.ts';
import { SqlError } from './sql-error.ts';
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
  writeTransactionChange,
} from './tokens.ts';
import type { RequestKind, TrafficEvent } from './traffic-log.ts';

type Phase = 'prelogin' | 'login' | 'settings' | 'ready';

/** One client of the stand-in. */
export class StandInConnection {
  readonly #state: StandInState;
  readonly #number: number;
  readonly #socket: Socket;
  readonly #session: Session;
  readonly #reader: ReturnType<typeof messageReader>;
  readonly #strict: boolean;
  #wire: Duplex;
  #handshake: HandshakeStream | null = null;
  #unwrapped = false;
  #secure: TLSSocket | null = null;
  #phase: Phase = 'prelogin';
  #login: Login7 | null = null;
  #packetSize = 4096;
  #requests = -1;
  #queue: Message[] = [];
  #busy = false;
  #attention = false;
  #gone = false;
  #wake: (() => void)[] = [];

  constructor(state: StandInState, number: number, socket: Socket, strict: boolean) {
    this.#state = state;
    this.#number = number;
    this.#socket = socket;
    this.#strict = strict;
    this.#wire = socket;
    this.#session = new Session(state.source, this.spid);
    this.#reader = messageReader(
      (message) => this.#onMessage(message),
      (header) => {
        this.#note({ event: 'garbage', header: header.toString('hex') });
        this.#socket.destroy();
      },
    );
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('error', () => this.#socket.destroy());
    socket.on('close', () => this.#onClose());
    this.#note({ event: 'connected' });
    if (socket instanceof TLSSocket) this.#onSecure(socket);
  }

  get spid(): number {
    return 50 + this.#number;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #note(event: TrafficEvent): void {
    this.#state.log.add(this.#number, event);
  }

  #fail(message: string): void {
    this.#note({ event: 'failure', message });
  }

  #onClose(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#note({ event: 'closed' });
    this.#handshake?.destroy();
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  #onData(chunk: Buffer): void {
    if (this.#handshake === null) {
      this.#reader.feed(chunk);
      return;
    }
    const first = chunk[0] ?? 0;
    if (!this.#unwrapped && this.#reader.between() && first !== PACKET.prelogin) {
      this.#unwrapped = true;
      this.#handshake.unwrap();
    }
    if (this.#unwrapped) this.#handshake.receive(chunk);
    else this.#reader.feed(chunk);
  }

  #onMessage(message: Message): void {
    if (message.type === PACKET.attention) {
      this.#note({ event: 'attention' });
      this.#attention = true;
      if (this.#busy) this.#wakeAll();
      else this.#acknowledge();
      return;
    }
    if (message.type === PACKET.prelogin && this.#handshake !== null) {
      this.#handshake.receive(message.body);
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
          this.#fail(error instanceof Error ? `${error.stack}` : String(error));
          this.#socket.destroy();
        }
      }
    }
    this.#busy = false;
  }

  async #handle(message: Message): Promise<void> {
    if ((message.status & STATUS.ignore) !== 0) {
      await this.#reply((out) => writeDone(out, 'DONE', 0));
      return;
    }
    switch (this.#phase) {
      case 'prelogin':
        await this.#onPrelogin(message);
        return;
      case 'login':
        await this.#onLogin(message);
        return;
      default:
        await this.#onRequest(message);
    }
  }

  // --- before the login

  async #onPrelogin(message: Message): Promise<void> {
    if (message.type !== PACKET.prelogin) {
      this.#fail(`message of type ${message.type} before PRELOGIN`);
      this.#socket.destroy();
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
    this.#phase = 'login';
    await this.#send(packetsOf(answer, PACKET.response, 4096, 0));
    if (encryption === ENCRYPTION.on || encryption === ENCRYPTION.required) this.#startTls();
  }

  #encryption(asked: number): number {
    if (this.#strict) return ENCRYPTION['not-supported'];
    const { encryption } = this.#state;
    if (encryption === 'on' && asked === ENCRYPTION['not-supported']) return asked;
    return ENCRYPTION[encryption];
  }

  #startTls(): void {
    const { secureContext, handshakeDelayMs } = this.#state;
    const stream = new HandshakeStream(this.#socket, handshakeDelayMs);
    const secure = new TLSSocket(stream, { isServer: true, secureContext });
    this.#handshake = stream;
    secure.on('secure', () => this.#onSecure(secure));
    secure.on('data', (chunk: Buffer) => this.#reader.feed(chunk));
    secure.on('error', () => this.#socket.destroy());
    this.#wire = secure;
  }

  #onSecure(secure: TLSSocket): void {
    this.#secure = secure;
    // biome-ignore lint/suspicious/noExplicitAny: the server side of TLSSocket knows it, its types do not
    const serverName = (secure as any).servername;
    this.#note({
      event: 'tls',
      protocol: secure.getProtocol(),
      cipher: secure.getCipher().name,
      serverName: typeof serverName === 'string' ? serverName : null,
    });
  }

  // --- the login

  async #onLogin(message: Message): Promise<void> {
    if (message.type !== PACKET.login) {
      this.#fail(`message of type ${message.type} instead of LOGIN7`);
      this.#socket.destroy();
      return;
    }
    const login = readLogin7(message.body);
    this.#login = login;
    this.#note({ event: 'login', encrypted: this.#secure !== null, ...login });
    const outcome = this.#state.nextLogin(login);
    switch (outcome.kind) {
      case 'silent':
        return;
      case 'refused':
        await this.#reply((out) => {
          for (const error of outcome.errors) {
            this.#note({ event: 'answered-error', number: error.number, message: error.message });
            writeMessage(out, 'ERROR', error, this.#state.serverName);
          }
          writeDone(out, 'DONE', DONE.error);
        });
        this.#socket.end();
        return;
      case 'accepted':
      case 'cut':
      case 'routed':
        break;
    }
    const out = new ByteWriter();
    this.#writeAccepted(out, login);
    if (outcome.kind === 'routed') writeRouting(out, outcome.host, outcome.port);
    writeDone(out, 'DONE', 0);
    this.#phase = 'settings';
    if (outcome.kind === 'cut') {
      const first = packetsOf(out.copy(), PACKET.response, 64, this.spid).subarray(0, 64);
      await this.#send(first);
      return;
    }
    await this.#send(packetsOf(out.copy(), PACKET.response, 4096, this.spid));
    this.#packetSize = this.#packetSizeFor(login);
  }

  #packetSizeFor(login: Login7): number {
    return this.#state.packetSize ?? Math.min(32_767, Math.max(512, login.packetSize));
  }

  #writeAccepted(out: ByteWriter, login: Login7): void {
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
    writeChange(out, 4, `${this.#packetSizeFor(login)}`, '4096');
  }

  // --- requests

  async #onRequest(message: Message): Promise<void> {
    this.#attention = false;
    this.#requests += 1;
    switch (message.type) {
      case PACKET.batch: {
        const { descriptor, text } = readBatch(message.body);
        this.#checkDescriptor(descriptor);
        await this.#onText(text, [], null);
        return;
      }
      case PACKET.rpc: {
        const rpc = readRpc(message.body);
        this.#checkDescriptor(rpc.descriptor);
        await this.#onRpc(rpc);
        return;
      }
      case PACKET.transaction:
        await this.#onTransaction(readTransaction(message.body));
        return;
      default:
        this.#fail(`message of type ${message.type} after the login`);
        this.#socket.destroy();
    }
  }

  #checkDescriptor(descriptor: bigint): void {
    if (descriptor === this.#session.descriptor) return;
    this.#fail(
      `a request carries transaction ${descriptor}, the open one is ${this.#session.descriptor}`,
    );
  }

  async #onRpc(rpc: RpcRequest): Promise<void> {
    const [first, second, ...rest] = rpc.parameters;
    if (/^(\[?sys\]?\.)?\[?sp_describe_first_result_set\]?$/.test(rpc.procedure)) {
      await this.#onDescribe(rpc);
    } else if (rpc.procedure === 'sp_executesql' && first !== undefined) {
      if (second !== undefined) this.#checkNames(second.value ?? '', rest);
      await this.#onText(first.value ?? '', rest, rpc);
    } else {
      this.#noteRequest('unexpected', '', rpc);
      await this.#unexpected(`procedure ${rpc.procedure}`, true);
    }
  }

  #checkNames(declaration: string, parameters: readonly WireParameter[]): void {
    const declared = declaredNames(declaration);
    for (const { name } of parameters) {
      if (!declared.has(name.toLowerCase()))
        this.#fail(`parameter ${name} is not in '${declaration}'`);
    }
  }

  #noteRequest(kind: RequestKind, text: string, rpc: RpcRequest | null): void {
    if (rpc === null) this.#note({ event: 'batch', text, kind });
    else {
      const { procedure, parameters } = rpc;
      this.#note({ event: 'rpc', procedure, parameters, text, kind });
    }
  }

  #faults(kind: RequestKind): ActiveFaults {
    return this.#state.faults.take(this.#number, this.#requests, kind);
  }

  async #onDescribe(rpc: RpcRequest): Promise<void> {
    const named = (name: string, index: number) =>
      (
        rpc.parameters.find((parameter) => parameter.name.toLowerCase() === name) ??
        rpc.parameters[index]
      )?.value ?? '';
    const text = named('tsql', 0);
    this.#noteRequest('describe', text, rpc);
    const match = matchText(text.trim().replace(/;$/, ''), this.#state.texts);
    if (match === null) {
      await this.#unexpected(`describe of ${text}`, true);
      return;
    }
    await this.#answer('describe', true, async (answer) => {
      const declared = declaredNames(named('params', 1));
      checkDeclared(text, (name) => declared.has(name));
      await answer.smallSet(describeColumns, describeRows(match.dataset), true);
    });
  }

  async #onText(
    text: string,
    parameters: readonly WireParameter[],
    rpc: RpcRequest | null,
  ): Promise<void> {
    let statements: readonly Statement[];
    try {
      statements = parseBatch(text, this.#state.texts);
    } catch (error) {
      const expected = error instanceof SqlError;
      this.#noteRequest(expected ? 'rejected' : 'unexpected', text, rpc);
      if (!expected) {
        if (!(error instanceof UnexpectedStatement)) throw error;
        await this.#unexpected(error.message, rpc !== null);
        return;
      }
      await this.#answer('rejected', rpc !== null, async () => {
        throw error;
      });
      return;
    }
    const kind = kindOf(statements, this.#state.facts);
    this.#noteRequest(kind, text, rpc);
    if (kind === 'extract' || kind === 'aggregate') this.#checkParameterTypes(parameters);
    await this.#answer(kind, rpc !== null, async (answer, faults) => {
      const { facts } = this.#state;
      const around = { session: this.#session, facts, state: this.#factState(), faults, answer };
      await new Execution(around, parameters).run(statements);
    });
    if (this.#phase === 'settings') this.#checkSettings();
  }

  /** Values travel as text and are converted by the server (sheet D7). */
  #checkParameterTypes(parameters: readonly WireParameter[]): void {
    for (const { name, type } of parameters) {
      if (!type.startsWith('nvarchar')) this.#fail(`parameter ${name} was sent as ${type}`);
    }
  }

  #checkSettings(): void {
    this.#phase = 'ready';
    for (const option of ['ansi_warnings', 'arithabort']) {
      if (this.#session.settings.get(option) !== 'on') {
        this.#fail(`the client did not set ${option} on`);
      }
    }
  }

  #factState(): FactState {
    const session = this.#session;
    return {
      spid: this.spid,
      isolation: session.isolation,
      inTransaction: session.descriptor !== 0n,
      now: this.#state.clock(),
      database: this.#login?.database || 'master',
      user: this.#login?.user ?? '',
      setting: (name) => session.settings.get(name),
    };
  }

  async #unexpected(what: string, rpc: boolean): Promise<void> {
    this.#fail(`unexpected statement: ${what}`);
    const message = `unexpected statement: ${what.slice(0, 500)}`;
    await this.#answer('unexpected', rpc, async () => {
      throw new SqlError(50000, message);
    });
  }

  /** Runs `body` with the faults of this request and ends the message whatever happens. */
  async #answer(
    kind: RequestKind,
    rpc: boolean,
    body: (answer: Answer, faults: ActiveFaults) => Promise<void>,
  ): Promise<void> {
    const faults = this.#faults(kind);
    const answer = new Answer(this.#link(), faults, rpc);
    try {
      let failed = false;
      try {
        await answer.begin();
        await body(answer, faults);
      } catch (error) {
        const said = this.#saidBy(error);
        if (said === null) throw error;
        failed = true;
        answer.error(said);
      }
      await answer.end(failed);
    } catch (error) {
      if (error instanceof AnswerBroken) return;
      if (!(error instanceof AnswerCut)) throw error;
      await answer.message.end();
    }
    if (this.#attention) this.#acknowledge();
  }

  /** An error the client is told; null for what belongs to the stand-in itself. */
  #saidBy(error: unknown): ServerMessage | null {
    if (error instanceof UnexpectedStatement || error instanceof NotEvaluable) {
      this.#fail(`unexpected statement: ${error.message}`);
      return { number: 50000, message: `unexpected statement: ${error.message.slice(0, 500)}` };
    }
    return saidBy(error);
  }

  /** The second message of a cancelled request. */
  #acknowledge(): void {
    this.#attention = false;
    const out = new ByteWriter(32);
    writeDone(out, 'DONE', DONE.attention);
    void this.#send(packetsOf(out.copy(), PACKET.response, 4096, this.spid)).catch(() => undefined);
  }

  async #onTransaction(request: TransactionRequest): Promise<void> {
    const { operation, isolation } = request;
    this.#note({ event: 'transaction', operation, isolation });
    this.#checkDescriptor(request.descriptor);
    await this.#answer(operation, false, async (answer) => {
      const { out } = answer.message;
      const session = this.#session;
      if (operation === 'begin') writeTransactionChange(out, 'begin', session.begin(isolation));
      else if (operation !== 'save') {
        if (session.descriptor === 0n) {
          throw new SqlError(
            3903,
            `The ${operation.toUpperCase()} TRANSACTION request has no corresponding BEGIN TRANSACTION.`,
          );
        }
        writeTransactionChange(out, operation, session.end());
      }
      answer.endStatement(null, true);
    });
  }

  // --- the way out

  #link(): AnswerLink {
    const self = this;
    return {
      spid: this.spid,
      packetSize: this.#packetSize,
      serverName: this.#state.serverName,
      get attention() {
        return self.#attention;
      },
      write: (bytes) => self.#send(bytes),
      interrupted: () =>
        self.#attention || self.#gone
          ? Promise.resolve()
          : new Promise((resolve) => self.#wake.push(resolve)),
      reset: () => self.#reset(),
      close: () => self.#socket.end(),
      closeTls: () => self.#secure?.end(),
      countRow: () => {
        self.#state.rowsHandedOut += 1;
      },
      setVersion: (version) => {
        self.#state.source.version = version;
      },
      rollBack: (out) => writeTransactionChange(out, 'rollback', self.#session.end()),
      logError: ({ number, message }) => self.#note({ event: 'answered-error', number, message }),
    };
  }

  /** RST at once: resetAndDestroy() would say FIN first. */
  #reset(): void {
    Object.assign(this.#socket, { resetAndClosing: true }).destroy();
  }

  async #reply(write: (out: ByteWriter) => void): Promise<void> {
    const out = new ByteWriter();
    write(out);
    await this.#send(packetsOf(out.copy(), PACKET.response, this.#packetSize, this.spid));
  }

  /** Writes and, when the client is slower than we are, waits for it. */
  async #send(bytes: Buffer): Promise<void> {
    if (this.#gone || !this.#wire.writable) throw new LinkGone();
    if (this.#wire.write(bytes)) return;
    await new Promise<void>((resolve) => {
      this.#wire.once('drain', resolve);
      this.#wake.push(resolve);
    });
    // An attention wakes us too: the bytes are queued, the next write waits again.
    if (this.#gone) throw new LinkGone();
  }
}
