import type { AthenaSession } from './athena-session.ts';
import type { PublishTarget } from './partition-place.ts';
import { PublishError } from './publish-error.ts';
import { PARTITION_COLUMNS, type PublishedColumn } from './published-columns.ts';
import { addColumns, createTable, readColumns } from './statements.ts';

/**
 * Makes sure that the table is there with these columns: creates it, or adds columns the definition has gained.
 * @throws PublishError COLUMNS_CHANGED where a column is gone or has another type: old rows would read wrongly
 */
export async function ensureTable(request: {
  readonly session: AthenaSession;
  readonly target: PublishTarget;
  readonly table: string;
  readonly itemId: string;
  readonly location: string;
  readonly columns: readonly PublishedColumn[];
}): Promise<void> {
  const { session, target, table, itemId, location, columns } = request;
  await session.change(createTable(table, itemId, columns, location));
  let lacking = await missing(request);
  while (lacking.length > 0) {
    const failure: unknown = await session.change(addColumns(table, lacking)).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const left = await missing(request);
    // another publisher may have added some of them meanwhile: then Athena refused them all
    if (left.length >= lacking.length) throw failure ?? notAdded(target, table, left);
    lacking = left;
  }
}

function notAdded(
  { database }: PublishTarget,
  table: string,
  columns: readonly PublishedColumn[],
): PublishError {
  return new PublishError(
    'COLUMNS_CHANGED',
    `${database}.${table} lacks columns after they were added: ${columns.map(({ name }) => name).join(', ')}`,
  );
}

/** Columns the table does not have yet. @throws PublishError COLUMNS_CHANGED */
async function missing({
  session,
  target,
  table,
  columns,
}: Parameters<typeof ensureTable>[0]): Promise<readonly PublishedColumn[]> {
  const wanted = [...columns, ...PARTITION_COLUMNS.map((name) => ({ name, type: 'string' }))];
  const { columns: there } = await session.read(readColumns(target.database, table));
  const changed = there.flatMap(({ name, type }) => {
    const column = wanted.find((each) => each.name === name);
    if (column === undefined) return [`${name} is no column of the package`];
    return column.type === type ? [] : [`${name} is ${type}, the package has ${column.type}`];
  });
  if (changed.length > 0) {
    throw new PublishError(
      'COLUMNS_CHANGED',
      `${target.database}.${table} has other columns than the package: ${changed.join('; ')}`,
      {
        advice:
          'Columns are only ever added. Publish under another prefix and database, or let the owner of the database drop the table and publish its packages again.',
      },
    );
  }
  return wanted.filter(({ name }) => !there.some((column) => column.name === name));
}
