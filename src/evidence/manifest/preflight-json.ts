import { z } from 'zod';
import { fileObject } from './file-object.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** Reasons for which auditors send evidence back: RJ-1 to RJ-32 of domain/sox.md section 5, in this order. */
export const PREFLIGHT_IDS = Array.from({ length: 32 }, (_, index) => `RJ-${index + 1}`);

const preflightCheck = fileObject({
  id: z.string().regex(/^RJ-([1-9]|[12][0-9]|3[0-2])$/),
  /** `later`: cannot be decided from the package when it is sealed; `observed` says by whom it is. */
  state: z.enum(['met', 'not_met', 'not_applicable', 'later']),
  /** What was looked at and found. */
  observed: z.string().min(1),
  /** The sentence an auditor would send it back with. */
  objection: z.string().min(1),
});
export type PreflightCheck = z.output<typeof preflightCheck>;

/** data/05_tests/preflight.json (domain/sox.md section 5). */
const preflightSchema = fileObject({
  schema: z.literal('preflight/v1'),
  readyForAuditor: z.boolean(),
  checks: z.array(preflightCheck),
});
export type Preflight = z.output<typeof preflightSchema>;

/** RJ-0: nothing that is not met may be called ready; what is decided later does not stand in the way. */
export function isReady(checks: readonly PreflightCheck[]): boolean {
  return checks.every(({ state }) => state !== 'not_met');
}

export function writePreflight(preflight: Preflight): string {
  return writeJsonFile(preflightSchema, preflight);
}

/** @throws ManifestError */
export function readPreflight(bytes: Uint8Array): Preflight {
  return readJsonFile(preflightSchema, bytes);
}
