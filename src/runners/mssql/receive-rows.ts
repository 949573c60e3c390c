import type { Sha256 } from '../../kernel/digest.ts';
import { RunnerError } from '../runner.ts';
import { SpoolFile } from '../spool-file.ts';
import { CsvBytes } from './csv-bytes.ts';
import type { Flow, ReceivedColumn, Receiver } from './run-request.ts';
import type { TransportColumn } from './transport-types.ts';

/** What a statement delivered. */
export interface Received {
  readonly rows: number;
  /** The server's clock when its rows were sent. */
  readonly at: string;
  readonly bytes: number;
  readonly sha256: Sha256;
}

/**
 * Receives the converting statement: its rows into a csv/v1 file, then the trailer. While a chunk waits for the one before
 * it to be written the server waits, so that memory stays flat whatever is slow. What is missing, doubled or too much is
 * an error: the driver reports an answer that was cut at the right place as a normal end (mssql.md D11).
 */
export class RowReceiver implements Receiver {
  readonly #query: string;
  readonly #columns: readonly TransportColumn[];
  readonly #file: SpoolFile;
  readonly #csv: CsvBytes;
  #sets = 0;
  #received = 0;
  #counted: number | undefined;
  #trailer: readonly unknown[] | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(query: string, columns: readonly TransportColumn[], file: SpoolFile) {
    this.#query = query;
    this.#columns = columns;
    this.#file = file;
    this.#csv = new CsvBytes(columns);
  }

  /** @throws RunnerError when the file cannot be made */
  static async open(
    query: string,
    columns: readonly TransportColumn[],
    path: string,
  ): Promise<RowReceiver> {
    return new RowReceiver(query, columns, await SpoolFile.create(path));
  }

  columns(columns: readonly ReceivedColumn[]): void {
    this.#sets += 1;
    const names = columns.map(({ name }) => name);
    const expected =
      this.#sets === 1
        ? this.#columns.map((_, index) => `t${index + 1}`)
        : this.#sets === 2
          ? ['ipe_rows', 'ipe_at']
          : null;
    if (expected?.length === names.length && expected.every((name, at) => name === names[at])) {
      return;
    }
    throw this.#malformed(
      `result set ${this.#sets} has the columns ${names.join(', ')}, expected ${expected?.join(', ') ?? 'no such set'}`,
    );
  }

  row(cells: readonly unknown[], flow: Flow): void {
    if (this.#sets !== 1) {
      if (this.#trailer !== undefined) throw this.#malformed('a row stands after the trailer');
      this.#trailer = cells;
      return;
    }
    this.#received += 1;
    this.#csv.row(cells);
    if (!this.#csv.full) return;
    flow.pause();
    void this.#write(this.#csv.take()).then(
      () => flow.resume(),
      (thrown: unknown) => flow.fail(thrown),
    );
  }

  rowCount(rows: number): void {
    // the counts of the statements before the first set and of the trailer say nothing
    if (this.#sets !== 1) return;
    if (this.#counted !== undefined) throw this.#malformed('the rows are counted twice');
    this.#counted = rows;
  }

  async end(): Promise<Readonly<Record<string, string>>> {
    await this.#write(this.#csv.takeRest());
    await this.#writing;
    if (this.#sets === 0) throw this.#malformed('it has no result set');
    return { rows: String(this.#received) };
  }

  /**
   * What arrived, once the statement is over.
   * @throws RunnerError RESULT_TRUNCATED unless every row the server produced is in the file
   */
  async finish(): Promise<Received> {
    const [rows, at] = this.#trailer ?? [];
    if (typeof rows !== 'string' || typeof at !== 'string') {
      throw this.#truncated('the answer ended without its trailer');
    }
    if (this.#counted === undefined) {
      throw this.#truncated('the server did not count the rows of the statement at its end');
    }
    for (const [who, count] of [
      ['the trailer', rows],
      ['the end of the statement', String(this.#counted)],
    ] as const) {
      if (count === String(this.#received)) continue;
      throw this.#truncated(`${this.#received} rows arrived, ${who} counts ${count}`);
    }
    const { bytes, sha256 } = await this.#file.finish();
    return { rows: this.#received, at, bytes, sha256 };
  }

  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#file.discard();
  }

  /** Done when the writing before it is, so that one batch at most is under way. */
  async #write(chunks: readonly Uint8Array[]): Promise<void> {
    const before = this.#writing;
    this.#writing = before.then(async () => {
      for (const chunk of chunks) await this.#file.append(chunk);
    });
    this.#writing.catch(() => undefined);
    await before;
  }

  #malformed(how: string): RunnerError {
    return new RunnerError(
      'SOURCE_CORRUPT',
      `query ${this.#query}: the answer has not the form it was asked for in: ${how}`,
      { advice: 'Run again; when it happens again, report the query and the server version.' },
    );
  }

  #truncated(how: string): RunnerError {
    return new RunnerError('RESULT_TRUNCATED', `query ${this.#query}: ${how}`, {
      advice: 'Nothing of the short result is kept. Look for what cut the answer, then run again.',
    });
  }
}
