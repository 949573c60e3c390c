import {
  absoluteDecimal,
  compareDecimal,
  type Decimal,
  formatDecimal,
  subtractDecimal,
} from '../kernel/decimal.ts';
import type { Measured } from './finding.ts';
import { type Judgement, notPerformed } from './plan.ts';

/** Two figures that must agree: for one partition, account or reason. */
export interface Line {
  /** Values of the columns that make the line. */
  readonly key: readonly (string | null)[];
  /** What is compared: `rows`, a column. */
  readonly figure: string;
  /** Undefined when the figure is unknown; then the line is broken. */
  readonly expected: Decimal | undefined;
  readonly actual: Decimal | undefined;
}

/** Lines shown beside a result; broken ones come first when there are more. All broken ones are in the file. */
const SHOWN_LINES = 200;

const EXACTLY: Decimal = { units: 0n, scale: 0 };

/** A line as it is shown beside a result. */
export type ShownLine = NonNullable<Measured['detail']>[number];

/**
 * Every line must agree within the tolerance, equal passes (domain/sox.md S0-14, RU-12). Expected is the number of
 * lines, actual how many agree. No line at all is not performed.
 */
export function judgeLines({
  keyColumns,
  lines,
  tolerance = EXACTLY,
  shownToo = [],
}: {
  readonly keyColumns: readonly string[];
  readonly lines: readonly Line[];
  readonly tolerance?: Decimal;
  /** Lines shown after those compared. */
  readonly shownToo?: readonly ShownLine[];
}): Judgement {
  if (lines.length === 0) return notPerformed('there was no line to compare');
  const judged = lines.map((line) => judgeLine(line, tolerance));
  const broken = judged.filter(({ agrees }) => !agrees);
  const agreeing = judged.filter(({ agrees }) => agrees);
  const inOrder = lines.length > SHOWN_LINES ? [...broken, ...agreeing] : judged;
  const measured = {
    expected: String(lines.length),
    actual: String(agreeing.length),
    difference: String(agreeing.length - lines.length),
    detail: [...inOrder.map(({ shown }) => shown), ...shownToo].slice(0, SHOWN_LINES),
  };
  if (broken.length === 0) return { kind: 'met', measured };
  return {
    kind: 'not_met',
    measured,
    offending: {
      from: 'rows',
      columns: [...keyColumns, 'figure', 'expected', 'actual', 'difference'],
      rows: broken.map(({ line: { key, figure }, shown: { expected, actual, difference } }) => [
        ...key,
        figure,
        expected,
        actual,
        difference,
      ]),
    },
  };
}

function judgeLine(
  line: Line,
  tolerance: Decimal,
): { readonly line: Line; readonly shown: ShownLine; readonly agrees: boolean } {
  const { expected, actual } = line;
  const shown = {
    line: lineName(line.key, line.figure),
    expected: figureText(expected),
    actual: figureText(actual),
  };
  if (expected === undefined || actual === undefined) {
    return { line, shown: { ...shown, difference: null }, agrees: false };
  }
  const difference = subtractDecimal(actual, expected);
  return {
    line,
    shown: { ...shown, difference: formatDecimal(difference) },
    agrees: compareDecimal(absoluteDecimal(difference), tolerance) <= 0,
  };
}

function figureText(figure: Decimal | undefined): string {
  return figure === undefined ? 'unknown (NULL)' : formatDecimal(figure);
}

/** `EC_NG / 13003 / rem_amt_LCY` */
export function lineName(key: readonly (string | null)[], figure: string): string {
  const shown = key.map((value) => (value === null ? 'NULL' : value === '' ? "''" : value));
  return [...shown, figure].join(' / ');
}
