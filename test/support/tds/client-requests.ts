import { Answer, AnswerBroken, AnswerCut, type AnswerLink, saidBy } from './answer.ts';
import { ByteWriter } from './byte-writer.ts';
import type { ClientWire } from './client-wire.ts';
import { checkDeclared, declaredNames, describeColumns, describeRows } from './describe-set.ts';
import { Execution, kindOf } from './execute.ts';
import { NotEvaluable } from './expression.ts';
import type { FactState } from './facts.ts';
import type { ActiveFaults } from './faults.ts';
import type { Login7 } from './login.ts';
import { type Message, PACKET, packetsOf } from './packets.ts';
import { parseBatch, type Statement, UnexpectedStatement } from './parse-batch.ts';
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
import { DONE, type ServerMessage, writeDone, writeTransactionChange } from './tokens.ts';
import type { RequestKind, TrafficEvent } from './traffic-log.ts';

export interface SessionSetting {
  readonly state: StandInState;
  readonly wire: ClientWire;
  /** Number of the connection. */
  readonly connection: number;
  readonly spid: number;
  readonly packetSize: number;
  readonly login: Login7;
}

/** With a database in front, the text is run there. */
const EXECUTE = /^(?:\[((?:[^\]]|\]\])+)\]\.sys\.)?sp_executesql$/;

/** What one client asks after its login. */
export class ClientRequests {
  readonly #setting: SessionSetting;
  readonly #state: StandInState;
  readonly #wire: ClientWire;
  readonly #session: Session;
  #requests = -1;
  #attention = false;
  #settled = false;

  constructor(setting: SessionSetting) {
    this.#setting = setting;
    this.#state = setting.state;
    this.#wire = setting.wire;
    this.#session = new Session(setting.state.source, setting.spid);
  }

  /** An attention arrived; `running` tells whether a request is being answered. */
  attention(running: boolean): void {
    this.#attention = true;
    if (running) this.#wire.wake();
    else this.#acknowledge();
  }

  async handle(message: Message): Promise<void> {
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
        this.#wire.destroy();
    }
  }

  #note(event: TrafficEvent): void {
    this.#state.log.add(this.#setting.connection, event);
  }

  #fail(message: string): void {
    this.#note({ event: 'failure', message });
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
    } else if (EXECUTE.test(rpc.procedure) && first !== undefined) {
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
      const around = {
        session: this.#session,
        facts,
        state: this.#factState(text, rpc),
        faults,
        answer,
      };
      await new Execution(around, parameters).run(statements);
    });
    if (!this.#settled) this.#checkSettings();
  }

  /** Values travel as text and are converted by the server (sheet D7). */
  #checkParameterTypes(parameters: readonly WireParameter[]): void {
    for (const { name, type } of parameters) {
      if (!type.startsWith('nvarchar')) this.#fail(`parameter ${name} was sent as ${type}`);
    }
  }

  #checkSettings(): void {
    this.#settled = true;
    for (const option of ['ansi_warnings', 'arithabort']) {
      if (this.#session.settings.get(option) !== 'on') {
        this.#fail(`the client did not set ${option} on`);
      }
    }
  }

  #factState(text: string, rpc: RpcRequest | null): FactState {
    const session = this.#session;
    const [, elsewhere] = EXECUTE.exec(rpc?.procedure ?? '') ?? [];
    return {
      spid: this.#setting.spid,
      isolation: session.isolation,
      inTransaction: session.descriptor !== 0n,
      now: this.#state.clock(),
      database: elsewhere?.replaceAll(']]', ']') ?? (this.#setting.login.database || 'master'),
      text,
      user: this.#setting.login.user,
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
    const faults = this.#state.faults.take(this.#setting.connection, this.#requests, kind);
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
    void this.#wire
      .send(packetsOf(out.copy(), PACKET.response, 4096, this.#setting.spid))
      .catch(() => undefined);
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

  #link(): AnswerLink {
    const attention = () => this.#attention;
    const wire = this.#wire;
    return {
      spid: this.#setting.spid,
      packetSize: this.#setting.packetSize,
      serverName: this.#state.serverName,
      get attention() {
        return attention();
      },
      write: (bytes) => wire.send(bytes),
      interrupted: async () => {
        if (!attention()) await wire.woken();
      },
      reset: () => wire.reset(),
      close: () => wire.close(),
      closeTls: () => wire.closeTls(),
      countRow: () => {
        this.#state.rowsHandedOut += 1;
      },
      setVersion: (version) => {
        this.#state.source.version = version;
      },
      rollBack: (out) => writeTransactionChange(out, 'rollback', this.#session.end()),
      logError: ({ number, message }) => this.#note({ event: 'answered-error', number, message }),
    };
  }
}
