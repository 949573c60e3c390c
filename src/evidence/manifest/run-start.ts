import { z } from 'zod';
import {
  dayField,
  entityField,
  evidenceIdField,
  instantField,
  itemIdField,
  packageNameField,
  sha256Field,
} from './fields.ts';
import { addedLater, fileObject } from './file-object.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** data/09_run/run_start.json, written before the first statement goes to the source (evidence-package 5.3). */
const runStartSchema = fileObject({
  schema: z.literal('run-start/v1'),
  evidenceId: evidenceIdField,
  package: packageNameField,
  ipeId: itemIdField,
  entity: entityField,
  cutoffDate: dayField,
  /** Digest of executed_query.sql; of no bytes for a package without a query. */
  querySha256: sha256Field,
  /** Digest of query_parameters.json. */
  parametersSha256: sha256Field,
  definitionFingerprint: sha256Field,
  by: z.string().min(1),
  startedAt: instantField,
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  /** State of the sources before they were read; null when they give none, or in older packages. */
  sourceMark: addedLater(sha256Field),
  /** Whole text of the ledger's newest checkpoint. */
  ledgerCheckpoint: z.string().nullable(),
});
export type RunStart = z.output<typeof runStartSchema>;

export function writeRunStart(start: RunStart): string {
  return writeJsonFile(runStartSchema, start);
}

/** @throws ManifestError BAD_JSON, BAD_MEMBER_FILE */
export function readRunStart(bytes: Uint8Array): RunStart {
  return readJsonFile(runStartSchema, bytes);
}
