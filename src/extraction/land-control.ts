import { join } from 'node:path';
import { dataTypeText } from '../kernel/data-type.ts';
import type { Sha256 } from '../kernel/digest.ts';
import type { ResultColumn } from '../kernel/query.ts';
import type { Delivery } from '../runners/runner.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { ExtractionError } from './extraction-error.ts';
import { land } from './land.ts';

/** The rows of a query beside the extract: relation `control_<name>` with declared names and types. */
export interface LandedControl {
  readonly name: string;
  readonly relation: `control_${string}`;
  readonly columns: readonly ResultColumn[];
  readonly rows: number;
  /** Its csv/v1 file, sorted by all columns. */
  readonly csvPath: string;
  readonly bytes: number;
  readonly sha256: Sha256;
}

/**
 * Lands a control query as `control_<name>` in the workbench and as `control_<name>.csv` in the folder.
 * @throws ExtractionError CONTROL_MISFIT when a cell does not fit: a figure that cannot be read measures nothing
 */
export async function landControl(request: {
  readonly delivery: Delivery;
  readonly name: string;
  readonly columns: readonly ResultColumn[];
  readonly workbench: Workbench;
  readonly folder: string;
  readonly signal: AbortSignal;
}): Promise<LandedControl> {
  const { delivery, name, columns, workbench, folder, signal } = request;
  const relation = `control_${name}` as const;
  const csvPath = join(folder, `${relation}.csv`);
  const landed = await land({ delivery, columns, key: [], relation, csvPath, workbench, signal });
  const [misfit] = landed.misfits.first;
  if (misfit !== undefined) {
    const type = columns.find((column) => column.name === misfit.column)?.type;
    throw new ExtractionError(
      'CONTROL_MISFIT',
      `control query ${name}, column ${JSON.stringify(misfit.column)}: ${JSON.stringify(misfit.delivered)} is not of type ${type && dataTypeText(type)}`,
      {
        advice: 'Correct the declared type or the query; a figure must be readable to be compared.',
      },
    );
  }
  const { bytes, records, sha256 } = landed.csv;
  return { name, relation, columns, rows: records - 1, csvPath, bytes, sha256 };
}
