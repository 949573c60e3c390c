/** Control queries of the report. */
export const controlQueries = {
  exclusions: {
    sqlFile: 'exclusions.sql',
    purpose:
      'Counts every row of the voucher view, of all snapshots, by the reason that keeps it out.',
    columns: {
      reason: { type: 'text', nullable: false },
      row_count: { type: 'integer', nullable: false },
    },
  },
  missing_snapshots: {
    sqlFile: 'missing-snapshots.sql',
    purpose: 'Lists selected companies without a voucher in the snapshot of the end of the period.',
    columns: {
      company: { type: 'text', nullable: false },
      newest_earlier_snapshot: { type: 'timestamp(3)' },
    },
  },
  witnesses: {
    sqlFile: 'witnesses.sql',
    purpose:
      'Finds vouchers whose remaining amount is known: never used, or used by one order item.',
    columns: {
      ID_COMPANY: { type: 'text', nullable: false },
      id: { type: 'integer', nullable: false },
      business_use: { type: 'text' },
      created_at: { type: 'timestamp(3)' },
      discount_amount: { type: 'decimal(19,4)' },
      remaining_amount: { type: 'decimal(19,4)' },
      TotalAmountUsed: { type: 'decimal(19,4)' },
      TotalRemainingAmount: { type: 'decimal(19,4)' },
    },
  },
  values: {
    sqlFile: 'values.sql',
    purpose: 'Counts the vouchers per value of every relevant column that is no amount.',
    columns: {
      column_name: { type: 'text', nullable: false },
      value: { type: 'text' },
      row_count: { type: 'integer', nullable: false },
    },
  },
  target_value: {
    sqlFile: 'target-value.sql',
    purpose:
      'Gives the target value of each company, what is kept out of it by reason, and beside it what BOB keeps as remaining.',
    columns: {
      ID_COMPANY: { type: 'text', nullable: false },
      standing: { type: 'text', nullable: false },
      reason: { type: 'text', nullable: false },
      row_count: { type: 'integer', nullable: false },
      TotalRemainingAmount: { type: 'decimal(38,4)', nullable: false },
      remaining_amount: { type: 'decimal(38,4)', nullable: false },
    },
  },
  fan_out: {
    sqlFile: 'fan-out.sql',
    purpose: 'Lists look-up keys that match more than once.',
    columns: {
      look_up: { type: 'text', nullable: false },
      company: { type: 'text', nullable: false },
      look_up_key: { type: 'text', nullable: false },
      matches: { type: 'integer', nullable: false },
    },
  },
  reused_codes: {
    sqlFile: 'reused-codes.sql',
    purpose: 'Lists voucher codes that several vouchers of a company share.',
    columns: {
      ID_COMPANY: { type: 'text', nullable: false },
      code: { type: 'text', nullable: false },
      vouchers: { type: 'integer', nullable: false },
      lowest_id: { type: 'integer', nullable: false },
      highest_id: { type: 'integer', nullable: false },
    },
  },
  missing_flags: {
    sqlFile: 'missing-flags.sql',
    purpose:
      'Lists order items used as usage that do not say whether they are marketplace or retail.',
    columns: {
      ID_COMPANY: { type: 'text', nullable: false },
      COD_OMS_SALES_ORDER_ITEM: { type: 'integer', nullable: false },
      voucher_code: { type: 'text' },
      amount: { type: 'decimal(19,4)' },
    },
  },
} as const;
