import { join } from 'node:path';
import type { ResultColumn } from '../kernel/query.ts';
import type { Delivery } from '../runners/runner.ts';
import type { Workbench } from '../workbench/workbench.ts';
import type { Extract } from './extract.ts';
import { ExtractionError } from './extraction-error.ts';
import { land } from './land.ts';
import { summarise } from './summarise.ts';

export interface LandExtractRequest {
  readonly delivery: Delivery;
  readonly columns: readonly ResultColumn[];
  readonly key: readonly string[];
  readonly controlTotals: readonly { readonly column: string; readonly currency: string | null }[];
  readonly workbench: Workbench;
  /** The run's folder, which is the workbench's too; `ipe_data.csv` is written there. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Lands what the extract query delivered: canonical csv/v1 sorted by the key, digest and block index, the relation
 * `extract` read back from that file, exact totals, a summary of every column.
 * @throws ExtractionError, WorkbenchError; trouble in cells other than the key's is in `misfits`, not thrown
 */
export async function landExtract(request: LandExtractRequest): Promise<Extract> {
  const { delivery, columns, key, controlTotals, workbench, folder, signal } = request;
  const csvPath = join(folder, 'ipe_data.csv');
  const relation = 'extract';
  const landed = await land({ delivery, columns, key, relation, csvPath, workbench, signal });
  const { csv, delivered, misfits } = landed;
  const { misfitting } = delivered;
  const summary = await summarise({ relation, columns, misfitting, workbench, signal });
  return {
    csvPath,
    columns,
    key,
    arrivedRows: delivered.rows,
    recordCount: csv.records - 1,
    bytes: csv.bytes,
    contentDigest: csv.sha256,
    embeddedNewlines: csv.embeddedNewlines,
    blockIndex: csv.blockIndex,
    controlTotals: controlTotals.map(({ column, currency }) => ({
      column,
      currency,
      sum: totalOf(column, summary.sums),
    })),
    summary: summary.columns,
    misfits,
    relation,
  };
}

function totalOf(column: string, sums: ReadonlyMap<string, string>): string {
  const sum = sums.get(column);
  if (sum !== undefined) return sum;
  throw new ExtractionError(
    'TYPE_REFUSED',
    `control total ${JSON.stringify(column)} is no integer or decimal column of the extract`,
    { advice: 'Name a declared integer or decimal column as control total.' },
  );
}
