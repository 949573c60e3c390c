import { PipelineError } from '../kernel/errors.ts';

/** What a query delivered cannot become an extract. Nothing of it is accepted. */
export class ExtractionError extends PipelineError<
  | 'BLANK_RECORD'
  | 'COLUMNS_MISMATCH'
  | 'CONTROL_MISFIT'
  | 'FORBIDDEN_TEXT'
  | 'KEY_MISFIT'
  | 'ROWS_LOST'
  | 'SPOOL_ALTERED'
  | 'SPOOL_UNREADABLE'
  | 'TYPE_REFUSED'
> {}
