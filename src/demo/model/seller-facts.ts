import type { Integration } from './integration-facts.ts';

/** A line of a vendor's account in the Seller Center: positive owes the vendor, negative charges it. */
export interface SellerTransactionFact {
  readonly company: string;
  readonly id: number;
  readonly created: number;
  readonly number: string;
  readonly type: string;
  readonly navType: string;
  readonly amount: bigint;
  readonly manual: boolean;
  readonly vendor: number;
  /** COD_OMS_SALES_ORDER_ITEM; null where it is about no item. */
  readonly item: number | null;
  readonly order: string;
  /** Null: on no statement yet. */
  readonly statement: number | null;
  readonly integration: Integration;
  /** Has its row in RING too. */
  readonly inRing: boolean;
}

/** A closed account statement of a vendor. */
export interface SellerStatementFact {
  readonly company: string;
  readonly id: number;
  readonly number: string;
  readonly vendor: number;
  readonly start: number;
  readonly end: number;
  readonly paid: boolean;
  readonly paidMoment: number | null;
  /** Sum of its transactions. */
  readonly amount: bigint;
  readonly integration: Integration;
}

export interface VendorFact {
  readonly company: string;
  readonly id: number;
  readonly global: boolean;
}

export interface SellerFacts {
  readonly sellerTransactions: SellerTransactionFact[];
  readonly sellerStatements: SellerStatementFact[];
  readonly vendors: VendorFact[];
}

export function emptySellerFacts(): SellerFacts {
  return { sellerTransactions: [], sellerStatements: [], vendors: [] };
}
