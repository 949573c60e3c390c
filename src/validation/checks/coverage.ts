import { csvText } from '../../workbench/csv-text.ts';
import { quoteIdentifier } from '../../workbench/identifiers.ts';
import type { CheckFacts } from '../check-facts.ts';
import { extractColumn, numericScale } from '../columns.ts';
import { literal } from '../literal.ts';
import { unlessNoRowsAreDue } from '../no-rows-due.ts';
import { listParameter } from '../parameters.ts';
import { askRows, notPerformed, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';

/** E-8: every expected value of a column appears. Expected is how many there are, actual how many were found. */
export function coverage({ column, expected }: SpecOf<'coverage'>, facts: CheckFacts): Plan {
  const declared = extractColumn(facts, column);
  const cell = quoteIdentifier(column);
  const byValue = 'parameter' in expected || numericScale(declared.type) !== undefined;
  const list =
    'parameter' in expected
      ? listParameter(facts, expected.parameter)
      : `[${expected.map((value) => literal(declared, value)).join(', ')}]`;
  const found = byValue ? 'cell' : csvText('cell', declared.type);
  const statement = [
    `WITH expected AS (SELECT DISTINCT v FROM (SELECT unnest(${list}) AS v)),`,
    `found AS (SELECT ${found} AS cell FROM (SELECT DISTINCT ${cell} AS cell FROM "extract"))`,
    `SELECT CAST(v AS VARCHAR), EXISTS (FROM found WHERE cell = v)`,
    'FROM expected',
    'ORDER BY v',
  ].join('\n');
  const plan = askRows(statement, (rows) => {
    if (rows.length === 0) return notPerformed('no value is expected');
    const missing = rows.filter(([, found]) => found !== 'true').map(([value = null]) => [value]);
    const measured = {
      expected: String(rows.length),
      actual: String(rows.length - missing.length),
      difference: String(-missing.length),
    };
    if (missing.length === 0) return { kind: 'met', measured };
    return {
      kind: 'not_met',
      measured,
      offending: { from: 'rows', columns: [column], rows: missing },
    };
  });
  return unlessNoRowsAreDue(facts, plan);
}
