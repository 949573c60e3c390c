/** The line that stands above the table of every item. */
const FIGURES_LINE =
  'Figures: demo books of 2,000 order items (`--rows 2000`), 2025-09, all companies; amounts are ours less historic, or of rows reported; currencies added.';

const HEADING = /^## Where it leaves the historic (?:query|step|document)$/;

/** One row of the table, without its figures. */
export interface TableRow {
  readonly change: string;
  readonly effect: string;
}

interface Found {
  readonly before: readonly string[];
  readonly rows: readonly TableRow[];
  readonly after: readonly string[];
}

function found(readme: string): Found {
  const lines = readme.split('\n');
  const heading = lines.findIndex((line) => HEADING.test(line));
  const first = lines.findIndex((line, at) => at > heading && line.startsWith('|'));
  if (heading < 0 || first < 0) throw new Error('the README has no table of deviations');
  const between = lines.slice(heading + 1, first).filter((line) => line !== '');
  if (between.some((line) => !line.startsWith('Figures: '))) {
    throw new Error(
      `nothing but the figures' line stands above the table, got ${between.join(' ')}`,
    );
  }
  const length = lines.slice(first).findIndex((line) => !line.startsWith('|'));
  const end = length < 0 ? lines.length : first + length;
  const rows = lines.slice(first + 2, end).map((line) => {
    const [, change = '', effect = ''] = line.split('|').map((cell) => cell.trim());
    return { change, effect };
  });
  return { before: lines.slice(0, heading + 1), rows, after: lines.slice(end) };
}

/** Rows of a README's table of deviations, from top to bottom. */
export function rowsOf(readme: string): readonly TableRow[] {
  return found(readme).rows;
}

/** The README as it must read: its table with these figures in the third column. */
export function withFigures(readme: string, figures: readonly string[]): string {
  const { before, rows, after } = found(readme);
  const cells = [
    ['change', 'effect', 'on the demo books'],
    ...rows.map(({ change, effect }, at) => [change, effect, figures[at] ?? '']),
  ];
  const widths = [0, 1, 2].map((at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = widths.map((width) => '-'.repeat(width));
  const table = [line(head), line(rule), ...body.map(line)];
  return [...before, '', FIGURES_LINE, '', ...table, ...after].join('\n');
}
