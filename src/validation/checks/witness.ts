import { condition, mentionedColumns, noRowBreaks } from '../breaking-rows.ts';
import type { CheckFacts } from '../check-facts.ts';
import { unlessNoRowsAreDue } from '../no-rows-due.ts';
import { askFigures, NO_ROWS, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';

/** E-7: at least one row is as described (present); F-6: none is (absent). */
export function witness({ presence, where }: SpecOf<'witness'>, facts: CheckFacts): Plan {
  const found = condition(where);
  if (presence === 'absent') {
    return noRowBreaks(facts, { breaks: found, relevant: mentionedColumns(facts, where) }, false);
  }
  const plan = askFigures({ found: 'count(*)' }, `FROM "extract"\nWHERE ${found}`, (answer) => {
    const measured = { expected: 'at least 1', actual: answer.found, difference: null };
    return answer.found === '0'
      ? { kind: 'not_met', measured, offending: NO_ROWS }
      : { kind: 'met', measured };
  });
  return unlessNoRowsAreDue(facts, plan);
}
