import {
  DuckDBBlobValue,
  type DuckDBPreparedStatement,
  type DuckDBResultReader,
  type DuckDBValue,
} from '@duckdb/node-api';
import { WorkbenchError } from './workbench-error.ts';

/** Types whose value in JavaScript is exact, so that its text is too. */
const EXACT =
  /^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL.*|DATE|TIME|TIMESTAMP|UUID|VARCHAR|"NULL")$/;

export interface ResultColumn {
  readonly name: string;
  /** DuckDB's own name of it. */
  readonly type: string;
}

/** Columns of a prepared query; null where they may depend on the values bound to it. */
export function columnsOf(statement: DuckDBPreparedStatement): readonly ResultColumn[] | null {
  if (statement.parameterCount > 0) return null;
  return Array.from({ length: statement.columnCount }, (_, index) => ({
    name: statement.columnName(index),
    type: String(statement.columnType(index)),
  }));
}

/**
 * The query with its text columns as bytes: the driver's own decoder drops U+FEFF at the start of a text, so text
 * is decoded here.
 * @throws WorkbenchError when a column is a float or nested: a statement casts such a column itself
 */
export function withTextAsBytes(query: string, described: readonly ResultColumn[]): string {
  for (const { name, type } of described) {
    if (EXACT.test(type)) continue;
    throw new WorkbenchError(
      'QUERY_FAILED',
      `column ${JSON.stringify(name)} is ${type}, which has no exact text`,
      { advice: 'Cast the column to DECIMAL or VARCHAR in the statement.' },
    );
  }
  const names = described.map((_, index) => `c${index}`);
  const cells = described.map(({ type }, index) =>
    type === 'VARCHAR' ? `encode(c${index})` : `c${index}`,
  );
  return `SELECT ${cells.join(', ')} FROM (\n${query}\n) AS result(${names.join(', ')})`;
}

/**
 * The rows of a result, every cell as exact text. Dates and times read `2025-09-30 14:35:22.5`; for the text
 * they have in a file, select `csvText()`.
 */
export function rowsAsText(result: DuckDBResultReader): (string | null)[][] {
  return result.getRows().map((row) => row.map(textOf));
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

function textOf(value: DuckDBValue): string | null {
  if (value === null) return null;
  return value instanceof DuckDBBlobValue ? decoder.decode(value.bytes) : String(value);
}
