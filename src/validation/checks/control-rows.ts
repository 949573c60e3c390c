import { csvText } from '../../workbench/csv-text.ts';
import { quoteIdentifier } from '../../workbench/identifiers.ts';
import { judgeBroken } from '../breaking-rows.ts';
import type { CheckFacts } from '../check-facts.ts';
import { controlFrom, withControl } from '../controls.ts';
import { askFigures, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';

/** Any attribute (F-4 for look-ups that match more than once): each row the control query delivers is an exception. */
export function noControlRows({ query }: SpecOf<'fan_out' | 'no_rows'>, facts: CheckFacts): Plan {
  return withControl(facts, query, (control) => {
    const list = control.columns.map(
      ({ name, type }) => `  ${csvText(quoteIdentifier(name), type)} AS ${quoteIdentifier(name)}`,
    );
    const order = control.columns.map(
      ({ name }) => `delivered.${quoteIdentifier(name)} NULLS FIRST`,
    );
    return askFigures({ rows: 'count(*)' }, controlFrom(control), ({ rows }) =>
      judgeBroken(rows, {
        from: 'statement',
        columns: control.columns.map(({ name }) => name),
        statement: [
          'SELECT',
          list.join(',\n'),
          `${controlFrom(control)} AS delivered`,
          `ORDER BY ${order.join(', ')}`,
        ].join('\n'),
        total: control.landedRows,
      }),
    );
  });
}
