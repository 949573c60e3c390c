/** What may stand in a JSON file of ours: no floats (domain/sox.md G-2), no undefined. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

function isList(
  value: readonly Json[] | { readonly [name: string]: Json },
): value is readonly Json[] {
  return Array.isArray(value);
}

function scalarText(value: null | boolean | number | string): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`JSON of evidence holds safe integers only, got ${value}`);
  }
  return JSON.stringify(Object.is(value, -0) ? 0 : value);
}

/**
 * Canonical JSON: one byte sequence per value (RFC 8785, restricted to safe integers):
 * one line, members in code-unit order.
 * @throws RangeError on a number that is not a safe integer
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return scalarText(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/**
 * Member JSON: the form of files people open. Two-space indent, members in the order given, LF at the end.
 * @throws RangeError on a number that is not a safe integer
 */
export function memberJson(value: Json): string {
  return `${indented(value, '')}\n`;
}

function indented(value: Json, indent: string): string {
  if (value === null || typeof value !== 'object') return scalarText(value);
  const inner = `${indent}  `;
  const parts = isList(value)
    ? value.map((item) => indented(item, inner))
    : Object.entries(value).map(
        ([name, item]) => `${JSON.stringify(name)}: ${indented(item, inner)}`,
      );
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}
