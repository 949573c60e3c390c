import { dateOf } from '../model/calendar.ts';
import type { DemoTable } from '../tables/table.ts';
import { literal, quoted } from '../writer/quoted.ts';

type Table = Pick<DemoTable<never>, 'database' | 'schema' | 'name'>;
/** Column values as SQL literals. */
type Values = Readonly<Record<string, string>>;

function path({ database, schema, name }: Table): string {
  return [database, schema, name].map(quoted).join('.');
}

function where(key: Values): string {
  return Object.entries(key)
    .map(([column, value]) => `${quoted(column)} = ${value}`)
    .join(' AND ');
}

/** Text as a literal; a whole number is its own. */
export const text = literal;

/** A day number as a DATE literal. */
export function date(day: number): string {
  return `DATE ${literal(dateOf(day))}`;
}

/** Milliseconds of wall time as a TIMESTAMP literal. */
export function moment(milliseconds: number): string {
  return `TIMESTAMP ${literal(new Date(milliseconds).toISOString().slice(0, -1))}`;
}

/** Adds a copy of the rows with this key, some columns changed; with none it is a duplicate. */
export function copyRow(table: Table, key: Values, changed: Values = {}): string {
  const replaced = Object.entries(changed).map(
    ([column, value]) => `${value} AS ${quoted(column)}`,
  );
  const columns = replaced.length === 0 ? '*' : `* REPLACE (${replaced.join(', ')})`;
  return `INSERT INTO ${path(table)} SELECT ${columns} FROM ${path(table)} WHERE ${where(key)}`;
}

/** Adds a row; columns in the table's order. */
export function insertRow(table: Table, values: readonly string[]): string {
  return `INSERT INTO ${path(table)} VALUES (${values.join(', ')})`;
}

/** Changes columns of the rows with this key; a value may use the columns' old values. */
export function updateRow(table: Table, key: Values, changed: Values): string {
  const set = Object.entries(changed).map(([column, value]) => `${quoted(column)} = ${value}`);
  return `UPDATE ${path(table)} SET ${set.join(', ')} WHERE ${where(key)}`;
}

export function deleteRows(table: Table, key: Values): string {
  return `DELETE FROM ${path(table)} WHERE ${where(key)}`;
}
