import { fileSystemStore } from '../evidence/store/file-system/file-system-store.ts';
import type { S3EvidenceStore } from '../evidence/store/s3/s3-store.ts';
import { type EvidenceStore, EvidenceStoreError } from '../evidence/store/store.ts';
import { systemClock } from '../kernel/clock.ts';
import { type AwsIdentity, awsAccess } from './aws-access.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { type EvidenceLocation, evidenceWords } from './evidence-location.ts';
import { type Diagnosis, folderState, wrong } from './folder-state.ts';
import { awsOperator } from './operator.ts';

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
async function openBucket(
  location: Extract<EvidenceLocation, { kind: 's3' }>,
  identity: AwsIdentity,
  signal: AbortSignal,
) {
  const { s3Store } = await import('../evidence/store/s3/s3-store.ts');
  const access = await awsAccess(identity, ['s3'], signal, location.region);
  return s3Store({ ...location, ...access, clock: systemClock });
}

/** As `openBucket`, for whoever aws.allowed names: nobody else even sees what is stored (P28). @throws LoginError */
export async function openBucketAsAllowed(
  location: Extract<EvidenceLocation, { kind: 's3' }>,
  identity: AwsIdentity,
  signal: AbortSignal,
) {
  if (identity.aws !== null) await awsOperator(identity, signal);
  return await openBucket(location, identity, signal);
}

/** What says as whom a bucket is reached, and whether it must show that it locks what it keeps. */
type Asking = AwsIdentity & Pick<Config, 'environment'>;

/**
 * Does the bucket answer, and can it lock packages where they are to be locked? In words, what could not be asked.
 * @throws ConfigError, EvidenceStoreError
 */
async function bucketDoubt(
  location: Extract<EvidenceLocation, { kind: 's3' }>,
  asking: Asking,
  signal: AbortSignal,
): Promise<string | null> {
  const store = await openBucket(location, asking, signal);
  await store.reach(signal);
  if (location.retention.mode === 'none' && !location.legalHold) return null;
  const doubt = await lockDoubt(store, asking.environment, signal);
  return doubt === null ? null : `${evidenceWords(location)}: ${doubt}`;
}

/**
 * Why it is not known whether a bucket locks what it keeps; production does not go on without knowing.
 * @throws EvidenceStoreError
 */
export async function lockDoubt(
  store: Pick<S3EvidenceStore, 'requireObjectLock'>,
  environment: Config['environment'],
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await store.requireObjectLock(signal);
    return null;
  } catch (thrown) {
    const refused = thrown instanceof EvidenceStoreError && thrown.code === 'NOT_WRITABLE';
    if (!refused || environment === 'production') throw thrown;
    return 'this role may not ask whether the bucket locks what it keeps';
  }
}

/** Can packages be stored there? */
export async function storeState(
  location: EvidenceLocation,
  asking: Asking,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const what = 'evidence bucket';
  if (location.kind === 'folder') return await folderState('evidence folder', location.folder);
  try {
    const doubt = await bucketDoubt(location, asking, signal);
    if (doubt !== null) return { what, state: 'note', words: doubt };
    const { retention } = location;
    const kept =
      retention.mode === 'none' ? 'without retention' : `${retention.mode}, ${retention.days} days`;
    return { what, state: 'ok', words: `${evidenceWords(location)} answers; ${kept}` };
  } catch (thrown) {
    return wrong(what, thrown);
  }
}

/**
 * A run whose packages could not be stored must not burden the source first. In words, what could not be asked.
 * @throws ConfigError, EvidenceStoreError when it may be better later
 */
export async function requireWritable(
  location: EvidenceLocation,
  asking: Asking,
  signal: AbortSignal,
): Promise<string | null> {
  if (location.kind === 's3') {
    try {
      return await bucketDoubt(location, asking, signal);
    } catch (thrown) {
      if (!(thrown instanceof EvidenceStoreError) || thrown.transient) throw thrown;
      throw new ConfigError('BAD_CONFIG', `the evidence bucket cannot be used: ${thrown.message}`, {
        cause: thrown,
        ...(thrown.advice === undefined ? {} : { advice: thrown.advice }),
      });
    }
  }
  const { state, words } = await folderState('evidence folder', location.folder);
  if (state !== 'wrong') return null;
  throw new ConfigError('BAD_CONFIG', `the evidence folder cannot be used: ${words}`, {
    advice:
      'Name another folder with --out or in the configuration, or give this account the right to write there.',
  });
}
