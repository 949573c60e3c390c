import { awsTrouble, awsTroubleKind } from '../../aws/aws-errors.ts';
import { RunnerError } from '../runner.ts';

export type Hide = (text: string) => string;

interface Meaning {
  readonly code: RunnerError['code'];
  readonly transient?: boolean;
  readonly advice: string;
}

/** `AthenaErrorCode` and `Reason`, which stand beside the name. */
function detailOf(thrown: unknown): string {
  const { AthenaErrorCode, Reason }: Readonly<Record<string, unknown>> = Object(thrown);
  return [AthenaErrorCode, Reason].filter((each) => typeof each === 'string').join(' ');
}

/** What belongs to results and queries; null for what any service may say. */
function ownMeaning(thrown: unknown): Meaning | null {
  const { name, status } = awsTrouble(thrown);
  const detail = detailOf(thrown);
  // asked for the rest of an object from where it broke, S3 knows another object or has no more bytes
  if (/^(PreconditionFailed|InvalidRange)$/.test(name) || status === 412 || status === 416) {
    return {
      code: 'RESULT_ALTERED',
      advice: 'Find out who replaces objects below the output location, then run again.',
    };
  }
  if (/^NoSuch|^NotFound$/.test(name) || status === 404 || detail.includes('RESULT_NOT_FOUND')) {
    return {
      code: 'RESULT_MISSING',
      advice:
        'Look for what removes objects below the output location, and check that its bucket exists.',
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
  return null;
}

function meaningOf(thrown: unknown): Meaning {
  const own = ownMeaning(thrown);
  if (own !== null) return own;
  switch (awsTroubleKind(thrown)) {
    case 'expired':
      return {
        code: 'AUTH_FAILED',
        advice: 'The credentials have expired and the provider gave no new ones: sign in again.',
      };
    case 'no credentials':
      return {
        code: 'AUTH_FAILED',
        advice: 'Sign in with ipe login or aws sso login, or run where a role is given.',
      };
    case 'unknown keys':
    case 'denied':
      return {
        code: 'AUTH_FAILED',
        advice:
          'Check the rights of the role (docs/sources/athena.md), the key policy, and that the bucket is owned by the expected account.',
      };
    case 'throttled':
      return {
        code: 'SOURCE_UNAVAILABLE',
        transient: true,
        advice:
          'Athena is busy: run later, run fewer items at once, or have the quota of the account raised.',
      };
    case 'passing':
      return {
        code: 'SOURCE_UNAVAILABLE',
        transient: true,
        advice: 'Check the network and the endpoints, then run again.',
      };
    case 'other':
      return {
        code: 'SOURCE_UNAVAILABLE',
        advice:
          'Check workgroup, database, output location and region of the source; the message says what was refused.',
      };
  }
}

/** @param what `starting query extract` */
export function athenaError(what: string, thrown: unknown, hide: Hide): RunnerError {
  if (thrown instanceof RunnerError) return thrown;
  const { name, message, status, requestId } = awsTrouble(thrown);
  const { code, transient = false, advice } = meaningOf(thrown);
  const where = [
    detailOf(thrown),
    status === null ? '' : `HTTP ${status}`,
    requestId === null ? '' : `request ${requestId}`,
  ].filter((part) => part !== '');
  const place = where.length === 0 ? '' : ` (${where.join(', ')})`;
  // the cause would bring the texts that `hide` takes out
  return new RunnerError(code, hide(`${what}: ${name}: ${message}${place}`), { transient, advice });
}
