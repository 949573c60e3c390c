import type { DuckDBConnection } from '@duckdb/node-api';

/** DuckDB forgets an interrupt that arrives before its statement has begun, so it is repeated until it is heard. */
const REPEAT_MS = 20;

/** Does the work, interrupting the connection's statement when the signal aborts; the statement then fails. */
export async function interruptible<Result>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (signal === undefined) return work();
  signal.throwIfAborted();
  let repeating: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    repeating = setInterval(() => connection.interrupt(), REPEAT_MS);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', interrupt);
    clearInterval(repeating);
  }
}
