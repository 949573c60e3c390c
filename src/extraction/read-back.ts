import type { ResultColumn } from '../kernel/query.ts';
import { fromCsvText, workbenchType } from '../workbench/csv-text.ts';
import { quoteIdentifier, quoteLiteral } from '../workbench/identifiers.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { csvRelation } from './csv-relation.ts';
import { mapColumn } from './map-column.ts';

/**
 * Reads the written file back into the relation checks work on, with declared names and types: what is tested is
 * what is handed over. A cell that does not fit is NULL there unless its column is text; every other cell must
 * convert, or the reading fails.
 * @returns records read
 */
export async function readBack(request: {
  readonly relation: string;
  readonly csvPath: string;
  readonly columns: readonly ResultColumn[];
  readonly misfitting: ReadonlySet<string>;
  readonly embeddedNewlines: number;
  readonly workbench: Workbench;
  readonly signal: AbortSignal;
}): Promise<number> {
  const { relation, csvPath, columns, misfitting, embeddedNewlines, workbench, signal } = request;
  const names = columns.map((_, index) => `c${index}`);
  const source = csvRelation([csvPath], names, { parallel: embeddedNewlines === 0 });
  const values = columns.map(({ name, type }, index) => {
    const text = `c${index}`;
    const value = fromCsvText(text, type);
    const mayMisfit = misfitting.has(name) && workbenchType(type) !== 'VARCHAR';
    const fits = mayMisfit ? mapColumn(text, 'VARCHAR', type)?.fits : null;
    const kept = fits ? `CASE WHEN ${fits} THEN ${value} END` : value;
    return `${kept} AS ${quoteIdentifier(name)}`;
  });
  const path = workbench.ownFile(`${relation}.parquet`);
  const rows = await workbench.copyToParquet(
    `SELECT ${values.join(', ')} FROM ${source}`,
    path,
    {},
    signal,
  );
  await workbench.run(
    `CREATE OR REPLACE VIEW ${quoteIdentifier(relation)} AS SELECT * FROM read_parquet(${quoteLiteral(path)})`,
    {},
    signal,
  );
  return rows;
}
