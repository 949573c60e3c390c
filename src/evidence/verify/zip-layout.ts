import { ContainerFault } from './container-fault.ts';
import type { PackageFile } from './package-file.ts';
import {
  DEFLATED,
  HAS_DESCRIPTOR,
  LARGEST_32_BIT,
  type LocatedEntry,
  type ZipEntry,
} from './zip-entry.ts';

const HEADER_BYTES = 30;

/**
 * Compares every local header and descriptor with the directory and proves that the entries' regions touch
 * without gap or overlap from byte 0 to the directory.
 * @throws ContainerFault E_LAYOUT, E_LFH_MISMATCH, E_DESCRIPTOR
 */
export async function locateEntries(
  file: PackageFile,
  entries: readonly ZipEntry[],
  directoryOffset: number,
): Promise<readonly LocatedEntry[]> {
  const located: LocatedEntry[] = [];
  let at = 0;
  for (const entry of entries.toSorted((a, b) => a.headerOffset - b.headerOffset)) {
    if (entry.headerOffset !== at) throw layoutFault(entry.name, at, entry.headerOffset);
    const dataOffset = at + HEADER_BYTES + entry.name.length;
    const dataEnd = dataOffset + entry.compressedBytes;
    at = dataEnd + descriptorBytes(entry);
    if (at > directoryOffset) throw layoutFault(entry.name, directoryOffset, at);

    const header = await file.read(entry.headerOffset, HEADER_BYTES + entry.name.length);
    if (!header.equals(expectedHeader(entry))) {
      throw new ContainerFault(
        'E_LFH_MISMATCH',
        entry.name,
        'a local header that agrees with the directory',
        'another one',
      );
    }
    const descriptor = expectedDescriptor(entry);
    const found = await file.read(dataEnd, descriptor.length);
    if (!found.equals(descriptor)) {
      throw new ContainerFault(
        'E_DESCRIPTOR',
        entry.name,
        `the descriptor ${descriptor.toString('hex')}, as the directory says`,
        found.toString('hex'),
      );
    }
    located.push({ ...entry, dataOffset });
  }
  if (at !== directoryOffset) throw layoutFault(file.name, at, directoryOffset);
  return located;
}

function layoutFault(path: string, expected: number, actual: number): ContainerFault {
  return new ContainerFault(
    'E_LAYOUT',
    path,
    `entries that touch without gap or overlap, the next at byte ${expected}`,
    `byte ${actual}`,
  );
}

/** The local header the directory's words imply; it carries no extra field. */
function expectedHeader(entry: ZipEntry): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(localVersion(entry), 4);
  header.writeUInt16LE(entry.flags, 6);
  header.writeUInt16LE(entry.method, 8);
  header.writeUInt32LE(entry.dosTime, 10);
  if (entry.flags !== HAS_DESCRIPTOR) {
    header.writeUInt32LE(entry.crc32, 14);
    header.writeUInt32LE(entry.compressedBytes, 18);
    header.writeUInt32LE(entry.bytes, 22);
  }
  header.writeUInt16LE(entry.name.length, 26);
  return Buffer.concat([header, Buffer.from(entry.name, 'latin1')]);
}

/** A streamed entry learns only at its end that it needs ZIP64; its local header says what its method needs. */
function localVersion({ versionNeeded, method }: ZipEntry): number {
  if (versionNeeded !== 45) return versionNeeded;
  return method === DEFLATED ? 20 : 10;
}

function isWide({ compressedBytes, bytes }: ZipEntry): boolean {
  return compressedBytes > LARGEST_32_BIT || bytes > LARGEST_32_BIT;
}

function descriptorBytes(entry: ZipEntry): number {
  if (entry.flags !== HAS_DESCRIPTOR) return 0;
  return isWide(entry) ? 24 : 16;
}

function expectedDescriptor(entry: ZipEntry): Buffer {
  const descriptor = Buffer.alloc(descriptorBytes(entry));
  if (descriptor.length === 0) return descriptor;
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(entry.crc32, 4);
  if (isWide(entry)) {
    descriptor.writeBigUInt64LE(BigInt(entry.compressedBytes), 8);
    descriptor.writeBigUInt64LE(BigInt(entry.bytes), 16);
  } else {
    descriptor.writeUInt32LE(entry.compressedBytes, 8);
    descriptor.writeUInt32LE(entry.bytes, 12);
  }
  return descriptor;
}
