import type { SqlToken } from '../portable-sql/lexer.ts';
import { type Grammar, readExpressions } from './grammar.ts';
import { readExpression } from './read-expression.ts';
import { readStar } from './read-value.ts';
import type { Cte, Expression, Join, Query, Relation, Select, SelectItem } from './sql-tree.ts';
import { type LintNote, NotUnderstood, TokenReader } from './token-reader.ts';

/** Words that may follow a table or a select item and are no alias. */
const NO_ALIAS = new Set(
  'ANTI ASOF CROSS EXCEPT FETCH FOR FROM FULL GROUP HAVING INNER INTERSECT JOIN LEFT LIMIT NATURAL OFFSET ON OPTION ORDER OUTER POSITIONAL QUALIFY RIGHT SEMI TABLESAMPLE UNION USING WHERE WINDOW WITH'.split(
    ' ',
  ),
);
const JOIN_KINDS: Readonly<Record<string, Join['kind']>> = {
  JOIN: 'inner',
  INNER: 'inner',
  LEFT: 'left',
  RIGHT: 'right',
  FULL: 'full',
  CROSS: 'cross',
};
/** Clauses that sort or cut a result. */
const CUTTING = ['ORDER', 'LIMIT', 'OFFSET', 'FETCH'];

export const GRAMMAR: Grammar = {
  readQuery: (reader) => readQuery(reader, true),
  readExpression,
};

/**
 * Reads a whole catalog query. What the grammar does not know is a note; where it cannot go on, there is no tree.
 */
export function readCatalogQuery(tokens: readonly SqlToken[]): {
  readonly query: Query | undefined;
  readonly notes: readonly LintNote[];
} {
  const reader = new TokenReader(tokens);
  try {
    const query = readQuery(reader, false);
    if (!reader.done) {
      reader.note('PSQL-0', reader.here(), `${reader.here().text} is not part of the grammar here`);
    }
    return { query, notes: reader.notes };
  } catch (thrown) {
    if (!(thrown instanceof NotUnderstood)) throw thrown;
    return { query: undefined, notes: reader.notes };
  }
}

function readQuery(reader: TokenReader, nested: boolean): Query {
  const ctes = reader.isWord('WITH') ? readCtes(reader, nested) : [];
  const branches = [readSelect(reader)];
  while (reader.isWord('UNION', 'EXCEPT', 'INTERSECT', 'MINUS')) {
    const at = reader.take();
    const word = at.text.toUpperCase();
    if (word !== 'UNION') {
      reader.note('PSQL-26', at, `${word} hides which rows went; write EXISTS or NOT EXISTS`);
      reader.takeWords('ALL');
    } else if (reader.takeWords('ALL') === undefined) {
      reader.note('PSQL-26', at, 'UNION removes rows that look alike; write UNION ALL');
      reader.takeWords('DISTINCT');
    }
    branches.push(readSelect(reader));
  }
  readCutting(reader);
  return { kind: 'query', ctes, branches };
}

function readCtes(reader: TokenReader, nested: boolean): readonly Cte[] {
  const at = reader.needWord('WITH');
  if (nested) reader.note('PSQL-3', at, 'WITH stands at the very start of the text only');
  const recursive = reader.takeWords('RECURSIVE');
  if (recursive !== undefined) {
    reader.note('PSQL-3', recursive, 'RECURSIVE is not on every engine');
  }
  const ctes: Cte[] = [];
  do {
    const name = reader.take();
    if (reader.isMark('(')) {
      reader.note('PSQL-0', reader.here(), 'name the columns of a CTE in its own SELECT');
      reader.skipParenthesis();
    }
    reader.needWord('AS');
    while (reader.isWord('NOT', 'MATERIALIZED')) {
      reader.note('PSQL-0', reader.take(), 'MATERIALIZED is not on every engine');
    }
    reader.need('(');
    const query = readQuery(reader, true);
    reader.need(')');
    ctes.push({ name, query });
  } while (reader.takeMark(',') !== undefined);
  return ctes;
}

/** ORDER BY, LIMIT and their kin: reported, then read over. */
function readCutting(reader: TokenReader): void {
  while (reader.isWord(...CUTTING, 'QUALIFY', 'WINDOW', 'FOR', 'OPTION', 'TABLESAMPLE')) {
    const at = reader.take();
    const word = at.text.toUpperCase();
    if (CUTTING.includes(word)) {
      reader.note(
        'PSQL-2',
        at,
        `${word} does not belong in a query: the workbench sorts, and a result is never cut`,
      );
    } else if (word === 'OPTION' || word === 'FOR') {
      reader.note('PSQL-30', at, `${word} is a hint to one engine`);
    } else {
      reader.note('PSQL-0', at, `${word} is not on every engine`);
    }
    skipClause(reader);
  }
}

/** Reads over a clause up to the next word that starts another, or the parenthesis that closes around it. */
function skipClause(reader: TokenReader): void {
  while (!reader.done && !reader.isMark(')')) {
    if (reader.isWord(...CUTTING, 'QUALIFY', 'UNION', 'OPTION', 'FOR')) return;
    if (reader.isMark('(')) reader.skipParenthesis();
    else reader.take();
  }
}

function readSelect(reader: TokenReader): Select {
  if (reader.isMark('(')) reader.fail('PSQL-0', 'a SELECT of a UNION stands without parentheses');
  const at = reader.needWord('SELECT');
  const distinct = readDistinct(reader);
  const top = reader.isWord('TOP') ? reader.take() : undefined;
  if (top !== undefined) {
    reader.note('PSQL-2', top, 'TOP does not belong in a query: a result is never cut');
    if (reader.isMark('(')) reader.skipParenthesis();
    else reader.take();
  }
  const items: SelectItem[] = [];
  do items.push(readItem(reader));
  while (reader.takeMark(',') !== undefined);
  const from = reader.takeWords('FROM') === undefined ? undefined : readRelation(reader);
  const joins = from === undefined ? [] : readJoins(reader);
  const where = readClause(reader, 'WHERE');
  const groupBy =
    reader.takeWords('GROUP', 'BY') === undefined ? [] : readExpressions(reader, GRAMMAR);
  const having = readClause(reader, 'HAVING');
  if (reader.isWord('QUALIFY', 'WINDOW')) readCutting(reader);
  return { at, distinct, items, from, joins, where, groupBy, having };
}

function readDistinct(reader: TokenReader): boolean {
  const at = reader.takeWords('DISTINCT');
  if (at === undefined) return false;
  reader.note('PSQL-26', at, 'SELECT DISTINCT removes rows that look alike; GROUP BY says which');
  return true;
}

function readClause(reader: TokenReader, word: string): Expression | undefined {
  return reader.takeWords(word) === undefined ? undefined : readExpression(reader, GRAMMAR);
}

function readItem(reader: TokenReader): SelectItem {
  const star = readStar(reader);
  if (star !== undefined) return { value: star, alias: undefined };
  const value = readExpression(reader, GRAMMAR);
  if (reader.takeWords('AS') !== undefined) return { value, alias: reader.take() };
  const next = reader.peek();
  if (!isAlias(next)) return { value, alias: undefined };
  reader.note('PSQL-23', next, `write AS before the name ${next.text}`);
  return { value, alias: reader.take() };
}

function isAlias(token: SqlToken | undefined): token is SqlToken {
  if (token?.kind === 'quoted_name') return true;
  return token?.kind === 'word' && !NO_ALIAS.has(token.text.toUpperCase());
}

function readJoins(reader: TokenReader): readonly Join[] {
  const joins: Join[] = [];
  for (;;) {
    const comma = reader.takeMark(',');
    if (comma !== undefined) {
      reader.note('PSQL-24', comma, 'tables are joined by JOIN … ON, not by a comma');
      joins.push({ at: comma, kind: 'cross', relation: readRelation(reader), on: undefined });
      continue;
    }
    const join = readJoin(reader);
    if (join === undefined) return joins;
    joins.push(join);
  }
}

function readJoin(reader: TokenReader): Join | undefined {
  if (
    !reader.isWord(
      ...Object.keys(JOIN_KINDS),
      'NATURAL',
      'OUTER',
      'SEMI',
      'ANTI',
      'ASOF',
      'POSITIONAL',
    )
  ) {
    return undefined;
  }
  const at = reader.here();
  const words: string[] = [];
  while (!reader.isWord('JOIN', 'APPLY')) {
    if (reader.peek()?.kind !== 'word') reader.fail('PSQL-24', 'JOIN is expected here');
    words.push(reader.take().text.toUpperCase());
  }
  const last = reader.take().text.toUpperCase();
  const spelling = [...words, last].join(' ');
  if (!['JOIN', 'LEFT JOIN', 'FULL JOIN', 'CROSS JOIN'].includes(spelling)) {
    const same = spelling.replace(/^INNER | OUTER/, '');
    const advice =
      same === spelling ? 'is not one of the joins every engine has' : `is written ${same}`;
    reader.note('PSQL-24', at, `${spelling} ${advice}`);
  }
  const relation = readRelation(reader);
  const kind = JOIN_KINDS[words[0] ?? 'JOIN'] ?? 'inner';
  const on = readOn(reader, at, kind === 'cross' || last === 'APPLY' || words.includes('NATURAL'));
  return { at, kind, relation, on };
}

function readOn(reader: TokenReader, join: SqlToken, without: boolean): Expression | undefined {
  const using = reader.takeWords('USING');
  if (using !== undefined) {
    reader.note('PSQL-24', using, 'USING is not on every engine; write ON');
    if (reader.isMark('(')) reader.skipParenthesis();
    return undefined;
  }
  if (reader.takeWords('ON') !== undefined) return readExpression(reader, GRAMMAR);
  if (!without) reader.note('PSQL-24', join, 'this join has no ON');
  return undefined;
}

function readRelation(reader: TokenReader): Relation {
  const lateral = reader.takeWords('LATERAL');
  if (lateral !== undefined) reader.note('PSQL-24', lateral, 'LATERAL is not on every engine');
  const at = reader.here();
  const relation = readSource(reader);
  if (reader.isWord('WITH') && reader.isMark('(', 1)) {
    reader.note('PSQL-30', reader.take(), 'table hints belong to one engine');
    reader.skipParenthesis();
  }
  if (reader.isWord('TABLESAMPLE')) {
    reader.note('PSQL-11', reader.take(), 'a sample is another one every time');
    skipClauseWord(reader);
  }
  if (relation.alias === undefined) {
    reader.note('PSQL-23', at, 'give every table in FROM and JOIN an alias: … AS name');
  }
  return relation;
}

function skipClauseWord(reader: TokenReader): void {
  if (reader.peek()?.kind === 'word') reader.take();
  if (reader.isMark('(')) reader.skipParenthesis();
}

function readSource(reader: TokenReader): Relation {
  const at = reader.take();
  if (at.kind === 'table') return { kind: 'table', at, alias: readAlias(reader) };
  if (at.kind === 'other' && at.text === '(') return readInParentheses(reader, at);
  if (at.kind !== 'word' && at.kind !== 'quoted_name') {
    return reader.fail('PSQL-15', 'a table is written {source.TABLE}', at);
  }
  if (reader.isMark('.') || reader.isMark('(')) {
    reader.note('PSQL-15', at, 'a table is written {source.TABLE}; functions are no tables');
    while (reader.takeMark('.') !== undefined) reader.take();
    if (reader.isMark('(')) reader.skipParenthesis();
  }
  return { kind: 'named', at, alias: readAlias(reader) };
}

function readInParentheses(reader: TokenReader, at: SqlToken): Relation {
  if (reader.takeWords('VALUES') === undefined) {
    const query = readQuery(reader, true);
    reader.need(')');
    return { kind: 'derived', at, query, alias: readAlias(reader) };
  }
  const rows: (readonly Expression[])[] = [];
  do {
    reader.need('(');
    rows.push(readExpressions(reader, GRAMMAR));
    reader.need(')');
  } while (reader.takeMark(',') !== undefined);
  reader.need(')');
  const alias = readAlias(reader);
  const columns: SqlToken[] = [];
  if (reader.takeMark('(') !== undefined) {
    do columns.push(reader.take());
    while (reader.takeMark(',') !== undefined);
    reader.need(')');
  } else {
    reader.note('PSQL-23', at, 'name the columns of VALUES: (VALUES …) AS name (a, b)');
  }
  return { kind: 'values', at, rows, columns, alias };
}

function readAlias(reader: TokenReader): SqlToken | undefined {
  if (reader.takeWords('AS') !== undefined) {
    return isAlias(reader.peek()) ? reader.take() : undefined;
  }
  const next = reader.peek();
  if (!isAlias(next)) return undefined;
  reader.note('PSQL-23', next, `write AS before the alias ${next.text}`);
  return reader.take();
}
