import { quoteIdentifier } from '../../workbench/identifiers.ts';
import { breakingRows, condition, judgeBroken, mentionedColumns } from '../breaking-rows.ts';
import type { CheckFacts } from '../check-facts.ts';
import { extractColumn } from '../columns.ts';
import { askFigures, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';
import { ValidationError } from '../validation-error.ts';

/**
 * F-2: a derived column recalculated, exactly; NULL equals NULL. A formula that goes through binary floating point
 * is refused (G-2): it shows in the engine's own plan for it, or in the formula's type.
 */
export function recalculation(
  { column: name, expression }: SpecOf<'recalculation'>,
  facts: CheckFacts,
): Plan {
  const formula = condition(expression);
  const breaks = `${quoteIdentifier(extractColumn(facts, name).name)} IS DISTINCT FROM ${formula}`;
  const compared = askFigures(
    {
      broken: `count(*) FILTER (WHERE ${breaks})`,
      formula_type: `coalesce(any_value(typeof${formula}), '')`,
    },
    'FROM "extract"',
    ({ broken, formula_type }) => {
      refuseFloats(formula_type);
      const relevant = [name, ...mentionedColumns(facts, expression)];
      const shown = `CAST(${formula} AS VARCHAR)`;
      const calculated = [{ name: 'recalculated', sql: shown, type: { kind: 'text' } as const }];
      return judgeBroken(broken, breakingRows(facts, { breaks, relevant, calculated }, broken));
    },
  );
  return {
    ...compared,
    statements: [`EXPLAIN (FORMAT JSON) SELECT ${formula} FROM "extract"`, ...compared.statements],
    judge: ([plan = [], ...answers]) => {
      refuseFloats(...plan.flat().map(String));
      return compared.judge(answers);
    },
  };
}

function refuseFloats(...texts: readonly string[]): void {
  if (!texts.some((text) => /^(DOUBLE|FLOAT)|AS (DOUBLE|FLOAT)\)/.test(text))) return;
  throw new ValidationError('INEXACT', 'the formula is calculated in binary floating point', {
    advice: 'Cast its operands to decimals and round once; division always gives a float.',
  });
}
