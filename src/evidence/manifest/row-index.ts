import type { Sha256 } from '../../kernel/digest.ts';

/** One line of data/04_data/row_index.csv (evidence-package 6). */
export interface RowIndexBlock {
  readonly block: number;
  /** Record 0 is the header. */
  readonly firstRecord: number;
  readonly records: number;
  /** Bytes of the block in ipe_data.csv, line feeds included. */
  readonly offset: number;
  readonly length: number;
  readonly sha256: Sha256;
}

const HEADER = 'block,first_record,records,offset,length,sha256';

/** The line without its LF: a leaf of the Merkle tree. */
export function rowIndexLine(block: RowIndexBlock): string {
  const { firstRecord, records, offset, length, sha256 } = block;
  return `${block.block},${firstRecord},${records},${offset},${length},${sha256}`;
}

/** The whole file. */
export function rowIndexText(blocks: Iterable<RowIndexBlock>): string {
  return `${[HEADER, ...Array.from(blocks, rowIndexLine)].join('\n')}\n`;
}
