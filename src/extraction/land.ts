import type { ResultColumn } from '../kernel/query.ts';
import type { Delivery } from '../runners/runner.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { countMisfits, type DeliveredCount, describeMisfits } from './count-misfits.ts';
import type { Misfits } from './extract.ts';
import { ExtractionError } from './extraction-error.ts';
import { type CsvFacts, indexCsv } from './index-csv.ts';
import { readBack } from './read-back.ts';
import { openSpool, requireAsArrived } from './spool-relation.ts';
import { writeCanonicalCsv } from './write-canonical-csv.ts';

export interface LandRequest {
  readonly delivery: Delivery;
  readonly columns: readonly ResultColumn[];
  readonly key: readonly string[];
  readonly relation: string;
  readonly csvPath: string;
  readonly workbench: Workbench;
  readonly signal: AbortSignal;
}

export interface Landed {
  readonly csv: CsvFacts;
  readonly delivered: DeliveredCount;
  readonly misfits: Misfits;
}

/**
 * Delivered files → sorted csv/v1 file → relation of the workbench, with the rows counted at every step.
 * @throws ExtractionError; WorkbenchError
 */
export async function land(request: LandRequest): Promise<Landed> {
  const { delivery, columns, key, relation, csvPath, workbench, signal } = request;
  const { query, engineRows } = delivery.receipt;
  await requireAsArrived(delivery);
  const spool = await openSpool(delivery, columns, workbench, signal);
  const delivered = await countMisfits(query, spool, workbench, signal);
  requireRows(query, 'arrived', engineRows, delivered.rows);
  const misfits = await describeMisfits(spool, delivered, key, workbench, signal);
  const misfitting = new Set(delivered.misfitting.keys());
  await writeCanonicalCsv({ query, spool, misfitting, key, path: csvPath, workbench, signal });
  const csv = await indexCsv(csvPath, signal);
  requireRows(query, 'stand in the file', engineRows, csv.records - 1);
  const { embeddedNewlines } = csv;
  const back = { relation, csvPath, columns, misfitting, embeddedNewlines, workbench, signal };
  requireRows(query, 'were read back', engineRows, await readBack(back));
  return { csv, delivered, misfits };
}

function requireRows(query: string, where: string, expected: number, found: number): void {
  if (expected === found) return;
  throw new ExtractionError(
    'ROWS_LOST',
    `query ${query}: the engine produced ${expected} rows, ${found} ${where}`,
    { advice: 'Run again; nothing of a short or doubled result is kept.' },
  );
}
