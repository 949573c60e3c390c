import { csvText } from '../../workbench/csv-text.ts';
import { quoteIdentifier } from '../../workbench/identifiers.ts';
import { condition, judgeBroken } from '../breaking-rows.ts';
import type { CheckFacts } from '../check-facts.ts';
import { controlFrom, withControl } from '../controls.ts';
import { askFigures, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';

/** Any attribute (F-4 for look-ups that match more than once): each row the control query delivers is an exception. */
export function noControlRows(
  spec: SpecOf<'fan_out'> | SpecOf<'no_rows'>,
  facts: CheckFacts,
): Plan {
  return withControl(facts, spec.query, (control) => {
    const described = 'where' in spec ? [`WHERE ${condition(spec.where)}`] : [];
    const list = control.columns.map(
      ({ name, type }) => `  ${csvText(quoteIdentifier(name), type)} AS ${quoteIdentifier(name)}`,
    );
    const order = control.columns.map(
      ({ name }) => `delivered.${quoteIdentifier(name)} NULLS FIRST`,
    );
    const counted = [controlFrom(control), ...described].join('\n');
    return askFigures({ rows: 'count(*)' }, counted, ({ rows }) =>
      judgeBroken(rows, {
        from: 'statement',
        columns: control.columns.map(({ name }) => name),
        statement: [
          'SELECT',
          list.join(',\n'),
          `${controlFrom(control)} AS delivered`,
          ...described,
          `ORDER BY ${order.join(', ')}`,
        ].join('\n'),
        total: Number(rows),
      }),
    );
  });
}
