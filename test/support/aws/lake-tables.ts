import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteLiteral } from '../../../src/workbench/identifiers.ts';

/** A state of an Iceberg table, kept for ever unless it is expired. */
export interface Snapshot {
  readonly id: string;
  readonly committedAt: Date;
}

/** A table of the lake: a view over the state of the moment, and over each kept state. */
export interface LakeTable {
  readonly database: string;
  readonly name: string;
  readonly iceberg: boolean;
  /** Number of the state a plain reference reads. */
  state: number;
  /** States there have been. */
  states: number;
  /** Iceberg: the kept snapshots, by number of their state. */
  readonly snapshots: Map<number, Snapshot>;
}

export function path(...names: readonly string[]): string {
  return names.map(quoteIdentifier).join('.');
}

export function stateOf(table: LakeTable, state: number): string {
  return path(table.database, `${table.name}$state_${state}`);
}

/** Larger than a number of JavaScript holds, as Iceberg's are. */
function snapshotId(table: LakeTable, state: number): string {
  const mark = [...`${table.database}.${table.name}`].reduce(
    (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003,
    7,
  );
  return (4_000_000_000_000_000_001n + BigInt(mark) * 1_000_003n + BigInt(state)).toString();
}

/** Points the plain name, and the one with the files' paths, to a state. */
async function show(connection: DuckDBConnection, table: LakeTable): Promise<void> {
  const { database, name, state } = table;
  const file = `s3://lake/${database}/${name}/data/part-${String(state).padStart(5, '0')}.parquet`;
  await connection.run(
    `CREATE OR REPLACE VIEW ${path(database, name)} AS FROM ${stateOf(table, state)};
     CREATE OR REPLACE VIEW ${path(database, `${name}$files`)} AS
     SELECT *, ${quoteLiteral(file)} AS "$path" FROM ${stateOf(table, state)}`,
  );
}

/** Writes that the current state of an Iceberg table is now this one. */
async function writeHistory(
  connection: DuckDBConnection,
  table: LakeTable,
  at: Date,
  parent: string | null,
): Promise<void> {
  const id = table.snapshots.get(table.state)?.id;
  await connection.run(
    `INSERT INTO ${path(table.database, `${table.name}$history`)}
     VALUES (TIMESTAMPTZ ${quoteLiteral(at.toISOString())}, ${id}, ${parent ?? 'NULL'}, true)`,
  );
}

async function commit(connection: DuckDBConnection, table: LakeTable, at: Date, before?: number) {
  await show(connection, table);
  if (!table.iceberg) return;
  const parent = before === undefined ? null : (table.snapshots.get(before)?.id ?? null);
  const id = snapshotId(table, table.state);
  table.snapshots.set(table.state, { id, committedAt: at });
  await connection.run(
    `INSERT INTO ${path(table.database, `${table.name}$snapshots`)}
     VALUES (TIMESTAMPTZ ${quoteLiteral(at.toISOString())}, ${id}, ${parent ?? 'NULL'}, 'append')`,
  );
  await writeHistory(connection, table, at, parent);
}

/** A new table over what `select` gives; its rows are not copied. */
export async function createTable(
  connection: DuckDBConnection,
  { database, name, iceberg }: Pick<LakeTable, 'database' | 'name' | 'iceberg'>,
  select: string,
  at: Date,
): Promise<LakeTable> {
  const table: LakeTable = {
    database,
    name,
    iceberg,
    state: 1,
    states: 1,
    snapshots: new Map(),
  };
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${path(database)};
    CREATE VIEW ${stateOf(table, 1)} AS ${select}`);
  if (iceberg) {
    await connection.run(
      `CREATE TABLE ${path(database, `${name}$history`)} (made_current_at TIMESTAMPTZ,
         snapshot_id BIGINT, parent_id BIGINT, is_current_ancestor BOOLEAN);
       CREATE TABLE ${path(database, `${name}$snapshots`)} (committed_at TIMESTAMPTZ,
         snapshot_id BIGINT, parent_id BIGINT, operation VARCHAR)`,
    );
  }
  await commit(connection, table, at);
  return table;
}

/** Changes a table as a job in the lake would: `statement` is given the name of a copy, which then takes its place. */
export async function changeTable(
  connection: DuckDBConnection,
  table: LakeTable,
  statement: (name: string) => string,
  at: Date,
): Promise<void> {
  const before = table.state;
  const next = table.states + 1;
  const copy = stateOf(table, next);
  await connection.run(`CREATE TABLE ${copy} AS FROM ${stateOf(table, before)}`);
  await connection.run(statement(copy));
  table.states = next;
  table.state = next;
  await commit(connection, table, at, before);
}

function kept(table: LakeTable, id: string): number {
  const found = [...table.snapshots].find(([, snapshot]) => snapshot.id === id);
  if (found === undefined) throw new Error(`${table.name} has no snapshot ${id}`);
  return found[0];
}

/** Makes an earlier snapshot the current one: `$snapshots` then ends with another than the current. */
export async function rollBack(
  connection: DuckDBConnection,
  table: LakeTable,
  id: string,
  at: Date,
): Promise<void> {
  table.state = kept(table, id);
  await show(connection, table);
  await writeHistory(connection, table, at, null);
}

/** Forgets a snapshot, as VACUUM does: it can no longer be read. */
export async function expire(
  connection: DuckDBConnection,
  table: LakeTable,
  id: string,
): Promise<void> {
  table.snapshots.delete(kept(table, id));
  await connection.run(
    `DELETE FROM ${path(table.database, `${table.name}$snapshots`)} WHERE snapshot_id = ${id}`,
  );
}
