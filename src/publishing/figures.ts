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
  /** A count is there whatever the rows are; a sum or a text of nothing is none. */
  readonly kind: 'count' | 'sum' | 'text';
}

/** Rows, the digest the rows carry, and for each column values, empty texts, exact sums, first and last days. */
export function figuresOf(
  { packageDigest, summary }: Pick<CertifiedPackage, 'packageDigest' | 'summary'>,
  columns: readonly DataColumn[],
): readonly Figure[] {
  const { rows } = summary;
  const digest = quoteIdentifier('ipe_package_sha256');
  return [
    { name: 'rows', sql: 'count(*)', expected: String(rows), kind: 'count' },
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
      kind: 'count',
    },
  ];
  if (type === 'string') {
    const sql = `count(CASE WHEN ${cell} = '' THEN 1 END)`;
    figures.push({
      name: `empty texts of ${original}`,
      sql,
      expected: String(empties),
      kind: 'count',
    });
  }
  if (sum !== null) {
    const sql = `sum(${cell})`;
    figures.push({ name: `total of ${original}`, sql, expected: sum, kind: 'sum' });
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

/**
 * Figures that differ, one sentence each; a sum of nothing stands for zero, no value for no text.
 * @param found the rows of the answer: figures make one, also of no rows, and anything else agrees with nothing
 */
export function differences(
  figures: readonly Figure[],
  found: readonly (readonly (string | null)[])[],
): readonly string[] {
  const [row = []] = found;
  if (found.length !== 1 || row.length !== figures.length) {
    const cells = found.map(({ length }) => length).join(', ');
    return [
      `the answer: expected one row of ${figures.length} figures, got ${found.length === 0 ? 'no row' : `rows of ${cells}`}`,
    ];
  }
  return figures.flatMap((figure, at) => {
    const text = row[at] ?? '';
    if (isSame(figure, text)) return [];
    return [`${figure.name}: expected ${figure.expected || 'none'}, got ${text || 'none'}`];
  });
}

function isSame({ kind, expected }: Figure, found: string): boolean {
  switch (kind) {
    case 'text':
      return found === expected;
    case 'count':
      return found !== '' && isSameNumber(expected, found);
    case 'sum':
      return isSameNumber(expected, found === '' ? '0' : found);
  }
}

function isSameNumber(expected: string, found: string): boolean {
  // the workbench writes `.05` for a decimal without whole digits
  const whole = found.replace(/^(-?)\./, '$10.');
  return compareDecimal(parseDecimal(expected), parseDecimal(whole)) === 0;
}
