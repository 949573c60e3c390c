import { addDecimal, type Decimal } from '../../kernel/decimal.ts';
import { quoteIdentifier } from '../../workbench/identifiers.ts';
import type { CheckFacts } from '../check-facts.ts';
import { controlColumn, extractColumn, requiredScale } from '../columns.ts';
import { COMPLETENESS, controlFrom, withControl } from '../controls.ts';
import { atScale, readSum, sumFigures } from '../exact-sum.ts';
import type { Plan } from '../plan.ts';
import { judgeEqual } from '../single-figure.ts';
import type { SpecOf } from '../spec-of.ts';

/** E-1: the extract's sum of a column = the completeness query's, exactly (RU-12). */
export function controlTotal({ column: name }: SpecOf<'control_total'>, facts: CheckFacts): Plan {
  return withControl(facts, COMPLETENESS, (control) => {
    const column = extractColumn(facts, name);
    const scale = requiredScale(column);
    const independent = controlColumn(control, name);
    requiredScale(independent);
    return {
      kind: 'ask',
      recomputable: true,
      statements: [
        `SELECT ${sumFigures(independent).join(', ')}\n${controlFrom(control)}`,
        `SELECT ${sumFigures(column).join(', ')}\nFROM "extract"`,
      ],
      judge: ([[expected = []] = [], [actual = []] = []]) =>
        judgeEqual(
          atScale(readSum(expected, name).sum, scale),
          atScale(readSum(actual, name).sum, scale),
        ),
    };
  });
}

/**
 * F-3: the total over all rows, added by the workbench, = the sum of each group's positive and negative amounts,
 * added here.
 */
export function foot({ column: name, by }: SpecOf<'foot'>, facts: CheckFacts): Plan {
  const column = extractColumn(facts, name);
  const scale = requiredScale(column);
  const groups = by.map((key) => quoteIdentifier(extractColumn(facts, key).name));
  const sign = `"extract".${quoteIdentifier(name)} < 0`;
  const grouped = ['GROUP BY ', [sign, ...groups].join(', ')].join('');
  const figures = sumFigures(column).join(', ');
  return {
    kind: 'ask',
    recomputable: true,
    statements: [
      `SELECT ${figures}\nFROM "extract"`,
      `SELECT ${figures}\nFROM "extract"\n${grouped}`,
    ],
    judge: ([[whole = []] = [], parts = []]) => {
      const nothing: Decimal = { units: 0n, scale };
      const added = parts.map((part) => readSum(part, name).sum).reduce(addDecimal, nothing);
      return judgeEqual(atScale(readSum(whole, name).sum, scale), atScale(added, scale));
    },
  };
}
