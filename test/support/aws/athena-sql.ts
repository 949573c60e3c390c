/** A token of an Athena text. `value` is a name without its quotes, or a string without its own. */
export interface SqlToken {
  readonly kind: 'string' | 'quoted' | 'word' | 'number' | 'comment' | 'space' | 'mark';
  readonly text: string;
  readonly value: string;
}

const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|[A-Za-z_][\w$]*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\s+|[\s\S]/g;

function tokenOf(text: string): SqlToken {
  const inside = (quote: string): string => text.slice(1, -1).replaceAll(quote + quote, quote);
  if (text.length > 1 && text.startsWith("'")) return { kind: 'string', text, value: inside("'") };
  if (text.length > 1 && text.startsWith('"')) return { kind: 'quoted', text, value: inside('"') };
  const kind = /^(?:--|\/\*)/.test(text)
    ? 'comment'
    : /^[A-Za-z_]/.test(text)
      ? 'word'
      : /^\.?\d/.test(text)
        ? 'number'
        : /^\s/.test(text)
          ? 'space'
          : 'mark';
  return { kind, text, value: text };
}

export function lexAthena(sql: string): readonly SqlToken[] {
  return (sql.match(TOKEN) ?? []).map(tokenOf);
}

export function isMarker({ kind, text }: SqlToken): boolean {
  return kind === 'mark' && text === '?';
}

/** How many values a text asks for: a `?` in a string, a quoted name or a comment is none. */
export function countMarkers(sql: string): number {
  return lexAthena(sql).filter(isMarker).length;
}

/** The text as it is evaluated: each value in the place of its marker. */
export function withValues(sql: string, values: readonly string[]): string {
  let used = 0;
  return lexAthena(sql)
    .map((token) => (isMarker(token) ? (values[used++] ?? token.text) : token.text))
    .join('');
}

/** Athena keeps a statement without the space and the `;` around it. */
export function trimmed(sql: string): string {
  return sql.replaceAll(/^[\s;]+|[\s;]+$/g, '');
}

/** A literal of a type DuckDB reads otherwise than Athena: the word before it, and what it becomes. */
interface TypedLiteral {
  readonly word: 'DECIMAL' | 'TIMESTAMP';
  readonly why: string;
  readonly written: (value: string, text: string) => string | null;
}

/** All that an executed text needs beside its tables: what else the two engines read alike. */
const TYPED_LITERALS: readonly TypedLiteral[] = [
  {
    word: 'DECIMAL',
    why: 'DuckDB rounds every DECIMAL literal to three decimals, Athena keeps its digits',
    written: (value, text) => {
      const match = /^[+-]?(\d*)\.?(\d*)$/.exec(value.trim());
      if (match === null) return null;
      const [, whole = '', fraction = ''] = match;
      const precision = Math.max(1, whole.replace(/^0+/, '').length + fraction.length);
      return `CAST(${text} AS DECIMAL(${precision},${fraction.length}))`;
    },
  },
  {
    word: 'TIMESTAMP',
    why: 'a literal with a zone is of the zoned type on Athena, the zone is dropped by DuckDB',
    written: (value, text) =>
      /\d{2}:\d{2}\S*\s+\S|[+-]\d{2}:\d{2}$/.test(value) ? `TIMESTAMPTZ ${text}` : null,
  },
];

/** Functions of Athena that DuckDB lacks. */
export const ATHENA_FUNCTIONS: readonly string[] = [
  'CREATE OR REPLACE MACRO checksum(x) AS encode(CAST(sum(hash(x)) AS VARCHAR))',
  'CREATE OR REPLACE MACRO json_format(x) AS CAST(x AS VARCHAR)',
];

/** Athena reads a bare decimal as a double (design/aws.md 1.3), DuckDB as an exact one. */
function asDouble({ kind, text }: SqlToken): string {
  return kind === 'number' && text.includes('.') && !/e/i.test(text) ? `${text}e0` : text;
}

/** The same tokens in the way DuckDB must read them. */
export function literalsForDuckdb(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const written: SqlToken[] = [];
  for (const token of tokens) {
    const last = written.findLastIndex(({ kind }) => kind !== 'space');
    const before = written[last];
    const rule =
      token.kind === 'string' && before?.kind === 'word'
        ? TYPED_LITERALS.find(({ word }) => word === before.text.toUpperCase())
        : undefined;
    const text = rule?.written(token.value, token.text) ?? null;
    if (text === null) {
      written.push({ ...token, text: asDouble(token) });
    } else {
      written.splice(last);
      written.push({ kind: 'mark', text, value: text });
    }
  }
  return written;
}
