import { messageOf } from '../kernel/errors.ts';

/** What an error of the SDK says: by name and status, never by class, which unknown codes do not have. */
export interface AwsTrouble {
  /** The service's code, `AccessDeniedException`; `unknown` where there was no readable answer. */
  readonly name: string;
  /** Status of the answer; null where there was none. */
  readonly status: number | null;
  readonly message: string;
  readonly requestId: string | null;
}

export function awsTrouble(thrown: unknown): AwsTrouble {
  const { $metadata, name } = isObject(thrown) ? thrown : {};
  const { httpStatusCode, requestId } = isObject($metadata) ? $metadata : {};
  return {
    name: typeof name === 'string' ? name : 'unknown',
    status: typeof httpStatusCode === 'number' ? httpStatusCode : null,
    message: messageOf(thrown),
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}

const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'];
const THROTTLED =
  /^(TooManyRequests|Throttling|ThrottledException|SlowDown|RequestLimitExceeded|LimitExceeded|BandwidthLimitExceeded|PriorRequestNotComplete|ProvisionedThroughputExceeded|RequestThrottled|TransactionInProgress|EC2Throttled)/;
const NO_CREDENTIALS = ['CredentialsProviderError', 'TokenProviderError'];
const BROKEN_CONNECTION =
  /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|UND_ERR_SOCKET)$/;

/** The session's keys are too old: neither refreshed nor tried again by the SDK. */
export function isExpired(thrown: unknown): boolean {
  return EXPIRED.includes(awsTrouble(thrown).name);
}

/** The default chain found nobody to be, or a sign-in that has ended. */
export function hasNoCredentials(thrown: unknown): boolean {
  return NO_CREDENTIALS.includes(awsTrouble(thrown).name);
}

export function isThrottled(thrown: unknown): boolean {
  const { name, status } = awsTrouble(thrown);
  return status === 429 || THROTTLED.test(name);
}

/** The same call may succeed later: throttled, a fault of the service, or no whole answer. */
export function isTransient(thrown: unknown): boolean {
  const { name, status } = awsTrouble(thrown);
  if (isThrottled(thrown) || name === 'TimeoutError') return true;
  if (status !== null && status >= 500) return true;
  const code = isObject(thrown) ? thrown['code'] : undefined;
  return typeof code === 'string' && BROKEN_CONNECTION.test(code);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
