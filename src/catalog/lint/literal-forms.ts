import { COMPANIES } from '../entities.ts';

const CODES = COMPANIES.map(({ code }) => code.split('_'));
const COMPANY_CODES = new Set<string>(COMPANIES.map(({ code }) => code));
/** `EC` of `EC_NG`, and `NG`. */
const PREFIXES = new Set(CODES.map(([prefix = '']) => prefix));
const SUFFIXES = new Set(CODES.map(([, suffix = '']) => suffix));
/** 2025-09-30, 2025-09, 20250930, 30.09.2025, 09/30/2025 */
const DATE_LIKE =
  /^((19|20)[0-9]{2}-[0-9]{2}(-[0-9]{2})?([ T].*)?|(19|20)[0-9]{6}|[0-9]{1,2}[./][0-9]{1,2}[./](19|20)[0-9]{2})$/;
/** `EC_NG`: how the group writes company codes. */
const COMPANY_LIKE = /^[A-Z]{2}_[A-Z]{2}$/;

/** What a literal is, in the words of C-3. */
export type LiteralForm = 'date' | 'entity' | 'account' | 'amount' | 'year, account or amount';

/** What a text is by itself, wherever it stands. */
export function formOfText(text: string): LiteralForm | undefined {
  const bare = text.trim();
  if (DATE_LIKE.test(bare)) return 'date';
  return COMPANY_CODES.has(bare.toUpperCase()) || COMPANY_LIKE.test(bare) ? 'entity' : undefined;
}

/** What a pattern asks for: `2025-%`, `EC\_NG%`, `EC_%`, `%_NG`, `^EC_`. */
export function formOfPattern(pattern: string, mark: string): LiteralForm | undefined {
  const text = withoutWildcards(pattern).replaceAll(mark, '');
  if (/^(19|20)[0-9]{2}-/.test(text)) return 'date';
  const [prefix = '', suffix] = text.toUpperCase().split('_');
  const part =
    suffix !== undefined && (PREFIXES.has(prefix) || (prefix === '' && SUFFIXES.has(suffix)));
  return part ? 'entity' : formOfText(text);
}

function withoutWildcards(text: string): string {
  return text.replaceAll(/[%^$.*\s]/g, '');
}

/** What a text is beside columns of these names; `pattern` where a part of the value is enough. */
export function formBeside(
  text: string,
  columns: readonly string[],
  pattern: boolean,
): LiteralForm | undefined {
  const bare = withoutWildcards(text);
  const digits = bare.replaceAll('_', '');
  const about = (word: RegExp) => columns.some((name) => word.test(name));
  if (formOfText(text) === undefined) {
    if (/^[0-9]{3,}$/.test(digits)) return 'account';
    if (/^[0-9]{2,}$/.test(digits) && about(/account/i)) return 'account';
  }
  if (about(/countr/i)) {
    return /^[A-Za-z]{2}$/.test(bare) || (pattern && /[A-Za-z]/.test(bare)) ? 'entity' : undefined;
  }
  return about(/compan/i) && isPartOfCompany(bare.toUpperCase(), pattern) ? 'entity' : undefined;
}

/** `EC_NG`, `EC`, `EC_`, `_NG`; in a pattern also `E` and `EC_N`. */
function isPartOfCompany(text: string, pattern: boolean): boolean {
  const part = text.replaceAll('_', '');
  if (COMPANY_LIKE.test(text) || PREFIXES.has(part) || SUFFIXES.has(part)) return true;
  return (
    pattern &&
    text !== '' &&
    COMPANIES.some(({ code }) => code.startsWith(text) || code.endsWith(text))
  );
}
