import type { DataType } from '../kernel/data-type.ts';
import { csvText } from '../workbench/csv-text.ts';
import { quoteIdentifier } from '../workbench/identifiers.ts';
import type { CheckFacts } from './check-facts.ts';
import { extractColumn } from './columns.ts';
import { type Asking, askFigures, type Judgement, type OffendingRows } from './plan.ts';

/** A condition over the rows of the extract and what to show of the rows that meet it. */
export interface RowCondition {
  /** SQL that is true for a row that breaks the check. */
  readonly breaks: string;
  /** Columns shown beside the key. */
  readonly relevant: readonly string[];
  /** Calculated values shown after them. */
  readonly calculated?: readonly {
    readonly name: string;
    readonly sql: string;
    readonly type: DataType;
  }[];
}

/** A condition of the catalog, kept apart from what surrounds it even if it ends in a comment. */
export function condition(sql: string): string {
  return `(\n${sql}\n)`;
}

/** No row may break the condition: expected 0, actual the number that do. */
export function noRowBreaks(
  facts: CheckFacts,
  broken: RowCondition,
  recomputable: boolean,
): Asking {
  return askFigures(
    { broken: 'count(*)' },
    `FROM "extract"\nWHERE ${broken.breaks}`,
    (answer) => judgeBroken(answer.broken, breakingRows(facts, broken, answer.broken)),
    recomputable,
  );
}

/** Expected 0, actual the rows that break; those rows are the offending ones. */
export function judgeBroken(broken: string, offending: OffendingRows): Judgement {
  const measured = { expected: '0', actual: broken, difference: broken };
  return broken === '0' ? { kind: 'met', measured } : { kind: 'not_met', measured, offending };
}

/** Selects all rows that break the condition, by key, with the values that matter. */
export function breakingRows(
  facts: CheckFacts,
  { breaks, relevant, calculated = [] }: RowCondition,
  total: string,
): OffendingRows {
  const names = [...new Set([...facts.extract.key, ...relevant])];
  const columns = names.map((name) => extractColumn(facts, name));
  const shown = [
    ...columns.map(({ name, type }) => ({ name, sql: quoteIdentifier(name), type })),
    ...calculated,
  ];
  const list = shown.map(
    ({ name, sql, type }) => `  ${csvText(sql, type)} AS ${quoteIdentifier(name)}`,
  );
  const order = columns.map(({ name }) => `broken.${quoteIdentifier(name)} NULLS FIRST`);
  return {
    from: 'statement',
    columns: shown.map(({ name }) => name),
    statement: [
      'SELECT',
      list.join(',\n'),
      `FROM (SELECT * FROM "extract" WHERE ${breaks}) AS broken`,
      `ORDER BY ${order.join(', ')}`,
    ].join('\n'),
    total: Number(total),
  };
}

/** Columns a condition speaks of; showing one too many does no harm. */
export function mentionedColumns({ extract }: CheckFacts, sql: string): readonly string[] {
  const text = sql.toLowerCase();
  return extract.columns
    .map(({ name }) => name)
    .filter((name) => text.includes(name.toLowerCase()));
}
