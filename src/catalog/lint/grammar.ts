import type { Expression, Query } from './sql-tree.ts';
import type { TokenReader } from './token-reader.ts';

/** What the parts of the grammar need of each other: queries hold expressions, and expressions hold both. */
export interface Grammar {
  /** A query in parentheses, those not among it. */
  readonly readQuery: (reader: TokenReader) => Query;
  /** @throws NotUnderstood after a note */
  readonly readExpression: (reader: TokenReader, grammar: Grammar) => Expression;
}

/** Expressions with commas between them, at least one. */
export function readExpressions(reader: TokenReader, grammar: Grammar): readonly Expression[] {
  const list: Expression[] = [];
  do list.push(grammar.readExpression(reader, grammar));
  while (reader.takeMark(',') !== undefined);
  return list;
}

/** Does a query begin there, and no expression? */
export function startsQuery(reader: TokenReader, ahead: number): boolean {
  const token = reader.peek(ahead);
  return token?.kind === 'word' && ['SELECT', 'WITH', 'VALUES'].includes(token.text.toUpperCase());
}
