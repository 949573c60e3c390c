import { GetObjectLegalHoldCommand, PutObjectLegalHoldCommand } from '@aws-sdk/client-s3';
import { EvidenceStoreError } from '../store.ts';
import type { ObjectVersion } from './download.ts';
import type { S3Session } from './s3-session.ts';

/** Lets nobody remove a version until its hold is lifted, and reads back that it is so. @throws EvidenceStoreError NOT_PROTECTED */
export async function placeHold(
  session: S3Session,
  { key, versionId }: ObjectVersion,
  what: string,
): Promise<void> {
  const at = { ...session.at, Key: key, VersionId: versionId };
  const place = new PutObjectLegalHoldCommand({
    ...at,
    LegalHold: { Status: 'ON' },
    // the service takes such a request with a digest of it only
    ChecksumAlgorithm: 'SHA256',
  });
  await session.call(what, async ({ single }) => await single.send(place));
  const kept = await session.call(
    what,
    async ({ single }) => await single.send(new GetObjectLegalHoldCommand(at)),
  );
  if (kept.LegalHold?.Status === 'ON') return;
  throw new EvidenceStoreError(
    'NOT_PROTECTED',
    `${what}: a legal hold was placed and is not there when it is read back`,
    { advice: 'Have the bucket and its policy looked at, then place it again.' },
  );
}
