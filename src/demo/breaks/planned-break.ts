import type { ExpectedFinding } from '../demo-books.ts';

/** A break: the statements that plant it into clean books and what each item's tests must then say. */
export interface PlannedBreak {
  readonly id: string;
  readonly description: string;
  readonly statements: readonly string[];
  /** By item. An item with no finding is named too when its tests look and must stay silent. */
  readonly expected: Readonly<Record<string, readonly ExpectedFinding[]>>;
}

/** A failed check with the keys it must name; none where it speaks of the whole. */
export function fails(check: string, ...keys: readonly (readonly string[])[]): ExpectedFinding {
  return { check, status: 'FAIL', keys };
}

/** The checks that see a row of the extract doubled by a look-up. */
export function doubledRows(found: {
  readonly controlTotals: readonly string[];
  readonly tieOut: string;
  readonly rows: readonly (readonly string[])[];
  readonly lookUp: readonly string[];
  readonly partitions: readonly (readonly string[])[];
  readonly accounts: readonly (readonly string[])[];
  /** Column and value of every cell that is counted. */
  readonly cells: readonly (readonly string[])[];
}): ExpectedFinding[] {
  return [
    fails('independent_count'),
    ...found.controlTotals.map((check) => fails(check)),
    fails('partition_tie', ...found.partitions),
    fails('values_tie', ...found.cells),
    fails('unique_key', ...found.rows),
    fails(found.tieOut, ...found.accounts),
    fails('in_out_all'),
    fails('fan_out', found.lookUp),
  ];
}
