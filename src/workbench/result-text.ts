import {
  DuckDBBlobVector,
  type DuckDBDataChunk,
  type DuckDBResult,
  type DuckDBValue,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { WorkbenchError } from './workbench-error.ts';

/** Types whose value in JavaScript is exact, so that its text is too. */
const EXACT =
  /^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL.*|DATE|TIME|TIMESTAMP|UUID|VARCHAR)$/;

/**
 * The rows of a result, every cell as exact text. Dates and times read `2025-09-30 14:35:22.5`; for the text
 * they have in a file, select `csvText()`.
 * @throws WorkbenchError when a column is a float or nested: a statement casts such a column itself
 */
export async function rowsAsText(result: DuckDBResult): Promise<(string | null)[][]> {
  const types = result.columnTypes().map(String);
  for (const [index, type] of types.entries()) {
    if (EXACT.test(type)) continue;
    throw new WorkbenchError(
      'QUERY_FAILED',
      `column ${JSON.stringify(result.columnName(index))} is ${type}, which has no exact text`,
      { advice: 'Cast the column to DECIMAL or VARCHAR in the statement.' },
    );
  }
  const chunks = await result.fetchAllChunks();
  return chunks.flatMap((chunk) => {
    const columns = types.map((type, index) =>
      type === 'VARCHAR' ? textsOf(chunk, index) : chunk.getColumnValues(index).map(textOf),
    );
    return Array.from({ length: chunk.rowCount }, (_, row) =>
      columns.map((cells) => cells[row] ?? null),
    );
  });
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** A column of texts, read as bytes: the driver's own decoder drops U+FEFF at the start of a text. */
function textsOf(chunk: DuckDBDataChunk, column: number): (string | null)[] {
  const vector = DuckDBBlobVector.fromRawVector(
    duckdb.data_chunk_get_vector(chunk.chunk, column),
    chunk.rowCount,
  );
  return Array.from({ length: chunk.rowCount }, (_, row) => {
    const bytes = vector.getItemBytes(row);
    return bytes === null ? null : decoder.decode(bytes);
  });
}

function textOf(value: DuckDBValue): string | null {
  return value === null ? null : String(value);
}
