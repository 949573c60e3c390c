import { ServiceFault } from './service.ts';

/** Why a query ended FAILED, as its AthenaError says it. Category 1 is the system's fault, 2 the user's. */
export class QueryFailure extends Error {
  readonly category: number;
  readonly type: number;
  readonly retryable: boolean;

  constructor(message: string, category = 2, type = 1006, retryable = false) {
    super(message);
    this.category = category;
    this.type = type;
    this.retryable = retryable;
  }
}

/** A call Athena refuses. @throws ServiceFault always */
export function refuse(code: string, message: string): never {
  throw new ServiceFault('InvalidRequestException', {
    AthenaErrorCode: code,
    ErrorCode: code,
    Message: message,
  });
}

/** DuckDB's word for it and what Athena would say, in order of trial. */
const FAILURES: readonly (readonly [
  found: RegExp,
  category: number,
  type: number,
  name: string,
])[] = [
  [/function.*does not exist/is, 2, 1303, 'FUNCTION_NOT_FOUND'],
  [/(?:table|schema|catalog).*does not exist/is, 2, 1301, 'TABLE_NOT_FOUND'],
  [/^Binder Error.*not found/is, 2, 1006, 'COLUMN_NOT_FOUND'],
  [/^Conversion Error/i, 2, 1100, 'INVALID_CAST_ARGUMENT'],
  [/^Binder Error/i, 2, 1002, 'TYPE_MISMATCH'],
  [/^Parser Error/i, 2, 1200, 'NOT_SUPPORTED'],
  [/^Out of Memory/i, 1, 1, 'EXCEEDED_LOCAL_MEMORY_LIMIT'],
];

/** What went wrong in DuckDB as a failure of the query. */
export function failureOf(error: unknown): QueryFailure {
  if (error instanceof QueryFailure) return error;
  const text = error instanceof Error ? error.message : String(error);
  const [, category, type, name] = FAILURES.find(([found]) => found.test(text)) ?? [
    null,
    1,
    100,
    'GENERIC_INTERNAL_ERROR',
  ];
  return new QueryFailure(`${name}: ${text}`, category, type);
}
