import { messageOf } from '../../../kernel/errors.ts';
import { EvidenceStoreError } from '../store.ts';

/** What an answer of S3, or none, means for whoever asked. */
export type Trouble =
  | 'busy'
  | 'changed'
  | 'credentials'
  | 'denied'
  | 'expired'
  | 'missing'
  | 'no bucket'
  | 'other'
  | 'region'
  | 'taken';

const BY_NAME: Readonly<Record<string, Trouble>> = {
  PreconditionFailed: 'taken',
  ConditionalRequestConflict: 'busy',
  // a part list that is gone: the upload ended in a try whose answer was lost
  NoSuchUpload: 'busy',
  OperationAborted: 'busy',
  RequestTimeTooSkewed: 'busy',
  RequestTimeout: 'busy',
  SlowDown: 'busy',
  TimeoutError: 'busy',
  BadDigest: 'changed',
  XAmzContentSHA256Mismatch: 'changed',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  RequestExpired: 'expired',
  TokenRefreshRequired: 'expired',
  CredentialsProviderError: 'credentials',
  InvalidAccessKeyId: 'credentials',
  InvalidToken: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  TokenProviderError: 'credentials',
  NoSuchBucket: 'no bucket',
  AuthorizationHeaderMalformed: 'region',
  PermanentRedirect: 'region',
};

const BY_STATUS: Readonly<Record<number, Trouble>> = {
  301: 'region',
  403: 'denied',
  404: 'missing',
  409: 'busy',
  412: 'taken',
  429: 'busy',
};

const NETWORK =
  /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOST|ENET|ERR_STREAM_PREMATURE_CLOSE)/;

/** HEAD answers have no body, so that only the status tells what is wrong. */
export function troubleOf(thrown: unknown): Trouble {
  const { name, code, $metadata } = Object(thrown) as {
    readonly name?: string;
    readonly code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  const known = BY_NAME[String(name)] ?? BY_STATUS[status];
  if (known !== undefined) return known;
  return status >= 500 || NETWORK.test(String(code)) ? 'busy' : 'other';
}

/** What S3 or the way to it answered, as the store's error that names the object. */
export function asStoreError(
  thrown: unknown,
  what: string,
  { bucket, expectedOwner, region }: Reached,
): EvidenceStoreError {
  if (thrown instanceof EvidenceStoreError) return thrown;
  const said = messageOf(thrown);
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
    case 'expired':
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
