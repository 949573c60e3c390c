import type { CheckFacts } from '../check-facts.ts';
import { withControl } from '../controls.ts';
import { keyedRows } from '../keyed-rows.ts';
import { unlessNoRowsAreDue } from '../no-rows-due.ts';
import { askRows, notPerformed, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';

/** E-7: records selected from the source by another route stand in the extract. */
export function sourceWitness(spec: SpecOf<'source_witness'>, facts: CheckFacts): Plan {
  return withControl(facts, spec.query, (control) => {
    if (control.landedRows === 0 && spec.mayBeEmpty !== true) {
      const nothing = notPerformed(`control query ${spec.query} delivered no witness`);
      return unlessNoRowsAreDue(facts, nothing);
    }
    const { shownKey, from } = keyedRows(facts, control);
    const missing = `SELECT ${shownKey.join(', ')}\n${from}\nWHERE e.found IS NULL\nORDER BY ALL`;
    return askRows(missing, (rows) => {
      const measured = {
        expected: String(control.landedRows),
        actual: String(control.landedRows - rows.length),
        difference: String(-rows.length),
      };
      if (rows.length === 0) return { kind: 'met', measured };
      return {
        kind: 'not_met',
        measured,
        offending: { from: 'rows', columns: facts.extract.key, rows },
      };
    });
  });
}
