import { ContainerFault } from './container-fault.ts';
import type { PackageFile } from './package-file.ts';
import { LARGEST_32_BIT } from './zip-entry.ts';

/** Where the central directory lies. */
export interface DirectoryPlace {
  readonly entries: number;
  readonly offset: number;
  readonly bytes: number;
}

const END_BYTES = 22;
const END64_BYTES = 56;
const LOCATOR_BYTES = 20;
/** Every field of the plain end record that points to the ZIP64 one (evidence-package 4.2). */
const POINTS_TO_64 = 'ffffffffffffffffffffffff';

/**
 * Reads the end record, which fills exactly the last 22 bytes, and the ZIP64 one when it says so.
 * @throws ContainerFault E_EOCD, E_CD_GAP
 */
export async function readDirectoryPlace(file: PackageFile): Promise<DirectoryPlace> {
  const tailBytes = Math.min(file.bytes, END_BYTES + LOCATOR_BYTES + END64_BYTES);
  const tail = await file.read(file.bytes - tailBytes, tailBytes);
  const end = tail.subarray(Math.max(0, tail.length - END_BYTES));
  if (end.length < END_BYTES || end.readUInt32LE(0) !== 0x06054b50) {
    throw endFault(file, 'a ZIP end record in the last 22 bytes', 'none there');
  }
  if (end.readUInt16LE(20) !== 0) throw endFault(file, 'no archive comment', 'one');
  if (end.readUInt32LE(4) !== 0) throw endFault(file, 'one disk', 'more');
  if (end.readUInt16LE(8) !== end.readUInt16LE(10)) {
    throw endFault(file, 'one number of entries', 'two different ones');
  }
  const is64 = end.toString('hex', 8, 20) === POINTS_TO_64;
  const place = is64 ? endRecord64(file, tail) : endRecord(end);
  const endsAt = file.bytes - END_BYTES - (is64 ? LOCATOR_BYTES + END64_BYTES : 0);
  if (place.offset + place.bytes === endsAt) return place;
  throw new ContainerFault(
    'E_CD_GAP',
    file.name,
    `a directory that ends where the end record begins, at byte ${endsAt}`,
    `one that ends at byte ${place.offset + place.bytes}`,
  );
}

function endRecord(end: Buffer): DirectoryPlace {
  return {
    entries: end.readUInt16LE(10),
    bytes: end.readUInt32LE(12),
    offset: end.readUInt32LE(16),
  };
}

function endRecord64(file: PackageFile, tail: Buffer): DirectoryPlace {
  const refuse = () => endFault(file, 'a ZIP64 end record and its locator', 'none or a wrong one');
  if (tail.length < END_BYTES + LOCATOR_BYTES + END64_BYTES) throw refuse();
  const place = {
    entries: Number(tail.readBigUInt64LE(32)),
    bytes: Number(tail.readBigUInt64LE(40)),
    offset: Number(tail.readBigUInt64LE(48)),
  };
  const expected = Buffer.alloc(END64_BYTES + LOCATOR_BYTES);
  expected.writeUInt32LE(0x06064b50, 0);
  expected.writeBigUInt64LE(44n, 4);
  expected.writeUInt16LE(tail.readUInt16LE(12), 12);
  expected.writeUInt16LE(45, 14);
  for (const at of [24, 32]) tail.copy(expected, at, 32, 40);
  tail.copy(expected, 40, 40, 56);
  expected.writeUInt32LE(0x07064b50, 56);
  expected.writeBigUInt64LE(BigInt(file.bytes - tail.length), 64);
  expected.writeUInt32LE(1, 72);
  if (!expected.equals(tail.subarray(0, expected.length))) throw refuse();
  const needed =
    place.entries > 0xffff || place.bytes > LARGEST_32_BIT || place.offset > LARGEST_32_BIT;
  if (!needed) throw refuse();
  return place;
}

function endFault(file: PackageFile, expected: string, actual: string): ContainerFault {
  return new ContainerFault('E_EOCD', file.name, expected, actual);
}
