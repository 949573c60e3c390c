import { z } from 'zod';
import { countField, dayField, packageNameField, sha256Field } from './fields.ts';
import { addedLater, fileObject } from './file-object.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const text = z.string();
const value = z.union([text, z.array(text)]).nullable();

const trendSchema = fileObject({
  schema: z.literal('trend/v1'),
  /** The newest package of the latest earlier period, same item and entity; null when the store has none. */
  previous: fileObject({
    package: packageNameField,
    packageSha256: sha256Field,
    cutoffDate: dayField,
  }).nullable(),
  rows: fileObject({ before: countField.nullable(), now: countField.nullable() }),
  /** Control totals of both months by name; a total only one of them has is null in the other. */
  totals: z.array(
    fileObject({
      name: text,
      currency: text.nullable(),
      before: text.nullable(),
      now: text.nullable(),
      difference: text.nullable(),
    }),
  ),
  /** What the control takes of both months, NAV sign; null where neither has a measure, and in older packages. */
  measure: addedLater(
    fileObject({
      before: text.nullable(),
      now: text.nullable(),
      difference: text.nullable(),
    }),
  ),
  /** Parameters whose value differs; `expected` when the value follows from the period. */
  parameters: z.array(fileObject({ name: text, before: value, now: value, expected: z.boolean() })),
  /** Parts of the logic's fingerprint that differ, are new or are gone (domain/sox.md K-2). */
  logic: z.array(fileObject({ part: text, change: z.enum(['changed', 'added', 'removed']) })),
});

/** data/05_tests/trend.json: what changed since the last sealed period (domain/sox.md D-5, E-9). */
export type Trend = z.output<typeof trendSchema>;

export function writeTrend(trend: Trend): string {
  return writeJsonFile(trendSchema, trend);
}

/** @throws ManifestError */
export function readTrend(bytes: Uint8Array): Trend {
  return readJsonFile(trendSchema, bytes);
}
