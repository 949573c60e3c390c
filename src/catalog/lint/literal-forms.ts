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
export type LiteralForm =
  | 'date'
  | 'entity'
  | 'currency'
  | 'account'
  | 'amount'
  | 'year, account or amount';

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
  if (!/[A-Za-z]/.test(bare)) return undefined;
  if (about(/countr/i)) return 'entity';
  if (about(/currenc/i)) return isLocalCurrency(bare.toUpperCase()) ? 'currency' : undefined;
  const company = about(/compan/i) && (!pattern || isPartOfCompany(bare.toUpperCase()));
  return company ? 'entity' : undefined;
}

/** The currency of companies is as good as their names; the US dollar is that of none. */
function isLocalCurrency(text: string): boolean {
  return COMPANIES.some(({ currency }) => currency.startsWith(text.replaceAll('_', '')));
}

/** Does a column of this name hold a part of a date? */
export function isPartOfDate(column: string): boolean {
  return /(^|[^a-z])(year|quarter|month|mth|week|day)s?($|[^a-z])/i.test(column);
}

/** In a pattern: `EC_NG`, `EC`, `E`, `EC_N`, `_NG`. */
function isPartOfCompany(text: string): boolean {
  const part = text.replaceAll('_', '');
  if (COMPANY_LIKE.test(text) || PREFIXES.has(part) || SUFFIXES.has(part)) return true;
  return COMPANIES.some(({ code }) => code.startsWith(text) || code.endsWith(text));
}
