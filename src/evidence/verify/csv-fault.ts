import { PipelineError } from '../../kernel/errors.ts';

/** The extract breaks csv/v1; nothing after that place can be trusted. Becomes a defect, never leaves this folder. */
export class CsvFault extends PipelineError<'BAD_CSV'> {
  /** 0 is the header. */
  readonly record: number;
  readonly expected: string;
  readonly actual: string;

  constructor(record: number, expected: string, actual: string) {
    super('BAD_CSV', `record ${record}: expected ${expected}, got ${actual}`);
    this.record = record;
    this.expected = expected;
    this.actual = actual;
  }
}

/** For a catch: the fault, and everything that is none thrown on. */
export function csvFault(error: unknown): CsvFault {
  if (error instanceof CsvFault) return error;
  throw error;
}
