import { quoteIdentifier } from '../../workbench/identifiers.ts';
import { condition, mentionedColumns, noRowBreaks } from '../breaking-rows.ts';
import type { CheckFacts } from '../check-facts.ts';
import { extractColumn, requiredScale } from '../columns.ts';
import { literal } from '../literal.ts';
import { listParameter } from '../parameters.ts';
import type { Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';
import { ValidationError } from '../validation-error.ts';

/** F-5: no NULL, and no empty text where that is refused. */
export function notNull({ column, empty }: SpecOf<'not_null'>, facts: CheckFacts): Plan {
  const { name, type } = extractColumn(facts, column);
  const cell = quoteIdentifier(name);
  const refused = empty === 'refused' && type.kind === 'text';
  const breaks = refused ? `${cell} IS NULL OR ${cell} = ''` : `${cell} IS NULL`;
  return noRowBreaks(facts, { breaks, relevant: [column] }, true);
}

/** F-5: allowed values, compared by value; NULL is judged by not_null. */
export function domain({ column, values }: SpecOf<'domain'>, facts: CheckFacts): Plan {
  const declared = extractColumn(facts, column);
  const cell = quoteIdentifier(column);
  const relevant = [column];
  if ('parameter' in values) {
    const list = listParameter(facts, values.parameter);
    return noRowBreaks(facts, { breaks: `NOT list_contains(${list}, ${cell})`, relevant }, false);
  }
  if (values.length === 0) throw new ValidationError('BAD_CHECK', 'a domain needs allowed values');
  const list = values.map((value) => literal(declared, value)).join(', ');
  return noRowBreaks(facts, { breaks: `${cell} NOT IN (${list})`, relevant }, true);
}

/** F-5: lowest and highest value allowed, both inclusive; NULL is judged by not_null. */
export function range({ column, min, max }: SpecOf<'range'>, facts: CheckFacts): Plan {
  const declared = extractColumn(facts, column);
  const cell = quoteIdentifier(column);
  const bounds = [
    ...(min === null ? [] : [`${cell} < ${literal(declared, min)}`]),
    ...(max === null ? [] : [`${cell} > ${literal(declared, max)}`]),
  ];
  if (bounds.length === 0) throw new ValidationError('BAD_CHECK', 'a range needs a bound');
  return noRowBreaks(facts, { breaks: bounds.join(' OR '), relevant: [column] }, true);
}

/** F-5: a condition every row must meet; where it is unknown (NULL) the row fails. */
export function rule({ holds }: SpecOf<'rule'>, facts: CheckFacts): Plan {
  const breaks = `${condition(holds)} IS NOT TRUE`;
  return noRowBreaks(facts, { breaks, relevant: mentionedColumns(facts, holds) }, false);
}

/** F-3: in every row the total = the exact sum of its parts; an unknown (NULL) amount breaks the row. */
export function crossFoot({ total, parts }: SpecOf<'cross_foot'>, facts: CheckFacts): Plan {
  const columns = [total, ...parts].map((name) => extractColumn(facts, name));
  for (const column of columns) requiredScale(column);
  if (parts.length === 0) throw new ValidationError('BAD_CHECK', 'a cross-foot needs parts');
  const sum = parts.map(quoteIdentifier).join(' + ');
  const breaks = `(${quoteIdentifier(total)} = ${sum}) IS NOT TRUE`;
  return noRowBreaks(facts, { breaks, relevant: [total, ...parts] }, true);
}
