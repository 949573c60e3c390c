import { formatDecimal } from '../../kernel/decimal.ts';
import type { CheckFacts } from '../check-facts.ts';
import { askIndependentCount, mayHaveNoRows } from '../no-rows-due.ts';
import { askFigures, askNothing, type Judgement, NO_ROWS, type Plan } from '../plan.ts';
import { judgeEqual } from '../single-figure.ts';

/** E-1: rows in the extract = Σ row_count of the completeness query. */
export function independentCount(_spec: unknown, facts: CheckFacts): Plan {
  return againstIndependentCount(facts, true);
}

function againstIndependentCount(facts: CheckFacts, recomputable: boolean): Plan {
  const plan = askIndependentCount(facts, (count) =>
    judgeEqual(formatDecimal(count), String(facts.extract.recordCount)),
  );
  return plan.kind === 'ask' ? { ...plan, recomputable } : plan;
}

/** E-1: engine's own count, rows that arrived, records in the file, rows parsed back: all four the same. */
export function deliveryCount(_spec: unknown, { extract, engineRows }: CheckFacts): Plan {
  return askFigures({ rows: 'count(*)' }, 'FROM "extract"', ({ rows }) => {
    const figures = [
      { line: 'rows that arrived', actual: String(extract.arrivedRows) },
      { line: 'records in the file', actual: String(extract.recordCount) },
      { line: 'rows parsed back from the file', actual: rows },
    ];
    const expected = String(engineRows);
    const other = figures.find(({ actual }) => actual !== expected)?.actual;
    return judgeEqual(
      expected,
      other ?? expected,
      figures.map(({ line, actual }) => ({
        line,
        expected,
        actual,
        difference: String(BigInt(actual) - BigInt(expected)),
      })),
    );
  });
}

/** Row counts at which exports and result windows are known to stop (domain/sox.md E-10). */
const KNOWN_LIMITS = [1_000, 5_000, 10_000, 50_000, 65_536, 100_000, 1_048_576];

/** E-10: a count equal to a known limit raises WARN. */
export function truncationGuard(_spec: unknown, { extract }: CheckFacts): Plan {
  const measured = {
    expected: `none of ${KNOWN_LIMITS.join(', ')}`,
    actual: String(extract.recordCount),
    difference: null,
  };
  const judgement: Judgement = KNOWN_LIMITS.includes(extract.recordCount)
    ? { kind: 'remarkable', measured, offending: NO_ROWS }
    : { kind: 'met', measured };
  return askNothing(judgement, true);
}

/** E-11: zero rows only where the definition allows them and the independent count is 0 too (RU-24). */
export function zeroRows(_spec: unknown, facts: CheckFacts): Plan {
  const rows = facts.extract.recordCount;
  const measured = { expected: 'at least 1', actual: String(rows), difference: null };
  if (rows > 0) return askNothing({ kind: 'met', measured }, true);
  if (mayHaveNoRows(facts)) return againstIndependentCount(facts, false);
  return askNothing({ kind: 'not_met', measured, offending: NO_ROWS });
}
