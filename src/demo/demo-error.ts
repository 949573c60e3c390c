import { PipelineError } from '../kernel/errors.ts';

/** The demo books could not be made or found. */
export class DemoError extends PipelineError<
  'BAD_SETTINGS' | 'FOLDER_IN_USE' | 'INCOMPLETE_BOOKS' | 'MODEL_FAULT'
> {}
