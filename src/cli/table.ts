/** A plain table: columns as wide as their content, figures right-aligned, no colour needed to read it. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  rightAligned: ReadonlySet<string> = new Set(),
): string {
  const widths = heads.map((head, at) =>
    Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    heads
      .map((head, at) => {
        const cell = cells[at] ?? '';
        return rightAligned.has(head)
          ? cell.padStart(widths[at] ?? 0)
          : cell.padEnd(widths[at] ?? 0);
      })
      .join('  ')
      .trimEnd();
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join(
    '\n',
  );
}

/** 1234567 as `1 234 567`: grouped for reading, never in a file. */
export function grouped(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
