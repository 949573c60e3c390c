import type { DuckDBConnection } from '@duckdb/node-api';
import { failureOf, QueryFailure } from './athena-failure.ts';
import { lexAthena, literalsForDuckdb } from './athena-sql.ts';

/** How Athena took one execution parameter (design/aws.md 1.3), and the text evaluated in its place. */
export interface TakenParameter {
  readonly kind: 'expression' | 'text';
  readonly written: string;
}

/** Words that stand for a value although they look like a column. */
const WORD_VALUES =
  /^(?:current_(?:date|time|timestamp|user|catalog|schema)|localtime(?:stamp)?)$/i;

type Node = Readonly<Record<string, unknown>>;

/** Every object of a parsed statement. */
function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node; // any object that is no list
  for (const inner of Object.values(value)) yield* nodesOf(inner);
}

/** A statement as DuckDB parses it, or what is wrong with it. */
export async function parsed(
  connection: DuckDBConnection,
  sql: string,
): Promise<{ readonly error: string } | { readonly statements: readonly unknown[] }> {
  const statement = await connection.prepare('SELECT json_serialize_sql($1::VARCHAR)');
  statement.bindVarchar(1, sql);
  const [[json] = []] = (await statement.runAndReadAll()).getRows();
  statement.destroySync();
  const answer: { error: boolean; error_message?: string; statements?: readonly unknown[] } =
    JSON.parse(String(json));
  return answer.error
    ? { error: answer.error_message ?? 'unknown' }
    : { statements: answer.statements ?? [] };
}

function isOneExpression(statements: readonly unknown[]): boolean {
  const selects = [...nodesOf(statements)].map(({ select_list: list }) => list);
  const [list] = selects.filter((one) => Array.isArray(one));
  return statements.length === 1 && Array.isArray(list) && list.length === 1;
}

/** Parentheses that close what the parameter did not open would end the place it stands in. */
function staysInPlace(text: string): boolean {
  let depth = 0;
  for (const token of lexAthena(text)) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth < 0 || token.kind === 'comment' || token.text === ';') return false;
  }
  return depth === 0;
}

function readsColumn(nodes: readonly Node[]): boolean {
  return nodes.some(
    ({ class: kind, column_names: names }) =>
      kind === 'COLUMN_REF' &&
      !(Array.isArray(names) && names.length === 1 && WORD_VALUES.test(String(names[0]))),
  );
}

/** DuckDB takes a number for a truth value, Athena does not. */
function mixesTruthAndNumbers(nodes: readonly Node[]): boolean {
  return nodes
    .filter(({ class: kind }) => kind === 'CONJUNCTION')
    .flatMap(({ children }) => (Array.isArray(children) ? children : []))
    .some((child) => {
      const [top] = nodesOf(child);
      const [type] = top === undefined ? [] : [...nodesOf(top['value'])].slice(1);
      return top?.['class'] === 'CONSTANT' && type?.['id'] !== 'BOOLEAN';
    });
}

/**
 * Takes a parameter as Athena does: what parses as an expression without columns is evaluated, all else is text.
 * @throws QueryFailure when the expression means nothing: an unknown function, a number for a truth value
 */
export async function takeParameter(
  connection: DuckDBConnection,
  text: string,
): Promise<TakenParameter> {
  const asText: TakenParameter = { kind: 'text', written: `'${text.replaceAll("'", "''")}'` };
  if (!staysInPlace(text)) return asText;
  const written = literalsForDuckdb(lexAthena(text))
    .map((token) => token.text)
    .join('');
  const answer = await parsed(connection, `SELECT (\n${written}\n)`);
  if ('error' in answer || !isOneExpression(answer.statements)) return asText;
  const nodes = [...nodesOf(answer.statements)];
  if (readsColumn(nodes) || nodes.some(({ class: kind }) => kind === 'PARAMETER')) return asText;
  if (mixesTruthAndNumbers(nodes)) {
    throw new QueryFailure(
      'TYPE_MISMATCH: Logical expression term must evaluate to a boolean (actual: integer)',
      2,
      1002,
    );
  }
  try {
    await connection.run(`DESCRIBE SELECT (\n${written}\n)`);
  } catch (error) {
    throw failureOf(error);
  }
  return { kind: 'expression', written: text };
}

/** Which columns of a statement's answer have no name: the places in its outermost select list. */
export function unnamedPlaces(statements: readonly unknown[]): readonly number[] {
  const list = [...nodesOf(statements)].find((node) => Array.isArray(node['select_list']));
  const items: readonly unknown[] = Array.isArray(list?.['select_list']) ? list['select_list'] : [];
  return items.flatMap((item, place) => {
    const [node] = nodesOf(item);
    const named =
      node?.['alias'] !== '' || node['class'] === 'COLUMN_REF' || node['class'] === 'STAR';
    return named ? [] : [place];
  });
}
