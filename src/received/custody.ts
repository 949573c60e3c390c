import { z } from 'zod';
import { type Instant, parseInstant } from '../kernel/clock.ts';
import { type DecimalText, formatDecimal, parseDecimal } from '../kernel/decimal.ts';
import { parseSha256, type Sha256 } from '../kernel/digest.ts';
import { messageOf } from '../kernel/errors.ts';
import { type EntityCode, type ItemId, parseEntityCode, parseItemId } from '../kernel/ids.ts';
import { type Json, memberJson } from '../kernel/json.ts';
import { parsePeriod } from '../kernel/period.ts';
import { ReceivedFileError } from './received-error.ts';

/** How a file came to us and what its sender says of it (domain/sox.md P-1). */
export interface Custody {
  readonly item: ItemId;
  readonly entity: EntityCode;
  /** Declared period `YYYY-MM`. */
  readonly period: string;
  /** Name it arrived under; never used as a path. */
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  /** `e-mail`, `shared folder` … */
  readonly channel: string;
  /** Role of who sent it. */
  readonly sender: string;
  /** When the sender handed it over, as stated; when it was taken in, by our clock; by which account. */
  readonly receivedAt: Instant;
  readonly takenInAt: Instant;
  readonly takenInBy: string;
  /** Control totals typed by the uploader. */
  readonly declaredRows: number;
  readonly declaredTotal: { readonly column: string; readonly amount: DecimalText };
}

function text<Value>(parse: (text: string) => Value) {
  return z.string().transform((given, context): Value => {
    try {
      return parse(given);
    } catch (thrown) {
      context.issues.push({ code: 'custom', message: messageOf(thrown), input: given });
      return z.NEVER;
    }
  });
}

const line = z.string().regex(/^[^\p{Cc}]{1,250}$/u, 'one line of 1 to 250 characters');

const schema = z.strictObject({
  item: text(parseItemId),
  entity: text(parseEntityCode),
  period: text((given) => parsePeriod(given).id),
  file_name: line,
  bytes: z.int().min(0),
  sha256: text(parseSha256),
  channel: line,
  sender: line,
  received_at: text(parseInstant),
  taken_in_at: text(parseInstant),
  taken_in_by: line,
  declared_rows: z.int().min(0),
  declared_total: z.strictObject({
    column: line,
    amount: text((given) => formatDecimal(parseDecimal(given))),
  }),
});

/** What is written of a received file, here and in a package. */
export function custodyJson(custody: Custody): Readonly<Record<string, Json>> {
  return {
    item: custody.item,
    entity: custody.entity,
    period: custody.period,
    file_name: custody.fileName,
    bytes: custody.bytes,
    sha256: custody.sha256,
    channel: custody.channel,
    sender: custody.sender,
    received_at: custody.receivedAt,
    taken_in_at: custody.takenInAt,
    taken_in_by: custody.takenInBy,
    declared_rows: custody.declaredRows,
    declared_total: { ...custody.declaredTotal },
  };
}

/** `custody.json`. */
export function writeCustody(custody: Custody): string {
  return memberJson(custodyJson(custody));
}

/** @throws ReceivedFileError BAD_CUSTODY naming `place` and every mistake */
export function readCustody(content: string, place: string): Custody {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (cause) {
    throw new ReceivedFileError('BAD_CUSTODY', `${place} is no JSON`, { cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || '(top level)'}: ${message}`,
    );
    throw new ReceivedFileError('BAD_CUSTODY', `${place}: ${problems.join('; ')}`, {
      advice: 'Take the file in again with ipe receive.',
    });
  }
  const { data } = parsed;
  return {
    item: data.item,
    entity: data.entity,
    period: data.period,
    fileName: data.file_name,
    bytes: data.bytes,
    sha256: data.sha256,
    channel: data.channel,
    sender: data.sender,
    receivedAt: data.received_at,
    takenInAt: data.taken_in_at,
    takenInBy: data.taken_in_by,
    declaredRows: data.declared_rows,
    declaredTotal: data.declared_total,
  };
}
