import { MEMBER } from '../manifest/member-path.ts';
import type { CheckResult } from '../manifest/validation-results.ts';
import {
  type CheckRecipe,
  checkRecipe,
  type RecipeSource,
  type Recomputed,
} from './check-recipes.ts';
import type { Defect } from './report.ts';
import { figureDifference, sameFigure } from './same-figure.ts';
import type { ExtractFigures } from './scan-extract.ts';

/** A check that the package says anyone can recompute. */
export interface RecomputableCheck {
  readonly check: CheckResult;
  /** Undefined when this version cannot; that is said, never passed over. */
  readonly recipe: CheckRecipe | undefined;
}

/** The checks to perform again; those not performed, or not marked, are none. */
export function recomputableChecks(
  checks: readonly CheckResult[],
  source: Omit<RecipeSource, 'check'>,
): readonly RecomputableCheck[] {
  return checks
    .filter(({ recomputable }) => recomputable)
    .map((check) => ({ check, recipe: checkRecipe({ ...source, check }) }));
}

/** Where a check, performed again, says something else. `brokenRows`: what each recipe's row test counted. */
export function checkDefects(
  checks: readonly RecomputableCheck[],
  figures: ExtractFigures,
  brokenRows: ReadonlyMap<CheckRecipe, number>,
): readonly Defect[] {
  return checks.flatMap(({ check, recipe }) => {
    if (recipe === undefined) return [];
    const again = recipe.judge(figures, brokenRows.get(recipe) ?? 0);
    return agrees(check, again) ? [] : [differs(check, again)];
  });
}

function statusOf({ kind, severity }: CheckResult, { passes }: Recomputed): string {
  if (passes) return 'PASS';
  return severity === 'warn' || kind === 'truncation_guard' ? 'WARN' : 'FAIL';
}

function agrees(check: CheckResult, again: Recomputed): boolean {
  return (
    check.status === statusOf(check, again) &&
    sameFigure(check.expected, again.expected) &&
    sameFigure(check.actual, again.actual) &&
    sameFigure(check.difference, figureDifference(again.actual, again.expected))
  );
}

function differs(check: CheckResult, again: Recomputed): Defect {
  const difference = figureDifference(again.actual, again.expected);
  const words = (status: string, expected: unknown, actual: unknown, gap: unknown) =>
    `${status}, expected ${expected}, actual ${actual}, difference ${gap ?? 'none'}`;
  return {
    code: 'check_differs',
    path: MEMBER.results,
    expected: `check ${check.id}: ${words(statusOf(check, again), again.expected, again.actual, difference)}`,
    actual: words(check.status, check.expected, check.actual, check.difference),
  };
}
