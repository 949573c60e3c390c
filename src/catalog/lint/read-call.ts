import { type Grammar, readExpressions } from './grammar.ts';
import type { Expression, Window } from './sql-tree.ts';
import type { TokenReader } from './token-reader.ts';

/** A function by its name, with what stands behind its arguments: FILTER, OVER. */
export function readCall(reader: TokenReader, grammar: Grammar, name: string): Expression {
  const at = reader.take();
  const read = reader.attempt(() => readArguments(reader, grammar));
  if (read === undefined) {
    // EXTRACT(YEAR FROM x), TRIM(LEADING ' ' FROM x): whatever it is, the function's name is judged
    reader.skipParenthesis();
    if (name === 'TRIM') reader.note('PSQL-19', at, "TRIM is written TRIM(' ' FROM x)");
    return {
      kind: 'call',
      at,
      name,
      distinct: false,
      args: [],
      trimmed: undefined,
      over: undefined,
    };
  }
  const kept = reader.workbench ? readFilter(reader, grammar) : [];
  while (reader.isWord('FILTER', 'WITHIN', 'IGNORE', 'RESPECT')) {
    const word = reader.take();
    reader.note(
      'PSQL-4',
      word,
      `${word.text.toUpperCase()} after a function is not on every engine`,
    );
    if (reader.isWord('GROUP', 'NULLS')) reader.take();
    if (reader.isMark('(')) reader.skipParenthesis();
  }
  const over = reader.takeWords('OVER') === undefined ? undefined : readWindow(reader, grammar);
  return { kind: 'call', at, name, ...read, args: [...read.args, ...kept], over };
}

/** `FILTER (WHERE …)`, which the workbench knows. */
function readFilter(reader: TokenReader, grammar: Grammar): readonly Expression[] {
  if (reader.takeWords('FILTER') === undefined) return [];
  reader.need('(');
  reader.needWord('WHERE');
  const condition = grammar.readExpression(reader, grammar);
  reader.need(')');
  return [condition];
}

function readArguments(reader: TokenReader, grammar: Grammar) {
  reader.need('(');
  const distinct = reader.takeWords('DISTINCT') !== undefined;
  const args: Expression[] = [];
  let trimmed: Expression | undefined;
  if (!reader.isMark(')')) {
    if (reader.isMark('*') && reader.isMark(')', 1)) args.push({ kind: 'star', at: reader.take() });
    else args.push(...readExpressions(reader, grammar));
    if (reader.takeWords('FROM') !== undefined) {
      trimmed = args.pop();
      args.push(grammar.readExpression(reader, grammar));
    }
  }
  reader.need(')');
  return { distinct, args, trimmed };
}

function readWindow(reader: TokenReader, grammar: Grammar): Window {
  if (!reader.isMark('('))
    return reader.fail('PSQL-0', 'OVER is followed by its window, in parentheses');
  reader.need('(');
  const partitionBy =
    reader.takeWords('PARTITION', 'BY') === undefined ? [] : readExpressions(reader, grammar);
  const orderBy: Expression[] = [];
  if (reader.takeWords('ORDER', 'BY') !== undefined) {
    do {
      orderBy.push(grammar.readExpression(reader, grammar));
      if (reader.isWord('ASC', 'DESC')) reader.take();
      const nulls = reader.takeWords('NULLS');
      if (nulls !== undefined) {
        reader.note(
          'PSQL-0',
          nulls,
          'NULLS FIRST and NULLS LAST are not on every engine; order by a CASE first',
        );
        reader.take();
      }
    } while (reader.takeMark(',') !== undefined);
  }
  const frame: string[] = [];
  while (!reader.isMark(')') && !reader.done) frame.push(reader.take().text.toUpperCase());
  reader.need(')');
  return { partitionBy, orderBy, frame: frame.join(' ') };
}
