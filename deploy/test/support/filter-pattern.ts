import { matches } from './evaluate.ts';
import { isObject, type Json } from './templates.ts';

/**
 * Would CloudWatch Logs count such a line with this filter? Knows `=` with text and numbers, IS TRUE, && and ||.
 * @throws on any other filter
 */
export function counts(filter: string, line: string): boolean {
  const inner = /^\{ (.*) \}$/.exec(filter)?.[1];
  if (inner === undefined) throw new Error(`no filter of JSON: ${filter}`);
  return holds(inner, JSON.parse(line));
}

function holds(expression: string, line: Json): boolean {
  const parts = topLevel(expression);
  const [first, operator] = parts;
  if (first === undefined) throw new Error(`not understood: ${expression}`);
  if (operator === undefined) {
    return first.startsWith('(') ? holds(first.slice(1, -1), line) : isMet(first, line);
  }
  const terms = parts.filter((_, at) => at % 2 === 0);
  if (parts.some((part, at) => at % 2 === 1 && part !== operator)) {
    throw new Error(`operators mixed: ${expression}`);
  }
  const isTerm = (term: string) => holds(term, line);
  if (operator === '&&') return terms.every(isTerm);
  if (operator === '||') return terms.some(isTerm);
  throw new Error(`not understood: ${operator}`);
}

/** Terms and the operators between them; what stands in parentheses is one term. */
function topLevel(expression: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const word of expression.split(/( && | \|\| )/)) {
    const last = parts.length - 1;
    if (depth === 0 && / (&&|\|\|) /.test(word)) parts.push(word.trim(), '');
    else parts[last] += word;
    depth += word.split('(').length - word.split(')').length;
  }
  return parts;
}

function isMet(test: string, line: Json): boolean {
  const [, path = '', wanted] = /^\$\.([a-z_.]+) (.*)$/.exec(test) ?? [];
  const value = path.split('.').reduce<Json | undefined>(at, line);
  if (wanted === 'IS TRUE') return value === true;
  const [, text, number] = /^= (?:"([^"]*)"|([0-9]+))$/.exec(wanted ?? '') ?? [];
  if (text !== undefined) return typeof value === 'string' && matches(text, value);
  if (number !== undefined) return value === Number(number);
  throw new Error(`not understood: ${test}`);
}

function at(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? value[key] : undefined;
}
