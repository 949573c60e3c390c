import { type CollectionFacts, emptyCollection } from './collection-facts.ts';
import type { IntegrationFact } from './integration-facts.ts';
import type { CashRecFact, ItemFact, KeptItemFact } from './item-facts.ts';
import { emptySellerFacts, type SellerFacts } from './seller-facts.ts';
import type { VoucherFact, VoucherTemplateFact } from './voucher-facts.ts';

/**
 * What happened, row by row. Amounts are bigint hundredths of the currency's unit, dates are day numbers,
 * moments are milliseconds since 1970-01-01 00:00 wall time.
 */
export interface CustomerFact {
  readonly company: string;
  readonly number: string;
  readonly name: string;
  readonly busline: string;
  readonly integrated: boolean;
  /** The group the customer is in today. */
  readonly postingGroup: string;
  readonly stream: 'B2B' | 'B2C' | 'NTR' | 'EMP';
}

export interface OrderFact {
  readonly company: string;
  readonly id: number;
  readonly customerId: number;
  readonly moment: number;
  readonly total: bigint;
  readonly currency: string;
  readonly status: 'completed' | 'returned' | 'cancelled' | 'failed' | 'shipped' | 'pending';
}

export const DOCUMENT_TYPES = ['Invoice', 'Credit Memo', 'Payment', 'Refund', ''] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** Posting journals: the code stands in document numbers and decides the source code. */
export const SOURCE_CODES = ['SALES', 'CASHRECJNL', 'PAYMENTJNL', 'GENJNL'] as const;
export type SourceCode = (typeof SOURCE_CODES)[number];

export const REASON_CODES = ['', 'RF', 'WOFF'] as const;
type ReasonCode = (typeof REASON_CODES)[number];

export interface LedgerEntryFact {
  readonly company: string;
  readonly number: number;
  readonly glNumber: number;
  readonly documentNumber: string;
  readonly documentType: DocumentType;
  readonly externalNumber: string;
  readonly day: number;
  readonly dueDay: number;
  readonly customer: string;
  readonly postingGroup: string;
  readonly description: string;
  readonly sourceCode: SourceCode;
  readonly reasonCode: ReasonCode;
  readonly busline: string;
  readonly icPartner: string;
  /** In `currency`, or LCY where that is blank. */
  readonly original: bigint;
  readonly originalLcy: bigint;
  readonly currency: '' | 'USD';
  /** Still open at the end of the books, whatever it was at a cutoff. */
  readonly open: boolean;
  readonly postedBy: string;
}

export const DETAIL_TYPES = ['Initial Entry', 'Application', 'Unrealized Gain/Loss'] as const;

export interface LedgerDetailFact {
  readonly company: string;
  readonly number: number;
  readonly entry: number;
  readonly customer: string;
  readonly day: number;
  readonly type: (typeof DETAIL_TYPES)[number];
  readonly original: bigint;
  readonly amount: bigint;
}

export const BALANCING_TYPES = ['', 'G/L Account', 'Customer', 'Vendor', 'Bank Account'] as const;

export interface GlEntryFact {
  readonly company: string;
  readonly number: number;
  readonly documentNumber: string;
  readonly externalNumber: string;
  readonly voucher: string;
  readonly day: number;
  readonly documentType: DocumentType;
  /** Local account. */
  readonly account: string;
  readonly description: string;
  /** Debit positive. */
  readonly amount: bigint;
  readonly balancingType: (typeof BALANCING_TYPES)[number];
  /** Balancing account, a local number, or blank. */
  readonly balancingAccount: string;
  readonly busline: string;
  readonly sourceCode: SourceCode;
  readonly reasonCode: ReasonCode;
  readonly partner: string;
  readonly icPartner: string;
  readonly reversed: boolean;
  readonly systemCreated: boolean;
  readonly user: string;
  readonly created: number;
  readonly sourceType: '' | 'Customer';
  readonly sourceNumber: string;
}

export interface GlDetailFact {
  readonly company: string;
  readonly number: number;
  readonly entry: number;
  readonly account: string;
  readonly day: number;
  readonly amount: bigint;
}

/** A line of the balance view: one local account, split as the view splits it, at one closing date. */
export interface BalanceFact {
  readonly company: string;
  readonly closingDay: number;
  readonly account: string;
  readonly busline: string;
  readonly partner: string;
  readonly icPartner: string;
  readonly balance: bigint;
}

/** Facts of one customer, or of one company's summary postings, in the order of the tables' own numbers. */
export interface FactBatch extends CollectionFacts, SellerFacts {
  readonly customers: CustomerFact[];
  readonly orders: OrderFact[];
  readonly items: ItemFact[];
  readonly cashRecs: CashRecFact[];
  readonly keptItems: KeptItemFact[];
  readonly integrations: IntegrationFact[];
  readonly vouchers: VoucherFact[];
  readonly voucherTemplates: VoucherTemplateFact[];
  readonly ledgerEntries: LedgerEntryFact[];
  readonly ledgerDetails: LedgerDetailFact[];
  readonly glEntries: GlEntryFact[];
  readonly glDetails: GlDetailFact[];
  readonly balances: BalanceFact[];
}

export function emptyBatch(): FactBatch {
  return {
    ...emptyCollection(),
    ...emptySellerFacts(),
    customers: [],
    orders: [],
    items: [],
    cashRecs: [],
    keptItems: [],
    integrations: [],
    vouchers: [],
    voucherTemplates: [],
    ledgerEntries: [],
    ledgerDetails: [],
    glEntries: [],
    glDetails: [],
    balances: [],
  };
}
