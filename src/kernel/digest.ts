import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ParseError } from './errors.ts';
import type { Branded } from './ids.ts';

/** SHA-256, 64 lower-case hex digits (FIPS 180-4). */
export type Sha256 = Branded<'Sha256'>;

/** @throws ParseError BAD_DIGEST */
export function parseSha256(text: string): Sha256 {
  if (/^[0-9a-f]{64}$/.test(text)) return text as Sha256;
  throw new ParseError(
    'BAD_DIGEST',
    `a SHA-256 digest has 64 lower-case hex digits, got ${JSON.stringify(text)}`,
  );
}

/** Digest of text (as UTF-8) or bytes. */
export function sha256(content: string | Uint8Array): Sha256 {
  return createHash('sha256').update(content).digest('hex') as Sha256;
}

/** Running digest for content that is never whole in memory. */
export function startSha256(): { update(chunk: Uint8Array): void; digest(): Sha256 } {
  const hash: Hash = createHash('sha256');
  return {
    update: (chunk) => {
      hash.update(chunk);
    },
    digest: () => hash.digest('hex') as Sha256,
  };
}

/** The 32 digest bytes of the parts as one message; for hashing hashes. */
export function sha256Bytes(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** Digest and size of a file, read once. */
export async function digestFile(
  path: string,
): Promise<{ readonly sha256: Sha256; readonly bytes: number }> {
  const digest = startSha256();
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    digest.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: digest.digest(), bytes };
}
