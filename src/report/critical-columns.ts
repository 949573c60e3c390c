import type { ItemPlan } from '../catalog/plan-item.ts';
import type { Extract } from '../extraction/extract.ts';

/** How complete one critical column is (evidence-package 3.2, 3.3). */
export interface CriticalColumn {
  readonly name: string;
  readonly nulls: number;
  readonly empties: number;
  /** `99.9`: truncated, never rounded up, so `100.0` means no gap at all. */
  readonly percent: string;
}

export function criticalColumns(plan: ItemPlan, extract: Extract): readonly CriticalColumn[] {
  const { columns } = plan.item.definition;
  return extract.summary
    .filter(({ name }) => columns[name]?.critical === true)
    .map(({ name, nulls, empties }) => {
      const filled = BigInt(extract.recordCount - nulls - empties);
      const permille =
        extract.recordCount === 0 ? 1000n : (filled * 1000n) / BigInt(extract.recordCount);
      return { name, nulls, empties, percent: `${permille / 10n}.${permille % 10n}` };
    });
}
