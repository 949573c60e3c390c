import type { ExpectedFinding } from '../demo-books.ts';

/** A break: the statements that plant it into clean books and what each item's tests must then say. */
export interface PlannedBreak {
  readonly id: string;
  readonly description: string;
  readonly statements: readonly string[];
  /** A received file of the default period that is handed over once more with another declaration. */
  readonly restated?: Restated;
  /** By item. An item with no finding is named too when its tests look and must stay silent. */
  readonly expected: Readonly<Record<string, readonly ExpectedFinding[]>>;
}

/** What is added to the declared number of records and total of an entity's file. */
export interface Restated {
  readonly entity: string;
  readonly rows: number;
  /** Plain decimal text. */
  readonly total: string;
}

/** A failed check with the keys it must name; none where it speaks of the whole. */
export function fails(check: string, ...keys: readonly (readonly string[])[]): ExpectedFinding {
  return { check, status: 'FAIL', keys };
}

/** A warning with the keys it must name. */
export function warns(check: string, ...keys: readonly (readonly string[])[]): ExpectedFinding {
  return { check, status: 'WARN', keys };
}

/** What a look-up that doubles rows of an extract shows in it. */
interface Doubled {
  /** Columns of the control totals that change, as they stand in the ids of the checks. */
  readonly controlTotals: readonly string[];
  readonly partitions: readonly (readonly string[])[];
  readonly rows: readonly (readonly string[])[];
  readonly lookUp: readonly string[];
  /** Column and value of every cell that is counted; without them the count speaks of the whole. */
  readonly cells?: readonly (readonly string[])[];
}

/** The checks of an item tied to the ledger that see a row of the extract doubled by a look-up. */
export function doubledRows(
  found: Doubled & { readonly tieOut: string; readonly accounts: readonly (readonly string[])[] },
): ExpectedFinding[] {
  return [...doubledIn(found), fails(found.tieOut, ...found.accounts)];
}

/** The checks that see a row of the extract of any item doubled by a look-up. */
export function doubledIn(found: Doubled): ExpectedFinding[] {
  const { controlTotals, partitions, rows, lookUp, cells = [] } = found;
  return [
    fails('independent_count'),
    ...controlTotals.map((column) => fails(`control_total_${column}`)),
    fails('partition_tie', ...partitions),
    fails('values_tie', ...cells),
    fails('unique_key', ...rows),
    fails('in_out_all'),
    fails('fan_out', lookUp),
  ];
}
