import { differenceText } from '../kernel/decimal.ts';
import type { Extraction } from './run-record.ts';

/** A control total as the package shows it: the extract's figure beside the independent one. */
export interface ControlTotalLine {
  readonly name: string;
  /** Null for a hash total: the numbers added are no amounts. */
  readonly currency: string | null;
  readonly extract: string;
  readonly independent: string | null;
  readonly difference: string | null;
}

export function controlTotalLines(extraction: Extraction): readonly ControlTotalLine[] {
  if (!extraction.completed) return [];
  const { extract, independent } = extraction;
  return extract.controlTotals.map(({ column, currency, sum }) => {
    const figure = independent.totals.get(column) ?? null;
    return {
      name: column,
      currency,
      extract: sum,
      independent: figure,
      difference: figure === null ? null : differenceText(sum, figure),
    };
  });
}
