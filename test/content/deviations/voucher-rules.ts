/** Ours reads the snapshot of the period's end, the historic queries whatever snapshots the view held. */
export const ANY_SNAPSHOT = [
  'v."snapshot_date" = CAST(:period_next AS TIMESTAMP(3))',
  'v."snapshot_date" IS NOT NULL',
] as const;
