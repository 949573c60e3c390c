import { messageOf, PipelineError } from '../../kernel/errors.ts';

/** Why a package could not be sealed. Nothing stays behind under the package's final name. */
export class SealError extends PipelineError<
  | 'BAD_CLOCK'
  | 'BAD_MEMBER'
  | 'CANCELLED'
  | 'CONTENT_CHANGED'
  | 'DISK_FULL'
  | 'READ_BACK_FAILED'
  | 'SECRET_IN_PACKAGE'
  | 'WRITE_FAILED'
> {}

/** Turns whatever a file operation or the ZIP library threw into a SealError that names the file. */
export function asSealError(thrown: unknown, path: string, signal: AbortSignal): SealError {
  if (signal.aborted) {
    return new SealError('CANCELLED', `writing ${path} was cancelled`, { cause: signal.reason });
  }
  if (thrown instanceof SealError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SealError('DISK_FULL', `the disk is full: ${path} could not be written`, {
      cause: thrown,
      advice: 'free space in the working folder and run the item again',
    });
  }
  return new SealError('WRITE_FAILED', `${path} could not be written: ${messageOf(thrown)}`, {
    cause: thrown,
  });
}
