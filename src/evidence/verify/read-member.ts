import { Readable, type TransformOptions } from 'node:stream';
import { crc32, createInflateRaw, type ZlibOptions } from 'node:zlib';
import { type Sha256, startSha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { ContainerMember } from './container.ts';
import type { PackageFile } from './package-file.ts';
import type { Defect } from './report.ts';
import { VerifyError } from './verify-error.ts';
import { STORED } from './zip-entry.ts';

/** Unpacked at a time: large enough that the pool inflates ahead while this thread reads. */
const CHUNK_BYTES = 1 << 20;

export interface ReadMember {
  readonly path: string;
  readonly bytes: number;
  /** Of the unpacked bytes; null when they could not be unpacked as declared. */
  readonly sha256: Sha256 | null;
  readonly defects: readonly Defect[];
}

/**
 * Unpacks a member once, piece by piece: never more than declared, exactly the declared size and CRC, and exactly
 * the declared compressed bytes used up (evidence-package 8.2 step 2).
 * @throws VerifyError when the file itself cannot be read
 */
export async function readMember(
  file: PackageFile,
  member: ContainerMember,
  onChunk: (chunk: Buffer) => void,
): Promise<ReadMember> {
  const { path } = member;
  const digest = startSha256();
  let crc = 0;
  let bytes = 0;
  const refuse = (
    code: 'E_CRC' | 'E_DEFLATE_TAIL' | 'E_INFLATE',
    expected: string,
    actual: string,
  ) => ({
    path,
    bytes,
    sha256: null,
    defects: [{ code, path, expected, actual }],
  });
  const unpacked = unpack(file, member);
  try {
    for await (const chunk of unpacked.chunks) {
      bytes += chunk.length;
      if (bytes > member.bytes) return refuse('E_INFLATE', `${member.bytes} bytes`, 'more');
      crc = crc32(chunk, crc);
      digest.update(chunk);
      onChunk(chunk);
    }
  } catch (error) {
    if (error instanceof VerifyError) throw error;
    return refuse('E_INFLATE', 'one whole deflate stream', messageOf(error));
  }
  if (bytes !== member.bytes) return refuse('E_INFLATE', `${member.bytes} bytes`, `${bytes}`);
  const used = unpacked.used();
  if (used !== member.compressedBytes) {
    return refuse('E_DEFLATE_TAIL', `${member.compressedBytes} compressed bytes used`, `${used}`);
  }
  if (crc !== member.crc32) return refuse('E_CRC', hex(member.crc32), hex(crc));
  return { path, bytes, sha256: digest.digest(), defects: [] };
}

function unpack(
  file: PackageFile,
  { method, dataOffset, compressedBytes }: ContainerMember,
): { chunks: AsyncIterable<Buffer>; used: () => number } {
  const packed = file.stream(dataOffset, compressedBytes);
  if (method === STORED) return { chunks: packed, used: () => compressedBytes };
  const source = Readable.from(packed, { objectMode: true });
  const options: ZlibOptions & TransformOptions = {
    chunkSize: CHUNK_BYTES,
    readableHighWaterMark: 8 * CHUNK_BYTES,
  };
  const inflate = createInflateRaw(options);
  source.on('error', (error) => inflate.destroy(error));
  return { chunks: source.pipe(inflate), used: () => inflate.bytesWritten };
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
