import { z } from 'zod';
import { parseInstant } from '../../kernel/clock.ts';
import { formatDecimal, parseDecimal } from '../../kernel/decimal.ts';
import { parseSha256 } from '../../kernel/digest.ts';
import { parseControlId, parseEntityCode, parseItemId, parseRunId } from '../../kernel/ids.ts';
import { parseCalendarDate } from '../../kernel/period.ts';
import { TEST_STATUSES } from '../../kernel/status.ts';
import { textOf } from './file-object.ts';
import { type PackageName, parseEvidenceId, parsePackageName } from './package-name.ts';

/** Digits, point and sign of the largest sum there can be, with room to spare: more is an attempt to keep us busy. */
const LONGEST_FIGURE = 100;

/** Values that several files of a package hold. */
export const sha256Field = textOf(parseSha256);
export const instantField = textOf(parseInstant);
export const dayField = textOf(parseCalendarDate);
export const itemIdField = textOf(parseItemId);
export const entityField = textOf(parseEntityCode);
export const controlIdField = textOf(parseControlId);
export const runIdField = textOf(parseRunId);
export const countField = z.int().nonnegative();
export const outcomeField = z.enum(['no_exceptions_noted', 'exceptions_noted', 'not_completed']);
export const testStatusField = z.enum(TEST_STATUSES);
export const runStatusField = testStatusField.exclude(['NOT APPLICABLE']);
export const packageNameField = textOf((text) => {
  parsePackageName(text);
  return text as PackageName;
});
export const evidenceIdField = textOf(parseEvidenceId);
/** An exact decimal, `-1250.40`: never a JSON number, never `-0`. */
export const decimalField = textOf((text) =>
  text.length > LONGEST_FIGURE ? '' : formatDecimal(parseDecimal(text)),
);
/** SHA-256 in base64: a Merkle root. */
export const rootField = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
