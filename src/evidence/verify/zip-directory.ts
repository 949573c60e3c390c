import { ContainerFault } from './container-fault.ts';
import type { PackageFile } from './package-file.ts';
import type { ContainerDefectCode } from './report.ts';
import type { DirectoryPlace } from './zip-end.ts';
import { DEFLATED, HAS_DESCRIPTOR, LARGEST_32_BIT, STORED, type ZipEntry } from './zip-entry.ts';

const HEADER_BYTES = 46;
const LONGEST_NAME = 255;
const EXTRA64_BYTES = 28;
/** Version needed: plain, deflate, ZIP64. */
const VERSIONS = [10, 20, 45];
const UNIX = 3;
const REGULAR_FILE_0644 = 0o100644;
const DOS_ARCHIVE_BIT = 0x20;

/**
 * Reads the central directory: every field that a reader could understand differently has the one value
 * evidence-package 4.2 allows.
 * @throws ContainerFault E_DIRECTORY, E_NAME, E_FLAGS, E_EXTRA, E_ATTR
 */
export async function readDirectory(
  file: PackageFile,
  place: DirectoryPlace,
  mostEntries: number,
): Promise<readonly ZipEntry[]> {
  const refuse = (expected: string, actual: string) =>
    new ContainerFault('E_DIRECTORY', file.name, expected, actual);
  if (place.entries > mostEntries) {
    throw refuse(`at most ${mostEntries} entries`, `${place.entries}`);
  }
  const most = place.entries * (HEADER_BYTES + LONGEST_NAME + EXTRA64_BYTES);
  if (place.bytes > most) {
    throw refuse(`a directory of at most ${most} bytes`, `${place.bytes} bytes`);
  }
  const directory = await file.read(place.offset, place.bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < place.entries) {
    const header = directory.subarray(at);
    if (header.length < HEADER_BYTES || header.readUInt32LE(0) !== 0x02014b50) {
      throw refuse(`${place.entries} entries in the directory`, `${entries.length} readable`);
    }
    const bytes = HEADER_BYTES + header.readUInt16LE(28) + header.readUInt16LE(30);
    if (header.length < bytes) throw refuse('whole entries in the directory', 'a cut one');
    entries.push(readEntry(header.subarray(0, bytes)));
    at += bytes;
  }
  if (at === directory.length) return entries;
  throw refuse(`${place.entries} entries in the directory`, 'more');
}

function readEntry(header: Buffer): ZipEntry {
  const nameBytes = header.readUInt16LE(28);
  const name = readName(header.subarray(HEADER_BYTES, HEADER_BYTES + nameBytes));
  const fault: Fault = (code, expected, actual) => new ContainerFault(code, name, expected, actual);

  const [versionNeeded, flags, method] = [6, 8, 10].map((at) => header.readUInt16LE(at));
  if (flags !== 0 && flags !== HAS_DESCRIPTOR) throw fault('E_FLAGS', 'flags 0 or 8', `${flags}`);
  if (method !== DEFLATED && !(method === STORED && flags === 0)) {
    throw fault('E_FLAGS', 'deflate, or stored without a descriptor', `method ${method}`);
  }
  if (versionNeeded === undefined || !VERSIONS.includes(versionNeeded)) {
    throw fault('E_FLAGS', `version needed ${VERSIONS.join(', ')}`, `${versionNeeded}`);
  }
  const [comment, disk, internal] = [32, 34, 36].map((at) => header.readUInt16LE(at));
  if (comment !== 0) throw fault('E_EXTRA', 'no comment', 'one');
  if (disk !== 0 || internal !== 0) throw fault('E_ATTR', 'disk 0, no internal attributes', 'some');
  checkAttributes(header, fault);
  const sizes = readSizes(header, header.subarray(HEADER_BYTES + nameBytes), fault);
  if (method === STORED && sizes.bytes !== sizes.compressedBytes) {
    throw fault('E_DIRECTORY', 'one size for a stored member', 'two different ones');
  }
  if (flags === 0 && Math.max(sizes.bytes, sizes.compressedBytes) > LARGEST_32_BIT) {
    throw fault('E_EXTRA', 'sizes of 32 bits without a descriptor', `${sizes.bytes}`);
  }
  return {
    name,
    versionNeeded,
    flags,
    method,
    dosTime: header.readUInt32LE(12),
    crc32: header.readUInt32LE(16),
    ...sizes,
  };
}

/** Only text that reads the same everywhere gets into a message. */
function readName(bytes: Buffer): string {
  const name = bytes.toString('latin1');
  if (/^[ -~]{1,255}$/.test(name)) return name;
  throw new ContainerFault(
    'E_NAME',
    JSON.stringify(name).slice(0, 80),
    'a name of 1 to 255 printable ASCII characters',
    `bytes ${bytes.toString('hex').slice(0, 80)}`,
  );
}

type Fault = (code: ContainerDefectCode, expected: string, actual: string) => ContainerFault;

function checkAttributes(header: Buffer, fault: Fault): void {
  const attributes = header.readUInt32LE(38);
  const mode = attributes >>> 16;
  const dos = attributes & 0xffff;
  if (header.readUInt8(5) !== UNIX || mode !== REGULAR_FILE_0644) {
    throw fault('E_ATTR', 'a regular file of mode 0100644', `mode 0${mode.toString(8)}`);
  }
  if (dos !== 0 && dos !== DOS_ARCHIVE_BIT) throw fault('E_ATTR', 'no DOS attributes', `${dos}`);
}

/** Sizes and offset; all three stand in the ZIP64 field when there is one, and nothing else may. */
function readSizes(
  header: Buffer,
  extra: Buffer,
  fault: Fault,
): Pick<ZipEntry, 'compressedBytes' | 'bytes' | 'headerOffset'> {
  const [compressedBytes = 0, bytes = 0] = [20, 24].map((at) => header.readUInt32LE(at));
  const headerOffset = header.readUInt32LE(42);
  if (extra.length === 0) return { compressedBytes, bytes, headerOffset };
  const allPoint = [compressedBytes, bytes, headerOffset].every((n) => n === LARGEST_32_BIT);
  if (!allPoint || extra.length !== EXTRA64_BYTES || extra.readUInt32LE(0) !== 0x00180001) {
    throw fault('E_EXTRA', 'no extra field but a whole ZIP64 one', `${extra.length} bytes`);
  }
  return {
    bytes: Number(extra.readBigUInt64LE(4)),
    compressedBytes: Number(extra.readBigUInt64LE(12)),
    headerOffset: Number(extra.readBigUInt64LE(20)),
  };
}
