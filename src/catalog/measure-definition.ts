/** A sum over rows of the extract: every named column of every row that meets the condition, added up. */
export interface FigureDefinition<Column extends string = string> {
  /** What is added up, one plain line. */
  readonly title: string;
  /** Decimal columns of the extract; a row counts with the sum of all of them. */
  readonly columns: readonly Column[];
  /** Condition in the language of the checks (check-spec.ts); a row where it is unknown stays out. */
  readonly where?: string;
  /**
   * The same figure by another route: `amount` of a control query, added over its rows that meet `where`. When not
   * given it comes from the completeness query, so the columns must be control totals and the condition may speak
   * of partitions only.
   */
  readonly agreesWith?: {
    readonly query: string;
    readonly amount: string;
    readonly where?: string;
  };
}

/** A group account and the rows that belong to it. */
interface MeasureAccount {
  readonly account: string;
  /** Every row that is left when not given. */
  readonly where?: string;
}

/** The figure a control takes from the item, a control total as well (domain/catalog.md RU-7, RU-10). */
export interface MeasureDefinition<Column extends string = string>
  extends FigureDefinition<Column> {
  /**
   * Which account a row belongs to: what a column of it says, or the first of the list whose condition it meets; a row
   * that meets none stands under no account (domain/catalog.md RU-9).
   */
  readonly accounts: { readonly column: Column } | readonly MeasureAccount[];
  /** Figures shown beside it, which no control takes. */
  readonly disclosed?: readonly FigureDefinition<Column>[];
}
