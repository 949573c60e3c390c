import { messageOf } from '../kernel/errors.ts';

/** What an error of the SDK says: by name and status, never by class, which unknown codes do not have. */
export interface AwsTrouble {
  /** The service's code, `AccessDeniedException`, or the network's, `ECONNRESET`; `unknown` where there is none. */
  readonly name: string;
  /** Status of the answer; null where there was none. */
  readonly status: number | null;
  readonly message: string;
  readonly requestId: string | null;
}

export function awsTrouble(thrown: unknown): AwsTrouble {
  const { $metadata, name, code } = isObject(thrown) ? thrown : {};
  const { httpStatusCode, requestId } = isObject($metadata) ? $metadata : {};
  const known = typeof code === 'string' && BROKEN_CONNECTION.test(code) ? code : name;
  return {
    name: typeof known === 'string' ? known : 'unknown',
    status: typeof httpStatusCode === 'number' ? httpStatusCode : null,
    message: withoutSignedText(messageOf(thrown)),
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}

/** Where a service quotes what it would have signed: the text holds the session token. */
const SIGNED_TEXT = /\s*The (canonical string|string-to-sign)\b.*$/is;

function withoutSignedText(message: string): string {
  return message.replace(SIGNED_TEXT, ' (what was signed is not shown)');
}

/**
 * What an error means, whatever was asked: keys too old; nobody to be; keys that nobody knows; rights that are missing
 * (or a resource of somebody else); too many calls; something that may be gone at the next try; something of the service's own.
 */
export type AwsTroubleKind =
  | 'expired'
  | 'no credentials'
  | 'unknown keys'
  | 'denied'
  | 'throttled'
  | 'passing'
  | 'other';

const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;
const NO_CREDENTIALS = /^(CredentialsProviderError|TokenProviderError)$/;
const UNKNOWN_KEYS =
  /^(UnrecognizedClient|InvalidAccessKeyId|InvalidClientTokenId|InvalidToken$|SignatureDoesNotMatch|InvalidSignature|MissingAuthenticationToken|IncompleteSignature)/;
const DENIED = /^(AccessDenied|Unauthorized)/;
const THROTTLED =
  /^(TooManyRequests|Throttling|Throttled|RequestThrottled|RequestLimitExceeded|SlowDown|LimitExceeded|BandwidthLimitExceeded|PriorRequestNotComplete|ProvisionedThroughputExceeded|TransactionInProgress|EC2Throttled)/;
/** A clock that is off is corrected by the SDK from the answer that says so. */
const PASSING = /^(TimeoutError|RequestTimeout|RequestTimeTooSkewed|NetworkingError)/;
const BROKEN_CONNECTION =
  /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ERR_STREAM_PREMATURE_CLOSE)/;

/** By name first: services give the same status for different things, and HEAD has nothing but a status. */
export function awsTroubleKind(thrown: unknown): AwsTroubleKind {
  const { name, status } = awsTrouble(thrown);
  if (EXPIRED.test(name)) return 'expired';
  if (NO_CREDENTIALS.test(name)) return 'no credentials';
  if (UNKNOWN_KEYS.test(name)) return 'unknown keys';
  if (DENIED.test(name)) return 'denied';
  if (THROTTLED.test(name)) return 'throttled';
  if (PASSING.test(name) || BROKEN_CONNECTION.test(name)) return 'passing';
  if (status === null) return 'other';
  if (status === 429) return 'throttled';
  if (status >= 500) return 'passing';
  return status === 401 || status === 403 ? 'denied' : 'other';
}

/** The session's keys are too old: neither refreshed nor tried again by the SDK. */
export function isExpired(thrown: unknown): boolean {
  return awsTroubleKind(thrown) === 'expired';
}

/** Asked again without anybody changing anything, the answer may be another one. */
export function isPassing(thrown: unknown): boolean {
  const kind = awsTroubleKind(thrown);
  return kind === 'throttled' || kind === 'passing';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
