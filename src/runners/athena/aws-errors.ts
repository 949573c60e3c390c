import { messageOf } from '../../kernel/errors.ts';
import { RunnerError } from '../runner.ts';

export type Hide = (text: string) => string;

/** What the SDK's errors say, read by name and status: `instanceof` does not hold across services. */
export interface AwsFault {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  /** `AthenaErrorCode` or `Reason`. */
  readonly detail: string;
  readonly requestId: string | undefined;
}

export function faultOf(thrown: unknown): AwsFault {
  const members: Readonly<Record<string, unknown>> =
    typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const metadata = members['$metadata'];
  const known: Readonly<Record<string, unknown>> =
    typeof metadata === 'object' && metadata !== null ? { ...metadata } : {};
  const status = known['httpStatusCode'];
  const requestId = known['requestId'];
  const code = members['code'];
  const name = thrown instanceof Error ? thrown.name : 'Unknown';
  return {
    // errors of the network are plain ones with a code
    name: name === 'Error' && typeof code === 'string' ? code : name,
    message: messageOf(thrown),
    status: typeof status === 'number' ? status : undefined,
    detail: [members['AthenaErrorCode'], members['Reason']]
      .filter((each) => typeof each === 'string')
      .join(' '),
    requestId: typeof requestId === 'string' ? requestId : undefined,
  };
}

const THROTTLED =
  /^(TooManyRequests|Throttling|Throttled|RequestLimitExceeded|RequestThrottled|SlowDown|LimitExceeded|BandwidthLimitExceeded|PriorRequestNotComplete)/;
const NETWORK =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND|ERR_STREAM_PREMATURE_CLOSE|TimeoutError|NetworkingError)/;
const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;
const NOT_LET_IN =
  /^(AccessDenied|UnrecognizedClient|InvalidAccessKeyId|InvalidClientTokenId|SignatureDoesNotMatch|InvalidSignature|MissingAuthenticationToken|CredentialsProviderError|TokenProviderError|UnauthorizedException)/;

/** Asked again without anybody changing anything, the answer may be another one. */
export function isPassing(thrown: unknown): boolean {
  const { name, status } = faultOf(thrown);
  return (
    THROTTLED.test(name) ||
    NETWORK.test(name) ||
    status === 429 ||
    (status !== undefined && status >= 500) ||
    // the socket of an answer that is being read
    (name === 'Error' && messageOf(thrown) === 'aborted')
  );
}

export function isExpired(thrown: unknown): boolean {
  return EXPIRED.test(faultOf(thrown).name);
}

interface Kind {
  readonly code: RunnerError['code'];
  readonly transient?: boolean;
  readonly advice: string;
}

function kindOf(thrown: unknown): Kind {
  const { name, status, detail } = faultOf(thrown);
  if (EXPIRED.test(name)) {
    return {
      code: 'AUTH_FAILED',
      advice: 'The credentials have expired and the provider gave no new ones: sign in again.',
    };
  }
  if (THROTTLED.test(name) || status === 429) {
    return {
      code: 'SOURCE_UNAVAILABLE',
      transient: true,
      advice:
        'Athena is busy: run later, run fewer items at once, or have the quota of the account raised.',
    };
  }
  if (name === 'PreconditionFailed' || status === 412) {
    return {
      code: 'RESULT_ALTERED',
      advice: 'Find out who replaces objects below the output location, then run again.',
    };
  }
  if (/^NoSuch|^NotFound$/.test(name) || status === 404) {
    return {
      code: 'RESULT_MISSING',
      advice:
        'Look for what removes objects below the output location, and check that its bucket exists.',
    };
  }
  if (NOT_LET_IN.test(name) || status === 401 || status === 403) {
    return {
      code: 'AUTH_FAILED',
      advice:
        'Check the rights of the role (docs/sources/athena.md), the key policy, and that the bucket is owned by the expected account.',
    };
  }
  if (name === 'InvalidRequestException' && detail.includes('IDEMPOTENT_PARAMETER_MISMATCH')) {
    return {
      code: 'STALE_EXECUTION',
      advice: 'Run again; the token of this query was used for another one.',
    };
  }
  if (name === 'InvalidRequestException' && detail.includes('MALFORMED_QUERY')) {
    return {
      code: 'QUERY_REJECTED',
      advice: 'Correct the query; the message says what Athena did not accept.',
    };
  }
  if (status === 301 || name === 'PermanentRedirect') {
    return {
      code: 'SOURCE_UNAVAILABLE',
      advice: 'The bucket is in another region: set the region of the source to it.',
    };
  }
  if (isPassing(thrown)) {
    return {
      code: 'SOURCE_UNAVAILABLE',
      transient: true,
      advice: 'Check the network and the endpoints, then run again.',
    };
  }
  return {
    code: 'SOURCE_UNAVAILABLE',
    advice:
      'Check workgroup, database, output location and region of the source; the message says what was refused.',
  };
}

/** @param what `starting query extract` */
export function awsError(what: string, thrown: unknown, hide: Hide): RunnerError {
  if (thrown instanceof RunnerError) return thrown;
  const { name, message, status, detail, requestId } = faultOf(thrown);
  const { code, transient = false, advice } = kindOf(thrown);
  const where = [
    detail,
    status === undefined ? '' : `HTTP ${status}`,
    requestId === undefined ? '' : `request ${requestId}`,
  ].filter((part) => part !== '');
  const place = where.length === 0 ? '' : ` (${where.join(', ')})`;
  // the cause would bring the texts that `hide` takes out
  return new RunnerError(code, hide(`${what}: ${name}: ${message}${place}`), { transient, advice });
}
