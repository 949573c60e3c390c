import { RunnerError } from '../runner.ts';
import { isEncryptionRefused } from './encryption-guard.ts';
import { DEFAULT_ADVICE, type ErrorKind, kindOfCode, kindOfNumber } from './error-numbers.ts';

/** What the server or the driver said about one failure. Holds no secret. */
class DriverTrouble extends Error {
  override readonly name = 'DriverTrouble';
  /** SQL Server's number; null for what the driver found. */
  readonly number: number | null;
  readonly state: number | null;
  readonly severity: number | null;
  /** The driver's own word: `ESOCKET`. */
  readonly code: string | null;

  constructor(said: Record<string, unknown>, hide: Hide) {
    const numeric = (value: unknown) => (typeof value === 'number' ? value : null);
    super(hide(typeof said['message'] === 'string' ? said['message'] : 'no message'));
    this.number = numeric(said['number']) === 0 ? null : numeric(said['number']);
    this.state = numeric(said['state']);
    this.severity = numeric(said['class']);
    this.code = typeof said['code'] === 'string' ? said['code'] : null;
  }
}

/** Replaces secrets in a text: what a driver or server says goes through it before it is told. */
export type Hide = (text: string) => string;

/**
 * The error for a failure of the driver or the server (mssql.md 8.5 and 9).
 * @param what the sentence's beginning: `query extract failed`
 * @param thrown everything that was said, in order: the first message of the server is the reason, the rest follows from it
 * @param opened the login had opened its database before
 */
export function driverError(
  what: string,
  thrown: readonly unknown[],
  hide: Hide,
  opened = true,
): RunnerError {
  const troubles = thrown.flatMap((one) => flatten(one)).map((one) => new DriverTrouble(one, hide));
  const encryption = thrown.some(isEncryptionRefused);
  const reason =
    troubles.find(({ number }) => number !== null) ??
    troubles[0] ??
    new DriverTrouble({ message: 'nothing was said' }, hide);
  const kind = encryption ? kindOfCode('EENCRYPT', reason.message) : kindOf(reason, opened);
  return new RunnerError(kind.code, `${what}: ${sentence(reason)}`, {
    cause: reason,
    transient: kind.transient,
    advice: kind.advice ?? DEFAULT_ADVICE,
  });
}

/** The server's number of the failure behind an error; null when the server said none. */
export function serverNumber(error: unknown): number | null {
  return error instanceof RunnerError && error.cause instanceof DriverTrouble
    ? error.cause.number
    : null;
}

function kindOf({ number, severity, code, message }: DriverTrouble, opened: boolean): ErrorKind {
  return number === null ? kindOfCode(code, message) : kindOfNumber(number, severity ?? 16, opened);
}

function sentence({ number, state, severity, code, message }: DriverTrouble): string {
  if (number === null) return `${message}${code === null ? '' : ` (${code})`}`;
  return `${message} (error ${number}, state ${state ?? '?'}, class ${severity ?? '?'})`;
}

/** Errors inside of errors: the driver wraps what the server said once or twice, and collects several into one. */
function flatten(thrown: unknown, depth = 0): Record<string, unknown>[] {
  if (!(thrown instanceof Error)) {
    const said = typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
    return [{ message: String(thrown), ...said }];
  }
  if (thrown instanceof AggregateError && thrown.errors.length > 0 && depth < 8) {
    return thrown.errors.flatMap((one) => flatten(one, depth + 1));
  }
  const { message } = thrown;
  const own: Record<string, unknown> = { ...thrown, message };
  if (typeof own['number'] === 'number') return [own];
  const inner = own['originalError'] ?? own['info'];
  if (inner === undefined || depth >= 8) return [own];
  return flatten(inner, depth + 1).map((one) => ({
    ...one,
    message: one['message'] ?? message,
    code: one['code'] ?? own['code'],
  }));
}
