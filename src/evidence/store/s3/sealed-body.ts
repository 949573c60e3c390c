import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { startSha256 } from '../../../kernel/digest.ts';
import { EvidenceStoreError, type SealedFile } from '../store.ts';

const READ_BYTES = 1024 * 1024;

/**
 * The bytes of a sealed file on their way to S3. The last of them are held back until all are known to be the ones
 * that were sealed, so that an upload of others never ends.
 */
export function sealedBody(sealed: SealedFile, bytes: number, signal?: AbortSignal): Readable {
  return Readable.from(checked(sealed, bytes, signal), { objectMode: false });
}

async function* checked(
  { path, zipDigest }: SealedFile,
  bytes: number,
  signal: AbortSignal | undefined,
): AsyncIterable<Uint8Array> {
  const digest = startSha256();
  let read = 0;
  let held = new Uint8Array();
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES, signal })) {
    digest.update(chunk);
    read += chunk.length;
    if (read > bytes) throw changed(`expected ${bytes} bytes, got more`);
    if (held.length > 0) yield held;
    held = chunk;
  }
  const got = digest.digest();
  if (got !== zipDigest) throw changed(`expected SHA-256 ${zipDigest}, got ${got}`);
  yield held;
}

function changed(how: string): EvidenceStoreError {
  return new EvidenceStoreError(
    'CONTENT_CHANGED',
    `the sealed file changed before it was stored: ${how}`,
    { advice: 'find out what else writes to the working folder, then run the item again' },
  );
}
