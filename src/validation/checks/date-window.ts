import type { DataType } from '../../kernel/data-type.ts';
import { csvText, workbenchType } from '../../workbench/csv-text.ts';
import { quoteIdentifier } from '../../workbench/identifiers.ts';
import { breakingRows } from '../breaking-rows.ts';
import type { CheckFacts } from '../check-facts.ts';
import { extractColumn } from '../columns.ts';
import { runParameter } from '../parameters.ts';
import { askFigures, notPerformed, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';
import { ValidationError } from '../validation-error.ts';

/** E-8: every date lies in [from, before): the day `before` itself is outside. NULL is judged by not_null. */
export function dateWindow(spec: SpecOf<'date_window'>, facts: CheckFacts): Plan {
  const { name, type } = extractColumn(facts, spec.column);
  if (type.kind !== 'date' && type.kind !== 'timestamp') {
    throw new ValidationError('BAD_CHECK', `${JSON.stringify(name)} is no date or timestamp`);
  }
  const bounds = [
    ...(spec.from === null ? [] : [{ parameter: spec.from, outside: '<', inside: '>=' }]),
    ...(spec.before === null ? [] : [{ parameter: spec.before, outside: '>=', inside: '<' }]),
  ];
  if (bounds.length === 0) throw new ValidationError('BAD_CHECK', 'a date window needs a bound');
  const cell = quoteIdentifier(name);
  const breaks = bounds
    .map(({ parameter, outside }) => `${cell} ${outside} ${boundValue(parameter, type)}`)
    .join(' OR ');
  const expected = bounds
    .map(({ parameter, inside }) => `${inside} ${runParameter(facts, parameter).value}`)
    .join(' and ');
  return askFigures(
    {
      rows: 'count(*)',
      dated: `count(${cell})`,
      lowest: `coalesce(${csvText(`min(${cell})`, type)}, '')`,
      highest: `coalesce(${csvText(`max(${cell})`, type)}, '')`,
      broken: `count(*) FILTER (WHERE ${breaks})`,
    },
    'FROM "extract"',
    ({ rows, dated, lowest, highest, broken }) => {
      const measured = { expected, actual: `${lowest} to ${highest}`, difference: null };
      if (rows === '0') return { kind: 'met', measured: { ...measured, actual: 'no row' } };
      if (dated === '0') return notPerformed(`no row has a value in ${JSON.stringify(name)}`);
      if (broken === '0') return { kind: 'met', measured };
      const offending = breakingRows(facts, { breaks, relevant: [name] }, broken);
      return { kind: 'not_met', measured, offending };
    },
  );
}

/** Timestamps finer than microseconds are text in the workbench, where the order of texts is the order of time. */
function boundValue(parameter: string, type: DataType): string {
  return workbenchType(type) === 'VARCHAR' ? `CAST($${parameter} AS VARCHAR)` : `$${parameter}`;
}
