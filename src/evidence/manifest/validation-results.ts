import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import { countField, outcomeField, runStatusField, testStatusField } from './fields.ts';
import { type FileSchema, fileObject } from './file-object.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const cell = z.string().nullable();

const jsonField: FileSchema<Json, Json> = z.json() as FileSchema<Json, Json>;

const checkResult = fileObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_]*$/),
  kind: z.string().min(1),
  /** Test attribute of domain/sox.md: `E-1`, `F-4`. */
  attribute: z.string().regex(/^[A-Z]-[0-9]{1,2}$/),
  title: z.string().min(1),
  severity: z.enum(['block', 'warn']),
  /** Figures as text; null when the test was not performed. */
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  difference: z.string().nullable(),
  status: testStatusField,
  /** Can be recomputed from ipe_data.csv and schema.json alone. */
  recomputable: z.boolean(),
  durationMs: countField,
  /** Members with the statements that decided. */
  sqlFiles: z.array(z.string()),
  /** The first rows of `total` that break the check; all of them stand in `file`. */
  offending: fileObject({
    columns: z.array(z.string()),
    rows: z.array(z.array(cell)),
    total: countField,
    file: z.string().nullable(),
  }).nullable(),
  /** Lines beside the figure: per partition, per reason, per account. */
  detail: z.array(fileObject({ line: z.string(), expected: cell, actual: cell, difference: cell })),
  /** Why it was not tested, not applicable or ended in an error. */
  reason: z.string().nullable(),
  approvedBy: z.string().nullable(),
  /** The check's own parameters as the definition gives them: `column`, `values`, `min` … */
  spec: z.record(z.string(), jsonField),
});
export type CheckResult = z.output<typeof checkResult>;

/** data/05_tests/validation_results.json: every check and what it found (evidence-package 2). */
const validationResultsSchema = fileObject({
  schema: z.literal('validation-results/v1'),
  /** Of the checks alone; evidence.json says ERROR when the extraction itself failed. */
  validationStatus: runStatusField,
  outcome: outcomeField,
  checks: z.array(checkResult),
});
export type ValidationResults = z.output<typeof validationResultsSchema>;

export function writeValidationResults(results: ValidationResults): string {
  return writeJsonFile(validationResultsSchema, results);
}

export function readValidationResults(bytes: Uint8Array): ValidationResults {
  return readJsonFile(validationResultsSchema, bytes);
}
