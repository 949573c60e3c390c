import type { Decimal } from '../../kernel/decimal.ts';
import { ManifestError } from './manifest-error.ts';

/** What a JSON file of a package may hold: a number is a safe integer or has exactly one decimal. */
export type StrictJson =
  | null
  | boolean
  | number
  | string
  | Decimal
  | readonly StrictJson[]
  | { readonly [name: string]: StrictJson };

const BLANK = /[ \t\n\r]*/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const DEEPEST = 32;

/**
 * Reads JSON more strictly than JSON.parse: no duplicate names, no byte order mark, integers safe, fractions with
 * one digit only (evidence-package 3.2). One-decimal numbers come back as exact decimals.
 * @throws ManifestError BAD_JSON with the offset
 */
export function parseStrictJson(bytes: Uint8Array): StrictJson {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new ManifestError('BAD_JSON', 'the file is not valid UTF-8', { cause });
  }
  let at = 0;

  const refuse = (reason: string) => new ManifestError('BAD_JSON', `at character ${at}: ${reason}`);
  const token = (form: RegExp): string | undefined => {
    form.lastIndex = at;
    const found = form.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const punctuation = (mark: string): boolean => {
    token(BLANK);
    if (text[at] !== mark) return false;
    at += 1;
    token(BLANK);
    return true;
  };
  const string = (): string => {
    const value = unescaped(token(STRING) ?? '');
    if (value === undefined) throw refuse('expected text in double quotes');
    return value;
  };
  const number = (found: string): number | Decimal => {
    if (/^[0-9]{1,3}\.[0-9]$/.test(found)) {
      return { units: BigInt(found.replace('.', '')), scale: 1 };
    }
    const value = Number(found);
    if (/^-?[0-9]+$/.test(found) && Number.isSafeInteger(value) && found !== '-0') return value;
    throw refuse(`${found} is no safe integer`);
  };
  const members = (depth: number): { readonly [name: string]: StrictJson } => {
    const entries = new Map<string, StrictJson>();
    if (punctuation('}')) return {};
    do {
      const name = string();
      if (name === '__proto__') throw refuse('the name "__proto__" is refused');
      if (entries.has(name)) throw refuse(`the name ${JSON.stringify(name)} stands twice`);
      if (!punctuation(':')) throw refuse('expected ":"');
      entries.set(name, value(depth));
    } while (punctuation(','));
    if (!punctuation('}')) throw refuse('expected "," or "}"');
    return Object.fromEntries(entries);
  };
  const items = (depth: number): readonly StrictJson[] => {
    const list: StrictJson[] = [];
    if (punctuation(']')) return list;
    do list.push(value(depth));
    while (punctuation(','));
    if (!punctuation(']')) throw refuse('expected "," or "]"');
    return list;
  };
  const value = (depth: number): StrictJson => {
    if (depth > DEEPEST) throw refuse('nested too deeply');
    if (punctuation('{')) return members(depth + 1);
    if (punctuation('[')) return items(depth + 1);
    if (text[at] === '"') return string();
    const word = token(WORD);
    if (word !== undefined) return word === 'null' ? null : word === 'true';
    const digits = token(NUMBER);
    if (digits === undefined || digits === '') throw refuse('expected a value');
    return number(digits);
  };

  const result = value(0);
  token(BLANK);
  if (at !== text.length) throw refuse('something follows the value');
  return result;
}

/** The text a JSON string stands for; undefined when it is none, or holds half of a surrogate pair. */
function unescaped(token: string): string | undefined {
  try {
    const value: string = JSON.parse(token);
    return /\p{Surrogate}/u.test(value) ? undefined : value;
  } catch {
    return undefined;
  }
}
