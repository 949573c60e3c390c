import { fileSystemStore } from '../evidence/store/file-system/file-system-store.ts';
import { type EvidenceStore, EvidenceStoreError } from '../evidence/store/store.ts';
import { systemClock } from '../kernel/clock.ts';
import { type AwsIdentity, awsAccess } from './aws-access.ts';
import { ConfigError } from './config-error.ts';
import { type EvidenceLocation, evidenceWords } from './evidence-location.ts';
import { type Diagnosis, folderState, wrong } from './folder-state.ts';

/** The store packages go to; the sole place that names one. */
export async function openStore(
  location: EvidenceLocation,
  identity: AwsIdentity,
  signal: AbortSignal,
): Promise<EvidenceStore> {
  return location.kind === 'folder'
    ? fileSystemStore(location.folder, systemClock)
    : await openBucket(location, identity, signal);
}

/** The AWS client takes a while to load: only those who need it wait for it. */
export async function openBucket(
  location: Extract<EvidenceLocation, { kind: 's3' }>,
  identity: AwsIdentity,
  signal: AbortSignal,
) {
  const { s3Store } = await import('../evidence/store/s3/s3-store.ts');
  const access = await awsAccess(identity, ['s3'], signal, location.region);
  return s3Store({ ...location, ...access, clock: systemClock });
}

/** Can packages be stored there? */
export async function storeState(
  location: EvidenceLocation,
  identity: AwsIdentity,
  signal: AbortSignal,
): Promise<Diagnosis> {
  if (location.kind === 'folder') return await folderState('evidence folder', location.folder);
  try {
    await (await openBucket(location, identity, signal)).reach(signal);
    const { retention } = location;
    const kept =
      retention.mode === 'none' ? 'without retention' : `${retention.mode}, ${retention.days} days`;
    return {
      what: 'evidence bucket',
      state: 'ok',
      words: `${evidenceWords(location)} answers; ${kept}`,
    };
  } catch (thrown) {
    return wrong('evidence bucket', thrown);
  }
}

/**
 * A run whose packages could not be stored must not burden the source first.
 * @throws ConfigError, EvidenceStoreError when it may be better later
 */
export async function requireWritable(
  location: EvidenceLocation,
  identity: AwsIdentity,
  signal: AbortSignal,
): Promise<void> {
  if (location.kind === 's3') {
    try {
      return await (await openBucket(location, identity, signal)).reach(signal);
    } catch (thrown) {
      if (!(thrown instanceof EvidenceStoreError) || thrown.transient) throw thrown;
      throw new ConfigError('BAD_CONFIG', `the evidence bucket cannot be used: ${thrown.message}`, {
        cause: thrown,
        ...(thrown.advice === undefined ? {} : { advice: thrown.advice }),
      });
    }
  }
  const { state, words } = await folderState('evidence folder', location.folder);
  if (state !== 'wrong') return;
  throw new ConfigError('BAD_CONFIG', `the evidence folder cannot be used: ${words}`, {
    advice:
      'Name another folder with --out or in the configuration, or give this account the right to write there.',
  });
}
