import { basename } from 'node:path';
import { parseSha256, type Sha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import { EvidenceStoreError } from './store.ts';

/** What stands beside a ZIP: one `sha256sum -c` line about it. `zip` is its path or key. */
export function digestLine(zipDigest: Sha256, zip: string): string {
  return `${zipDigest}  ${basename(zip)}\n`;
}

/** The digest such a line records. @throws EvidenceStoreError DAMAGED */
export function parseDigestLine(line: string, zip: string): Sha256 {
  try {
    const digest = parseSha256(line.slice(0, 64));
    if (line === digestLine(digest, zip)) return digest;
    throw new Error(`it holds ${JSON.stringify(line)}`);
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
