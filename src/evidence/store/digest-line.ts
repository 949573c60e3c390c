import { basename } from 'node:path';
import { parseSha256, type Sha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import { EvidenceStoreError } from './store.ts';

/** Characters of a wrong line that are shown. */
const SHOWN = 200;

/** What stands beside a ZIP: one `sha256sum -c` line about it. `zip` is its path or key. */
export function digestLine(zipDigest: Sha256, zip: string): string {
  return `${zipDigest}  ${basename(zip)}\n`;
}

/** A digest and a name are far shorter; whoever wrote more could write without end. */
const MOST_BYTES = 1024;

/** What stands in such a file, or enough of it to show that it is no such line. */
export async function digestText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const read: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    read.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) break;
  }
  return Buffer.concat(read).subarray(0, MOST_BYTES).toString('utf8');
}

/** The digest such a line records. @throws EvidenceStoreError DAMAGED */
export function parseDigestLine(line: string, zip: string): Sha256 {
  try {
    const digest = parseSha256(line.slice(0, 64));
    if (line === digestLine(digest, zip)) return digest;
    throw new Error(`it holds ${JSON.stringify(line.slice(0, SHOWN))}`);
  } catch (cause) {
    throw noRecordedDigest(zip, cause);
  }
}

/** The line beside a ZIP is missing or says something else. */
export function noRecordedDigest(zip: string, cause: unknown): EvidenceStoreError {
  return new EvidenceStoreError(
    'DAMAGED',
    `${zip}.sha256 should hold one line with the digest of the package: ${messageOf(cause)}`,
    {
      cause,
      advice: 'keep both files as they are and compare the ZIP with the digest noted elsewhere',
    },
  );
}
