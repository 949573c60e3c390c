import { z } from 'zod';
import type { Decimal } from '../../kernel/decimal.ts';
import { memberJson } from '../../kernel/json.ts';
import {
  controlIdField,
  countField,
  dayField,
  decimalField,
  entityField,
  evidenceIdField,
  instantField,
  itemIdField,
  outcomeField,
  packageNameField,
  rootField,
  runIdField,
  runStatusField,
  sha256Field,
} from './fields.ts';
import { fileObject } from './file-object.ts';
import { readJsonFile } from './json-file.ts';

/** A percentage with exactly one decimal, text in code and a number on disk: the one exception to integers. */
const percentField = z.codec(
  z.custom<Decimal>((value) => isOneDecimal(value), { error: 'expected a number like 100.0' }),
  z.string().regex(/^(100\.0|[1-9]?[0-9]\.[0-9])$/),
  {
    decode: ({ units }) => `${units / 10n}.${units % 10n}`,
    encode: (text): Decimal => ({ units: BigInt(text.replace('.', '')), scale: 1 }),
  },
);

function isOneDecimal(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'units' in value &&
    typeof value.units === 'bigint'
  );
}

const text = z.string().min(1);

/** data/evidence.json (evidence-package 3.3); null where the extraction did not come that far. */
const evidenceSchema = fileObject({
  evidenceId: evidenceIdField,
  ipeId: itemIdField,
  cutoffDate: dayField,
  /** When the extract statement was sent. */
  extractionTimestamp: instantField.nullable(),
  /** SHA-256 of data/ipe_data.csv. */
  dataHash: sha256Field.nullable(),
  rowCount: countField.nullable(),
  validationStatus: runStatusField,
  /** Per critical column `100.0`: truncated, so 100.0 means no gap at all. */
  criticalColumnCompleteness: z.record(z.string(), percentField),

  schema: z.literal('evidence/v1'),
  package: packageNameField,
  outcome: outcomeField,
  dataKind: z.enum(['source', 'demo']),
  entity: entityField,
  controlIds: z.array(controlIdField),
  period: fileObject({
    from: dayField,
    to: dayField,
    cutoff: z.literal('inclusive'),
    /** IANA zone, or `per company`. */
    timeZone: text,
  }),
  dataAsOf: instantField.nullable(),
  sealedAt: instantField,
  definition: fileObject({ version: text, fingerprint: sha256Field }),
  /** Null for a package without a source; its parts null where the source never answered. */
  source: fileObject({
    system: text,
    environment: text.nullable(),
    engine: text,
    server: text.nullable(),
    database: text.nullable(),
    sameSnapshot: z.boolean().nullable(),
  }).nullable(),
  execution: fileObject({
    runId: runIdField,
    by: text,
    authenticatedBy: text.nullable(),
    startedAt: instantField,
    extractFinishedAt: instantField.nullable(),
    attempt: countField,
    tool: text,
    toolSha256: sha256Field.nullable(),
  }),
  /** Null when there is no extract. */
  data: fileObject({
    bytes: countField,
    /** With the header: row_count + 1. */
    records: countField,
    columns: countField,
    embeddedNewlines: countField,
    sortKey: z.array(z.string()),
    rowIndex: fileObject({ blockRecords: z.int().positive(), blocks: countField, root: rootField }),
  }).nullable(),
  controlTotals: z.array(
    fileObject({
      name: z.string(),
      /** Null for a hash total: a sum of numbers that are no amounts. */
      currency: text.nullable(),
      extract: decimalField,
      /** Null when the independent figure was not delivered. */
      independent: decimalField.nullable(),
      difference: decimalField.nullable(),
    }),
  ),
  criticalColumnGaps: z.record(z.string(), fileObject({ null: countField, empty: countField })),
  ledger: fileObject({ origin: text, runStartedSeq: countField }).nullable(),
  seal: fileObject({
    signature: z.enum(['cms', 'none']),
    timestamp: z.enum(['external', 'self', 'none']),
  }),
});
export type Evidence = z.output<typeof evidenceSchema>;

/** Text of data/evidence.json, names in the order of evidence-package 3.3. */
export function writeEvidenceJson(evidence: Evidence): string {
  const onDisk = z.encode(evidenceSchema, evidence);
  const percents = Object.entries(evidence.criticalColumnCompleteness).map(
    ([name, percent]) => `    ${JSON.stringify(name)}: ${percent}`,
  );
  const block = percents.length === 0 ? '{}' : `{\n${percents.join(',\n')}\n  }`;
  // Kernel JSON knows integers only, so the percentages are put in afterwards. Only top-level names follow a line
  // feed and two blanks: the place is found exactly once.
  const place = '\n  "critical_column_completeness": ';
  return memberJson({ ...onDisk, critical_column_completeness: {} }).replace(
    `${place}{}`,
    () => `${place}${block}`,
  );
}

/** @throws ManifestError BAD_JSON, BAD_MEMBER_FILE */
export function readEvidenceJson(bytes: Uint8Array): Evidence {
  return readJsonFile(evidenceSchema, bytes);
}
