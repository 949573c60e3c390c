/** One file of the ZIP as the central directory gives it. */
export interface ZipEntry {
  /** Name with the top folder. */
  readonly name: string;
  readonly versionNeeded: number;
  readonly flags: number;
  readonly method: number;
  /** DOS time and date as one 32-bit number. */
  readonly dosTime: number;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
}

/** An entry whose local header agrees: where its compressed bytes lie. */
export interface LocatedEntry extends ZipEntry {
  readonly dataOffset: number;
}

export const STORED = 0;
export const DEFLATED = 8;
/** General flag bit 3: sizes and CRC stand in a descriptor behind the data. */
export const HAS_DESCRIPTOR = 8;
export const LARGEST_32_BIT = 0xffffffff;
