/** Ids of the test attributes in domain/sox.md section 4 E and F. */
export type CheckAttribute =
  | 'E-1'
  | 'E-2'
  | 'E-3'
  | 'E-4'
  | 'E-5'
  | 'E-6'
  | 'E-7'
  | 'E-8'
  | 'E-10'
  | 'E-11'
  | 'F-1'
  | 'F-2'
  | 'F-3'
  | 'F-4'
  | 'F-5'
  | 'F-6';

interface Named {
  /** Unique in the item, lower_snake; names files: `05_tests/<id>.sql`. */
  readonly id: string;
  /** What is tested, in one plain sentence an auditor can quote. */
  readonly title: string;
  /** A failed check is FAIL (`block`, the default) or WARN (`warn`). */
  readonly severity?: 'block' | 'warn';
}

/**
 * A declared test. Conditions (`where`, `holds`, `expression`) are SQL of the workbench over the relation
 * `extract`, whose columns have the declared names and types; parameters of the run may be used as `$name`
 * (a list as `list_contains($name, x)`). `query` names a control query of the item; its delivered rows are the
 * relation `control_<name>`.
 */
export type CheckSpec<Column extends string = string> =
  /** E-1: rows in the extract = Σ row_count of the completeness query. */
  | (Named & { readonly kind: 'independent_count'; readonly attribute: 'E-1' })
  /** E-1: the four figures agree: engine's own count, rows that arrived, records in the file, parsed back. */
  | (Named & { readonly kind: 'delivery_count'; readonly attribute: 'E-1' })
  /** E-1: the extract's sum of a column = the completeness query's. Exactly. */
  | (Named & { readonly kind: 'control_total'; readonly attribute: 'E-1'; readonly column: Column })
  /** E-2: sum of `measure` per line = `amount` of the control query's row for that line, within tolerance. */
  | (Named & {
      readonly kind: 'tie_out';
      readonly attribute: 'E-2';
      readonly by: readonly Column[];
      readonly measure: Column;
      readonly query: string;
      readonly amount: string;
      /** Absolute, per line, decimal text; equal passes (domain/sox.md S0-14). */
      readonly tolerance: string;
    })
  /** E-3: opening + activity = closing per line; all three are columns of the control query. */
  | (Named & {
      readonly kind: 'roll_forward';
      readonly attribute: 'E-3';
      readonly query: string;
      readonly by: readonly string[];
      readonly opening: string;
      readonly activity: string;
      readonly closing: string;
    })
  /** E-4: no number of an integer column missing between its lowest and highest, per partition. */
  | (Named & {
      readonly kind: 'sequence_gap';
      readonly attribute: 'E-4';
      readonly column: Column;
      readonly by: readonly Column[];
      /** Numbers known to be absent, each with its reason. */
      readonly explained?: readonly { readonly number: string; readonly reason: string }[];
    })
  /** E-5: count and every control total of each partition = the completeness query's. */
  | (Named & { readonly kind: 'partition_tie'; readonly attribute: 'E-5' })
  /**
   * E-5: the control query's rows (`column_name`, `value`, `row_count`) give, for every value of each column, the
   * number of rows that hold it. A value is text as it is, the calendar day of a date or timestamp, 0 or 1 for a
   * boolean; integer columns have hash totals instead.
   */
  | (Named & {
      readonly kind: 'value_tie';
      readonly attribute: 'E-5';
      readonly query: string;
      readonly columns: readonly Column[];
    })
  /**
   * E-6: the control query's rows (`reason`, `row_count`, …) sum to the unfiltered count, which is its row with
   * reason `unfiltered`; its row with reason `included` = rows in the extract.
   */
  | (Named & { readonly kind: 'in_out_all'; readonly attribute: 'E-6'; readonly query: string })
  /** E-7: known records selected from the source by another route must stand in the extract, by key. */
  | (Named & {
      readonly kind: 'source_witness';
      readonly attribute: 'E-7';
      readonly query: string;
      /** The control query may deliver no witness at all; then the check is NOT TESTED unless allowed here. */
      readonly mayBeEmpty?: boolean;
    })
  /** E-7 (`present`: at least one row) or F-6 (`absent`: no row): records described by a condition. */
  | (Named & {
      readonly kind: 'witness';
      readonly attribute: 'E-7';
      readonly presence: 'present';
      readonly where: string;
    })
  | (Named & {
      readonly kind: 'witness';
      readonly attribute: 'F-6';
      readonly presence: 'absent';
      readonly where: string;
    })
  /** E-8: every expected value of a column appears. `$companies` stands for the run's company list. */
  | (Named & {
      readonly kind: 'coverage';
      readonly attribute: 'E-8';
      readonly column: Column;
      readonly expected: readonly string[] | { readonly parameter: string };
    })
  /** E-8: lowest and highest value of a date or timestamp column lie in [from, before). */
  | (Named & {
      readonly kind: 'date_window';
      readonly attribute: 'E-8';
      readonly column: Column;
      /** Name of a date parameter of the run, or null for no bound. */
      readonly from: string | null;
      readonly before: string | null;
    })
  /** E-10: a count equal to a known limit raises WARN. */
  | (Named & { readonly kind: 'truncation_guard'; readonly attribute: 'E-10' })
  /** E-11: zero rows. */
  | (Named & { readonly kind: 'zero_rows'; readonly attribute: 'E-11' })
  /** F-1: a recorded sample re-read from the source agrees with the extract on every column it delivers beside the key. */
  | (Named & {
      readonly kind: 'trace';
      readonly attribute: 'F-1';
      readonly query: string;
      readonly columns: readonly Column[];
      /** The control query may deliver no record at all; then the check is NOT TESTED unless allowed here. */
      readonly mayBeEmpty?: boolean;
    })
  /** F-2: a derived column recalculated; NULL equals NULL. */
  | (Named & {
      readonly kind: 'recalculation';
      readonly attribute: 'F-2';
      readonly column: Column;
      readonly expression: string;
    })
  /** F-3: the column's total added up per partition = its total over all rows, added exactly in both directions. */
  | (Named & {
      readonly kind: 'foot';
      readonly attribute: 'F-3';
      readonly column: Column;
      readonly by: readonly Column[];
    })
  /** F-3: in every row `total` = sum of `parts`. */
  | (Named & {
      readonly kind: 'cross_foot';
      readonly attribute: 'F-3';
      readonly total: Column;
      readonly parts: readonly Column[];
    })
  /** F-4: the key is unique and never NULL. */
  | (Named & { readonly kind: 'unique_key'; readonly attribute: 'F-4' })
  /** F-4: the control query lists look-up keys that match more than once; it must deliver no row. */
  | (Named & { readonly kind: 'fan_out'; readonly attribute: 'F-4'; readonly query: string })
  /** F-5: every cell has the form of its declared type. */
  | (Named & { readonly kind: 'fits_type'; readonly attribute: 'F-5' })
  /** F-5: no NULL (and no empty text when `empty` is refused). */
  | (Named & {
      readonly kind: 'not_null';
      readonly attribute: 'F-5';
      readonly column: Column;
      readonly empty?: 'refused' | 'accepted';
    })
  /** F-5: allowed values; NULL is judged by `not_null`, not here. */
  | (Named & {
      readonly kind: 'domain';
      readonly attribute: 'F-5';
      readonly column: Column;
      readonly values: readonly string[] | { readonly parameter: string };
    })
  /** F-5: lowest and highest value allowed, inclusive, as text of the column's type. */
  | (Named & {
      readonly kind: 'range';
      readonly attribute: 'F-5';
      readonly column: Column;
      readonly min: string | null;
      readonly max: string | null;
    })
  /** F-5: a condition that every row must meet; a row where it is unknown (NULL) fails. */
  | (Named & {
      readonly kind: 'rule';
      readonly attribute: 'F-5' | 'F-4' | 'E-8';
      readonly holds: string;
    })
  /** Any attribute: a control query that must deliver no row (as described); each one it delivers is an exception. */
  | (Named & {
      readonly kind: 'no_rows';
      readonly attribute: CheckAttribute;
      readonly query: string;
      /** Only rows that meet this condition over the control query's columns are exceptions. */
      readonly where?: string;
    });

export type CheckKind = CheckSpec['kind'];
