import type { DuckDBConnection } from '@duckdb/node-api';
import { RunnerError } from '../runner.ts';

/** Queries, and ways to stand in FROM that read a source's tables or nothing at all. */
const ALLOWED: ReadonlySet<string> = new Set([
  'SELECT_NODE',
  'SET_OPERATION_NODE',
  'CTE_NODE',
  'BASE_TABLE',
  'EMPTY',
  'EXPRESSION_LIST',
  'JOIN',
  'SUBQUERY',
]);

type Node = Readonly<Record<string, unknown>>;

/**
 * A query must be one SELECT over the tables of the sources: no second statement, no table function, no file as a
 * table. Judged on DuckDB's own parse of the text, and before anything of it runs.
 * @throws RunnerError QUERY_REJECTED
 */
export async function requireOneSelect(
  connection: DuckDBConnection,
  text: string,
  databases: readonly string[],
): Promise<void> {
  const answer = await connection.runAndReadAll(
    'SELECT CAST(json_serialize_sql(CAST($text AS VARCHAR)) AS VARCHAR)',
    {
      text,
    },
  );
  const parsed: Node = JSON.parse(String(answer.getRows()[0]?.[0]));
  if (parsed['error'] === true) throw rejected(String(parsed['error_message']));
  const statements = parsed['statements'];
  if (!Array.isArray(statements) || statements.length !== 1) {
    throw rejected('expected exactly one statement');
  }
  const problem = fromProblem(nodesIn(statements), new Set(databases.map(folded)));
  if (problem !== undefined) throw rejected(problem);
}

function rejected(reason: string): RunnerError {
  return new RunnerError('QUERY_REJECTED', `the query is not one plain SELECT: ${reason}`, {
    advice: "Write one SELECT over the declared tables of the item's sources.",
  });
}

function fromProblem(nodes: readonly Node[], databases: ReadonlySet<string>): string | undefined {
  const commonTables = new Set(nodes.flatMap(commonTableNames));
  for (const node of nodes) {
    const { type, table_name: table, schema_name: schema, catalog_name: catalog } = node;
    if (type === 'TABLE_FUNCTION') return 'it calls a table function';
    if (!('sample' in node)) continue;
    if (typeof type !== 'string' || !ALLOWED.has(type)) return `it holds ${String(type)}`;
    if (type !== 'BASE_TABLE' || databases.has(folded(catalog))) continue;
    if (catalog === '' && schema === '' && commonTables.has(folded(table))) continue;
    return `${JSON.stringify(table)} is no table of ${[...databases].join(', ')}`;
  }
  return undefined;
}

/** Names that WITH defines: `cte_map` holds a list of `{key, value}`. */
function commonTableNames(node: Node): string[] {
  return 'key' in node && 'value' in node ? [folded(node['key'])] : [];
}

function nodesIn(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null) return [];
  const node: Node = { ...value };
  return [node, ...Object.values(node).flatMap(nodesIn)];
}

function folded(name: unknown): string {
  return String(name).toLowerCase();
}
