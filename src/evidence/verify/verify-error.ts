import { PipelineError } from '../../kernel/errors.ts';

/** The file could not be read at all; whatever is wrong inside it is a defect in the report and never thrown. */
export class VerifyError extends PipelineError<
  'CHANGED_WHILE_READ' | 'NOT_FOUND' | 'NOT_READABLE'
> {}
