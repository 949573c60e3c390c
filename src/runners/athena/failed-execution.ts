import type { QueryExecution } from '@aws-sdk/client-athena';
import { RunnerError } from '../runner.ts';
import type { Hide } from './athena-error.ts';

const SCAN_LIMIT = /bytes scanned limit/i;

/** AthenaError.ErrorType (design/aws.md 1.5). */
const TIMED_OUT = [206, 210];
const MOST_RESOURCE_TYPE = 8;

export function isRetryable({ Status }: QueryExecution): boolean {
  return Status?.State === 'FAILED' && Status.AthenaError?.Retryable === true;
}

/** What an execution that ended without a result means. */
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
  const transient = isRetryable(execution);
  if (SCAN_LIMIT.test(reason)) {
    return new RunnerError('QUERY_REJECTED', message, {
      advice:
        'The workgroup limits the bytes of one query: have the limit raised, or read fewer partitions.',
    });
  }
  if (State === 'CANCELLED') {
    return new RunnerError('SOURCE_UNAVAILABLE', message, {
      transient: true,
      advice: 'Somebody else stopped the query at Athena: find out who, then run again.',
    });
  }
  if (type !== undefined && TIMED_OUT.includes(type)) {
    return new RunnerError('TIMED_OUT', message, {
      transient,
      advice: 'Have the DML time-out quota raised, or read fewer partitions.',
    });
  }
  if (type !== undefined && type <= MOST_RESOURCE_TYPE) {
    return new RunnerError('SOURCE_UNAVAILABLE', message, {
      transient,
      advice: 'Athena ran out of resources for this query: run later, or make it read less.',
    });
  }
  if (category === 2) {
    return new RunnerError('QUERY_REJECTED', message, {
      transient,
      advice: 'Correct the query, the value it meets, or the rights on its tables.',
    });
  }
  return new RunnerError('SOURCE_UNAVAILABLE', message, {
    transient,
    advice: 'Run again; when it happens again, look the error type up in the Athena documentation.',
  });
}
