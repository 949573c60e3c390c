import type { ResultColumn } from '../kernel/query.ts';
import { csvText } from '../workbench/csv-text.ts';
import { quoteIdentifier } from '../workbench/identifiers.ts';
import { readSum, SUM_CELLS } from './exact-sum.ts';
import type { Line } from './lines.ts';
import type { Answer } from './plan.ts';

/** One figure per line, measured on both sides; each side as SQL of SUM_CELLS figures. */
export interface PairedFigure {
  readonly name: string;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
  /** What a NULL among the expected figures means: nothing to add, or an unknown figure. */
  readonly expectedNull: 'nothing' | 'unknown';
}

/**
 * Groups the extract and a control query by the same columns and puts both sides' figures beside each other.
 * A line that only one side has is kept, and NULL meets NULL.
 */
export function pairedLinesStatement(
  keys: readonly ResultColumn[],
  figures: readonly PairedFigure[],
  control: string,
): string {
  const same = keys.map((_, k) => `e.k${k} IS NOT DISTINCT FROM c.k${k}`).join(' AND ');
  const merged = keys.map(({ type }, k) => ({ type, sql: `coalesce(e.k${k}, c.k${k})` }));
  const cells = figures.flatMap((_, f) => [...sideCells('c', f), ...sideCells('e', f)]);
  const actual = figures.map((figure) => figure.actual);
  const expected = figures.map((figure) => figure.expected);
  return [
    `WITH e AS (${groupedSide(keys, actual, 'extract')}),`,
    `c AS (${groupedSide(keys, expected, control)})`,
    `SELECT ${[...merged.map(({ type, sql }) => csvText(sql, type)), ...cells].join(', ')}`,
    `FROM e FULL OUTER JOIN c ON ${same}`,
    `ORDER BY ${merged.map(({ sql }) => `${sql} NULLS FIRST`).join(', ')}`,
  ].join('\n');
}

function groupedSide(
  keys: readonly ResultColumn[],
  figures: readonly (readonly string[])[],
  relation: string,
): string {
  const names = keys.map(({ name }) => `r.${quoteIdentifier(name)}`);
  const list = [
    ...names.map((name, k) => `${name} AS k${k}`),
    ...figures.flatMap((cells, f) => cells.map((cell, i) => `${cell} AS f${f}_${i}`)),
  ];
  const from = `FROM ${quoteIdentifier(relation)} AS r GROUP BY ${names.join(', ')}`;
  return `SELECT ${list.join(', ')} ${from}`;
}

function sideCells(side: 'c' | 'e', figure: number): string[] {
  return Array.from({ length: SUM_CELLS }, (_, cell) => `${side}.f${figure}_${cell}`);
}

/** Reads the answer of pairedLinesStatement. @throws ValidationError INEXACT */
export function readPairedLines(
  keys: readonly ResultColumn[],
  figures: readonly PairedFigure[],
  answer: Answer,
): Line[] {
  return answer.flatMap((row) =>
    figures.map(({ name, expectedNull }, f): Line => {
      const start = keys.length + f * 2 * SUM_CELLS;
      const expected = readSum(row.slice(start, start + SUM_CELLS), name);
      const actual = readSum(row.slice(start + SUM_CELLS, start + 2 * SUM_CELLS), name);
      return {
        key: row.slice(0, keys.length),
        figure: name,
        expected: expected.partial && expectedNull === 'unknown' ? undefined : expected.sum,
        actual: actual.sum,
      };
    }),
  );
}
