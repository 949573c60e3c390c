import { PipelineError } from '../kernel/errors.ts';

/** One mistake in the catalog's content. */
export interface CatalogProblem {
  /** Item (or control, or source) it belongs to, as far as it is known. */
  readonly item: string;
  /** File or folder to open. */
  readonly file: string;
  /** Place in the file, both from 1; absent when the whole file or definition is meant. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  /** Rule of docs/logic-lint.md it breaks, where one is known. */
  readonly rule?: string;
}

/** A definition, a parameter value or an entity that cannot be used. Nothing was sent to any source. */
export class CatalogError extends PipelineError<
  | 'BAD_PARAMETER'
  | 'DEFINITION_INVALID'
  | 'NOT_RENDERABLE'
  | 'UNKNOWN_ENTITY'
  | 'UNKNOWN_ITEM'
  | 'UNKNOWN_QUERY'
> {
  /** Every mistake, not the first one; empty where the message says it all. */
  readonly problems: readonly CatalogProblem[];

  constructor(
    code: CatalogError['code'],
    message: string,
    options: ErrorOptions & { advice?: string; problems?: readonly CatalogProblem[] } = {},
  ) {
    super(code, message, options);
    this.problems = options.problems ?? [];
  }
}

/** `IPE_07 catalog/c-pg-1/ipe-07/extract.sql:3:12 …` */
export function problemText({ item, file, line, column, message }: CatalogProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return `${item} ${place}: ${message}`;
}
