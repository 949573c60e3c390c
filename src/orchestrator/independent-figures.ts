import type { ItemPlan } from '../catalog/plan-item.ts';
import type { LandedControl } from '../extraction/land-control.ts';
import type { IndependentFigures } from '../report/run-record.ts';
import { quoteIdentifier } from '../workbench/identifiers.ts';
import type { Workbench } from '../workbench/workbench.ts';

/** Row count and control totals as the completeness query gives them, added over its partitions (domain/sox.md E-1). */
export async function independentFigures(
  workbench: Workbench,
  { item }: ItemPlan,
  controls: readonly LandedControl[],
): Promise<IndependentFigures> {
  if (!controls.some(({ name }) => name === 'completeness')) {
    return { rowCount: null, totals: new Map() };
  }
  const columns = item.definition.controlTotals.map(({ column }) => column);
  const sums = ['row_count', ...columns].map(
    (column) => `COALESCE(SUM(${quoteIdentifier(column)}), 0)`,
  );
  const [row = []] = await workbench.rows(`SELECT ${sums.join(', ')} FROM control_completeness`);
  const [rowCount = null, ...totals] = row;
  return {
    rowCount,
    totals: new Map(columns.map((column, index) => [column, totals[index] ?? '0'])),
  };
}
