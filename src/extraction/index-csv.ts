import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { type Sha256, startSha256 } from '../kernel/digest.ts';
import { merkleRoot } from '../kernel/merkle.ts';
import { WorkbenchError } from '../workbench/workbench-error.ts';
import type { BlockIndex, IndexBlock } from './extract.ts';
import { ExtractionError } from './extraction-error.ts';

/** Records per block of the index, the header counted as record 0 (evidence-package 6). */
const BLOCK_RECORDS = 256;
const READ_BYTES = 4 * 1024 * 1024;
const LF = 0x0a;
const QUOTE = 0x22;

/** What one pass over the bytes of a csv/v1 file says. */
export interface CsvFacts {
  readonly bytes: number;
  /** Records with the header. */
  readonly records: number;
  /** Line feeds inside quoted fields. */
  readonly embeddedNewlines: number;
  readonly sha256: Sha256;
  readonly blockIndex: BlockIndex;
}

/**
 * Reads the file once, in constant memory: digest, records counted with an eye on quotes, block index.
 * @throws ExtractionError FORBIDDEN_TEXT for U+0000 and for bytes that are not UTF-8, BLANK_RECORD for a blank line
 */
export async function indexCsv(path: string, signal: AbortSignal): Promise<CsvFacts> {
  const scan = new CsvScan();
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  const file = await open(path);
  try {
    for (;;) {
      if (signal.aborted) throw new WorkbenchError('INTERRUPTED', 'the work was interrupted');
      const { bytesRead } = await file.read(buffer, 0, READ_BYTES);
      if (bytesRead === 0) return scan.facts();
      scan.add(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** Bytes at the end of `bytes` that begin a UTF-8 sequence which is not complete yet. */
function openTail(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return length < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? length : 0;
  }
  return 0;
}

class CsvScan {
  readonly #whole = startSha256();
  readonly #blocks: IndexBlock[] = [];
  #block = startSha256();
  #blockStart = 0;
  #blockRecords = 0;
  #bytes = 0;
  #records = 0;
  #recordStart = 0;
  #embedded = 0;
  #quoted = false;
  #tail = new Uint8Array();

  add(chunk: Buffer): void {
    this.#requireText(chunk);
    this.#whole.update(chunk);
    let taken = 0;
    let quote = chunk.indexOf(QUOTE);
    let lf = chunk.indexOf(LF);
    while (lf !== -1) {
      if (quote !== -1 && quote < lf) {
        this.#quoted = !this.#quoted;
        quote = chunk.indexOf(QUOTE, quote + 1);
        continue;
      }
      if (this.#quoted) this.#embedded += 1;
      else if (this.#endRecord(this.#bytes + lf + 1)) {
        this.#block.update(chunk.subarray(taken, lf + 1));
        taken = lf + 1;
        this.#endBlock(this.#bytes + taken);
      }
      lf = chunk.indexOf(LF, lf + 1);
    }
    for (; quote !== -1; quote = chunk.indexOf(QUOTE, quote + 1)) this.#quoted = !this.#quoted;
    this.#block.update(chunk.subarray(taken));
    this.#bytes += chunk.length;
  }

  facts(): CsvFacts {
    if (this.#tail.length > 0) throw forbidden(this.#records, 'ends in half a character');
    if (this.#blockRecords > 0) this.#endBlock(this.#bytes);
    return {
      bytes: this.#bytes,
      records: this.#records,
      embeddedNewlines: this.#embedded,
      sha256: this.#whole.digest(),
      blockIndex: {
        blockRecords: BLOCK_RECORDS,
        blocks: this.#blocks,
        root: merkleRoot(this.#blocks.map(indexLine)),
      },
    };
  }

  /** @returns true when the record was the last of its block */
  #endRecord(end: number): boolean {
    if (end - this.#recordStart === 1) {
      throw new ExtractionError(
        'BLANK_RECORD',
        `record ${this.#records} of the extract would be a blank line: its only column is NULL`,
        { advice: 'Give the query a second column, or make its only one never NULL.' },
      );
    }
    this.#recordStart = end;
    this.#records += 1;
    this.#blockRecords += 1;
    return this.#blockRecords === BLOCK_RECORDS;
  }

  #endBlock(end: number): void {
    this.#blocks.push({
      firstRecord: this.#records - this.#blockRecords,
      records: this.#blockRecords,
      offset: this.#blockStart,
      length: end - this.#blockStart,
      sha256: this.#block.digest(),
    });
    this.#block = startSha256();
    this.#blockStart = end;
    this.#blockRecords = 0;
  }

  #requireText(chunk: Buffer): void {
    if (chunk.includes(0)) throw forbidden(this.#records, 'holds U+0000');
    const bytes = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    const open = openTail(bytes);
    if (!isUtf8(bytes.subarray(0, bytes.length - open))) {
      throw forbidden(this.#records, 'holds bytes that are not UTF-8');
    }
    this.#tail = new Uint8Array(bytes.subarray(bytes.length - open));
  }
}

function forbidden(records: number, what: string): ExtractionError {
  return new ExtractionError(
    'FORBIDDEN_TEXT',
    `the extract ${what}, in or after record ${records}`,
    { advice: 'Correct the text in the source, or leave the column out of the query.' },
  );
}

/** A line of `row_index.csv` without its LF: a leaf of the Merkle tree. */
function indexLine({ firstRecord, records, offset, length, sha256 }: IndexBlock, block: number) {
  const line = [block, firstRecord, records, offset, length, sha256].join(',');
  return new TextEncoder().encode(line);
}
