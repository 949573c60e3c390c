import type { Grammar } from './grammar.ts';
import type { Expression } from './sql-tree.ts';
import type { TokenReader } from './token-reader.ts';

/** `CASE WHEN … THEN … ELSE … END`, with or without a subject. */
export function readCase(reader: TokenReader, grammar: Grammar): Expression {
  const at = reader.needWord('CASE');
  const subject = reader.isWord('WHEN') ? undefined : grammar.readExpression(reader, grammar);
  const branches: { when: Expression; result: Expression }[] = [];
  while (reader.takeWords('WHEN') !== undefined) {
    const when = grammar.readExpression(reader, grammar);
    reader.needWord('THEN');
    branches.push({ when, result: grammar.readExpression(reader, grammar) });
  }
  const otherwise =
    reader.takeWords('ELSE') === undefined ? undefined : grammar.readExpression(reader, grammar);
  reader.needWord('END');
  return { kind: 'case', at, subject, branches, otherwise };
}

/** `CAST(x AS DECIMAL(19,4))`; whether the target is one every engine reads alike is a rule's affair. */
export function readCast(reader: TokenReader, grammar: Grammar): Expression {
  const at = reader.take();
  reader.need('(');
  const value = grammar.readExpression(reader, grammar);
  reader.needWord('AS');
  const name = reader.take();
  const sizes: number[] = [];
  if (reader.takeMark('(') !== undefined) {
    do sizes.push(Number(reader.take().text));
    while (reader.takeMark(',') !== undefined);
    reader.need(')');
  }
  while (!reader.isMark(')') && !reader.done) reader.take();
  reader.need(')');
  return {
    kind: 'cast',
    at,
    value,
    target: { at: name, name: name.text.toUpperCase(), sizes },
  };
}
