import { addAbortSignal, type Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { type Sha256, startSha256 } from '../../../kernel/digest.ts';
import { EvidenceStoreError } from '../store.ts';
import { type S3Session, TRIES } from './s3-session.ts';
import { cancelled, troubleOf } from './s3-trouble.ts';

/** One version of an object, as it was listed. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly bytes: number;
}

/**
 * The bytes of one version; a broken connection is taken up where it broke.
 * @throws EvidenceStoreError DAMAGED at their end when they are not those of the digest, STORE_FAILED when it stays
 * broken, CANCELLED
 */
export async function* download(
  session: S3Session,
  what: string,
  { key, versionId, bytes }: ObjectVersion,
  expected: Sha256,
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> {
  const digest = startSha256();
  let at = 0;
  let etag: string | undefined;
  for (let failures = 0; at < bytes; ) {
    const from = at;
    let broken: unknown;
    try {
      const request = {
        ...session.at,
        Key: key,
        VersionId: versionId,
        ...(etag === undefined ? {} : { Range: `bytes=${at}-`, IfMatch: etag }),
      };
      const answer = await session.call(
        what,
        ({ single }) => getObject(single, request, signal),
        signal,
      );
      etag = answer.etag;
      for await (const chunk of answer.body) {
        at += chunk.length;
        digest.update(chunk);
        yield chunk;
      }
      broken = new Error(`expected ${bytes} bytes, got ${at}`);
    } catch (thrown) {
      if (signal?.aborted) throw cancelled(what, thrown);
      if (troubleOf(thrown) !== 'busy') throw thrown;
      broken = thrown;
    }
    if (at >= bytes) break;
    failures = at > from ? 1 : failures + 1;
    if (failures >= TRIES) throw brokenOff(what, broken);
    await session.wait(what, failures, signal);
  }
  const got = digest.digest();
  if (got === expected && at === bytes) return;
  throw new EvidenceStoreError(
    'DAMAGED',
    `${what}: expected SHA-256 ${expected} of ${bytes} bytes as recorded, got ${got} of ${at}`,
    {
      advice:
        'read it again; the same once more means that the stored object is not the sealed one',
    },
  );
}

/** Asks for an object. Its body must be read to its end, or destroyed. @throws what the SDK throws */
export async function getObject(
  client: S3Client,
  request: GetObjectCommandInput,
  signal?: AbortSignal,
): Promise<{ readonly etag: string | undefined; readonly body: Readable }> {
  const { ETag: etag, Body } = await client.send(new GetObjectCommand(request), {
    ...(signal && { abortSignal: signal }),
  });
  // in Node it is a readable stream; the client's type also covers browsers
  const body = Body as Readable;
  // one that breaks before anybody reads it must not end the process; reading it tells the error again
  body.on('error', () => undefined);
  if (signal !== undefined) addAbortSignal(signal, body);
  return { etag, body };
}

function brokenOff(what: string, cause: unknown): EvidenceStoreError {
  return new EvidenceStoreError('STORE_FAILED', `${what}: the download broke off`, {
    cause,
    transient: true,
    advice: 'Start it again later.',
  });
}
