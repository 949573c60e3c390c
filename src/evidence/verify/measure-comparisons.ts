import {
  addDecimal,
  type Decimal,
  differenceText,
  formatDecimal,
  parseDecimal,
} from '../../kernel/decimal.ts';
import type { Evidence } from '../manifest/evidence-json.ts';
import type { MeasureFigure, MeasureJson } from '../manifest/measure-json.ts';
import { MEMBER } from '../manifest/member-path.ts';
import type { StatedMeasure } from '../manifest/stated-definition.ts';
import type { PackageFacts } from './check-statements.ts';
import { type Comparison, comparing, given } from './fact-check.ts';
import type { ExtractColumnFigures, ExtractFigures } from './scan-extract.ts';
import type { Statements } from './statements.ts';

const of = comparing('statements_differ', MEMBER.measure);

/**
 * Is the measure the one the definition declares, do its amounts fit the sign, and do companies and accounts add up to
 * the totals? Items that are no term of the control's sum have none, and packages sealed before it existed neither.
 */
export function measureComparisons(
  { members }: PackageFacts,
  { evidence, definition, measure }: Statements,
): readonly Comparison[] {
  const present = members.some(({ path }) => path === MEMBER.measure);
  return [
    ...given(evidence, definition, ({ data }, { measure: declared }) => [
      of('is there, as the definition declares one', declared !== null && data !== null, present),
    ]),
    ...given(definition?.measure ?? undefined, measure, declaredComparisons),
    ...given(measure, evidence, (stated, totals) => [
      ...figuresOf(stated).flatMap((figure) => figureConsistency(figure, stated)),
      ...figuresOf(stated).flatMap((figure) => totalComparisons(figure, totals)),
    ]),
  ];
}

function figuresOf({ measure, disclosed }: MeasureJson): readonly MeasureFigure[] {
  return [measure, ...disclosed];
}

function declaredComparisons(declared: StatedMeasure, stated: MeasureJson): readonly Comparison[] {
  const rule = ({ title, columns, where, independentQuery }: MeasureFigure) => [
    title,
    columns,
    where,
    independentQuery,
  ];
  return [
    of('nav_sign, as the definition declares it', declared.navSign, stated.navSign),
    of('account_column', declared.accountColumn, stated.accountColumn),
    of(
      'accounts',
      declared.accounts.map(({ account, where }) => [account, where]),
      stated.accounts.map(({ account, where }) => [account, where]),
    ),
    of(
      'figures, as the definition declares them',
      declared.figures.map(({ title, columns, where, query }) => [title, columns, where, query]),
      figuresOf(stated).map(rule),
    ),
  ];
}

function figureConsistency(
  figure: MeasureFigure,
  { navSign, accountColumn, accounts }: MeasureJson,
): readonly Comparison[] {
  const { title, lines, independent } = figure;
  const about = (what: string, expected: unknown, actual: unknown) =>
    of(`${what} of ${JSON.stringify(title)}`, expected, actual);
  const named = accounts.map(({ account }) => account);
  const places = lines.map(({ company, account }) => JSON.stringify([company, account]));
  const inNavSign = (amount: string) => {
    const { units, scale } = parseDecimal(amount);
    return formatDecimal({ units: units * BigInt(navSign), scale });
  };
  return [
    ...[figure, ...lines].map((amounts, at) =>
      about(
        at === 0 ? 'amount_nav_sign' : `line ${at}, amount_nav_sign`,
        inNavSign(amounts.amountSource),
        amounts.amountNavSign,
      ),
    ),
    about('amount_source, from the lines', sumText(lines, figure), figure.amountSource),
    about(
      'rows, from the lines',
      lines.reduce((sum, line) => sum + line.rows, 0),
      figure.rows,
    ),
    about('lines of one company and account', new Set(places).size, places.length),
    about(
      'accounts of the lines that are not declared',
      [],
      lines
        .map(({ account }) => account)
        .filter(
          (account) => accountColumn === null && account !== null && !named.includes(account),
        ),
    ),
    about(
      'difference',
      independent === null ? null : differenceText(figure.amountSource, independent),
      figure.difference,
    ),
  ];
}

/** The lines' sum at the total's own scale. */
function sumText(lines: MeasureFigure['lines'], { amountSource }: MeasureFigure): string {
  const zero: Decimal = { units: 0n, scale: parseDecimal(amountSource).scale };
  return formatDecimal(
    lines.reduce((sum, line) => addDecimal(sum, parseDecimal(line.amountSource)), zero),
  );
}

/** Where every row counts and the figure comes from the completeness query, it is the sum of the control totals. */
function totalComparisons(figure: MeasureFigure, evidence: Evidence): readonly Comparison[] {
  const { title, columns, where, independentQuery, independent } = figure;
  if (where !== null || independentQuery !== 'completeness') return [];
  const known = evidence.controlTotals
    .filter(({ name }) => columns.includes(name))
    .flatMap((total) => total.independent ?? []);
  const expected =
    known.length < columns.length
      ? null
      : formatDecimal(known.map(parseDecimal).reduce(addDecimal));
  return [
    of(`independent of ${JSON.stringify(title)}, from the control totals`, expected, independent),
  ];
}

/** Is a figure that needs no condition what the extract adds up to? One with a condition has no more rows than that. */
export function measureFigures(
  measure: MeasureJson,
  { rows, columns }: ExtractFigures,
): readonly Comparison[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return figuresOf(measure).flatMap((figure) => {
    const about = (what: string, expected: unknown, actual: unknown) =>
      comparing('figure_differs', MEMBER.measure)(
        `${what} of ${JSON.stringify(figure.title)}`,
        expected,
        actual,
      );
    const read = figure.columns.flatMap((name) => byName.get(name) ?? []);
    const missing = read.reduce((sum, { nulls, misfits }) => sum + nulls + misfits, 0);
    if (figure.where !== null) return [about('no more rows', true, figure.rows <= rows)];
    return [
      about('rows', rows, figure.rows),
      about('missing', missing, figure.missing),
      about('amount_source', sumOf(read, figure), figure.amountSource),
    ];
  });
}

function sumOf(
  columns: readonly ExtractColumnFigures[],
  { columns: names }: MeasureFigure,
): string {
  const sums = columns.flatMap(({ sum }) => sum ?? []);
  if (sums.length < names.length) return 'no number column of that name';
  return formatDecimal(sums.map(parseDecimal).reduce(addDecimal));
}

/** What a verifier without the engine cannot add up again. */
export function measureNotChecked(measure: MeasureJson | undefined): readonly string[] {
  const conditional = measure === undefined ? [] : figuresOf(measure).filter(({ where }) => where);
  if (conditional.length === 0) return [];
  const titles = conditional.map(({ title }) => JSON.stringify(title)).join(', ');
  return [`${MEMBER.measure}: which rows meet the condition of ${titles}`];
}
