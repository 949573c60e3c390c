import { PipelineError } from '../kernel/errors.ts';

/** Trouble with a file that was handed over, or with what is said about it. */
export class ReceivedFileError extends PipelineError<
  'BAD_CUSTODY' | 'BAD_FILE' | 'CHANGED_SINCE_RECEIVED' | 'FILE_TOO_LARGE' | 'NOT_RECEIVED'
> {}
