import { z } from 'zod';
import { countField, decimalField } from './fields.ts';
import { fileObject } from './file-object.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const line = z.string().min(1);

const figure = fileObject({
  title: line,
  /** Columns of the extract added up; a row counts with the sum of all of them. */
  columns: z.array(z.string()).min(1),
  /** Condition a row meets to count, as the definition writes it; null: every row counts. */
  where: line.nullable(),
  /** Rows that count, and how many of their cells hold no amount. */
  rows: countField,
  missing: countField,
  /** As the extract keeps it, and debit positive (domain/catalog.md RU-7). */
  amountSource: decimalField,
  amountNavSign: decimalField,
  /** The same figure by another route, source sign; null when it was not delivered. */
  independentQuery: line,
  independent: decimalField.nullable(),
  difference: decimalField.nullable(),
  /** Per company and group account; account null: the rows belong to none. */
  lines: z.array(
    fileObject({
      company: z.string().nullable(),
      account: z.string().nullable(),
      rows: countField,
      amountSource: decimalField,
      amountNavSign: decimalField,
    }),
  ),
});
export type MeasureFigure = z.output<typeof figure>;

const measureSchema = fileObject({
  schema: z.literal('measure/v1'),
  navSign: z.union([z.literal(1), z.literal(-1)]),
  /** Column that says which account a row belongs to; null where `accounts` says it. */
  accountColumn: line.nullable(),
  /** The first whose condition a row meets; null meets every row that is left. */
  accounts: z.array(fileObject({ account: line, where: line.nullable() })),
  measure: figure,
  /** Shown beside it; no control takes them. */
  disclosed: z.array(figure),
});

/** data/04_data/measure.json: what the control takes from the extract (domain/catalog.md RU-7, RU-10). */
export type MeasureJson = z.output<typeof measureSchema>;

export function writeMeasure(measure: MeasureJson): string {
  return writeJsonFile(measureSchema, measure);
}

/** @throws ManifestError BAD_JSON, BAD_MEMBER_FILE */
export function readMeasure(bytes: Uint8Array): MeasureJson {
  return readJsonFile(measureSchema, bytes);
}
