import { RunnerError } from '../runner.ts';
import type { ReceivedColumn, Receiver } from './run-request.ts';

/** More than any answer the runner asks for itself. */
const MOST_ROWS = 100_000;

/** Keeps one small result set whole. */
export class SmallAnswer implements Receiver {
  readonly #what: string;
  readonly #sets: (readonly ReceivedColumn[])[] = [];
  #counted = false;
  readonly #rows: (readonly unknown[])[] = [];
  readonly #outcome: (rows: readonly Readonly<Record<string, unknown>>[]) => Record<string, string>;

  /** @param outcome what is worth recording of it */
  constructor(
    what: string,
    outcome: (rows: readonly Readonly<Record<string, unknown>>[]) => Record<string, string> = (
      rows,
    ) => ({ rows: String(rows.length) }),
  ) {
    this.#what = what;
    this.#outcome = outcome;
  }

  columns(columns: readonly ReceivedColumn[]): void {
    this.#sets.push(columns);
    if (this.#sets.length > 1) throw this.#malformed('more than one result set');
  }

  row(cells: readonly unknown[]): void {
    if (this.#rows.length >= MOST_ROWS) throw this.#malformed(`more than ${MOST_ROWS} rows`);
    this.#rows.push(cells);
  }

  rowCount(rows: number): void {
    if (this.#sets.length === 0 || this.#counted) return;
    this.#counted = true;
    if (rows !== this.#rows.length) {
      throw this.#malformed(`${this.#rows.length} rows of ${rows}`);
    }
  }

  async end(): Promise<Readonly<Record<string, string>>> {
    if (this.#sets.length === 0) throw this.#malformed('no result set');
    return this.#outcome(this.rows());
  }

  /** Columns of the result set; empty until it came. */
  metadata(): readonly ReceivedColumn[] {
    return this.#sets[0] ?? [];
  }

  /** Rows by column name; names are ours and differ. */
  rows(): readonly Readonly<Record<string, unknown>>[] {
    const names = this.metadata().map(({ name }) => name);
    return this.#rows.map((cells) =>
      Object.fromEntries(names.map((name, index) => [name, cells[index]])),
    );
  }

  #malformed(how: string): RunnerError {
    return new RunnerError('SOURCE_CORRUPT', `${this.#what}: the answer has ${how}`, {
      advice: 'Run again; when it happens again, report the server version.',
    });
  }
}
