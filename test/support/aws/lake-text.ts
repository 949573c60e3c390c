import { QueryFailure } from './athena-failure.ts';
import { lexAthena, literalsForDuckdb, type SqlToken } from './athena-sql.ts';
import { type LakeTable, path, stateOf } from './lake-tables.ts';

/** Words that may follow a table and are no other name for it. */
const AFTER_TABLE =
  /^(?:ON|WHERE|GROUP|ORDER|HAVING|JOIN|LEFT|RIGHT|INNER|FULL|CROSS|UNION|EXCEPT|INTERSECT|LIMIT|OFFSET|WINDOW|USING|NATURAL|FETCH|TABLESAMPLE)$/i;

export type FindTable = (database: string, name: string) => LakeTable | undefined;

/** A text for DuckDB, and the tables it reads. */
export interface LakeText {
  readonly sql: string;
  readonly tables: readonly LakeTable[];
}

const isName = (token: SqlToken | undefined): token is SqlToken =>
  token?.kind === 'quoted' || token?.kind === 'word';

/** A reference to a table: places of its tokens, and the snapshot asked for. */
interface Reference {
  readonly table: LakeTable;
  readonly from: number;
  readonly to: number;
  readonly snapshot: string | null;
}

/** `FOR VERSION AS OF 123` from a place on: the id, and how many tokens it took. */
function versionAt(tokens: readonly SqlToken[], at: number): string | null {
  const words = tokens.slice(at, at + 4).map(({ text }) => text.toUpperCase());
  if (words.join(' ') !== 'FOR VERSION AS OF') return null;
  const id = tokens[at + 4];
  if (id?.kind !== 'number' || !/^\d+$/.test(id.text)) {
    throw new QueryFailure('INVALID_ARGUMENTS: a version is a snapshot id', 2, 1200);
  }
  return id.text;
}

function referenceAt(
  tokens: readonly SqlToken[],
  at: number,
  database: string,
  find: FindTable,
): Reference | null {
  const first = tokens[at];
  if (!isName(first) || tokens[at - 1]?.text === '.') return null;
  const names = [first.value];
  let to = at + 1;
  for (let next = tokens[to + 1]; tokens[to]?.text === '.' && isName(next); ) {
    names.push(next.value);
    to += 2;
    next = tokens[to + 1];
  }
  if (names[0]?.toLowerCase() === 'awsdatacatalog') names.shift();
  const alone = names.length === 1 && /^(?:FROM|JOIN)$/i.test(tokens[at - 1]?.text ?? '');
  const [schema, name] = alone ? [database, names[0]] : names;
  const known = names.length > 2 ? undefined : find(schema ?? '', name ?? '');
  if (known === undefined) return null;
  const snapshot = versionAt(tokens, to);
  return { table: known, from: at, to: snapshot === null ? to : to + 5, snapshot };
}

function stateAsked({ table, snapshot }: Reference): string | null {
  if (snapshot === null) return null;
  if (!table.iceberg) {
    throw new QueryFailure(
      `NOT_SUPPORTED: This connector does not support versioned tables: ${table.database}.${table.name}`,
      2,
      1200,
    );
  }
  const state = [...table.snapshots].find(([, { id }]) => id === snapshot)?.[0];
  if (state === undefined) {
    throw new QueryFailure(
      `INVALID_ARGUMENTS: Iceberg snapshot ID does not exist: ${snapshot}`,
      2,
      1200,
    );
  }
  return stateOf(table, state);
}

/**
 * An Athena text as DuckDB must read it: literals of the declared list, a table at a snapshot, a table with the
 * paths of its files. All else is sent as it stands.
 * @throws QueryFailure for a snapshot that is not there
 */
export function textForDuckdb(text: string, database: string, find: FindTable): LakeText {
  const tokens = literalsForDuckdb(lexAthena(text));
  const places = tokens.flatMap(({ kind }, place) =>
    kind === 'space' || kind === 'comment' ? [] : [place],
  );
  const significant = places.flatMap((place) => tokens[place] ?? []);
  const withPaths = significant.some(({ kind, value }) => kind === 'quoted' && value === '$path');
  const written = tokens.map((token) => token.text);
  const tables: LakeTable[] = [];
  for (let at = 0; at < significant.length; at += 1) {
    const reference = referenceAt(significant, at, database, find);
    if (reference === null) continue;
    const { table, from, to } = reference;
    tables.push(table);
    const replaced =
      stateAsked(reference) ?? (withPaths ? path(table.database, `${table.name}$files`) : null);
    if (replaced !== null) {
      const after = significant[to];
      const renamed = isName(after) && !AFTER_TABLE.test(after.text);
      for (let place = from; place < to; place += 1) written[places[place] ?? -1] = '';
      written[places[from] ?? -1] = renamed ? replaced : `${replaced} AS ${path(table.name)}`;
    }
    at = to - 1;
  }
  return { sql: written.join(''), tables };
}
