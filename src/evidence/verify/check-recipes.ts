import type { Json } from '../../kernel/json.ts';
import type { CheckResult } from '../manifest/validation-results.ts';
import type { ColumnScan, ComparedValue } from './column-scan.ts';
import { type ExtractColumn, namedColumns } from './extract-columns.ts';
import { asNumbers, footsAcross, inDomain, inRange, type RowTest } from './row-test.ts';
import { sameFigure } from './same-figure.ts';
import type { ExtractFigures } from './scan-extract.ts';

/** What a check says when it is performed again, from the extract alone. */
export interface Recomputed {
  readonly expected: string;
  readonly actual: string;
  readonly passes: boolean;
}

/** How a check is performed again: a test of each record, then its figures when the extract was read. */
export interface CheckRecipe {
  readonly rowTest: RowTest | null;
  /** `broken` is what the row test counted, 0 without one. */
  readonly judge: (figures: ExtractFigures, broken: number) => Recomputed;
}

/** What a recipe is made from. */
export interface RecipeSource {
  readonly check: CheckResult;
  readonly columns: readonly ExtractColumn[];
  /** Independent control totals by column, as evidence.json states them. */
  readonly independent: ReadonlyMap<string, string | null>;
}

type Recipe = (source: RecipeSource) => CheckRecipe | undefined;

/** Row counts at which exports are known to stop (domain/sox.md E-10). */
const KNOWN_LIMITS = [1_000, 5_000, 10_000, 50_000, 65_536, 100_000, 1_048_576];

/** Kinds that need the extract and schema.json only; figures of the source are taken as stated. */
const RECIPES: ReadonlyMap<string, Recipe> = new Map<string, Recipe>([
  ['unique_key', () => ofFigures(({ brokenKeys }) => noneOf(brokenKeys))],
  ['fits_type', () => ofFigures(({ columns }) => noneOf(misfitsIn(columns)))],
  ['zero_rows', () => ofFigures(({ rows }) => figures('at least 1', rows, rows > 0))],
  ['truncation_guard', () => ofFigures(({ rows }) => truncation(rows))],
  [
    'independent_count',
    ({ check }) => ofFigures(({ rows }) => agreeing(check.expected, `${rows}`)),
  ],
  ['control_total', controlTotal],
  ['foot', (source) => withColumn(source, (column) => ofSum(column, (sum) => agreeing(sum, sum)))],
  ['not_null', (source) => withColumn(source, (column) => notNull(column, source.check.spec))],
  ['domain', (source) => withColumn(source, (column) => domain(column, source.check.spec))],
  ['range', (source) => withColumn(source, (column) => range(column, source.check.spec))],
  ['cross_foot', crossFoot],
]);

/** The recipe of a check; undefined when this version does not know its kind or cannot read its parameters. */
export function checkRecipe(source: RecipeSource): CheckRecipe | undefined {
  return RECIPES.get(source.check.kind)?.(source);
}

type Spec = CheckResult['spec'];

function ofFigures(judge: (figures: ExtractFigures) => Recomputed): CheckRecipe {
  return { rowTest: null, judge };
}

function ofRows(rowTest: RowTest): CheckRecipe {
  return { rowTest, judge: (_figures, broken) => noneOf(broken) };
}

function withColumn(
  { check, columns }: RecipeSource,
  make: (column: ExtractColumn) => CheckRecipe | undefined,
): CheckRecipe | undefined {
  const [column] = namedColumns(columns, [check.spec['column']]);
  return column && make(column);
}

function figures(expected: string, actual: number, passes: boolean): Recomputed {
  return { expected, actual: `${actual}`, passes };
}

function noneOf(broken: number): Recomputed {
  return figures('0', broken, broken === 0);
}

function agreeing(expected: string | null, actual: string): Recomputed {
  return { expected: String(expected), actual, passes: sameFigure(expected, actual) };
}

function misfitsIn(columns: ExtractFigures['columns']): number {
  return columns.reduce((sum, { misfits }) => sum + misfits, 0);
}

function truncation(rows: number): Recomputed {
  return figures(`none of ${KNOWN_LIMITS.join(', ')}`, rows, !KNOWN_LIMITS.includes(rows));
}

function ofSum({ scan }: ExtractColumn, judge: (sum: string) => Recomputed) {
  if (scan.limbs === null) return undefined;
  return ofFigures(() => judge(String(scan.figures().sum)));
}

function controlTotal(source: RecipeSource): CheckRecipe | undefined {
  return withColumn(source, (column) => {
    const independent = source.independent.get(column.name) ?? source.check.expected;
    return ofSum(column, (sum) => agreeing(independent, sum));
  });
}

function notNull({ scan, type }: ExtractColumn, { empty }: Spec): CheckRecipe {
  const refusesEmpty = empty === 'refused' && type.kind === 'text';
  return ofFigures(() => {
    const { nulls, misfits, empties } = scan.figures();
    return noneOf(nulls + misfits + (refusesEmpty ? empties : 0));
  });
}

/** Values of a declaration as the column reads them; undefined when one of them is none. */
function valuesOf(scan: ColumnScan, texts: readonly Json[]): readonly ComparedValue[] | undefined {
  const values = texts.map((text) => (typeof text === 'string' ? scan.valueOf(text) : undefined));
  const read = values.filter((value) => value !== undefined);
  return read.length === texts.length ? read : undefined;
}

function domain(column: ExtractColumn, { values }: Spec): CheckRecipe | undefined {
  const allowed = Array.isArray(values) ? valuesOf(column.scan, values) : undefined;
  return allowed && ofRows(inDomain(column, allowed));
}

function range(column: ExtractColumn, { min = null, max = null }: Spec): CheckRecipe | undefined {
  const lowest = min === null ? [] : valuesOf(column.scan, [min]);
  const highest = max === null ? [] : valuesOf(column.scan, [max]);
  if (lowest === undefined || highest === undefined) return undefined;
  return ofRows(inRange(column, lowest[0], highest[0]));
}

function crossFoot({ check, columns }: RecipeSource): CheckRecipe | undefined {
  const { total, parts } = check.spec;
  const names = Array.isArray(parts) ? [total, ...parts] : [];
  const numbers = namedColumns(columns, names).flatMap((column) => asNumbers(column) ?? []);
  const [sum, ...added] = numbers;
  if (sum === undefined || added.length === 0 || numbers.length < names.length) return undefined;
  return ofRows(footsAcross(sum, added));
}
