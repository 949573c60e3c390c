import { csvText } from '../../workbench/csv-text.ts';
import { quoteIdentifier } from '../../workbench/identifiers.ts';
import type { CheckFacts } from '../check-facts.ts';
import { extractColumn } from '../columns.ts';
import { literal } from '../literal.ts';
import { askFigures, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';
import { ValidationError } from '../validation-error.ts';

/**
 * E-4: between a partition's lowest and highest number none is missing, but for those explained. Expected 0, actual
 * how many numbers are missing; each gap is one offending row.
 */
export function sequenceGap(spec: SpecOf<'sequence_gap'>, facts: CheckFacts): Plan {
  const column = extractColumn(facts, spec.column);
  if (column.type.kind !== 'integer') {
    throw new ValidationError('BAD_CHECK', `${JSON.stringify(spec.column)} is no integer column`);
  }
  const by = spec.by.map((name) => extractColumn(facts, name));
  const explained = (spec.explained ?? []).map(({ number }) => `(${literal(column, number)})`);
  const gaps = gapsStatement(
    by.map(({ name }) => name),
    spec.column,
    explained,
  );
  const shown = [
    ...by.map(({ name, type }, k) => ({ name, sql: csvText(`k${k}`, type) })),
    { name: 'missing_from', sql: 'CAST(n + 1 AS VARCHAR)' },
    { name: 'missing_to', sql: 'CAST(following - 1 AS VARCHAR)' },
    { name: 'numbers', sql: 'CAST(following - n - 1 AS VARCHAR)' },
  ];
  const list = shown.map(({ name, sql }) => `${sql} AS ${quoteIdentifier(name)}`).join(', ');
  const order = [...by.map((_, k) => `k${k} NULLS FIRST`), 'n'].join(', ');
  return askFigures(
    { missing: 'coalesce(sum(following - n - 1), 0)', gaps: 'count(*)' },
    `FROM (\n${gaps}\n)`,
    (answer) => {
      const { missing } = answer;
      const measured = { expected: '0', actual: missing, difference: missing };
      if (missing === '0') return { kind: 'met', measured };
      const offending = {
        from: 'statement',
        columns: shown.map(({ name }) => name),
        statement: `SELECT ${list}\nFROM (\n${gaps}\n)\nORDER BY ${order}`,
        total: Number(answer.gaps),
      } as const;
      return { kind: 'not_met', measured, offending };
    },
  );
}

/** Each present or explained number beside the next one, where the next one does not follow at once. */
function gapsStatement(
  by: readonly string[],
  column: string,
  explained: readonly string[],
): string {
  const keys = by.map((_, k) => `k${k}`);
  const named = by.map((name, k) => `r.${quoteIdentifier(name)} AS k${k}`);
  const number = `CAST(r.${quoteIdentifier(column)} AS HUGEINT)`;
  const present = `SELECT ${[...named, `${number} AS n`].join(', ')} FROM "extract" AS r`;
  const partition = keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')} `;
  const lines = [`WITH present AS (${present} WHERE r.${quoteIdentifier(column)} IS NOT NULL)`];
  if (explained.length > 0) {
    const group = keys.length === 0 ? '' : ` GROUP BY ${keys.join(', ')}`;
    const list = [...keys, 'min(n) AS lowest', 'max(n) AS highest'].join(', ');
    lines.push(`, spans AS (SELECT ${list} FROM present${group})`);
    lines.push(`, explained(e) AS (VALUES ${explained.join(', ')})`);
  }
  const known =
    explained.length === 0
      ? 'present'
      : `(FROM present UNION ALL SELECT ${[...keys, 'CAST(e AS HUGEINT)'].join(', ')} FROM spans, explained WHERE e BETWEEN lowest AND highest)`;
  lines.push(
    `SELECT * FROM (SELECT *, lead(n) OVER (${partition}ORDER BY n) AS following FROM ${known}) WHERE following - n > 1`,
  );
  return lines.join('\n');
}
