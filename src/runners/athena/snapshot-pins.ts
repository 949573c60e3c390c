import { RunnerError } from '../runner.ts';
import type { LakeTable } from './athena-options.ts';
import type { Statement } from './execution-request.ts';
import type { Pin } from './pin-tables.ts';

/** Asks a statement that answers with one row, under these names. */
export type AskOneRow = (
  statement: Statement,
  names: readonly string[],
) => Promise<readonly string[]>;

const NAME = /^[a-z_][a-z0-9_]*$/;

/**
 * The snapshot each table has now. The last row of the history is the current one; the last committed one need not be,
 * after a rollback.
 * @throws RunnerError SOURCE_UNAVAILABLE for a table that has no snapshots
 */
export async function pinSnapshots(
  tables: readonly LakeTable[],
  ask: AskOneRow,
): Promise<readonly Pin[]> {
  const pins: Pin[] = [];
  for (const table of tables) {
    const [snapshot = ''] = await ask(
      facts(
        `the current snapshot of ${nameOf(table)}`,
        `SELECT CAST("snapshot_id" AS VARCHAR) AS "snapshot_id" FROM ${metadataOf(table, 'history')} ORDER BY "made_current_at" DESC LIMIT 1`,
      ),
      ['snapshot_id'],
    );
    const committedAt = await requireListed({ ...table, snapshot }, 'at the beginning', ask);
    pins.push({ ...table, snapshot, committedAt });
  }
  return pins;
}

/**
 * @param when tells the statement from the one asked at another time
 * @returns when the snapshot was committed
 * @throws RunnerError SOURCE_UNAVAILABLE when the snapshot is there no more
 */
export async function requireListed(
  { snapshot, ...table }: Pick<Pin, 'database' | 'table' | 'snapshot'>,
  when: string,
  ask: AskOneRow,
): Promise<string> {
  if (!/^[0-9]{1,19}$/.test(snapshot)) {
    throw unpinned(table, `its snapshot is called ${JSON.stringify(snapshot)}`);
  }
  const [found, committedAt = ''] = await ask(
    facts(
      `snapshot ${snapshot} of ${nameOf(table)} ${when}`,
      `SELECT CAST(COUNT(*) AS VARCHAR) AS "found", COALESCE(CAST(MAX("committed_at") AS VARCHAR), '') AS "committed_at" FROM ${metadataOf(table, 'snapshots')} WHERE "snapshot_id" = ${snapshot}`,
    ),
    ['found', 'committed_at'],
  );
  if (found === '1') return committedAt;
  throw unpinned(table, `snapshot ${snapshot} is listed ${found} times ${when}`);
}

function facts(role: string, text: string): Statement {
  return { purpose: 'facts', query: null, role, text, parameters: [] };
}

function metadataOf(table: LakeTable, what: 'history' | 'snapshots'): string {
  for (const name of [table.database, table.table]) {
    if (!NAME.test(name))
      throw unpinned(table, `${JSON.stringify(name)} is no name of the catalog`);
  }
  return `"${table.database}"."${table.table}$${what}"`;
}

function nameOf({ database, table }: LakeTable): string {
  return `${database}.${table}`;
}

function unpinned(table: LakeTable, how: string): RunnerError {
  return new RunnerError(
    'SOURCE_UNAVAILABLE',
    `${nameOf(table)} is not read as of one snapshot: ${how}`,
    {
      advice:
        'Run again; keep snapshots longer than a run takes, or set the consistency of the source to bracketed.',
    },
  );
}
