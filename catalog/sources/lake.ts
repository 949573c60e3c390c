/**
 * Glue databases of the data lake. Only the back office was ever replicated there; the other names, and those of
 * tables and columns, are ours by convention. docs/decisions/0013-lake-names.md says what to check before use.
 */
export const lake = {
  backOffice: 'process_pg_bob',
  /** The mart and the ledgers, as published. */
  processed: 'process_central_fin_dwh',
  /** The mart's staging area, as loaded. */
  staging: 'raw_central_fin_dwh',
} as const;
