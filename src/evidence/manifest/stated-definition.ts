import { z } from 'zod';
import { ManifestError } from './manifest-error.ts';
import { parseStrictJson } from './strict-json.ts';

/** What a verifier reads of data/01_definition/definition.json; the rest of it belongs to the catalog. */
export interface StatedDefinition {
  readonly version: string;
  readonly fingerprint: string;
  /** Ids of the tests the definition declares: each must have a result. */
  readonly tests: readonly string[];
  /** Parts of the fingerprint, so that a change can be named. */
  readonly fingerprintParts: readonly { readonly part: string; readonly sha256: string }[];
}

const statedDefinition = z.looseObject({
  version: z.string(),
  fingerprint: z.string(),
  tests: z.array(z.looseObject({ id: z.string() })),
  fingerprint_parts: z.array(z.looseObject({ part: z.string(), sha256: z.string() })).default([]),
});

/** @throws ManifestError BAD_JSON, BAD_MEMBER_FILE */
export function readStatedDefinition(bytes: Uint8Array): StatedDefinition {
  const parsed = statedDefinition.safeParse(parseStrictJson(bytes));
  if (!parsed.success) {
    throw new ManifestError('BAD_MEMBER_FILE', 'version, fingerprint and tests are needed');
  }
  const { version, fingerprint, tests, fingerprint_parts: parts } = parsed.data;
  return {
    version,
    fingerprint,
    tests: tests.map(({ id }) => id),
    fingerprintParts: parts.map(({ part, sha256 }) => ({ part, sha256 })),
  };
}
