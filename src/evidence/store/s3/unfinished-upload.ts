import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { parseSha256, type Sha256 } from '../../../kernel/digest.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { EvidenceStoreError } from '../store.ts';
import { download, type ObjectVersion } from './download.ts';
import { isHeld } from './protection.ts';
import type { S3Session } from './s3-session.ts';
import { drain, head, type Uploaded } from './upload.ts';

/** A ZIP without its digest, every byte of which is what its run noted with it. */
export interface UnfinishedUpload {
  readonly head: HeadObjectCommandOutput;
  readonly zipDigest: Sha256;
  readonly uploaded: Uploaded;
}

/** Reads such a ZIP whole. @throws EvidenceStoreError DAMAGED */
export async function unfinishedUpload(
  session: S3Session,
  zip: ObjectVersion,
  what: string,
  signal: AbortSignal | undefined,
): Promise<UnfinishedUpload> {
  const { key, versionId } = zip;
  const there = await head(session, what, key, versionId, signal);
  const zipDigest = notedDigest(there, what);
  await drain(download(session, what, zip, zipDigest, signal));
  // a server that states no checksum has none to be compared later
  const checksum = there.ChecksumSHA256 ?? '';
  const uploaded = { versionId, checksum, legalHold: isHeld(there) };
  return { head: there, zipDigest, uploaded };
}

function notedDigest({ Metadata: notes }: HeadObjectCommandOutput, what: string): Sha256 {
  try {
    return parseSha256(String(notes?.['sha256-hex']));
  } catch (cause) {
    throw new EvidenceStoreError(
      'DAMAGED',
      `${what} has no note of the digest it was sealed with: ${messageOf(cause)}`,
      { cause, advice: 'It was not stored by a run: find out who put it there.' },
    );
  }
}
