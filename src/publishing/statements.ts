import { quoteIdentifier } from '../workbench/identifiers.ts';
import type { Figure } from './figures.ts';
import type { Partition } from './partition-place.ts';
import { PARTITION_COLUMNS, type PublishedColumn } from './published-columns.ts';

/** A statement for Athena. */
export interface Statement {
  /** What it does, for the log. */
  readonly title: string;
  readonly text: string;
  /** Values of its markers, each a typed literal. */
  readonly parameters?: readonly string[];
}

const NAME = /^[a-z_][a-z0-9_]{0,254}$/;
/** Nothing that could end a literal: buckets, prefixes, periods, entities and item ids have no more than these. */
const PLAIN = /^[A-Za-z0-9_.:=/-]{1,1000}$/;

export function createTable(
  table: string,
  itemId: string,
  columns: readonly PublishedColumn[],
  location: string,
): Statement {
  const partitions = PARTITION_COLUMNS.map((name) => `${named(name)} string`);
  return {
    title: `create table ${table} where it is missing`,
    text: [
      `CREATE EXTERNAL TABLE IF NOT EXISTS ${named(table)} (`,
      `${columns.map((column) => `  ${declared(column)}`).join(',\n')}\n)`,
      `PARTITIONED BY (${partitions.join(', ')})`,
      'STORED AS PARQUET',
      `LOCATION ${literal(location)}`,
      `TBLPROPERTIES ('soxauto.item' = ${literal(itemId)})`,
    ].join('\n'),
  };
}

/** No rows: only names and types of the columns. */
export function readColumns(database: string, table: string): Statement {
  return {
    title: `read the columns of ${table}`,
    text: `SELECT * FROM ${quoteIdentifier(database)}.${quoteIdentifier(table)} LIMIT 0`,
  };
}

export function addColumns(table: string, columns: readonly PublishedColumn[]): Statement {
  return {
    title: `add ${columns.length} columns to ${table}`,
    text: `ALTER TABLE ${named(table)} ADD COLUMNS (${columns.map(declared).join(', ')})`,
  };
}

export function addPartition(partition: Partition, location: string): Statement {
  return {
    title: `add partition ${where(partition)} where it is missing`,
    text: `ALTER TABLE ${named(partition.table)} ADD IF NOT EXISTS PARTITION (${cell(partition)}) LOCATION ${literal(location)}`,
  };
}

/** One change of the catalog: readers see the old package or the new one. */
export function setLocation(partition: Partition, location: string): Statement {
  return {
    title: `point partition ${where(partition)} to ${location}`,
    text: `ALTER TABLE ${named(partition.table)} PARTITION (${cell(partition)}) SET LOCATION ${literal(location)}`,
  };
}

export function readFigures(
  database: string,
  partition: Partition,
  figures: readonly Figure[],
): Statement {
  return ofPartition('read back', database, partition, figures.map(({ sql }) => sql).join(', '));
}

/** Names of the packages whose rows a partition shows. */
export function readPackages(database: string, partition: Partition): Statement {
  const columns = `DISTINCT ${quoteIdentifier('ipe_package')}`;
  return ofPartition('read the packages of', database, partition, columns);
}

function ofPartition(
  verb: string,
  database: string,
  { table, period, entity }: Partition,
  columns: string,
): Statement {
  const [first, second] = PARTITION_COLUMNS.map(quoteIdentifier);
  return {
    title: `${verb} ${table} ${period} ${entity}`,
    text: `SELECT ${columns}\nFROM ${quoteIdentifier(database)}.${quoteIdentifier(table)}\nWHERE ${first} = ? AND ${second} = ?`,
    parameters: [literal(period), literal(entity)],
  };
}

function where({ period, entity }: Partition): string {
  return `${period} ${entity}`;
}

function cell({ period, entity }: Partition): string {
  const [first, second] = PARTITION_COLUMNS;
  return `${named(first)} = ${literal(period)}, ${named(second)} = ${literal(entity)}`;
}

function declared({ name, type }: PublishedColumn): string {
  return `${named(name)} ${type}`;
}

/** A name as DDL wants it. @throws Error for one that no check let through: a fault of the program */
function named(name: string): string {
  if (NAME.test(name)) return `\`${name}\``;
  throw new Error(`${JSON.stringify(name)} is no name of the lake`);
}

/** @throws Error for a text that no check let through: a fault of the program */
function literal(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  throw new Error(`${JSON.stringify(text)} cannot stand in a statement`);
}
