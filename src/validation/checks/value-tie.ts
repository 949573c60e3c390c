import type { ResultColumn } from '../../kernel/query.ts';
import { csvText, workbenchType } from '../../workbench/csv-text.ts';
import { quoteIdentifier, quoteLiteral } from '../../workbench/identifiers.ts';
import type { CheckFacts } from '../check-facts.ts';
import { controlColumn, extractColumn } from '../columns.ts';
import { controlFrom, withControl } from '../controls.ts';
import { askFigures, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';
import { ValidationError } from '../validation-error.ts';

const SHOWN = ['column', 'value', 'expected', 'actual'] as const;
/** A count that is NULL agrees with nothing. */
const DIFFERS = 'line.expected IS DISTINCT FROM line.actual';

/**
 * E-5: every value of the listed columns stands in as many rows as the control query found for it. Expected is the
 * number of values on either side, actual how many agree; NULL is a value of its own.
 */
export function valueTie({ columns, query }: SpecOf<'value_tie'>, facts: CheckFacts): Plan {
  return withControl(facts, query, (control) => {
    if (columns.length === 0)
      throw new ValidationError('BAD_CHECK', 'no column to count values of');
    const [column, value, count] = ['column_name', 'value', 'row_count'].map((name) =>
      quoteIdentifier(controlColumn(control, name).name),
    );
    const sides = [
      `SELECT ${column} AS "column", ${value} AS "value", CAST(${count} AS HUGEINT) AS expected, 0 AS actual ${controlFrom(control)}`,
      ...columns.map((name) => extractSide(extractColumn(facts, name))),
    ];
    const lines = `SELECT "column", "value", sum(expected) AS expected, sum(actual) AS actual FROM (\n${sides.join('\nUNION ALL\n')}\n) GROUP BY "column", "value"`;
    return askFigures(
      { values: 'count(*)', broken: `count(*) FILTER (WHERE ${DIFFERS})` },
      `FROM (${lines}) AS line`,
      ({ values, broken: differing }) => {
        const measured = {
          expected: values,
          actual: String(BigInt(values) - BigInt(differing)),
          difference: differing === '0' ? '0' : `-${differing}`,
        };
        if (differing === '0') return { kind: 'met', measured };
        return {
          kind: 'not_met',
          measured,
          offending: {
            from: 'statement',
            columns: SHOWN,
            statement: [
              'SELECT "column", "value", CAST(expected AS VARCHAR) AS "expected", CAST(actual AS VARCHAR) AS "actual"',
              `FROM (${lines}) AS line`,
              `WHERE ${DIFFERS}`,
              'ORDER BY line."column", line."value" NULLS FIRST',
            ].join('\n'),
            total: Number(differing),
          },
        };
      },
    );
  });
}

/** A column's values as the control query writes them, each with its number of rows; text is made of few values. */
function extractSide(column: ResultColumn): string {
  const { value, text } = countedValue(column);
  return `SELECT ${quoteLiteral(column.name)}, ${text}, 0, n FROM (SELECT ${value} AS v, count(*) AS n FROM "extract" GROUP BY ALL)`;
}

/** Text as it is, the calendar day of a date or timestamp, 0 or 1 for a boolean; `text` is SQL over the value `v`. */
function countedValue({ name, type }: ResultColumn): {
  readonly value: string;
  readonly text: string;
} {
  const cell = quoteIdentifier(name);
  switch (type.kind) {
    case 'text':
      return { value: cell, text: 'v' };
    case 'date':
      return { value: cell, text: csvText('v', type) };
    case 'timestamp':
      return workbenchType(type) === 'VARCHAR'
        ? { value: `left(${cell}, 10)`, text: 'v' }
        : { value: `CAST(${cell} AS DATE)`, text: csvText('v', { kind: 'date' }) };
    case 'boolean':
      return { value: cell, text: 'CAST(CAST(v AS INTEGER) AS VARCHAR)' };
    default:
      throw new ValidationError(
        'BAD_CHECK',
        `${JSON.stringify(name)} is ${type.kind}; values are counted of text, date, timestamp and boolean columns`,
        { advice: 'Declare a hash total for an integer column, a control total for an amount.' },
      );
  }
}
