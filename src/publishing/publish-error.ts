import { PipelineError } from '../kernel/errors.ts';
import { EXIT, type ExitCode } from '../kernel/status.ts';

/** A package was not published, or what was published does not read as it must. */
export class PublishError extends PipelineError<
  | 'AWS_FAILED'
  | 'CANCELLED'
  | 'COLUMNS_CHANGED'
  | 'NOT_AS_PUBLISHED'
  | 'NOT_AS_STORED'
  | 'NOT_PUBLISHABLE'
  | 'NOT_STORED'
  | 'NOT_VERIFIED'
  | 'READ_BACK_DIFFERS'
  | 'STATEMENT_FAILED'
  | 'SUPERSEDED'
  | 'TIMED_OUT'
  | 'UNNAMED_COLUMNS'
> {}

/** domain/sox.md U-3. */
export const PUBLISH_EXIT: Readonly<Record<PublishError['code'], ExitCode>> = {
  AWS_FAILED: EXIT.source,
  // as a run that is interrupted
  CANCELLED: EXIT.fault,
  COLUMNS_CHANGED: EXIT.usage,
  NOT_AS_PUBLISHED: EXIT.integrity,
  NOT_AS_STORED: EXIT.integrity,
  NOT_PUBLISHABLE: EXIT.refused,
  NOT_STORED: EXIT.refused,
  NOT_VERIFIED: EXIT.integrity,
  READ_BACK_DIFFERS: EXIT.exceptions,
  STATEMENT_FAILED: EXIT.source,
  SUPERSEDED: EXIT.refused,
  TIMED_OUT: EXIT.source,
  UNNAMED_COLUMNS: EXIT.usage,
};
