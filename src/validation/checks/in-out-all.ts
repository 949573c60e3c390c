import { addDecimal, type Decimal, formatDecimal, parseDecimal } from '../../kernel/decimal.ts';
import { csvText } from '../../workbench/csv-text.ts';
import { quoteIdentifier } from '../../workbench/identifiers.ts';
import type { CheckFacts } from '../check-facts.ts';
import { controlColumn, numericScale, requiredScale } from '../columns.ts';
import { controlFrom, withControl } from '../controls.ts';
import { judgeLines, type Line, lineName, type ShownLine } from '../lines.ts';
import { type Answer, askRows, type Judgement, notPerformed, type Plan } from '../plan.ts';
import type { SpecOf } from '../spec-of.ts';

/** One row of the control query. Columns that are neither reason nor figure tell populations apart. */
interface ReasonRow {
  readonly population: readonly (string | null)[];
  readonly reason: string | null;
  readonly figures: readonly (Decimal | undefined)[];
}

/**
 * E-6: what was included and what was shut out, reason by reason, sums to the unfiltered population, and what was
 * included is what the extract holds. `row_count` must always add up; a further amount wherever the unfiltered row
 * carries it.
 */
export function inOutAll({ query }: SpecOf<'in_out_all'>, facts: CheckFacts): Plan {
  return withControl(facts, query, (control) => {
    const count = controlColumn(control, 'row_count');
    requiredScale(count);
    const others = control.columns.filter(({ name }) => name !== 'row_count' && name !== 'reason');
    const amounts = others.filter(({ type }) => numericScale(type) !== undefined);
    const populations = others.filter(({ type }) => numericScale(type) === undefined);
    const figures = [count, ...amounts];
    const list = [
      quoteIdentifier(controlColumn(control, 'reason').name),
      ...populations.map(({ name, type }) => csvText(quoteIdentifier(name), type)),
      ...figures.map(({ name }) => quoteIdentifier(name)),
    ];
    return askRows(`SELECT ${list.join(', ')}\n${controlFrom(control)}\nORDER BY ALL`, (answer) =>
      judgeReasons(
        readReasons(answer, populations.length),
        populations.map(({ name }) => name),
        figures.map(({ name }) => name),
        facts.extract.recordCount,
      ),
    );
  });
}

function readReasons(answer: Answer, populationColumns: number): ReasonRow[] {
  return answer.map(([reason = null, ...row]) => ({
    population: row.slice(0, populationColumns),
    reason,
    figures: row
      .slice(populationColumns)
      .map((cell) => (cell === null ? undefined : parseDecimal(cell))),
  }));
}

function judgeReasons(
  rows: readonly ReasonRow[],
  populationColumns: readonly string[],
  figureNames: readonly string[],
  extractRows: number,
): Judgement {
  if (rows.length === 0) return notPerformed('the control query delivered no reason');
  const populations = new Map(
    rows.map(({ population }) => [JSON.stringify(population), population]),
  );
  const included = rows.filter(({ reason }) => reason === 'included');
  const lines: Line[] = [
    {
      key: populationColumns.map(() => null),
      figure: 'rows included',
      expected: totalRows(included),
      actual: { units: BigInt(extractRows), scale: 0 },
    },
  ];
  for (const [name, population] of populations) {
    const members = rows.filter((row) => JSON.stringify(row.population) === name);
    if (!members.some(isUnfiltered)) return notPerformed('a population has no unfiltered row');
    lines.push(...conservation(population, members, figureNames));
  }
  const shownToo = rows.flatMap((row) => reasonDetail(row, figureNames));
  return judgeLines({ keyColumns: populationColumns, lines, shownToo });
}

/** Unfiltered = the sum of all reasons, figure by figure, within one population. */
function conservation(
  key: ReasonRow['population'],
  members: readonly ReasonRow[],
  figureNames: readonly string[],
): Line[] {
  const whole = members.filter(isUnfiltered);
  const parts = members.filter((row) => !isUnfiltered(row));
  return figureNames.flatMap((figure, f): Line[] => {
    if (f === 0) return [{ key, figure, expected: totalRows(whole), actual: totalRows(parts) }];
    if (whole.every(({ figures }) => figures[f] === undefined)) return [];
    return [{ key, figure, expected: totalOf(whole, f), actual: totalOf(parts, f) }];
  });
}

function isUnfiltered({ reason }: ReasonRow): boolean {
  return reason === 'unfiltered';
}

/** Sum of row counts; one that is NULL makes it unknown. */
function totalRows(rows: readonly ReasonRow[]): Decimal | undefined {
  return rows.some(({ figures }) => figures[0] === undefined) ? undefined : totalOf(rows, 0);
}

/** Sum of an amount; NULL is the sum over no row at all. */
function totalOf(rows: readonly ReasonRow[], figure: number): Decimal {
  return rows.reduce((sum, { figures }) => addDecimal(sum, figures[figure] ?? ZERO), ZERO);
}

const ZERO: Decimal = { units: 0n, scale: 0 };

function reasonDetail(
  { population, reason, figures }: ReasonRow,
  figureNames: readonly string[],
): ShownLine[] {
  return figureNames.flatMap((name, f) => {
    const figure = figures[f];
    if (figure === undefined) return [];
    const line = lineName([...population, reason], name);
    return [{ line, expected: '', actual: formatDecimal(figure), difference: null }];
  });
}
