import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipArchive } from 'archiver';
import type { Instant } from '../../kernel/clock.ts';
import { type Sha256, startSha256 } from '../../kernel/digest.ts';
import type { CompressedFile } from './deflate-file.ts';
import { appendCompressed } from './precompressed-entry.ts';

/** Small members are not worth saving time on. */
const LEVEL = 6;

/**
 * Writes a ZIP under the rules of evidence-package 4.2 and flushes it to the disk: the members in the order given, then
 * the large file that was compressed before. Same input and same time give the same bytes.
 * @returns digest and size of what was written
 * @throws whatever the file system, the signal or the ZIP library throws; the caller removes `path`
 */
export async function writeZip(request: {
  readonly path: string;
  readonly members: readonly { readonly name: string; readonly content: Uint8Array }[];
  readonly large: { readonly name: string; readonly compressed: CompressedFile } | null;
  /** Date of every entry: UTC, floored to two seconds. */
  readonly time: Instant;
  readonly signal: AbortSignal;
}): Promise<{ readonly zipDigest: Sha256; readonly bytes: number }> {
  const { path, members, large, time, signal } = request;
  const archive = new ZipArchive({ zlib: { level: LEVEL } });
  const stop = (cause: Error) => {
    archive.destroy(cause);
  };
  // Where a source fails the library warns at most and goes on without it.
  archive.on('warning', stop);
  const attributes = { date: new Date(time), mode: 0o644 };
  for (const { name, content } of members) {
    // Empty content must be asked to be stored, else its header promises a data descriptor (Java refuses that).
    archive.append(Buffer.from(content.buffer, content.byteOffset, content.length), {
      name,
      store: content.length === 0,
      ...attributes,
    });
  }
  if (large !== null) {
    appendCompressed(archive, large.compressed, { name: large.name, ...attributes });
  }
  archive.finalize().catch(stop);

  const digest = startSha256();
  let bytes = 0;
  await pipeline(
    archive,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        digest.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(path, { flush: true }),
    { signal },
  );
  return { zipDigest: digest.digest(), bytes };
}
