import { messageOf, PipelineError } from '../kernel/errors.ts';
import type { Failure } from '../report/run-record.ts';

/** What was thrown as it stands in evidence and results, without secrets. */
export function failureOf(
  thrown: unknown,
  stage: Failure['stage'],
  redact: (text: string) => string,
): Failure {
  const advice = thrown instanceof PipelineError ? thrown.advice : undefined;
  return {
    stage,
    code: thrown instanceof PipelineError ? thrown.code : 'FAULT',
    message: redact(messageOf(thrown)),
    advice: advice === undefined ? null : redact(advice),
  };
}
