import { csvField, csvRecord } from '../../kernel/csv-dialect.ts';
import { RunnerError } from '../runner.ts';
import { atRow, type TransportColumn } from './transport-types.ts';

/** Bytes that gather before they are worth a write. */
const CHUNK = 256 * 1024;
/** Characters of a field that is written in place: not more than fit into a chunk, whatever they are. */
const LONGEST_IN_PLACE = 64 * 1024;
/** Most bytes of one character (UTF-8, or a doubled quote), and of the quotes and the separator around a field. */
const PER_CHARACTER = 3;
const AROUND = 4;

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const HASH = 0x23;
const COMMA = 0x2c;

/** Makes the csv/v1 file of received rows, chunk by chunk; no row is kept. */
export class CsvBytes {
  readonly #columns: readonly TransportColumn[];
  #chunk = Buffer.allocUnsafeSlow(CHUNK);
  #at = 0;
  #whole: Uint8Array[] = [];
  #rows = 0;

  /** Begins with the header. */
  constructor(columns: readonly TransportColumn[]) {
    this.#columns = columns;
    this.#append(csvRecord(columns.map(({ name }) => name)));
  }

  /** Whether there is enough for a write. */
  get full(): boolean {
    return this.#whole.length > 0;
  }

  /** @throws RunnerError naming row and column of a cell that is not what was asked for */
  row(cells: readonly unknown[]): void {
    this.#rows += 1;
    const columns = this.#columns;
    const width = columns.length;
    try {
      // runs for every cell of every extract: indices are some times faster here than iterators
      for (let index = 0; index < width; index += 1) {
        const cell = cells[index];
        const column = columns[index];
        if (cell === null || column === undefined) this.#room(1);
        else this.#field(column, cell);
        this.#chunk[this.#at++] = index === width - 1 ? LF : COMMA;
      }
    } catch (thrown) {
      throw atRow(thrown, this.#rows);
    }
  }

  /** Whole chunks so far, in order; they are the caller's from now on. */
  take(): readonly Uint8Array[] {
    const taken = this.#whole;
    this.#whole = [];
    return taken;
  }

  /** Everything that was not taken. */
  takeRest(): readonly Uint8Array[] {
    this.#next();
    return this.take();
  }

  /** Leaves room for a separator. */
  #field(column: TransportColumn, cell: unknown): void {
    if (!(typeof cell === 'string' || cell instanceof Uint8Array)) throw unexpected(column, cell);
    const text = column.receive(cell);
    if (text === null || text.length > LONGEST_IN_PLACE) {
      this.#append(csvField(column.read(cell)));
      this.#room(1);
      return;
    }
    this.#room(text.length * PER_CHARACTER + AROUND);
    const end = writeField(this.#chunk, this.#at, text);
    this.#at = end < 0 ? this.#at + this.#chunk.write(csvField(column.read(cell)), this.#at) : end;
  }

  #append(text: string): void {
    this.#next();
    this.#whole.push(Buffer.from(text, 'utf8'));
  }

  #room(bytes: number): void {
    if (this.#at + bytes > CHUNK) this.#next();
  }

  #next(): void {
    if (this.#at === 0) return;
    this.#whole.push(this.#chunk.subarray(0, this.#at));
    this.#chunk = Buffer.allocUnsafeSlow(CHUNK);
    this.#at = 0;
  }
}

/**
 * The bytes of csvField's text, which takes more than twice the time on the way of every cell.
 * @returns where the field ends; -1 for text that may not be well formed
 */
function writeField(bytes: Uint8Array, begin: number, text: string): number {
  const { length } = text;
  // empty text is not NULL
  let quoted = length === 0;
  let at = begin;
  if (quoted) bytes[at++] = QUOTE;
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > COMMA && unit < 0x80) {
      bytes[at++] = unit;
    } else if (unit < 0x80) {
      if (unit === 0) return -1;
      if (!quoted && isSpecial(unit)) {
        quoted = true;
        for (let moved = at; moved > begin; moved -= 1) bytes[moved] = bytes[moved - 1] ?? 0;
        bytes[begin] = QUOTE;
        at += 1;
      }
      if (unit === QUOTE) bytes[at++] = QUOTE;
      bytes[at++] = unit;
    } else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 0x3f);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes[at++] = 0xe0 | (unit >> 12);
      bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[at++] = 0x80 | (unit & 0x3f);
    } else {
      return -1;
    }
  }
  if (quoted) bytes[at++] = QUOTE;
  return at;
}

function isSpecial(unit: number): boolean {
  return unit === COMMA || unit === QUOTE || unit === HASH || unit === LF || unit === CR;
}

function unexpected({ name }: TransportColumn, cell: unknown): RunnerError {
  return new RunnerError(
    'SOURCE_CORRUPT',
    `column ${JSON.stringify(name)} arrived as ${typeof cell}, not as the text it was asked for`,
    { advice: 'Report the server version: it did not convert the column as it was told.' },
  );
}
