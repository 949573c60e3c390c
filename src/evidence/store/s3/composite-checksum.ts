import { sha256Bytes, startSha256 } from '../../../kernel/digest.ts';

/** What S3 states for an upload in parts: the digest of the parts' digests, and how many there are. */
export function compositeChecksum(partBytes: number): {
  update(chunk: Uint8Array): void;
  checksum(): string;
} {
  const parts: Uint8Array[] = [];
  let part = startSha256();
  let filled = 0;
  const end = () => {
    parts.push(Buffer.from(part.digest(), 'hex'));
    part = startSha256();
    filled = 0;
  };
  return {
    update(chunk) {
      for (let at = 0; at < chunk.length; ) {
        const piece = chunk.subarray(at, at + partBytes - filled);
        part.update(piece);
        filled += piece.length;
        at += piece.length;
        if (filled === partBytes) end();
      }
    },
    checksum() {
      if (filled > 0) end();
      return `${Buffer.from(sha256Bytes(...parts)).toString('base64')}-${parts.length}`;
    },
  };
}
