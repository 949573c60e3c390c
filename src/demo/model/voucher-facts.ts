/** Store-credit vouchers of BOB; amounts and moments as in `facts.ts`. */
export const VOUCHER_USES = [
  'refund',
  'store_credit',
  'apology_v2',
  'jforce',
  'jpay_store_credit',
  'marketing',
] as const;
export type VoucherUse = (typeof VOUCHER_USES)[number];

/** A voucher as it stood at the first instant after a period. */
export interface VoucherFact {
  readonly company: string;
  readonly id: number;
  readonly code: string;
  readonly use: VoucherUse;
  readonly active: boolean;
  readonly value: bigint;
  /** Used on items whose package had arrived by then. */
  readonly used: bigint;
  readonly validFrom: number;
  readonly validTo: number;
  readonly created: number;
  readonly updated: number;
  readonly lastUsed: number | null;
  /** Day of the snapshot: the first one after the period. */
  readonly snapshotDay: number;
  readonly inactivated: number | null;
  readonly templateInactivated: number | null;
  readonly customerId: number;
  readonly timesUsed: number;
}

/** The template a voucher was made from. */
export interface VoucherTemplateFact {
  readonly company: string;
  readonly id: number;
  readonly use: VoucherUse;
}
