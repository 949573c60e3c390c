import { compareDecimal, type Decimal } from '../kernel/decimal.ts';
import type { CheckFacts } from './check-facts.ts';
import { controlColumn } from './columns.ts';
import { COMPLETENESS, controlFrom, withControl } from './controls.ts';
import { readSum, sumFigures } from './exact-sum.ts';
import { askRows, type Judgement, type Plan } from './plan.ts';
import { ValidationError } from './validation-error.ts';

/** Does the definition allow this run to have no row (domain/catalog.md RU-24)? */
export function mayHaveNoRows({ zeroRows, companies }: CheckFacts): boolean {
  return zeroRows === 'allowed' || (zeroRows === 'single_company' && companies === 1);
}

/** Asks for Σ row_count of the completeness query. */
export function askIndependentCount(facts: CheckFacts, judge: (count: Decimal) => Judgement): Plan {
  return withControl(facts, COMPLETENESS, (control) => {
    const figures = sumFigures(controlColumn(control, 'row_count'));
    return askRows(`SELECT ${figures.join(', ')}\n${controlFrom(control)}`, ([row = []]) => {
      const { sum, partial } = readSum(row, 'row_count');
      if (!partial) return judge(sum);
      throw new ValidationError('BAD_ANSWER', 'the completeness query gives a NULL row_count');
    });
  });
}

/**
 * A check that looks for rows does not apply where none is due: the definition allows none and the independent
 * count is 0 too (domain/catalog.md RU-24). Everywhere else it is planned as given.
 */
export function unlessNoRowsAreDue(facts: CheckFacts, plan: Plan): Plan {
  if (facts.extract.recordCount > 0 || !mayHaveNoRows(facts)) return plan;
  return askIndependentCount(facts, (count) =>
    compareDecimal(count, NOTHING) === 0
      ? {
          kind: 'not_applicable',
          reason:
            'no row is due: the definition allows none for this run, and the independent count is 0 too',
        }
      : plan,
  );
}

const NOTHING: Decimal = { units: 0n, scale: 0 };
