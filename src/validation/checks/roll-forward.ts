import { addDecimal, parseDecimal } from '../../kernel/decimal.ts';
import { csvText } from '../../workbench/csv-text.ts';
import { quoteIdentifier } from '../../workbench/identifiers.ts';
import type { CheckFacts } from '../check-facts.ts';
import { controlColumn, requiredScale } from '../columns.ts';
import { controlFrom, withControl } from '../controls.ts';
import { judgeLines, type Line } from '../lines.ts';
import { askRows, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';

/** E-3: opening + activity = closing for each line of the control query, exactly. */
export function rollForward(spec: SpecOf<'roll_forward'>, facts: CheckFacts): Plan {
  return withControl(facts, spec.query, (control) => {
    const keys = spec.by.map((name) => controlColumn(control, name));
    const amounts = [spec.opening, spec.activity, spec.closing].map((name) => {
      const column = controlColumn(control, name);
      requiredScale(column);
      return column;
    });
    const list = [
      ...keys.map(({ name, type }) => csvText(quoteIdentifier(name), type)),
      ...amounts.map(({ name }) => quoteIdentifier(name)),
    ];
    return askRows(`SELECT ${list.join(', ')}\n${controlFrom(control)}\nORDER BY ALL`, (rows) =>
      judgeLines({
        keyColumns: spec.by,
        lines: rows.map((row) => rolledLine(row, keys.length, spec.closing)),
      }),
    );
  });
}

function rolledLine(row: readonly (string | null)[], keys: number, figure: string): Line {
  const [opening, activity, closing] = row
    .slice(keys)
    .map((cell) => (cell === null ? undefined : parseDecimal(cell)));
  const known = opening !== undefined && activity !== undefined;
  return {
    key: row.slice(0, keys),
    figure,
    expected: known ? addDecimal(opening, activity) : undefined,
    actual: closing,
  };
}
