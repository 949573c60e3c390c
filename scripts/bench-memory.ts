import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeBenchBooks } from './bench-books.ts';
import { measure, mebibytes, save } from './bench-measure.ts';
import { ORDER_ITEM_REPORTS } from './bench-order-items.ts';

const BUDGET = 1024;

/**
 * Peak memory of whole runs, plan to sealed package with every check: the customer ledger at `growth` rows and a
 * tenth of it, and every report over order items at `rows` rows.
 */
export async function benchMemory(
  folder: string,
  {
    rows,
    growth,
    keep,
  }: { readonly rows: number; readonly growth: number; readonly keep: boolean },
): Promise<void> {
  const cases = [
    { item: 'IPE_07', rows: Math.round(growth / 10) },
    { item: 'IPE_07', rows: growth },
    ...ORDER_ITEM_REPORTS.map((item) => ({ item, rows })),
  ];
  const peaks = [];
  for (const each of cases) {
    const books = join(folder, `${each.item}-${each.rows}`);
    await writeBenchBooks(books, each.item, each.rows);
    const measured = measure('seal', books, each.item);
    rmSync(books, { recursive: true, force: true });
    const mib = mebibytes(measured);
    peaks.push({ ...each, mib, ms: measured.milliseconds });
    console.log(
      `${each.item.padEnd(16)} ${String(each.rows).padStart(9)} rows ${String(mib).padStart(6)} MiB (budget ${BUDGET})   ${measured.milliseconds} ms   ${measured.produced}`,
    );
  }
  if (keep) save('memory', { budget_mib: BUDGET, peaks });
}
