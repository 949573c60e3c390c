import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { csvRecord } from '../kernel/csv-dialect.ts';
import type { Bench } from './bench.ts';
import type { Offending } from './finding.ts';
import type { OffendingRows } from './plan.ts';
import { ValidationError } from './validation-error.ts';

/**
 * Writes all rows that break a check to `exceptions_<check id>.csv` (csv/v1) and keeps the first few.
 * @throws WorkbenchError, and ValidationError BAD_ANSWER when the rows are not as many as were counted
 */
export async function writeOffending(
  checkId: string,
  offending: OffendingRows,
  { workbench, parameters, folder, offendingLimit, signal }: Bench,
): Promise<Offending> {
  const { columns } = offending;
  const path = join(folder, `exceptions_${checkId}.csv`);
  if (offending.from === 'rows') {
    const { rows, total = rows.length } = offending;
    const complete = rows.length > 0 && rows.length === total;
    if (complete) await writeFile(path, [columns, ...rows].map(csvRecord).join(''));
    const first = rows.slice(0, offendingLimit);
    return { columns, rows: first, total, csvPath: complete ? path : null };
  }
  const { statement, total } = offending;
  const written = await workbench.copyToCsv(statement, path, parameters, signal);
  if (written !== total) {
    throw new ValidationError(
      'BAD_ANSWER',
      `counted ${total} rows that break the check, then found ${written}`,
    );
  }
  const limited = `${statement}\nLIMIT ${offendingLimit}`;
  return {
    columns,
    rows: await workbench.rows(limited, parameters, signal),
    total,
    csvPath: path,
  };
}
