/** Replaces the historic rule into our extract, or writes the historic query out. */
export type HistoricExtract = (extract: string) => string;

/** How one row of a README's table of deviations is measured on demo books. */
export type Measure =
  /** Rows by which our extract and the same extract with this one historic rule differ, both of the item's columns. */
  | { readonly historic: HistoricExtract }
  /**
   * One row for each that differs, with the difference in a column `amount` where the item has an amount; reads the
   * sources, or our extract under the name `ours`.
   */
  | { readonly listed: string }
  /** Rows of a control query the deviation brought, which changes no row of the report; what each comes to, if anything. */
  | { readonly reported: string; readonly amount?: string }
  /** By its nature it changes no row; why. */
  | { readonly none: string };

/** One place where a definition leaves the historic query on purpose. */
export type Deviation = Measure & {
  /** The text of the README's row, first column. */
  readonly change: string;
};

/** Every deviation of an item, in the order of its README. */
export interface ItemDeviations {
  readonly item: string;
  /** What a row adds to the item's amount, over the extract's columns; null where a report has no amount. */
  readonly amount: string | null;
  readonly deviations: readonly Deviation[];
}

/** Our extract with historic wording in the place of ours, each of which must stand in it. */
export function inPlace(...pairs: readonly (readonly [ours: string, historic: string])[]) {
  return (extract: string): string =>
    pairs.reduce((text, [ours, historic]) => {
      if (!text.includes(ours)) throw new Error(`the extract does not say ${ours}`);
      return text.replaceAll(ours, historic);
    }, extract);
}

export const SELECTED_ONLY = 'only selected companies are read';
