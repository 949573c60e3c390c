import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { Sha256 } from '../../kernel/digest.ts';
import { type RunningChecksum, startCrc } from './crc.ts';

/** The checksums that S3 gives with an object, taken of the bytes as they come, in however many pieces. */
export interface ObjectChecksums {
  update(bytes: Uint8Array): void;
  /** Once all bytes came. @param found the file's own digest */
  outcome(found: Sha256): ChecksumOutcome;
}

export interface ChecksumOutcome {
  /** Names of those that the bytes have. */
  readonly right: readonly string[];
  readonly wrong: readonly string[];
  /** Of parts, whose borders S3 does not tell, or by a method that is not built here. */
  readonly unchecked: readonly string[];
}

const START: Readonly<Record<string, () => RunningChecksum>> = {
  sha512: () => startHash('sha512'),
  sha1: () => startHash('sha1'),
  md5: () => startHash('md5'),
  crc32: startCrc32,
  crc32c: () => startCrc('crc32c'),
  crc64nvme: () => startCrc('crc64nvme'),
};

/**
 * Starts everything that can be held against a whole object. The SDK's own check is not used: it does not see a body
 * that came in pieces, and its CRC-64 is slower than all the rest together.
 */
export function startObjectChecksums(object: GetObjectCommandOutput): ObjectChecksums {
  const offered = offeredBy(object);
  const whole =
    object.ChecksumType === 'COMPOSITE' ? [] : offered.filter(({ value }) => !value.includes('-'));
  const all = whole.length > 0 ? whole : md5OfEtag(object);
  const running = all.flatMap(({ name, method, value }) => {
    const start = START[method];
    return start === undefined ? [] : [{ name, value, checksum: start() }];
  });
  const sha256 = all.find(({ method }) => method === 'sha256');
  const started = new Set([...running, ...(sha256 === undefined ? [] : [sha256])].map(nameOf));
  const unchecked = [...offered, ...all].map(nameOf).filter((name) => !started.has(name));
  return {
    update: (bytes) => {
      for (const { checksum } of running) checksum.update(bytes);
    },
    outcome: (found) => {
      const compared = [
        ...running.map(({ name, value, checksum }) => ({
          name,
          same: checksum.digest() === value,
        })),
        ...(sha256 === undefined
          ? []
          : [
              {
                name: sha256.name,
                same: sha256.value === Buffer.from(found, 'hex').toString('base64'),
              },
            ]),
      ];
      return {
        right: compared.filter(({ same }) => same).map(nameOf),
        wrong: compared.filter(({ same }) => !same).map(nameOf),
        unchecked: [...new Set(unchecked)],
      };
    },
  };
}

interface Offered {
  /** For people. */
  readonly name: string;
  readonly method: string;
  /** Base64. */
  readonly value: string;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function offeredBy(object: GetObjectCommandOutput): readonly Offered[] {
  return Object.entries({
    sha256: object.ChecksumSHA256,
    sha512: object.ChecksumSHA512,
    sha1: object.ChecksumSHA1,
    md5: object.ChecksumMD5,
    crc32: object.ChecksumCRC32,
    crc32c: object.ChecksumCRC32C,
    crc64nvme: object.ChecksumCRC64NVME,
    xxhash64: object.ChecksumXXHASH64,
    xxhash3: object.ChecksumXXHASH3,
    xxhash128: object.ChecksumXXHASH128,
  }).flatMap(([method, value]) => (value === undefined ? [] : [{ name: method, method, value }]));
}

/** Where S3 keeps nothing better: a checksum only where neither parts nor a key of KMS went into it. */
function md5OfEtag({
  ETag = '',
  ServerSideEncryption,
}: GetObjectCommandOutput): readonly Offered[] {
  const [, hex] = /^"([0-9a-f]{32})"$/.exec(ETag) ?? [];
  const plain = ServerSideEncryption === undefined || ServerSideEncryption === 'AES256';
  if (hex === undefined || !plain) return [];
  const value = Buffer.from(hex, 'hex').toString('base64');
  return [{ name: 'md5 in its ETag', method: 'md5', value }];
}

function startHash(name: string): RunningChecksum {
  const hash = createHash(name);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('base64') };
}

function startCrc32(): RunningChecksum {
  let value = 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    digest: () => {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(value);
      return out.toString('base64');
    },
  };
}
