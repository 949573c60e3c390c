import { csvField, csvRecord } from '../../kernel/csv-dialect.ts';
import { RunnerError } from '../runner.ts';
import { atRow, type TransportColumn } from './transport-types.ts';

export function csvHeader(columns: readonly TransportColumn[]): string {
  return csvRecord(columns.map(({ name }) => name));
}

/**
 * The csv/v1 records of received rows.
 * @param before rows written already, so that an error can name its row
 * @throws RunnerError naming row and column of a cell that is not what was asked for
 */
export function csvLines(
  columns: readonly TransportColumn[],
  rows: readonly (readonly unknown[])[],
  before: number,
): string {
  // runs for every cell of every extract: indices are some times faster here than iterators
  const width = columns.length;
  let lines = '';
  let row = before;
  try {
    for (const cells of rows) {
      row += 1;
      for (let index = 0; index < width; index += 1) {
        if (index > 0) lines += ',';
        const cell = cells[index];
        const column = columns[index];
        if (cell !== null && column !== undefined) lines += csvField(cellText(column, cell));
      }
      lines += '\n';
    }
  } catch (thrown) {
    throw atRow(thrown, row);
  }
  return lines;
}

function cellText(column: TransportColumn, cell: unknown): string {
  if (typeof cell === 'string' || cell instanceof Uint8Array) return column.read(cell);
  throw new RunnerError(
    'SOURCE_CORRUPT',
    `column ${JSON.stringify(column.name)} arrived as ${typeof cell}, not as the text it was asked for`,
    { advice: 'Report the server version: it did not convert the column as it was told.' },
  );
}
