import { readFile } from 'node:fs/promises';
import { type AthenaColumn, typeFacts } from './athena-types.ts';

/** A record: texts, and null for what is missing. */
export type Row = readonly (string | null)[];
/** The bytes of an object, or the file that holds them. */
export type Body = Uint8Array | { readonly file: string };

/** One record in the dialect of the result object (design/aws.md 1.7). */
export function csvRecord(row: Row): string {
  return `${row.map((value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)).join(',')}\n`;
}

/** The result object of these rows: the names first. */
export function csvBytes(columns: readonly AthenaColumn[], rows: readonly Row[]): Uint8Array {
  return Buffer.from([columns.map(({ name }) => name), ...rows].map(csvRecord).join(''));
}

/** The records of a result object behind its names. */
export async function recordsOf(body: Body): Promise<readonly Row[]> {
  const bytes = 'file' in body ? await readFile(body.file) : body;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const records: Row[] = [];
  let record: (string | null)[] = [];
  for (let at = 0; at < text.length; ) {
    let value: string | null = null;
    if (text[at] === '"') {
      let end = at + 1;
      while (text[end] !== '"' || text[end + 1] === '"') {
        if (end >= text.length) throw new Error('a quoted value of the scripted CSV has no end');
        end += text[end] === '"' ? 2 : 1;
      }
      value = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    }
    record.push(value);
    const mark = text[at];
    at += 1;
    if (mark === ',') continue;
    if (mark !== '\n') throw new Error(`expected , or a line end in the scripted CSV, got ${mark}`);
    records.push(record);
    record = [];
  }
  return records.slice(1);
}

/** The same object with its last record a field short. */
export function ragged(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString();
  const cut = text.lastIndexOf(',');
  return Buffer.from(`${text.slice(0, cut)}\n`);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function textField(field: number, text: string | Uint8Array): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(bytes.length)]), bytes]);
}

function numberField(field: number, value: number): Buffer {
  return Buffer.from([...varint(field * 8), ...varint(value)]);
}

/** The `.csv.metadata` object: a protobuf of the engine's query id and the columns (design/aws.md 1.8). */
export function metadataBytes(queryId: string, columns: readonly AthenaColumn[]): Uint8Array {
  const described = columns.map(({ name, type: written }) => {
    const { type, precision, scale, caseSensitive } = typeFacts(written);
    return textField(
      4,
      Buffer.concat([
        textField(1, 'hive'),
        textField(4, name),
        textField(5, name),
        textField(6, type),
        numberField(7, precision),
        numberField(8, scale),
        numberField(9, 3),
        numberField(10, caseSensitive ? 1 : 0),
      ]),
    );
  });
  return Buffer.concat([textField(1, queryId), ...described]);
}
