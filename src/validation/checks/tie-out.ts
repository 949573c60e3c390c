import { parseDecimal } from '../../kernel/decimal.ts';
import type { CheckFacts } from '../check-facts.ts';
import { controlColumn, extractColumn } from '../columns.ts';
import { controlRelation, withControl } from '../controls.ts';
import { sumFigures } from '../exact-sum.ts';
import { judgeLines } from '../lines.ts';
import { unlessNoRowsAreDue } from '../no-rows-due.ts';
import { type PairedFigure, pairedLinesStatement, readPairedLines } from '../paired-lines.ts';
import { askRows, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';
import { ValidationError } from '../validation-error.ts';

/** E-2: Σ measure per line = the control query's amount for that line, within tolerance (S0-14, S0-15, RU-12, RU-24). */
export function tieOut(spec: SpecOf<'tie_out'>, facts: CheckFacts): Plan {
  return withControl(facts, spec.query, (control) => {
    if (spec.by.length === 0) {
      throw new ValidationError('BAD_CHECK', 'a tie-out needs lines: one net total hides losses', {
        advice: 'Declare the columns that make a line, for example company and account.',
      });
    }
    const keys = spec.by.map((name) => {
      controlColumn(control, name);
      return extractColumn(facts, name);
    });
    const figures: PairedFigure[] = [
      {
        name: spec.measure,
        expected: sumFigures(controlColumn(control, spec.amount)),
        actual: sumFigures(extractColumn(facts, spec.measure)),
        expectedNull: 'unknown',
      },
    ];
    const tolerance = parseDecimal(spec.tolerance);
    return askRows(pairedLinesStatement(keys, figures, controlRelation(control)), (answer) => {
      const judgement = judgeLines({
        keyColumns: spec.by,
        lines: readPairedLines(keys, figures, answer),
        tolerance,
      });
      // No line on either side.
      if (judgement.kind === 'not_performed') return unlessNoRowsAreDue(facts, judgement);
      return judgement;
    });
  });
}
