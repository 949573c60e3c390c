import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../src/catalog/portable-sql/template.ts';

function problems(text: string): readonly string[] {
  return parseTemplate(text).problems.map(
    ({ position: { line, column }, message }) => `${line}:${column} ${message}`,
  );
}

describe('a template', () => {
  it('lists tables and parameters once each, in order of first use', () => {
    const { template, problems: none } = parseTemplate(
      `-- reads {no.TABLE} by :nothing
      SELECT t."a" FROM {s.B} AS t JOIN {s.A} AS u ON u."k" = t."k" JOIN {s.B} AS v ON v."x" = ':y'
      WHERE t."a" > :z AND u."a" > :a AND t."b" < :z`,
    );
    expect(none).toEqual([]);
    expect(template.tables).toEqual(['s.B', 's.A']);
    expect(template.parameters).toEqual(['z', 'a']);
  });

  it.each([
    ['SELECT x::int', '1:9 a ":" that starts no parameter'],
    ['SELECT 1; SELECT 2', '1:9 one query is one statement'],
    ['SELECT 1;', '1:9 one query is one statement'],
    ['SELECT ?', '1:8 parameters are written :name, not "?"'],
    ['SELECT $a', '1:8 parameters are written :name, not "$name"'],
    ['SELECT $$a$$', '1:8 parameters are written :name'],
    ['SELECT @a', '1:8 parameters are written :name, not "@name"'],
    ['SELECT `a`', '1:8 names are quoted as "name"'],
    ['SELECT [a]', '1:8 names are quoted as "name", not with brackets'],
    ['SELECT a]', '1:9 this "]" closes nothing'],
    ['SELECT a}', '1:9 this "}" closes nothing'],
    ['SELECT (1', '1:8 this "(" is never closed'],
    ['SELECT 1\n)', '2:1 this ")" closes nothing'],
    ['SELECT ""', '1:8 this quoted name is empty'],
    ["SELECT N'a'", "1:9 a prefixed literal such as N'…'"],
    ["SELECT E'it\\'s'", 'this string is never closed'],
    ['SELECT 1 /* a /* b */', '1:10 a comment inside a comment'],
    ['SELECT caf\u00e9', '1:11 the character "\u00e9"'],
    ['SELECT \u00a01', '1:8 the character "\u00a0"'],
    ['', '1:1 a query starts with SELECT or WITH'],
    ['-- nothing\n', '1:1 a query starts with SELECT or WITH'],
    ['(SELECT 1)', '1:1 a query starts with SELECT or WITH'],
    ['DELETE FROM {a.b}', '1:1 DELETE belongs to a statement that writes'],
    ['SELECT 1 AS x INTO t FROM {a.b} AS t', '1:15 INTO belongs to a statement that writes'],
    ['WITH a AS (SELECT 1 AS x) INSERT INTO t SELECT x FROM a', '1:27 INSERT belongs'],
  ])('refuses %j with its place', (text, message) => {
    expect(problems(text).join('\n')).toContain(message);
  });

  it('PSQL-1 reports every mistake of a text, not the first one', () => {
    expect(problems('SELECT x::int, y ? 1; SELECT (2')).toHaveLength(5);
  });

  it('leaves words that write alone inside strings, quoted names and comments', () => {
    expect(problems(`SELECT 'DELETE', t."INTO", /* DROP; ? */ t."$x" -- EXEC @a`)).toEqual([]);
  });
});
