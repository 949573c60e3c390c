import { badSettings } from './mssql-connection.ts';

/** One setting as it was written. */
export interface Pair {
  readonly keyword: string;
  readonly value: string;
  /** The value with its quotes or escapes, when it had any: a secret must not show in that form either. */
  readonly written?: string;
  /** The keyword may be the rest of a password that should have been quoted: it must not be shown. */
  readonly doubtful?: boolean;
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '"': '"', "'": "'" };
/** Blanks are left out of a keyword when it is looked up. */
const isPassword = (keyword: string) => /^(pwd|password)$/i.test(keyword.replaceAll(/\s/g, ''));
const QUOTE_ADVICE =
  'Write KEYWORD=value pairs with ; between them; a value with ; or a quote in it stands in {braces}, } doubled.';

/**
 * Pairs of an ODBC-style text: `Server=tcp:h,1433;PWD={p;w}}d}`. Not the parser npm mssql brings: that one keeps only
 * the last of two equal keywords and reads `;;` as a character of the value.
 * @throws SettingsError
 */
export function connectionStringPairs(text: string): readonly Pair[] {
  const pairs: Pair[] = [];
  let doubtful = false;
  let at = 0;
  for (;;) {
    while (at < text.length && /[\s;]/.test(text.charAt(at))) at += 1;
    if (at === text.length) return pairs;
    const part = `part ${pairs.length + 1} of the connection string`;
    const equals = text.indexOf('=', at);
    const end = endOf(text, at);
    if (equals === -1 || equals > end) throw badSettings(`${part} has no =`, QUOTE_ADVICE);
    const keyword = text.slice(at, equals).trim();
    if (keyword === '') throw badSettings(`${part} has no keyword`, QUOTE_ADVICE);
    let from = equals + 1;
    while (/[^\S;]/.test(text.charAt(from))) from += 1;
    const closing = CLOSING[text.charAt(from)];
    if (closing === undefined) {
      pairs.push({ keyword, value: text.slice(from, endOf(text, from)).trim(), doubtful });
      doubtful = isPassword(keyword);
      at = endOf(text, from);
      continue;
    }
    const quoted = quotedValue(text, from + 1, closing);
    if (quoted === null) throw badSettings(`the quotes of ${part} are not closed`, QUOTE_ADVICE);
    const rest = text.slice(quoted.end, endOf(text, quoted.end));
    if (rest.trim() !== '') {
      throw badSettings(`${part} goes on after its closing quote`, QUOTE_ADVICE);
    }
    pairs.push({ keyword, value: quoted.value, written: quoted.written, doubtful });
    doubtful = false;
    at = endOf(text, quoted.end);
  }
}

function endOf(text: string, from: number): number {
  const end = text.indexOf(';', from);
  return end === -1 ? text.length : end;
}

function quotedValue(
  text: string,
  from: number,
  closing: string,
): { readonly value: string; readonly written: string; readonly end: number } | null {
  for (let at = text.indexOf(closing, from); at !== -1; at = text.indexOf(closing, at + 2)) {
    if (text.charAt(at + 1) === closing) continue;
    const written = text.slice(from, at);
    return { value: written.replaceAll(closing + closing, closing), written, end: at + 1 };
  }
  return null;
}

/**
 * Pairs of `mssql://user:password@host:1433/database?encrypt=strict`; what follows the `?` is the allow-list's.
 * @throws SettingsError
 */
export function urlPairs(text: string): readonly Pair[] {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // its error would show the text
    throw badSettings(
      'the connection URL cannot be read',
      'Write mssql://user:password@host:1433/database with : / ? # @ and % of a password as %3A %2F %3F %23 %40 %25.',
    );
  }
  if (url.hash !== '') {
    throw badSettings(
      'the connection URL has a #',
      'A # in a password is written as %23, nothing else takes one.',
    );
  }
  if ([...url.searchParams.keys()].some((keyword) => isPassword(keyword))) {
    throw badSettings(
      'the connection URL has its password after the ?',
      'Write it before the @: mssql://user:password@host.',
    );
  }
  const parts: readonly (readonly [string, string])[] = [
    ['server', url.hostname.replace(/^\[(.*)\]$/, '$1')],
    ['port', url.port],
    ['user', url.username],
    ['password', url.password],
    ['database', url.pathname.replace(/^\//, '')],
  ];
  return [
    ...parts
      .filter(([, written]) => written !== '')
      .map(([keyword, written]) => ({ keyword, value: decoded(keyword, written), written })),
    ...[...url.searchParams].map(([keyword, value]) => ({ keyword, value })),
  ];
}

function decoded(part: string, written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    throw badSettings(
      `the ${part} of the connection URL has a % that begins no escape`,
      'Write % as %25.',
    );
  }
}

/**
 * Pairs of a JSON object; those of `options` are named `options.x`. @throws SettingsError
 */
export function jsonPairs(text: string): readonly Pair[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // its error would show a piece of the text
    throw badSettings('the secret begins with { but is no JSON object', 'Mend the JSON text.');
  }
  return objectPairs(content, '');
}

function objectPairs(content: unknown, prefix: string): readonly Pair[] {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw badSettings(
      `${prefix === '' ? 'the secret' : prefix.slice(0, -1)} is no JSON object`,
      'See docs/sources/sql-server.md for the shapes of a secret.',
    );
  }
  return Object.entries(content).flatMap(([key, value]): readonly Pair[] => {
    const keyword = `${prefix}${key}`;
    if (keyword === 'options') return objectPairs(value, 'options.');
    if (value === null) return [];
    if (typeof value === 'object') {
      // an object is not looked into: it may hold anything, and only keys of the list count
      return [{ keyword, value: '' }];
    }
    return [{ keyword, value: String(value) }];
  });
}
