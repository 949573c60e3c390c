import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a ZIP, every field of which can be made wrong. What is left out is as a good package has it. */
export interface Entry {
  readonly name: string;
  readonly content: Buffer;
  /** Compressed bytes to write instead of the deflated content. */
  readonly packed?: Buffer;
  /** Compressed bytes claimed and left as a hole in the file, behind the packed ones. */
  readonly hole?: number;
  /** Bytes put behind the deflate stream and counted as compressed. */
  readonly hidden?: Buffer;
  readonly method?: number;
  readonly flags?: number;
  readonly dosTime?: number;
  /** What the directory and the descriptor say. */
  readonly crc32?: number;
  readonly bytes?: number;
  readonly compressedBytes?: number;
  readonly versionNeeded?: number;
  readonly madeBy?: number;
  readonly mode?: number;
  readonly dosAttributes?: number;
  readonly internalAttributes?: number;
  readonly disk?: number;
  readonly comment?: string;
  readonly directoryExtra?: Buffer;
  /** What the local header says instead. */
  readonly localName?: string;
  readonly localExtra?: Buffer;
  readonly localVersion?: number;
  readonly localCrc32?: number;
  readonly descriptor?: Buffer;
  /** Bytes between this entry and the next. */
  readonly gap?: Buffer;
  /** What the directory says of the entry's place, given the true one. */
  readonly headerOffset?: (offset: number) => number;
  /** Sizes and offset stand in a ZIP64 field. */
  readonly zip64?: boolean;
}

/** What can be wrong with the whole. */
export interface Container {
  readonly prepended?: Buffer;
  readonly appended?: Buffer;
  readonly comment?: string;
  readonly beforeDirectory?: Buffer;
  /** Inside the directory's bytes, behind its last entry. */
  readonly inDirectory?: Buffer;
  readonly entryCount?: number;
  readonly entryCountOnDisk?: number;
  readonly directoryOffset?: (offset: number) => number;
  readonly directoryBytes?: (bytes: number) => number;
  readonly diskNumber?: number;
  /** Write a ZIP64 end record and locator. */
  readonly zip64?: boolean;
}

/** DOS time of 2025-09-30 14:36:04. */
const DOS_TIME = ((45 << 9) | (9 << 5) | 30) * 0x10000 + ((14 << 11) | (36 << 5) | 2);

const WIDE = 0xffffffff;

function little(...fields: readonly (readonly [bytes: number, value: number | bigint])[]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(8);
      field.writeBigUInt64LE(BigInt(value));
      return field.subarray(0, bytes);
    }),
  );
}

function packedBytes(entry: Entry): Buffer {
  const { content, method = 8, packed, hidden = Buffer.alloc(0) } = entry;
  return Buffer.concat([packed ?? (method === 8 ? deflateRawSync(content) : content), hidden]);
}

interface Written {
  readonly head: Buffer;
  readonly hole: number;
  readonly tail: Buffer;
  readonly directory: (offset: number) => Buffer;
}

function writeEntry(entry: Entry): Written {
  const { method = 8, dosTime = DOS_TIME, zip64 = false } = entry;
  const { flags = method === 8 ? 8 : 0, versionNeeded = zip64 ? 45 : method === 8 ? 20 : 10 } =
    entry;
  const data = packedBytes(entry);
  const crc = entry.crc32 ?? crc32(entry.content);
  const bytes = entry.bytes ?? entry.content.length;
  const hole = entry.hole ?? 0;
  const compressed = entry.compressedBytes ?? data.length + hole;
  const streamed = flags % 16 >= 8;
  const name = Buffer.from(entry.name);
  const localName = Buffer.from(entry.localName ?? entry.name);
  const localExtra = entry.localExtra ?? Buffer.alloc(0);
  const wide = compressed > WIDE || bytes > WIDE;
  const sizes: readonly [number, number | bigint][] = wide
    ? [
        [8, compressed],
        [8, bytes],
      ]
    : [
        [4, compressed],
        [4, bytes],
      ];
  const head = Buffer.concat([
    little([4, 0x04034b50], [2, entry.localVersion ?? (zip64 ? 20 : versionNeeded)], [2, flags]),
    little([2, method], [4, dosTime], [4, streamed ? 0 : (entry.localCrc32 ?? crc)]),
    little([4, streamed ? 0 : compressed], [4, streamed ? 0 : bytes]),
    little([2, localName.length], [2, localExtra.length]),
    localName,
    localExtra,
    data,
  ]);
  const tail = Buffer.concat([
    entry.descriptor ?? (streamed ? little([4, 0x08074b50], [4, crc], ...sizes) : Buffer.alloc(0)),
    entry.gap ?? Buffer.alloc(0),
  ]);
  const directory = (at: number) => {
    const offset = entry.headerOffset?.(at) ?? at;
    const extra =
      entry.directoryExtra ??
      (zip64 ? little([2, 1], [2, 24], [8, bytes], [8, compressed], [8, offset]) : Buffer.alloc(0));
    const comment = Buffer.from(entry.comment ?? '');
    const mode = entry.mode ?? 0o100644;
    return Buffer.concat([
      little([4, 0x02014b50], [2, entry.madeBy ?? 0x032d], [2, versionNeeded], [2, flags]),
      little([2, method], [4, dosTime], [4, crc]),
      little([4, zip64 ? WIDE : compressed], [4, zip64 ? WIDE : bytes]),
      little([2, name.length], [2, extra.length], [2, comment.length], [2, entry.disk ?? 0]),
      little([2, entry.internalAttributes ?? 0], [2, entry.dosAttributes ?? 0], [2, mode]),
      little([4, zip64 ? WIDE : offset]),
      name,
      extra,
      comment,
    ]);
  };
  return { head, hole, tail, directory };
}

/** Bytes of a file and where they lie in it. */
export interface Piece {
  readonly at: number;
  readonly bytes: Buffer;
}

/** Writes a ZIP exactly as told, however wrong. */
export function writeZip(entries: readonly Entry[], container: Container = {}): Buffer {
  return Buffer.concat(zipPieces(entries, container).map(({ bytes }) => bytes));
}

/** The same in pieces, holes between them. */
export function zipPieces(entries: readonly Entry[], container: Container = {}): readonly Piece[] {
  const { prepended = Buffer.alloc(0), beforeDirectory = Buffer.alloc(0), zip64 } = container;
  const pieces: Piece[] = [{ at: 0, bytes: prepended }];
  let at = 0;
  const put = (bytes: Buffer) => {
    pieces.push({ at: prepended.length + at, bytes });
    at += bytes.length;
  };
  const directories = entries.map(writeEntry).map(({ head, hole, tail, directory }) => {
    const header = directory(at);
    put(head);
    at += hole;
    put(tail);
    return header;
  });
  put(beforeDirectory);
  const realOffset = at;
  const directory = Buffer.concat([...directories, container.inDirectory ?? Buffer.alloc(0)]);
  put(directory);
  const offset = container.directoryOffset?.(realOffset) ?? realOffset;
  const bytes = container.directoryBytes?.(directory.length) ?? directory.length;
  const count = container.entryCount ?? entries.length;
  const onDisk = container.entryCountOnDisk ?? count;
  const comment = Buffer.from(container.comment ?? '');
  if (zip64) {
    put(little([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0]));
    put(little([8, onDisk], [8, count], [8, bytes], [8, offset]));
    put(little([4, 0x07064b50], [4, 0], [8, realOffset + directory.length], [4, 1]));
  }
  put(little([4, 0x06054b50], [2, container.diskNumber ?? 0], [2, 0]));
  put(zip64 ? Buffer.alloc(12, 0xff) : little([2, onDisk], [2, count], [4, bytes], [4, offset]));
  put(Buffer.concat([little([2, comment.length]), comment, container.appended ?? Buffer.alloc(0)]));
  return pieces;
}
