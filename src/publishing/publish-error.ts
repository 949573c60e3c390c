import { PipelineError } from '../kernel/errors.ts';
import { EXIT, type ExitCode } from '../kernel/status.ts';

/** A package was not published, or what was published does not read as it must. */
export class PublishError extends PipelineError<
  | 'AWS_FAILED'
  | 'CANCELLED'
  | 'COLUMNS_CHANGED'
  | 'NOT_AS_STORED'
  | 'NOT_PUBLISHABLE'
  | 'NOT_READ_BACK'
  | 'NOT_STORED'
  | 'NOT_VERIFIED'
  | 'OBJECT_DIFFERS'
  | 'OTHER_ENVIRONMENT'
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
  NOT_AS_STORED: EXIT.integrity,
  NOT_PUBLISHABLE: EXIT.refused,
  // readers may see rows that nobody compared with the package
  NOT_READ_BACK: EXIT.integrity,
  NOT_STORED: EXIT.refused,
  NOT_VERIFIED: EXIT.integrity,
  OBJECT_DIFFERS: EXIT.integrity,
  OTHER_ENVIRONMENT: EXIT.refused,
  READ_BACK_DIFFERS: EXIT.exceptions,
  STATEMENT_FAILED: EXIT.source,
  SUPERSEDED: EXIT.refused,
  TIMED_OUT: EXIT.source,
  UNNAMED_COLUMNS: EXIT.usage,
};

/** Other bytes stand where the file of a package should. */
export function objectDiffers(key: string, expected: string, found: string | null): PublishError {
  return new PublishError(
    'OBJECT_DIFFERS',
    `${key} is not the file made from its package: expected SHA-256 ${expected}, S3 states ${found ?? 'none'}`,
    {
      advice:
        'Find out who wrote it, or whether another version of the program did. A newer run of the item gets a name of its own.',
    },
  );
}
