import { type AwsTroubleKind, awsTrouble, awsTroubleKind } from '../../../aws/aws-errors.ts';
import { EvidenceStoreError } from '../store.ts';

/** What an answer of S3, or none, means for whoever asked. */
export type Trouble =
  | 'busy'
  | 'changed'
  | 'credentials'
  | 'denied'
  | 'missing'
  | 'no bucket'
  | 'other'
  | 'region'
  | 'taken';

/** What only S3 says; the rest means the same with every service. */
const BY_NAME: Readonly<Record<string, Trouble>> = {
  PreconditionFailed: 'taken',
  ConditionalRequestConflict: 'busy',
  // a part list that is gone: the upload ended in a try whose answer was lost
  NoSuchUpload: 'busy',
  OperationAborted: 'busy',
  BadDigest: 'changed',
  XAmzContentSHA256Mismatch: 'changed',
  NoSuchBucket: 'no bucket',
  AuthorizationHeaderMalformed: 'region',
  PermanentRedirect: 'region',
};

const BY_STATUS: Readonly<Record<number, Trouble>> = {
  301: 'region',
  404: 'missing',
  409: 'busy',
  412: 'taken',
};

const BY_KIND: Readonly<Record<AwsTroubleKind, Trouble>> = {
  expired: 'credentials',
  'no credentials': 'credentials',
  'unknown keys': 'credentials',
  denied: 'denied',
  throttled: 'busy',
  passing: 'busy',
  other: 'other',
};

/** HEAD answers have no body, so that only the status tells what is wrong. */
export function troubleOf(thrown: unknown): Trouble {
  const { name, status } = awsTrouble(thrown);
  return BY_NAME[name] ?? BY_STATUS[status ?? 0] ?? BY_KIND[awsTroubleKind(thrown)];
}

/** What S3 or the way to it answered, as the store's error that names the object. */
export function asStoreError(
  thrown: unknown,
  what: string,
  { bucket, expectedOwner, region }: Reached,
): EvidenceStoreError {
  if (thrown instanceof EvidenceStoreError) return thrown;
  const said = awsTrouble(thrown).message;
  switch (troubleOf(thrown)) {
    case 'taken':
      return alreadyThere(what, thrown);
    case 'changed':
      return new EvidenceStoreError(
        'CONTENT_CHANGED',
        `${what}: S3 received other bytes than were sealed: ${said}`,
        {
          cause: thrown,
          advice: 'run the item again; twice in a row the memory or network is bad',
        },
      );
    case 'denied':
      return new EvidenceStoreError(
        'NOT_WRITABLE',
        `${what}: bucket ${bucket} is not owned by the expected account ${expectedOwner}, or access is denied`,
        {
          cause: thrown,
          advice:
            'Compare evidence.expected_owner with the account of the bucket, then the rights of this role on it.',
        },
      );
    case 'credentials':
      return new EvidenceStoreError('NOT_WRITABLE', `${what}: AWS does not know us: ${said}`, {
        cause: thrown,
        advice: 'Log in again, or correct the credentials this account gets.',
      });
    case 'no bucket':
      return new EvidenceStoreError('STORE_FAILED', `${what}: there is no bucket ${bucket}`, {
        cause: thrown,
        advice: 'Correct evidence.bucket; a bucket is not created by this tool.',
      });
    case 'region':
      return new EvidenceStoreError(
        'STORE_FAILED',
        `${what}: bucket ${bucket} is not in region ${region}`,
        { cause: thrown, advice: 'Correct evidence.region.' },
      );
    case 'missing':
      return new EvidenceStoreError('NOT_FOUND', `there is no ${what}`, { cause: thrown });
    case 'busy':
      return new EvidenceStoreError('STORE_FAILED', `${what}: S3 cannot be reached: ${said}`, {
        cause: thrown,
        transient: true,
        advice: 'Start the run again later.',
      });
    case 'other':
      return new EvidenceStoreError('STORE_FAILED', `${what}: ${said}`, {
        cause: thrown,
        ...(/object.?lock/i.test(said)
          ? { advice: 'The bucket must be created with Object Lock to keep packages.' }
          : {}),
      });
  }
}

/** The bucket as it was asked for. */
export interface Reached {
  readonly bucket: string;
  readonly expectedOwner: string;
  readonly region: string;
}

export function alreadyThere(what: string, cause?: unknown): EvidenceStoreError {
  return new EvidenceStoreError(
    'ALREADY_EXISTS',
    `${what} is there already, and what is stored is never replaced`,
    { cause, advice: 'a new run makes a package with a new name' },
  );
}

export function cancelled(what: string, cause?: unknown): EvidenceStoreError {
  return new EvidenceStoreError('CANCELLED', `${what}: cancelled`, { cause });
}

/** What S3 always states, though the client's types leave it open. @throws EvidenceStoreError STORE_FAILED */
export function stated<Value>(value: Value | undefined, what: string): Value {
  if (value !== undefined) return value;
  throw new EvidenceStoreError('STORE_FAILED', `${what}: S3 left out a part of its answer`, {
    advice: 'Start it again; if this stays so, something between here and S3 changes answers.',
  });
}
