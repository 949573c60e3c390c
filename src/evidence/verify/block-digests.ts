import { startSha256 } from '../../kernel/digest.ts';
import { merkleRoot } from '../../kernel/merkle.ts';
import { type RowIndexBlock, rowIndexLine } from '../manifest/row-index.ts';

/** Recomputes the block index of the extract while it passes by (evidence-package 6). */
export interface BlockDigests {
  /** Takes whole records: the raw bytes up to recordEnds[records - 1]. */
  span(bytes: Uint8Array, recordEnds: Int32Array, records: number): void;
  blocks(): readonly RowIndexBlock[];
}

export function startBlockDigests(blockRecords: number): BlockDigests {
  const blocks: RowIndexBlock[] = [];
  let digest = startSha256();
  let records = 0;
  let length = 0;
  let firstRecord = 0;
  let offset = 0;

  const close = () => {
    const block = blocks.length;
    blocks.push({ block, firstRecord, records, offset, length, sha256: digest.digest() });
    digest = startSha256();
    firstRecord += records;
    offset += length;
    records = 0;
    length = 0;
  };
  return {
    span(bytes, recordEnds, count) {
      let from = 0;
      for (let taken = 0; taken < count; ) {
        const upTo = Math.min(count, taken + blockRecords - records);
        const to = recordEnds[upTo - 1] as number;
        digest.update(bytes.subarray(from, to));
        length += to - from;
        records += upTo - taken;
        from = to;
        taken = upTo;
        if (records === blockRecords) close();
      }
    },
    blocks() {
      if (records > 0) close();
      return blocks;
    },
  };
}

/** Root over the index lines (RFC 6962), base64. */
export function rowIndexRoot(blocks: readonly RowIndexBlock[]): string {
  const encoder = new TextEncoder();
  return merkleRoot(blocks.map((block) => encoder.encode(rowIndexLine(block))));
}
