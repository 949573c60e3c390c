import { findItem } from '../../src/catalog/compiled-catalog.ts';
import { addDecimal, type Decimal, formatDecimal, parseDecimal } from '../../src/kernel/decimal.ts';
import { catalog } from './run-item.ts';

/** Records of a csv/v1 file, line ends included; the header is the first. */
export function recordsOf(csv: string): readonly string[] {
  return csv.match(/(?:[^"\n]|"[^"]*")*\n/g) ?? [];
}

/** Cells of a record as they are written. */
export function cellsOf(record: string): readonly string[] {
  return record.slice(0, -1).match(/(?<=^|,)(?:[^",]|"[^"]*")*/g) ?? [];
}

/** Control totals of an item's records, added up here; a cell without a value adds nothing. */
export function totalsOf(id: string, records: readonly string[]): Readonly<Record<string, string>> {
  const { columns, definition } = findItem(catalog, id);
  const rows = records.map(cellsOf);
  return Object.fromEntries(
    definition.controlTotals.map(({ column }) => {
      const at = columns.findIndex(({ name }) => name === column);
      const type = columns[at]?.type;
      const nothing: Decimal = { units: 0n, scale: type?.kind === 'decimal' ? type.scale : 0 };
      const amounts = rows.map((cells) => cells[at] ?? '').filter((cell) => cell !== '');
      return [column, formatDecimal(amounts.map(parseDecimal).reduce(addDecimal, nothing))];
    }),
  );
}
