import type { DataSummary } from '../evidence/manifest/data-summary.ts';
import { compareDecimal, parseDecimal } from '../kernel/decimal.ts';
import { quoteIdentifier } from '../workbench/identifiers.ts';
import type { CertifiedPackage } from './certified-package.ts';
import type { DataColumn } from './published-columns.ts';

/** One figure that must be the same in the package, in the written file and through Athena. */
export interface Figure {
  readonly name: string;
  /** SQL that Athena and the workbench both read. */
  readonly sql: string;
  /** As the package has it. */
  readonly expected: string;
  readonly kind: 'number' | 'text';
}

/** Rows, the digest the rows carry, and for each column values, empty texts, exact sums, first and last days. */
export function figuresOf(
  { packageDigest, summary }: Pick<CertifiedPackage, 'packageDigest' | 'summary'>,
  columns: readonly DataColumn[],
): readonly Figure[] {
  const { rows } = summary;
  const digest = quoteIdentifier('ipe_package_sha256');
  return [
    { name: 'rows', sql: 'count(*)', expected: String(rows), kind: 'number' },
    ...['min', 'max'].map(
      (end): Figure => ({
        name: `${end} of the package digest`,
        sql: `${end}(${digest})`,
        expected: rows === 0 ? '' : packageDigest,
        kind: 'text',
      }),
    ),
    ...columns.flatMap((column) => {
      const found = summary.columns.find(({ name }) => name === column.original);
      return found === undefined ? [] : columnFigures(column, found, rows);
    }),
  ];
}

function columnFigures(
  { name, type, original }: DataColumn,
  { nulls, empties, sum, min, max }: DataSummary['columns'][number],
  rows: number,
): Figure[] {
  const cell = quoteIdentifier(name);
  const figures: Figure[] = [
    {
      name: `values of ${original}`,
      sql: `count(${cell})`,
      expected: String(rows - nulls),
      kind: 'number',
    },
  ];
  if (type === 'string') {
    const sql = `count(CASE WHEN ${cell} = '' THEN 1 END)`;
    figures.push({
      name: `empty texts of ${original}`,
      sql,
      expected: String(empties),
      kind: 'number',
    });
  }
  if (sum !== null) {
    const sql = `sum(${cell})`;
    figures.push({ name: `total of ${original}`, sql, expected: sum, kind: 'number' });
  }
  if (type === 'date') {
    for (const [end, expected] of [['min', min] as const, ['max', max] as const]) {
      const sql = `CAST(${end}(${cell}) AS VARCHAR)`;
      figures.push({
        name: `${end} of ${original}`,
        sql,
        expected: expected ?? '',
        kind: 'text',
      });
    }
  }
  return figures;
}

/** Figures that differ, one sentence each; nothing found stands for zero, no value for no text. */
export function differences(
  figures: readonly Figure[],
  found: readonly (string | null)[] | undefined,
): readonly string[] {
  return figures.flatMap(({ name, kind, expected }, at) => {
    const text = found?.[at] ?? '';
    const same =
      kind === 'text' ? text === expected : isSameNumber(expected, text === '' ? '0' : text);
    return same ? [] : [`${name}: expected ${expected || 'none'}, got ${text || 'none'}`];
  });
}

function isSameNumber(expected: string, found: string): boolean {
  // the workbench writes `.05` for a decimal without whole digits
  const whole = found.replace(/^(-?)\./, '$10.');
  return compareDecimal(parseDecimal(expected), parseDecimal(whole)) === 0;
}
