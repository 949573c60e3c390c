import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lexSql } from '../../../src/catalog/portable-sql/lexer.ts';

function kinds(text: string): readonly string[] {
  return lexSql(text)
    .tokens.filter(({ kind }) => kind !== 'space')
    .map(({ kind, value }) => `${kind} ${value}`);
}

const pieces = fc.constantFrom(
  "'it''s :x'",
  '"a""b {c.d}"',
  '[a]]b :c]',
  '-- :no {a.b}\n',
  '/* :no\n "x" */',
  '{nav_dw.G_L Entries}',
  ':name',
  '::',
  'SELECT',
  ' ',
  '\n',
  '12.5e-3',
  '(',
  '\u{1F600}',
  "'",
  '"',
  '{',
  '/*',
);

describe('the lexer of portable SQL', () => {
  it('tells every kind of token and what it says', () => {
    expect(kinds(`SELECT 'it''s' "a""b" [c]]d] {s.A B} :p 1.5e-3 /* c */ -- d\n<`)).toEqual([
      'word SELECT',
      "string it's",
      'quoted_name a"b',
      'bracketed c]d',
      'table s.A B',
      'parameter p',
      'number 1.5e-3',
      'comment /* c */',
      'comment -- d',
      'other <',
    ]);
  });

  it('takes :name for a parameter unless a colon stands before it', () => {
    expect(kinds('x::int')).toEqual(['word x', 'other :', 'other :', 'word int']);
    expect(kinds(':a,:b')).toEqual(['parameter a', 'other ,', 'parameter b']);
    expect(kinds(': a')).toEqual(['other :', 'word a']);
  });

  it('gives the text back, whatever it is, up to what is never closed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((all) => all.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const { tokens, problems } = lexSql(text);
          const joined = tokens.map((token) => token.text).join('');
          expect(problems.length === 0 ? joined === text : text.startsWith(joined)).toBe(true);
        },
      ),
    );
  });

  it('says of each token the line and column an editor shows', () => {
    fc.assert(
      fc.property(fc.array(pieces), (all) => {
        const text = all.join('');
        const lines = text.split('\n');
        for (const { text: written, position } of lexSql(text).tokens) {
          const rest = [
            lines[position.line - 1]?.slice(position.column - 1),
            ...lines.slice(position.line),
          ];
          expect(rest.join('\n').startsWith(written)).toBe(true);
        }
      }),
    );
  });

  it.each([
    ["SELECT\n  'abc", 'string', 2, 3],
    ['SELECT "abc', 'quoted name', 1, 8],
    ["SELECT 'abc''", 'string', 1, 8],
    ['SELECT "abc""', 'quoted name', 1, 8],
    ['SELECT [abc]]', 'bracket', 1, 8],
    ['SELECT {a.b', '{source.TABLE}', 1, 8],
    ['SELECT {a{b}', '{source.TABLE}', 1, 8],
    ['-- x\n\n /* abc *', 'comment', 3, 2],
  ])('PSQL-1 refuses %j with its place', (text, what, line, column) => {
    expect(lexSql(text).problems).toEqual([
      { position: { line, column }, message: `this ${what} is never closed` },
    ]);
  });

  it('reads a very long string without running out of stack', () => {
    const long = `'${"x''".repeat(200_000)}'`;
    expect(lexSql(long).tokens).toHaveLength(1);
  });
});
