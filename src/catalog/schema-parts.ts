import { z } from 'zod';
import { type DataTypeText, parseDataType } from '../kernel/data-type.ts';
import { type DecimalText, parseDecimal } from '../kernel/decimal.ts';
import { messageOf } from '../kernel/errors.ts';

/** Text that a parser of ours accepts; the parser's own sentence is the message. */
function accepted<Text extends string>(parse: (text: string) => unknown) {
  return z.string().transform((text, context): Text => {
    try {
      parse(text);
    } catch (thrown) {
      context.issues.push({ code: 'custom', message: messageOf(thrown), input: text });
    }
    return text as Text;
  });
}

/** A plain line that says something. */
export const line = z.string().regex(/\S/, 'must say something');
export const lines = z.array(line);

/** Names of ours: parameters, checks, control queries. They name files, markers and relations. */
export const ownName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, 'must be lower_snake, at most 60 characters');

/**
 * A name of a table or column. A name that is a whole number would move to the front of its JavaScript object
 * and silently change the declared order.
 */
export const columnName = z
  .string()
  .regex(
    /^[^\p{Cc}{}]{1,128}$/u,
    'a name has 1 to 128 characters, no control characters, no braces',
  )
  .regex(/^(?!(0|[1-9][0-9]*)$)/, 'a name cannot be a whole number: its place would be lost');

export const dataType = accepted<DataTypeText>(parseDataType);
export const decimal = accepted<DecimalText>(parseDecimal);

/** A form of ours as a string schema. @param parse throws ParseError */
export function form(parse: (text: string) => unknown) {
  return accepted<string>(parse);
}
