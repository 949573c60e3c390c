import { GetBucketVersioningCommand, GetObjectLockConfigurationCommand } from '@aws-sdk/client-s3';
import { EvidenceStoreError } from '../store.ts';
import type { S3Session } from './s3-session.ts';

/**
 * Can what is written to the bucket be locked? Asked before a run reads anything.
 * @throws EvidenceStoreError NOT_PROTECTED when it cannot, NOT_WRITABLE when this role may not ask
 */
export async function requireObjectLock(
  session: S3Session,
  what: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { Status: versions = 'none' } = await session.call(
    `the versioning of ${what}`,
    ({ single }) => single.send(new GetBucketVersioningCommand(session.at)),
    signal,
  );
  const lock = await lockOf(session, what, signal);
  if (versions === 'Enabled' && lock === 'Enabled') return;
  throw new EvidenceStoreError(
    'NOT_PROTECTED',
    `${what}: expected versions Enabled and Object Lock Enabled, got ${versions} and ${lock}`,
    { advice: 'Name a bucket that was made with Object Lock: nothing can be kept in this one.' },
  );
}

async function lockOf(
  session: S3Session,
  what: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  try {
    const { ObjectLockConfiguration: kept } = await session.call(
      `the Object Lock of ${what}`,
      ({ single }) => single.send(new GetObjectLockConfigurationCommand(session.at)),
      signal,
    );
    return String(kept?.ObjectLockEnabled);
  } catch (thrown) {
    // S3 answers so for a bucket that was made without
    if (thrown instanceof EvidenceStoreError && thrown.code === 'NOT_FOUND') return 'none';
    throw thrown;
  }
}
