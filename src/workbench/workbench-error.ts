import { messageOf, PipelineError } from '../kernel/errors.ts';

/** A fault of the embedded engine that works on a run's own files. */
export class WorkbenchError extends PipelineError<
  'DISK_FULL' | 'INTERRUPTED' | 'OPEN_FAILED' | 'OUT_OF_MEMORY' | 'QUERY_FAILED'
> {}

/** What kind of trouble DuckDB reports, read from its own words: it gives no codes. */
export function troubleOf(thrown: unknown): 'disk' | 'interrupted' | 'memory' | 'other' {
  const message = messageOf(thrown);
  if (/^INTERRUPT Error/.test(message)) return 'interrupted';
  if (/No space left on device|max_temp_directory_size/.test(message)) return 'disk';
  return /^Out of Memory Error/.test(message) ? 'memory' : 'other';
}

/** Longest part of DuckDB's message that is passed on: it may quote whole records. */
const SHOWN = 400;

/** The error to throw for a statement that failed. */
export function workbenchError(thrown: unknown, statement: string): WorkbenchError {
  const trouble = troubleOf(thrown);
  const said = messageOf(thrown).slice(0, SHOWN);
  switch (trouble) {
    case 'interrupted':
      return new WorkbenchError('INTERRUPTED', 'the work was interrupted', { cause: thrown });
    case 'disk':
      return new WorkbenchError('DISK_FULL', `the work folder is full: ${said}`, {
        cause: thrown,
        advice: 'Free space on the disk of the work folder, or choose another one, and run again.',
      });
    case 'memory':
      return new WorkbenchError('OUT_OF_MEMORY', `the memory limit is too low: ${said}`, {
        cause: thrown,
        advice: 'Raise the memory limit of the workbench and run again.',
      });
    case 'other':
      return new WorkbenchError(
        'QUERY_FAILED',
        `the workbench refused a statement: ${said}; it began ${JSON.stringify(statement.slice(0, 200))}`,
        { cause: thrown, advice: 'Correct the definition the statement was made from.' },
      );
  }
}
