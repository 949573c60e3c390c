import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksums S3 knows, as they stand in header names. */
export const ALGORITHMS = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** A checksum taken while bytes go by. */
export interface Checksum {
  update(bytes: Uint8Array): void;
  /** Bytes as the header carries them before base64. */
  digest(): Buffer;
}

const BYTE = 256;

const CRC32C_TABLE = Int32Array.from({ length: BYTE }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  }
  return value;
});

/** The 64-bit table in two halves: BigInt per byte would be too slow for large bodies. */
const CRC64_HIGH = new Int32Array(BYTE);
const CRC64_LOW = new Int32Array(BYTE);
for (let index = 0; index < BYTE; index += 1) {
  let value = BigInt(index);
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1n ? (value >> 1n) ^ 0x9a6c9329ac4bc9b5n : value >> 1n;
  }
  CRC64_HIGH[index] = Number(BigInt.asIntN(32, value >> 32n));
  CRC64_LOW[index] = Number(BigInt.asIntN(32, value));
}

function crc32Checksum(): Checksum {
  let value = 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    digest: () => {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(value);
      return out;
    },
  };
}

function crc32cChecksum(): Checksum {
  let value = -1;
  return {
    update: (bytes) => {
      for (const byte of bytes) {
        value = (CRC32C_TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
      }
    },
    digest: () => {
      const out = Buffer.alloc(4);
      out.writeInt32BE(~value);
      return out;
    },
  };
}

function crc64NvmeChecksum(): Checksum {
  let high = -1;
  let low = -1;
  return {
    update: (bytes) => {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (CRC64_LOW[index] ?? 0);
        high = (high >>> 8) ^ (CRC64_HIGH[index] ?? 0);
      }
    },
    digest: () => {
      const out = Buffer.alloc(8);
      out.writeInt32BE(~high, 0);
      out.writeInt32BE(~low, 4);
      return out;
    },
  };
}

function hashChecksum(name: 'sha1' | 'sha256' | 'md5'): Checksum {
  const hash = createHash(name);
  return { update: (bytes) => hash.update(bytes), digest: () => hash.digest() };
}

export function startChecksum(algorithm: Algorithm | 'md5'): Checksum {
  switch (algorithm) {
    case 'crc32':
      return crc32Checksum();
    case 'crc32c':
      return crc32cChecksum();
    case 'crc64nvme':
      return crc64NvmeChecksum();
    case 'sha1':
    case 'sha256':
    case 'md5':
      return hashChecksum(algorithm);
  }
}

/** The algorithm of a header name such as `x-amz-checksum-sha256`; null for any other header. */
export function algorithmOf(header: string): Algorithm | null {
  const name = header.toLowerCase().replace(/^x-amz-checksum-/, '');
  return ALGORITHMS.find((algorithm) => algorithm === name) ?? null;
}
