import { z } from 'zod';
import { type Json, memberJson } from '../../kernel/json.ts';
import type { FileSchema } from './file-object.ts';
import { ManifestError } from './manifest-error.ts';
import { parseStrictJson } from './strict-json.ts';

/** Text of a member file: two-space indent, names in the schema's order, LF at the end (evidence-package 3.2). */
export function writeJsonFile<Value>(schema: FileSchema<Value, Json>, value: Value): string {
  return memberJson(z.encode(schema, value));
}

/** @throws ManifestError BAD_JSON, BAD_MEMBER_FILE naming every place that does not fit */
export function readJsonFile<Value>(schema: FileSchema<Value>, bytes: Uint8Array): Value {
  const parsed = z.safeDecode(schema, parseStrictJson(bytes));
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'the whole'}: ${message}`,
  );
  throw new ManifestError('BAD_MEMBER_FILE', places.join('; '));
}
