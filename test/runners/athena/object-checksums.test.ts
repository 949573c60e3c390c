import { createHash } from 'node:crypto';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/kernel/digest.ts';
import { startObjectChecksums } from '../../../src/runners/athena/object-checksums.ts';
import { ALGORITHMS, type Algorithm, startChecksum } from '../../support/aws/checksums.ts';

/** What S3 would say of some bytes; written apart from what is tested, byte by byte. */
function stated(algorithm: Algorithm | 'md5', bytes: Uint8Array): string {
  const checksum = startChecksum(algorithm);
  checksum.update(bytes);
  return checksum.digest().toString('base64');
}

function objectOf(headers: Omit<GetObjectCommandOutput, '$metadata'>): GetObjectCommandOutput {
  return { $metadata: {}, ...headers };
}

function outcomeOf(
  object: GetObjectCommandOutput,
  bytes: Uint8Array,
  cuts: readonly number[] = [],
) {
  const checksums = startObjectChecksums(object);
  const borders = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted(
    (a, b) => a - b,
  );
  for (const [index, border] of borders.entries()) {
    checksums.update(bytes.subarray(border, borders[index + 1]));
  }
  return checksums.outcome(sha256(bytes));
}

const someBytes = fc.uint8Array({ maxLength: 300 });

describe('P08 a checksum that S3 keeps of a whole object', () => {
  it.each(ALGORITHMS)(
    '%s is found right however the bytes are cut, and wrong for a bit',
    (algorithm) => {
      const member = `Checksum${algorithm.toUpperCase()}`;
      fc.assert(
        fc.property(
          someBytes,
          fc.array(fc.nat(), { maxLength: 6 }),
          fc.nat(),
          (bytes, cuts, at) => {
            const object = objectOf({
              [member]: stated(algorithm, bytes),
              ChecksumType: 'FULL_OBJECT',
            });
            const right = { right: [algorithm], wrong: [], unchecked: [] };
            expect(outcomeOf(object, bytes, cuts)).toEqual(right);
            const other = Uint8Array.from(bytes);
            const place = at % Math.max(bytes.length, 1);
            other[place] = (other[place] ?? 0) ^ (1 << (at % 8));
            if (bytes.length > 0) {
              expect(outcomeOf(object, other, cuts)).toEqual({
                ...right,
                right: [],
                wrong: [algorithm],
              });
            }
          },
        ),
      );
    },
  );

  it('sha512 and md5 too', () => {
    const bytes = Buffer.from('some rows');
    const object = objectOf({
      ChecksumSHA512: createHash('sha512').update(bytes).digest('base64'),
      ChecksumMD5: stated('md5', bytes),
    });
    expect(outcomeOf(object, bytes).right).toEqual(['sha512', 'md5']);
  });

  it('is the known one of the digits one to nine', () => {
    const object = objectOf({ ChecksumCRC64NVME: 'rosUhgp5mIg=', ChecksumCRC32C: '4waSgw==' });
    expect(outcomeOf(object, Buffer.from('123456789')).right).toEqual(['crc32c', 'crc64nvme']);
  });

  it('of parts cannot be held against the whole, and is named as not checked', () => {
    for (const object of [
      objectOf({ ChecksumSHA256: 'abc=-3' }),
      objectOf({ ChecksumSHA256: 'abc=', ChecksumType: 'COMPOSITE', ETag: '"abc-3"' }),
    ]) {
      expect(outcomeOf(object, Buffer.from('x'))).toEqual({
        right: [],
        wrong: [],
        unchecked: ['sha256'],
      });
    }
  });

  it('that nobody here computes is named as not checked', () => {
    const object = objectOf({ ChecksumXXHASH3: 'AAAA', ETag: '"abc-3"' });
    expect(outcomeOf(object, Buffer.from('x')).unchecked).toEqual(['xxhash3']);
  });

  it('is the MD5 in its ETag where there is no other one, and neither parts nor a key of KMS', () => {
    const bytes = Buffer.from('some rows');
    const ETag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const right = { right: ['md5 in its ETag'], wrong: [], unchecked: [] };
    expect(outcomeOf(objectOf({ ETag }), bytes)).toEqual(right);
    const sealed = objectOf({ ETag, ServerSideEncryption: 'aws:kms' });
    expect(outcomeOf(sealed, bytes)).toEqual({ right: [], wrong: [], unchecked: [] });
    expect(outcomeOf(objectOf({ ETag }), Buffer.from('other')).wrong).toEqual(['md5 in its ETag']);
  });
});
