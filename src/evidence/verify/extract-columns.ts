import type { DataType } from '../../kernel/data-type.ts';
import type { DataSummary } from '../manifest/data-summary.ts';
import type { ExtractSchema } from '../manifest/schema-json.ts';
import type { ColumnScan } from './column-scan.ts';
import { scanColumn } from './scan-column.ts';

/** A declared column and who reads it. */
export interface ExtractColumn {
  /** Its place in a record. */
  readonly index: number;
  readonly name: string;
  readonly type: DataType;
  readonly isKey: boolean;
  readonly scan: ColumnScan;
}

/** Different values counted again at most; a package that claims more than this is not recounted. */
const MOST_DISTINCT = 2 ** 20;

/**
 * Starts reading the declared columns. `tiesExpected`: keys stand more than once, so the other columns decide the
 * order and are watched too.
 */
export function startColumns(
  { columns, sortKey }: ExtractSchema,
  summary: DataSummary | undefined,
  tiesExpected: boolean,
): readonly ExtractColumn[] {
  return columns.map(({ name, type }, index) => {
    const isKey = sortKey.includes(name);
    const distinct = summary?.columns[index]?.distinct;
    const recount = distinct?.exact === true && distinct.count <= MOST_DISTINCT;
    const scan = scanColumn(type, {
      index,
      watched: isKey || tiesExpected,
      distinctLimit: recount ? distinct.count : null,
    });
    return { index, name, type, isKey, scan };
  });
}

/** The columns of those names, in their order; names without a column are left out. */
export function namedColumns(
  columns: readonly ExtractColumn[],
  names: readonly unknown[],
): readonly ExtractColumn[] {
  return names.flatMap((name) => columns.find((column) => column.name === name) ?? []);
}
