import { NULL } from './cell-batch.ts';
import type { ColumnScan } from './column-scan.ts';

/** Watches that records ascend by their key and counts keys that stand more than once. */
export interface KeyWatch {
  /** Call after the columns took the records from `first` to before `records`. */
  take(first: number, records: number): void;
  /** First data record that does not ascend, 1-based; null when all do. */
  firstUnsorted(): number | null;
  /** Records whose key another record has too or holds a NULL, each once. */
  broken(): number;
}

/** `ties` are the columns by which records of equal keys ascend. */
export function watchKey(key: readonly ColumnScan[], ties: readonly ColumnScan[]): KeyWatch {
  let seen = 0;
  let unsorted: number | null = null;
  let broken = 0;
  let sameKey = 0;

  function direction(columns: readonly ColumnScan[], record: number): number {
    for (let at = 0; at < columns.length; at += 1) {
      const order = (columns[at] as ColumnScan).orders[record] as number;
      if (order !== 0) return order;
    }
    return 0;
  }
  function hasNull(record: number): boolean {
    for (let at = 0; at < key.length; at += 1) {
      if ((key[at] as ColumnScan).cells[record] === NULL) return true;
    }
    return false;
  }
  return {
    take(first, records) {
      for (let record = first; record < records; record += 1) {
        seen += 1;
        const byKey = seen === 1 ? 1 : direction(key, record);
        const order = byKey === 0 ? direction(ties, record) : byKey;
        if (order < 0) unsorted ??= seen;
        sameKey = byKey === 0 ? sameKey + 1 : 1;
        if (hasNull(record)) broken += 1;
        else if (sameKey > 1) broken += sameKey === 2 ? 2 : 1;
      }
    },
    firstUnsorted: () => unsorted,
    broken: () => broken,
  };
}
