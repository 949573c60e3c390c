import { setTimeout as sleep } from 'node:timers/promises';
import { cellWriter } from './cell-writers.ts';
import type { Row } from './datasets.ts';
import type { ActiveFaults, Fault } from './faults.ts';
import { type Link, MessageOut } from './message-out.ts';
import { SqlError } from './sql-error.ts';
import {
  DONE,
  type DoneToken,
  type ServerMessage,
  writeDone,
  writeMessage,
  writeOrder,
  writeReturnStatus,
} from './tokens.ts';
import { type ResultColumn, writeColumns } from './type-info.ts';

/** What an answer needs of its connection. */
export interface AnswerLink extends Link {
  readonly serverName: string;
  /** True once the client has sent an attention for this request. */
  readonly attention: boolean;
  /** Resolves at an attention, or when the line is gone. */
  interrupted(): Promise<void>;
  reset(): void;
  close(): void;
  /** close_notify of the TLS session. */
  closeTls(): void;
  countRow(): void;
  setVersion(version: number): void;
  /** Rolls the open transaction back and says so to the client. */
  rollBack(out: MessageOut['out']): void;
  logError(error: ServerMessage): void;
}

/** The rest of this answer is not to be sent; the message still ends. */
export class AnswerCut extends Error {
  override readonly name = 'AnswerCut';
}

/** The answer was broken off on purpose: nothing more is sent, not even the end of the message. */
export class AnswerBroken extends Error {
  override readonly name = 'AnswerBroken';
}

/** Lets the client read what was sent: an end that overtakes unread data looks different on each platform. */
const settled = () => sleep(30);

/** Tokens of one request's answer. */
export class Answer {
  readonly message: MessageOut;
  readonly #link: AnswerLink;
  readonly #faults: ActiveFaults;
  readonly #rpc: boolean;

  constructor(link: AnswerLink, faults: ActiveFaults, rpc: boolean) {
    const atByte = faults.atByte();
    const packetBody = faults.find('packet-body')?.bytes;
    const msPerPacket = faults.find('delay')?.msPerPacket;
    this.message = new MessageOut(link, {
      ...(packetBody === undefined ? {} : { packetBody }),
      ...(msPerPacket === undefined ? {} : { msPerPacket }),
      ...(atByte === null
        ? {}
        : { breakAt: { byte: atByte.byte, strike: () => this.#strike(atByte.fault) } }),
    });
    this.#link = link;
    this.#faults = faults;
    this.#rpc = rpc;
  }

  /** Strikes that come before any token. */
  async begin(): Promise<void> {
    const silent = this.#faults.find('silent');
    if (silent !== undefined) await this.#wait(silent.acknowledge);
    for (const fault of this.#faults.all) {
      if (fault.do === 'error' && fault.after === undefined) await this.#strike(fault);
    }
  }

  columns(columns: readonly ResultColumn[]): void {
    writeColumns(this.message.out, columns);
  }

  /** A whole small result set. */
  async smallSet(
    columns: readonly ResultColumn[],
    rows: readonly Row[],
    last: boolean,
  ): Promise<void> {
    const { out } = this.message;
    writeColumns(out, columns);
    const writers = columns.map(cellWriter);
    for (const row of rows) {
      out.u8(0xd1);
      for (const [index, write] of writers.entries()) write(out, row[index] ?? null);
    }
    this.endStatement(rows.length, last);
  }

  /**
   * The rows of a data set; returns how many the server counted.
   * @throws AnswerCut at an attention
   */
  async rows(
    columns: readonly ResultColumn[],
    rows: AsyncIterable<Row> | Iterable<Row>,
    project: (row: Row, index: number) => string | null,
    orderedBy: readonly number[],
  ): Promise<number> {
    const { message } = this;
    const { out } = message;
    const strikes = this.#faults.rows();
    const info = this.#faults.find('info');
    const skip = this.#faults.find('skip-rows');
    const bitmap = this.#faults.find('null-bitmap') !== undefined;
    if (this.#faults.find('order-token') !== undefined) writeOrder(out, orderedBy);
    const writers = columns.map(cellWriter);
    const width = writers.length;
    let count = 0;
    let rowStart = out.length;
    const one = (row: Row): void => {
      rowStart = out.length;
      if (bitmap) {
        this.#bitmapRow(writers, row, project);
        return;
      }
      out.u8(0xd1);
      for (let index = 0; index < width; index += 1) {
        // biome-ignore lint/style/noNonNullAssertion: index is below the length
        writers[index]!(out, project(row, index));
      }
    };
    const step = async (row: Row): Promise<void> => {
      if (strikes.has(count)) await this.#strikeAt(count);
      if (info !== undefined && count % info.everyRows === 0) {
        writeMessage(out, 'INFO', info.info, this.#link.serverName);
      }
      const skipped =
        skip !== undefined && count >= skip.after.row && count < skip.after.row + skip.count;
      if (!skipped) one(row);
    };
    const special = strikes.size > 0 || info !== undefined || skip !== undefined;
    try {
      if (Symbol.asyncIterator in rows) {
        for await (const row of rows) {
          if (special) await step(row);
          else one(row);
          count += 1;
          this.#link.countRow();
          if (message.full) await this.#flush();
          else if (this.#link.attention) throw new AnswerCut();
        }
      } else {
        for (const row of rows) {
          if (special) await step(row);
          else one(row);
          count += 1;
          this.#link.countRow();
          if (message.full) await this.#flush();
        }
      }
    } catch (error) {
      // A value that cannot be converted ends the rows before its own.
      if (error instanceof SqlError) out.length = rowStart;
      throw error;
    }
    if (strikes.has(count)) await this.#strikeAt(count);
    return count;
  }

  /** DONE of one statement: more follows unless it was a batch's last. */
  endStatement(rows: number | null, last: boolean): void {
    const more = this.#rpc || !last ? DONE.more : 0;
    const count = rows === null ? 0 : DONE.count;
    writeDone(this.message.out, this.#token(), more | count, rows ?? 0);
  }

  /** The end of a statement with the error bit and no ERROR. */
  errorBit(): void {
    writeDone(this.message.out, this.#token(), DONE.error | (this.#rpc ? DONE.more : 0));
  }

  /** An ERROR and the end of its statement. */
  error(error: ServerMessage): void {
    const { out } = this.message;
    this.#link.logError(error);
    writeMessage(out, 'ERROR', error, this.#link.serverName);
    writeDone(out, this.#token(), DONE.error | (this.#rpc ? DONE.more : 0));
  }

  /** Ends the answer: of an RPC with its return status. */
  async end(failed: boolean): Promise<void> {
    const { out } = this.message;
    if (this.#rpc) {
      writeReturnStatus(out, failed ? 1 : 0);
      const errorBit = this.#faults.find('error-bit')?.on === 'DONEPROC';
      writeDone(out, 'DONEPROC', errorBit ? DONE.error : 0);
    }
    await this.message.end();
  }

  #token(): DoneToken {
    return this.#rpc ? 'DONEINPROC' : 'DONE';
  }

  #bitmapRow(
    writers: readonly ReturnType<typeof cellWriter>[],
    row: Row,
    project: (row: Row, index: number) => string | null,
  ): void {
    const { out } = this.message;
    const values = writers.map((_, index) => project(row, index));
    const map = Buffer.alloc(Math.ceil(values.length / 8));
    for (const [index, value] of values.entries()) {
      if (value === null) map[index >> 3] = (map[index >> 3] ?? 0) | (1 << (index & 7));
    }
    out.u8(0xd2).raw(map);
    for (const [index, write] of writers.entries()) {
      const value = values[index] ?? null;
      if (value !== null) write(out, value);
    }
  }

  async #flush(): Promise<void> {
    await this.message.flush();
    if (this.#link.attention) throw new AnswerCut();
  }

  async #strikeAt(row: number): Promise<void> {
    for (const fault of this.#faults.atRow(row)) await this.#strike(fault);
  }

  async #strike(fault: Fault): Promise<void> {
    const { message } = this;
    const { out } = message;
    switch (fault.do) {
      case 'reset':
        await message.flushAll();
        await settled();
        this.#link.reset();
        throw new AnswerBroken();
      case 'close':
        if (fault.insidePacket === true) {
          await message.flush();
          await message.sendBroken(this.#link.packetSize + message.out.length);
        } else await message.flushAll();
        await settled();
        this.#link.close();
        throw new AnswerBroken();
      case 'close-tls':
        await message.flushAll();
        await settled();
        this.#link.closeTls();
        throw new AnswerBroken();
      case 'end-message':
        await message.end();
        throw new AnswerBroken();
      case 'token':
        out.u8(fault.token);
        await message.end();
        throw new AnswerBroken();
      case 'packet-length':
        await message.flushAll();
        await message.sendBroken(fault.length);
        throw new AnswerBroken();
      case 'stall':
        await message.flushAll();
        await this.#wait(fault.acknowledge, fault.ms);
        return;
      case 'version':
        this.#link.setVersion(fault.version);
        return;
      case 'rollback':
        this.#link.rollBack(out);
        return;
      case 'error':
        await this.#serverError(fault);
        return;
      default:
        return;
    }
  }

  async #serverError(fault: Extract<Fault, { do: 'error' }>): Promise<void> {
    const { out } = this.message;
    const [last, ...before] = fault.errors.toReversed();
    for (const error of before.toReversed()) {
      this.#link.logError(error);
      writeMessage(out, 'ERROR', error, this.#link.serverName);
    }
    if (fault.rollback === true) this.#link.rollBack(out);
    if (fault.close === true) {
      if (last !== undefined) writeMessage(out, 'ERROR', last, this.#link.serverName);
      await this.message.flushAll();
      await settled();
      this.#link.close();
      throw new AnswerBroken();
    }
    if (last !== undefined) throw new ScriptedError(last);
  }

  /** Waits for an attention, `ms`, or the end of the line. */
  async #wait(acknowledge: boolean, ms?: number): Promise<void> {
    if (ms !== undefined) {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([over, this.#link.interrupted()]);
      clearTimeout(timer);
      if (!this.#link.attention) return;
    } else await this.#link.interrupted();
    if (!acknowledge) throw new AnswerBroken();
    throw new AnswerCut();
  }
}

/** An error the test has scripted. */
class ScriptedError extends Error {
  override readonly name = 'ScriptedError';
  readonly said: ServerMessage;

  constructor(said: ServerMessage) {
    super(said.message);
    this.said = said;
  }
}

/** What the server says about a thrown error; null when it is no answer. */
export function saidBy(error: unknown): ServerMessage | null {
  if (error instanceof ScriptedError) return error.said;
  if (error instanceof SqlError) {
    return { number: error.number, message: error.message, class: error.severity };
  }
  return null;
}
