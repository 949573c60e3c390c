import { isUtf8 } from 'node:buffer';
import { type ByteWords, moreRoom, roomFor } from './byte-words.ts';
import { BATCH_RECORDS, type CellBatch } from './cell-batch.ts';
import { CsvFault } from './csv-fault.ts';

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const LONGEST_RECORD = 16 * 2 ** 20;
const INCOMPLETE = -1;

/** 1 for the bytes at which an unquoted field ends or goes wrong: NUL LF CR " # , */
const STOPS = new Uint8Array(256);
for (const stop of [0, LF, 0x0d, QUOTE, 0x23, COMMA]) STOPS[stop] = 1;

/** Who wants the records. What is handed over is reused: nothing of it may be kept. */
export interface CsvSink {
  /** The raw bytes of whole records; record k ends at recordEnds[k], its LF included. */
  span(bytes: Uint8Array, recordEnds: Int32Array, records: number): void;
  /** The same records in fields. */
  batch(batch: CellBatch): void;
}

/** Strict reader of csv/v1 that works on bytes: no text is made, nothing is held but the records at hand. */
export interface CsvScan {
  /** @throws CsvFault */
  take(chunk: Uint8Array): void;
  /** Says that no byte follows. @throws CsvFault when the last record is not whole */
  end(): void;
  /** Line feeds inside quoted fields so far. */
  embeddedNewlines(): number;
}

/** Reads records of `columns` fields each (evidence-package 3.1). */
export function scanCsv(columns: number, sink: CsvSink): CsvScan {
  const starts = new Int32Array(columns * BATCH_RECORDS);
  const ends = new Int32Array(columns * BATCH_RECORDS);
  const recordEnds = new Int32Array(BATCH_RECORDS);
  /** Fields of the batch that hold doubled quotes. */
  let doubled: number[] = [];
  let buffer = roomFor(1 << 20);
  /** Bytes at the buffer's start that belong to a record not yet whole. */
  let held = 0;
  let records = 0;
  let newlines = 0;
  /** Of the record at hand: its place in the batch, line feeds in its fields. */
  let record = 0;
  let recordNewlines = 0;

  const fault = (expected: string, actual: string) =>
    new CsvFault(records + record, expected, actual);

  /** Where the quoted field that starts behind its quote ends: one past the closing quote. */
  function endOfQuoted(bytes: Uint8Array, from: number, end: number, field: number): number {
    let needed = false;
    let hasDoubled = false;
    for (let at = from; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (STOPS[byte] === 0) continue;
      if (byte === 0) throw fault('no NUL character', 'one');
      if (byte === LF) recordNewlines += 1;
      if (byte !== QUOTE) {
        needed = true;
        continue;
      }
      if (at + 1 === end) return INCOMPLETE;
      if (bytes[at + 1] !== QUOTE) {
        if (hasDoubled) doubled.push(field);
        if (needed || at === from) return at + 1;
        throw fault('quotes only around , " # line feed, CR or the empty text', 'others');
      }
      hasDoubled = true;
      needed = true;
      at += 1;
    }
    return INCOMPLETE;
  }

  /** Finds the fields of the record at `from`: where it ends, its LF included. */
  function endOfRecord({ bytes, view }: ByteWords, from: number, end: number): number {
    const first = record * columns;
    recordNewlines = 0;
    let at = from;
    for (let field = first; ; field += 1) {
      if (bytes[at] === QUOTE) {
        const closed = endOfQuoted(bytes, at + 1, end, field);
        if (closed === INCOMPLETE) return INCOMPLETE;
        starts[field] = at + 1;
        ends[field] = closed - 1;
        at = closed;
      } else {
        const start = at;
        at = endOfPlain(bytes, view, at);
        starts[field] = at === start ? -1 : start;
        ends[field] = at;
      }
      if (at === end) return INCOMPLETE;
      const stop = bytes[at];
      const fields = field - first + 1;
      at += 1;
      if (stop === LF) {
        if (fields === columns) return at;
        throw fault(`${columns} fields`, `${fields}`);
      }
      if (stop !== COMMA) throw fault('fields quoted as csv/v1 has it', `byte ${stop} outside`);
      if (fields === columns) throw fault(`${columns} fields`, 'more');
    }
  }

  /** Undoes doubled quotes where the field lies: it only gets shorter. */
  function unescapeField({ bytes }: ByteWords, field: number): void {
    const end = ends[field] as number;
    let to = starts[field] as number;
    for (let at = to; at < end; at += 1) {
      bytes[to] = bytes[at] as number;
      if (bytes[at] === QUOTE) at += 1;
      to += 1;
    }
    ends[field] = to;
  }

  /** Hands on the whole records from `from` on, as many as make a batch; returns where the next one begins. */
  function readBatch(words: ByteWords, from: number, end: number): number {
    let at = from;
    doubled = [];
    for (record = 0; record < BATCH_RECORDS && at < end; record += 1) {
      const next = endOfRecord(words, at, end);
      if (next === INCOMPLETE) break;
      recordEnds[record] = next - from;
      newlines += recordNewlines;
      at = next;
    }
    if (at === from) return from;
    const raw = words.bytes.subarray(from, at);
    if (!isUtf8(raw)) {
      throw new CsvFault(records, 'valid UTF-8 from this record on', 'other bytes');
    }
    sink.span(raw, recordEnds, record);
    for (const field of doubled) if (field < record * columns) unescapeField(words, field);
    sink.batch({ words, starts, ends, columns, records: record });
    records += record;
    record = 0;
    return at;
  }

  return {
    take(chunk) {
      const end = held + chunk.length;
      if (held > LONGEST_RECORD) throw fault(`records of at most ${LONGEST_RECORD} bytes`, 'more');
      if (buffer.bytes.length < end + 8) buffer = moreRoom(buffer, held, 2 * end + 4);
      const { bytes } = buffer;
      bytes.set(chunk, held);
      // A field that runs into the end of the buffer stops here.
      bytes[end] = LF;
      let at = 0;
      for (let next = readBatch(buffer, 0, end); next > at; next = readBatch(buffer, at, end)) {
        at = next;
      }
      bytes.copyWithin(0, at, end);
      held = end - at;
    },
    end() {
      if (held > 0) throw fault('a line feed after the last record', 'none');
      if (records === 0) throw fault('a header', 'an empty file');
    },
    embeddedNewlines: () => newlines,
  };
}

/**
 * Where the unquoted field at `from` ends: the first byte of STOPS. All of them are below 0x2D, which most bytes of
 * a field are not, so four bytes are judged at once: the lowest one below it is found exactly.
 */
function endOfPlain(bytes: Uint8Array, view: DataView, from: number): number {
  for (let at = from; ; ) {
    const word = view.getInt32(at, true);
    const below = (word - 0x2d2d2d2d) & ~word & 0x80808080;
    if (below === 0) {
      at += 4;
      continue;
    }
    at += (31 - Math.clz32(below & -below)) >> 3;
    if (STOPS[bytes[at] as number] === 1) return at;
    at += 1;
  }
}
