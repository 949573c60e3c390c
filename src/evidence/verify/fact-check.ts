import type { Defect, FactDefectCode } from './report.ts';

/** What a file states beside what it should state. */
export interface Comparison {
  readonly code: FactDefectCode;
  readonly path: string;
  /** What is compared, in words: `row_count`. */
  readonly what: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Starts the comparisons of one file: `of(what, expected, actual)`. */
export function comparing(code: FactDefectCode, path: string) {
  return (what: string, expected: unknown, actual: unknown): Comparison => ({
    code,
    path,
    what,
    expected,
    actual,
  });
}

/** Comparisons that need two files; none when one of them is absent or unreadable, which is a defect by itself. */
export function given<A, B>(
  a: A | undefined,
  b: B | undefined,
  compare: (a: A, b: B) => readonly Comparison[],
): readonly Comparison[] {
  return a === undefined || b === undefined ? [] : compare(a, b);
}

/** The comparisons that do not hold. Values are compared by their text, lists item by item. */
export function differing(comparisons: readonly Comparison[]): readonly Defect[] {
  return comparisons.flatMap(({ code, path, what, expected, actual }) => {
    const [wanted, found] = [shown(expected), shown(actual)];
    return wanted === found ? [] : [{ code, path, expected: `${what}: ${wanted}`, actual: found }];
  });
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'absent');
}
