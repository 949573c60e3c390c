import type { DuckDBConnection } from '@duckdb/node-api';
import type { ParameterType } from '../../../src/kernel/query.ts';
import { bindValues, type TypedValue } from '../../../src/workbench/duckdb-values.ts';
import type { DatasetColumn, Row, RowSource, VariableValue } from './datasets.ts';
import { parseSqlType } from './sql-type.ts';

/** Text of a timestamp with exactly `scale` digits of fraction: DuckDB keeps six. */
function timestampText(x: string, scale: number): string {
  const whole = `strftime(${x}, '%Y-%m-%d %H:%M:%S')`;
  if (scale === 0) return whole;
  return `${whole} || '.' || left(strftime(${x}, '%f') || '0', ${scale})`;
}

/** The T-SQL literal of a DuckDB value, computed by DuckDB: no value passes through a JavaScript number. */
function literal(x: string, tsqlType: string): string {
  const type = parseSqlType(tsqlType);
  switch (type.family) {
    case 'bit':
      return `CASE WHEN CAST(${x} AS BOOLEAN) THEN '1' WHEN NOT CAST(${x} AS BOOLEAN) THEN '0' END`;
    case 'integer':
      return `CAST(CAST(${x} AS HUGEINT) AS VARCHAR)`;
    case 'decimal':
      return `CAST(CAST(${x} AS DECIMAL(${type.precision},${type.scale})) AS VARCHAR)`;
    case 'money':
      return `CAST(CAST(${x} AS DECIMAL(19,4)) AS VARCHAR)`;
    case 'float':
      return `CAST(CAST(${x} AS ${type.name === 'real' ? 'FLOAT' : 'DOUBLE'}) AS VARCHAR)`;
    case 'date':
      return `strftime(CAST(${x} AS DATE), '%Y-%m-%d')`;
    case 'time':
      return `left(CAST(CAST(${x} AS TIME) AS VARCHAR) || CASE WHEN CAST(${x} AS TIME)::VARCHAR LIKE '%.%' THEN '0000000' ELSE '.0000000' END, ${type.scale === 0 ? 8 : 9 + type.scale})`;
    case 'datetime':
      return timestampText(`CAST(${x} AS TIMESTAMP)`, type.scale);
    case 'offset':
      return `${timestampText(`(CAST(${x} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`, type.scale)} || ' +00:00'`;
    case 'guid':
      return `upper(CAST(${x} AS VARCHAR))`;
    case 'binary':
      return `hex(CAST(${x} AS BLOB))`;
    default:
      return `CAST(${x} AS VARCHAR)`;
  }
}

function parameterType(tsqlType: string): ParameterType {
  const { family, precision, scale } = parseSqlType(tsqlType);
  if (family === 'date') return 'date';
  if (family === 'integer' || family === 'bit') return 'integer';
  if (family === 'decimal') return `decimal(${precision},${scale})`;
  return 'text';
}

function typedValues(parameters: ReadonlyMap<string, VariableValue>): Record<string, TypedValue> {
  const values: Record<string, TypedValue> = {};
  for (const [name, { type, text }] of parameters) {
    if (text !== null) values[name] = { type: parameterType(type), value: text };
  }
  return values;
}

/**
 * Rows of a DuckDB query with `$name` parameters. A VARCHAR column holds T-SQL literals already;
 * any other is turned into them by DuckDB.
 */
export function duckdbRows(
  connection: DuckDBConnection,
  sql: string | ((version: number) => string),
  columns: readonly DatasetColumn[],
): RowSource {
  return async function* rows(parameters, version): AsyncGenerator<Row> {
    const query = typeof sql === 'string' ? sql : sql(version);
    // with its values: the types of some columns depend on them
    const described = await connection.prepare(`DESCRIBE ${query}`);
    bindValues(described, typedValues(parameters));
    const types = (await described.runAndReadAll()).getRows().map(([, type]) => String(type));
    described.destroySync();
    if (types.length !== columns.length) {
      throw new Error(`the DuckDB query has ${types.length} columns, not ${columns.length}`);
    }
    const names = columns.map((_, index) => `c${index + 1}`);
    const list = columns.map(({ tsqlType }, index) =>
      types[index] === 'VARCHAR' ? `c${index + 1}` : literal(`c${index + 1}`, tsqlType),
    );
    const statement = await connection.prepare(
      `SELECT ${list.join(', ')} FROM (${query}\n) AS d(${names.join(', ')})`,
    );
    try {
      bindValues(statement, typedValues(parameters));
      const result = await statement.stream();
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        for (const row of chunk.getRows()) {
          yield row.map((value) => (value === null ? null : String(value)));
        }
      }
    } finally {
      statement.destroySync();
    }
  };
}
