import type { FigureDefinition, MeasureDefinition } from '../catalog/measure-definition.ts';
import type { ParameterValue } from '../catalog/parameters.ts';
import { addDecimal, type Decimal, type DecimalText, differenceText } from '../kernel/decimal.ts';
import type { ResultColumn } from '../kernel/query.ts';
import { quoteIdentifier, quoteLiteral } from '../workbench/identifiers.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { condition } from './breaking-rows.ts';
import type { CheckFacts } from './check-facts.ts';
import { controlColumn, extractColumn, requiredScale } from './columns.ts';
import { COMPLETENESS, controlFrom } from './controls.ts';
import { atScale, readSum, SUM_CELLS, sumFigures } from './exact-sum.ts';
import { boundParameters } from './parameters.ts';

/** An amount as the source keeps it and in NAV sign, debit positive (domain/catalog.md RU-7). */
interface SignedAmount {
  readonly amountSource: DecimalText;
  readonly amountNavSign: DecimalText;
}

/** The rows of one company that belong to one account. */
interface MeasureLine extends SignedAmount {
  readonly company: string | null;
  /** Null where the rows belong to none of the declared accounts. */
  readonly account: string | null;
  readonly rows: number;
}

/** A figure added up from the extract. */
export interface MeasuredFigure extends SignedAmount {
  readonly title: string;
  readonly columns: readonly string[];
  readonly where: string | null;
  readonly rows: number;
  /** Cells of these rows that hold no amount and so add nothing. */
  readonly missing: number;
  readonly lines: readonly MeasureLine[];
  /** Control query the independent figure comes from. */
  readonly independentQuery: string;
  /** The same figure by that route, source sign; null when it was not delivered. */
  readonly independent: DecimalText | null;
  /** Source amount minus the independent figure. */
  readonly difference: DecimalText | null;
}

/** What the control takes from a run, and what is shown beside it (domain/catalog.md RU-10). */
export interface Measure {
  readonly navSign: 1 | -1;
  readonly accounts: MeasureDefinition['accounts'];
  readonly measure: MeasuredFigure;
  readonly disclosed: readonly MeasuredFigure[];
}

export interface MeasureRequest extends Pick<CheckFacts, 'extract' | 'controls'> {
  readonly definition: MeasureDefinition;
  readonly navSign: 1 | -1;
  readonly companyColumn: string;
  readonly parameters: readonly ParameterValue[];
  /** Holds the relations `extract` and `control_<name>`. */
  readonly workbench: Workbench;
  readonly signal: AbortSignal;
}

const ZERO: Decimal = { units: 0n, scale: 0 };

/**
 * Adds up an item's measure and what is disclosed beside it, exactly, per company and account. NULL adds nothing and
 * is counted.
 * @throws ValidationError INEXACT, UNKNOWN_COLUMN, BAD_CHECK
 */
export async function measureExtract(request: MeasureRequest): Promise<Measure> {
  const { definition, navSign } = request;
  const disclosed: MeasuredFigure[] = [];
  for (const figure of definition.disclosed ?? []) {
    disclosed.push(await measureFigure(request, figure));
  }
  return {
    navSign,
    accounts: definition.accounts,
    measure: await measureFigure(request, definition),
    disclosed,
  };
}

/** SQL of the account a row belongs to; NULL for none. */
function accountOf(accounts: MeasureDefinition['accounts']): string {
  if ('column' in accounts) return quoteIdentifier(accounts.column);
  const cases = accounts.map(
    ({ account, where = 'TRUE' }) => `WHEN ${condition(where)} THEN ${quoteLiteral(account)}`,
  );
  return `CASE ${cases.join(' ')} END`;
}

async function measureFigure(
  request: MeasureRequest,
  figure: FigureDefinition,
): Promise<MeasuredFigure> {
  const { navSign, definition, companyColumn } = request;
  const columns = figure.columns.map((name) => extractColumn(request, name));
  const scale = Math.max(...columns.map(requiredScale));
  const signed = (amount: Decimal): SignedAmount => {
    const units = amount.units * BigInt(navSign);
    return {
      amountSource: atScale(amount, scale),
      amountNavSign: atScale({ ...amount, units }, scale),
    };
  };
  const keys = [quoteIdentifier(companyColumn), accountOf(definition.accounts)];
  const rows = await ask(
    request,
    `SELECT ${keys.join(', ')}, count(*), ${columns.flatMap(sumFigures).join(', ')}
FROM "extract"${whereOf(figure.where)}
GROUP BY 1, 2
ORDER BY 1 NULLS FIRST, 2 NULLS FIRST`,
  );
  const lines = rows.map(([company = null, account = null, count, ...cells]) => ({
    company,
    account,
    rows: Number(count),
    amount: totalOf(columns, cells),
    missing: columns.reduce((sum, _, at) => sum + Number(cells[at * SUM_CELLS + 3]), 0),
  }));
  const total = lines.reduce((sum, { amount }) => addDecimal(sum, amount), ZERO);
  const source = signed(total);
  const independent = await independentFigure(request, figure, scale);
  return {
    title: figure.title,
    columns: figure.columns,
    where: figure.where ?? null,
    rows: lines.reduce((sum, line) => sum + line.rows, 0),
    missing: lines.reduce((sum, line) => sum + line.missing, 0),
    ...source,
    lines: lines.map(({ company, account, rows: count, amount }) => ({
      company,
      account,
      rows: count,
      ...signed(amount),
    })),
    independentQuery: figure.agreesWith?.query ?? COMPLETENESS,
    independent,
    difference: independent === null ? null : differenceText(source.amountSource, independent),
  };
}

/** The figure's other route: a control query's amount, or the control totals of the completeness query. */
async function independentFigure(
  request: MeasureRequest,
  { columns, where, agreesWith }: FigureDefinition,
  scale: number,
): Promise<DecimalText | null> {
  const query = agreesWith?.query ?? COMPLETENESS;
  const control = request.controls.find(({ name }) => name === query);
  if (control === undefined) return null;
  const amounts = agreesWith === undefined ? columns : [agreesWith.amount];
  const delivered = amounts.map((name) => controlColumn(control, name));
  const rows = agreesWith === undefined ? where : agreesWith.where;
  const [cells = []] = await ask(
    request,
    `SELECT ${delivered.flatMap(sumFigures).join(', ')}\n${controlFrom(control)}${whereOf(rows)}`,
  );
  return atScale(totalOf(delivered, cells), scale);
}

function ask(request: MeasureRequest, statement: string): Promise<(string | null)[][]> {
  return request.workbench.rows(statement, boundParameters(request), request.signal);
}

function whereOf(where: string | undefined): string {
  return where === undefined ? '' : `\nWHERE ${condition(where)}`;
}

/** Sum over the columns of one answer's figures. */
function totalOf(columns: readonly ResultColumn[], cells: readonly (string | null)[]): Decimal {
  return columns.reduce((sum, { name }, at) => {
    const figures = cells.slice(at * SUM_CELLS, (at + 1) * SUM_CELLS);
    return addDecimal(sum, readSum(figures, JSON.stringify(name)).sum);
  }, ZERO);
}
