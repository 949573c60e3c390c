import { csvText } from '../workbench/csv-text.ts';
import { quoteIdentifier } from '../workbench/identifiers.ts';
import type { CheckFacts, DeliveredControl } from './check-facts.ts';
import { controlColumn, extractColumn } from './columns.ts';
import { controlRelation } from './controls.ts';
import { ValidationError } from './validation-error.ts';

/** SQL that puts a control query's rows (`c`) beside the rows of the extract with the same key (`e`). */
export interface KeyedRows {
  /** The key's texts, from the control row. */
  readonly shownKey: readonly string[];
  /** FROM clause; `e.found` is NULL where the extract has no such row, `e.v0`, `e.v1` … are the columns asked for. */
  readonly from: string;
}

/**
 * Finds the rows of a control query in the extract by its natural key; NULL meets NULL.
 * @throws ValidationError when the control query does not deliver the whole key
 */
export function keyedRows(
  facts: CheckFacts,
  control: DeliveredControl,
  columns: readonly string[] = [],
): KeyedRows {
  if (facts.extract.key.length === 0) {
    throw new ValidationError('BAD_CHECK', 'the item declares no key to find records by');
  }
  const key = facts.extract.key.map((name, k) => ({
    type: extractColumn(facts, name).type,
    inControl: `c.${quoteIdentifier(controlColumn(control, name).name)}`,
    inExtract: `${quoteIdentifier(name)} AS k${k}`,
    same: `e.k${k} IS NOT DISTINCT FROM c.${quoteIdentifier(name)}`,
  }));
  const asked = columns.map((name, v) => `${quoteIdentifier(name)} AS v${v}`);
  const list = [...key.map(({ inExtract }) => inExtract), ...asked, 'true AS found'];
  return {
    shownKey: key.map(({ type, inControl }) => csvText(inControl, type)),
    from: [
      `FROM ${quoteIdentifier(controlRelation(control))} AS c`,
      `LEFT JOIN (SELECT ${list.join(', ')} FROM "extract") AS e`,
      `ON ${key.map(({ same }) => same).join(' AND ')}`,
    ].join('\n'),
  };
}
