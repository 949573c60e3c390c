/**
 * A fault of the machinery. Trouble in the data is a Finding and is never thrown;
 * the word "exception" is kept for its audit meaning.
 */
export abstract class PipelineError<Code extends string = string> extends Error {
  readonly code: Code;
  /** True when the same call may succeed later without anybody changing anything. */
  readonly transient: boolean;
  /** What the reader should do now, one sentence (domain/sox.md U-2). */
  readonly advice: string | undefined;

  constructor(
    code: Code,
    message: string,
    options: ErrorOptions & { transient?: boolean; advice?: string } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.transient = options.transient ?? false;
    this.advice = options.advice;
  }
}

/** Text, date, number or identifier that does not have the form it must have. */
export class ParseError extends PipelineError<
  | 'BAD_DATA_TYPE'
  | 'BAD_DATE'
  | 'BAD_DECIMAL'
  | 'BAD_DIGEST'
  | 'BAD_ID'
  | 'BAD_PERIOD'
  | 'BAD_VALUE'
> {}

/** The sentence to show for anything that was thrown, with no stack and no object dump. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return 'something was thrown that has no text';
  }
}
