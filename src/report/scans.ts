import type { Json } from '../kernel/json.ts';
import { costJson, type ScanTotal, scanJson, totalOfScans } from '../kernel/scan.ts';
import type { LoggedStatement } from './run-record.ts';

/** What all statements of a run scanned, those of failed attempts and of the runner itself included. */
export function scansOf(statements: readonly LoggedStatement[]): ScanTotal | null {
  return totalOfScans(statements.flatMap(({ scan }) => scan ?? []));
}

/** The same with every execution it is the sum of; null where the source is not paid by what is scanned. */
export function scansJson(statements: readonly LoggedStatement[]): Json {
  const total = scansOf(statements);
  if (total === null) return null;
  return {
    meaning:
      'what the source says it scanned; costs are estimates by the configured price, no bill',
    ...scanJson(total),
    of: statements.flatMap(({ attempt, purpose, query, scan }) =>
      scan === undefined
        ? []
        : [
            {
              attempt,
              purpose,
              query,
              engine_query_id: scan.execution,
              state: scan.state,
              scanned_bytes: String(scan.bytes),
              bytes_known: scan.known,
              billed_bytes: String(scan.billedBytes),
              cost_estimate: scan.cost === null ? null : costJson(scan.cost),
            },
          ],
    ),
  };
}
