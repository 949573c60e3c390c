import { csvText } from '../../workbench/csv-text.ts';
import { quoteIdentifier, quoteLiteral } from '../../workbench/identifiers.ts';
import type { CheckFacts } from '../check-facts.ts';
import { controlColumn, extractColumn } from '../columns.ts';
import { withControl } from '../controls.ts';
import { keyedRows } from '../keyed-rows.ts';
import { unlessNoRowsAreDue } from '../no-rows-due.ts';
import { askRows, notPerformed, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';
import { ValidationError } from '../validation-error.ts';

/**
 * F-1: a sample re-read from the source agrees with the extract in every traced column; NULL agrees with NULL.
 * Expected is the number of cells compared, actual how many agree; a row that is missing agrees in none.
 */
export function trace(spec: SpecOf<'trace'>, facts: CheckFacts): Plan {
  return withControl(facts, spec.query, (control) => {
    if (spec.columns.length === 0) throw new ValidationError('BAD_CHECK', 'nothing to trace');
    if (control.landedRows === 0 && spec.mayBeEmpty !== true) {
      const nothing = notPerformed(`control query ${spec.query} delivered no record to trace`);
      return unlessNoRowsAreDue(facts, nothing);
    }
    const { shownKey, from } = keyedRows(facts, control, spec.columns);
    const traced = spec.columns.map((name, v) => ({
      name,
      type: extractColumn(facts, name).type,
      pair: `c.${quoteIdentifier(controlColumn(control, name).name)} AS c${v}, e.v${v}`,
    }));
    const key = shownKey.map((_, k) => `k${k}`);
    // the extract is read once, whatever the number of columns
    const pairs = [
      ...shownKey.map((text, k) => `${text} AS k${k}`),
      ...traced.map(({ pair }) => pair),
      'e.found',
    ];
    const compared = traced.map(({ name, type }, v) => {
      const row = [...key, quoteLiteral(name), csvText(`c${v}`, type), csvText(`v${v}`, type)];
      return `SELECT ${row.join(', ')} FROM pair WHERE found IS NULL OR c${v} IS DISTINCT FROM v${v}`;
    });
    const statement = [
      `WITH pair AS MATERIALIZED (SELECT ${pairs.join(', ')}`,
      `${from})`,
      compared.join('\nUNION ALL\n'),
      'ORDER BY ALL',
    ];
    return askRows(statement.join('\n'), (rows) => {
      const cells = control.landedRows * spec.columns.length;
      const measured = {
        expected: String(cells),
        actual: String(cells - rows.length),
        difference: String(-rows.length),
      };
      if (rows.length === 0) return { kind: 'met', measured };
      const columns = [...facts.extract.key, 'column', 'source', 'extract'];
      return { kind: 'not_met', measured, offending: { from: 'rows', columns, rows } };
    });
  });
}
