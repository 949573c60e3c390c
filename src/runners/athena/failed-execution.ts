import type { QueryExecution } from '@aws-sdk/client-athena';
import { RunnerError } from '../runner.ts';
import type { Hide } from './athena-error.ts';

const SCAN_LIMIT = /bytes scanned limit/i;

/** AthenaError.ErrorType (design/aws.md 1.5). */
const TIMED_OUT = [206, 210];
const MOST_RESOURCE_TYPE = 8;

/** Athena itself calls it worth another attempt; a query that took too long would take as long again. */
export function isRetryable({ Status }: QueryExecution): boolean {
  const { Retryable, ErrorType } = Status?.AthenaError ?? {};
  return Status?.State === 'FAILED' && Retryable === true && !tookTooLong(ErrorType);
}

function tookTooLong(type: number | undefined): boolean {
  return type !== undefined && TIMED_OUT.includes(type);
}

/**
 * What an execution that ended without a result means. Never transient: what Athena calls worth another attempt has had
 * all its attempts, and each of them was paid; reading the item again would multiply them.
 */
export function failedExecution(what: string, execution: QueryExecution, hide: Hide): RunnerError {
  const { QueryExecutionId, Status = {} } = execution;
  const { State, StateChangeReason, AthenaError } = Status;
  const { ErrorCategory: category, ErrorType: type, ErrorMessage } = AthenaError ?? {};
  const reason = StateChangeReason ?? ErrorMessage ?? 'no reason given';
  const numbers =
    category === undefined ? '' : ` (category ${category}, type ${type ?? 'unknown'})`;
  const message = hide(
    `${what}: execution ${QueryExecutionId} ended ${State}${numbers}: ${reason}`,
  );
  if (SCAN_LIMIT.test(reason)) {
    return new RunnerError('QUERY_REJECTED', message, {
      advice:
        'The workgroup limits the bytes of one query: have the limit raised, or read fewer partitions.',
    });
  }
  if (State === 'CANCELLED') {
    return new RunnerError('SOURCE_UNAVAILABLE', message, {
      advice: 'Somebody else stopped the query at Athena: find out who, then run again.',
    });
  }
  if (tookTooLong(type)) {
    return new RunnerError('TIMED_OUT', message, {
      advice: 'Have the DML time-out quota raised, or read fewer partitions.',
    });
  }
  if (type !== undefined && type <= MOST_RESOURCE_TYPE) {
    return new RunnerError('SOURCE_UNAVAILABLE', message, {
      advice: 'Athena ran out of resources for this query: run later, or make it read less.',
    });
  }
  if (category === 2) {
    return new RunnerError('QUERY_REJECTED', message, {
      advice: 'Correct the query, the value it meets, or the rights on its tables.',
    });
  }
  return new RunnerError('SOURCE_UNAVAILABLE', message, {
    advice: 'Run again; when it happens again, look the error type up in the Athena documentation.',
  });
}
