import { type Algorithm, algorithmOf, type Checksum, startChecksum } from '../checksums.ts';
import type { Incoming } from '../http-exchange.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import type { Content, ContentFolder } from './content.ts';
import { invalidRequest, S3Fault } from './s3-fault.ts';

/** A checksum as it is stored and told. */
export interface StoredChecksum {
  readonly algorithm: Algorithm;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

export interface ReceivedBody {
  readonly content: Content;
  readonly md5: Buffer;
  /** The one the client sent, else the one S3 adds by itself; null for what would take too long here. */
  readonly checksum: StoredChecksum | null;
  /** Whether the client sent a checksum or an MD5. */
  readonly isGuarded: boolean;
}

const GIB = 1024 ** 3;
const MAX_PUT = 5 * GIB;
/** Beyond this nothing is stored when the client sends no checksum. */
const MAX_ADDED_CHECKSUM = 64 * 1024 * 1024;

/** Bytes of the data, whatever the framing. @throws S3Fault */
function declaredLength(incoming: Incoming): number {
  const text =
    incoming.headers['x-amz-decoded-content-length'] ?? incoming.headers['content-length'];
  if (text === undefined) {
    throw new S3Fault(
      411,
      'MissingContentLength',
      'You must provide the Content-Length HTTP header.',
    );
  }
  const length = Number(text);
  if (length > MAX_PUT) {
    throw new S3Fault(
      400,
      'EntityTooLarge',
      'Your proposed upload exceeds the maximum allowed size',
      [['MaxSizeAllowed', MAX_PUT]],
    );
  }
  return length;
}

/** Checksums the headers carry, and those the trailer will. */
function announced(incoming: Incoming): Algorithm[] {
  const trailers = (incoming.headers['x-amz-trailer'] ?? '').split(',').map((name) => name.trim());
  const names = [...Object.keys(incoming.headers), ...trailers];
  return names.flatMap((name) =>
    name.startsWith('x-amz-checksum-') ? (algorithmOf(name) ?? []) : [],
  );
}

const badDigest = (what: string): S3Fault =>
  new S3Fault(400, 'BadDigest', `The ${what} you specified did not match the calculated checksum.`);

/** Takes the body of a PUT into the folder and checks everything its headers say of it. @throws S3Fault */
export async function receiveBody(
  incoming: Incoming,
  folder: ContentFolder,
): Promise<ReceivedBody> {
  const { headers } = incoming;
  const length = declaredLength(incoming);
  const sent = announced(incoming);
  if (sent.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const payloadHash = headers['x-amz-content-sha256'] ?? '';
  const added: Algorithm[] = sent.length === 0 && length <= MAX_ADDED_CHECKSUM ? ['crc64nvme'] : [];
  const [algorithm] = [...sent, ...added];
  const checksum = algorithm === undefined ? null : startChecksum(algorithm);
  const md5 = startChecksum('md5');
  const isHashed = /^[0-9a-f]{64}$/.test(payloadHash);
  const sha256 = isHashed ? startChecksum('sha256') : null;
  const running = [md5, checksum, sha256].filter((one): one is Checksum => one !== null);

  const trailers = new Map<string, string>();
  const isChunked =
    payloadHash.startsWith('STREAMING-') ||
    (headers['content-encoding'] ?? '').split(',').some((name) => name.trim() === 'aws-chunked');
  const source: AsyncIterable<Uint8Array> = isChunked
    ? decodeAwsChunked(incoming.body(), trailers)
    : incoming.body();
  const content = await folder.store(source, (bytes) => {
    for (const one of running) one.update(bytes);
  });
  const received = {
    content,
    md5: md5.digest(),
    checksum:
      checksum === null || algorithm === undefined
        ? null
        : { algorithm, value: checksum.digest().toString('base64'), type: 'FULL_OBJECT' as const },
    isGuarded: sent.length > 0 || headers['content-md5'] !== undefined,
  };
  try {
    if (content.size !== length) {
      throw new S3Fault(
        400,
        'IncompleteBody',
        'You did not provide the number of bytes specified by the Content-Length HTTP header',
      );
    }
    if (sha256 !== null && sha256.digest().toString('hex') !== payloadHash) {
      throw new S3Fault(
        400,
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    }
    const contentMd5 = headers['content-md5'];
    if (contentMd5 !== undefined && contentMd5 !== received.md5.toString('base64')) {
      throw badDigest('Content-MD5');
    }
    const [name] = sent;
    if (name !== undefined) {
      const header = `x-amz-checksum-${name}`;
      const expected = headers[header] ?? trailers.get(header);
      if (expected === undefined || expected !== received.checksum?.value) {
        throw badDigest(name.toUpperCase());
      }
    }
  } catch (error) {
    await folder.remove(content);
    throw error;
  }
  return received;
}
