import { z } from 'zod';
import { countField, decimalField } from './fields.ts';
import { fileObject } from './file-object.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const columnSummary = fileObject({
  name: z.string(),
  type: z.string(),
  nulls: countField,
  empties: countField,
  /** Different values, NULL not counted; `exact: false` marks an estimate. */
  distinct: fileObject({ count: countField, exact: z.boolean() }),
  /** csv/v1 text of the lowest and highest value, null when there is none. */
  min: z.string().nullable(),
  max: z.string().nullable(),
  /** Exact sum of a decimal column, null for other types. */
  sum: decimalField.nullable(),
  /** Cells that start with `= + - @`, tab or CR in a text column. */
  formulaLikeCells: countField,
});

/** data/04_data/data_summary.json (evidence-package 2). */
const dataSummarySchema = fileObject({
  schema: z.literal('data-summary/v1'),
  rows: countField,
  bytes: countField,
  columns: z.array(columnSummary),
});
export type DataSummary = z.output<typeof dataSummarySchema>;

export function writeDataSummary(summary: DataSummary): string {
  return writeJsonFile(dataSummarySchema, summary);
}

/** @throws ManifestError BAD_JSON, BAD_MEMBER_FILE */
export function readDataSummary(bytes: Uint8Array): DataSummary {
  return readJsonFile(dataSummarySchema, bytes);
}
