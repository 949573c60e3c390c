import type { CheckFacts } from '../check-facts.ts';
import { controlColumn, extractColumn } from '../columns.ts';
import { COMPLETENESS, controlRelation, withControl } from '../controls.ts';
import { COUNT_FIGURES, sumFigures } from '../exact-sum.ts';
import { judgeLines } from '../lines.ts';
import { type PairedFigure, pairedLinesStatement, readPairedLines } from '../paired-lines.ts';
import { askNothing, askRows, type Plan } from '../plan.ts';
import { ValidationError } from '../validation-error.ts';

/** E-5: count and every control total of each partition = the completeness query's, exactly (RU-12). */
export function partitionTie(_spec: unknown, facts: CheckFacts): Plan {
  return withControl(facts, COMPLETENESS, (control) => {
    if (facts.partitions.length === 0) {
      throw new ValidationError('BAD_CHECK', 'the item declares no partitions to tie');
    }
    const keys = facts.partitions.map((name) => {
      controlColumn(control, name);
      return extractColumn(facts, name);
    });
    const figures: PairedFigure[] = [
      {
        name: 'rows',
        expected: sumFigures(controlColumn(control, 'row_count')),
        actual: COUNT_FIGURES,
        expectedNull: 'unknown',
      },
      ...facts.controlTotals.map(
        (name): PairedFigure => ({
          name,
          expected: sumFigures(controlColumn(control, name)),
          actual: sumFigures(extractColumn(facts, name)),
          expectedNull: 'nothing',
        }),
      ),
    ];
    if (control.landedRows === 0 && facts.extract.recordCount === 0) return NOTHING_ON_EITHER_SIDE;
    return askRows(pairedLinesStatement(keys, figures, controlRelation(control)), (answer) =>
      judgeLines({
        keyColumns: facts.partitions,
        lines: readPairedLines(keys, figures, answer),
      }),
    );
  });
}

/** Zero rows, and the completeness query found none either: both sides agree (whether that is allowed is E-11's). */
const NOTHING_ON_EITHER_SIDE: Plan = askNothing({
  kind: 'met',
  measured: { expected: '0', actual: '0', difference: '0' },
});
