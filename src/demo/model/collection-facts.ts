import type { Integration } from './integration-facts.ts';

/** What OMS knows about money collected by partners. Moments are milliseconds of wall time, amounts hundredths. */

export const LIST_STATUSES = [
  'waitingApproval',
  'waitingConfirmation',
  'inProgress',
  'closed',
  'cancelled',
] as const;
export type ListStatus = (typeof LIST_STATUSES)[number];

export const CASH_TYPES = [
  'Delivery',
  'Third Party Collection',
  'Transfer to',
  'Transfer From',
  'Payment',
  'Payment - Rev',
  'Payment Charges',
  'Payment Charges Rev',
  'Reallocation From',
  'Reallocation To',
  'Collection Adjustment (over)',
  'Collection Adjustment (under)',
] as const;
export type CashType = (typeof CASH_TYPES)[number];

export interface CashTransactionFact {
  readonly company: string;
  readonly id: number;
  readonly type: CashType;
  /** Package, order or payment number. */
  readonly entity: string;
  readonly created: number;
  readonly partner: string;
  readonly amount: bigint;
  readonly list: string | null;
  readonly listMoment: number | null;
}

/** A transaction that was moved from one partner to another. */
export interface ReallocationFact {
  readonly company: string;
  readonly id: number;
  readonly original: number;
  readonly reallocated: number;
  readonly partner: string;
  readonly type: CashType;
  readonly entity: string;
  readonly amount: bigint;
}

/** A package on a packlist, with the list's status as it is when the books are read. */
export interface PacklistPackageFact {
  readonly company: string;
  readonly list: string;
  readonly packageNumber: string;
  readonly status: ListStatus;
}

/** A payment, or a part of one, set against a packlist. */
export interface PacklistPaymentFact {
  readonly company: string;
  readonly id: number;
  readonly list: string;
  readonly listStatus: ListStatus;
  readonly listCreated: number;
  readonly partner: string;
  readonly received: bigint;
  readonly payment: string | null;
  readonly paid: number | null;
  readonly paymentStatus: ListStatus | null;
  /** Null: not reconciled. */
  readonly reconciled: bigint | null;
  readonly charges: bigint | null;
  readonly created: number;
  readonly integration: Integration;
}

export interface CashDepositFact {
  readonly company: string;
  readonly number: string;
  readonly paid: number;
  readonly type: 'Payment' | 'Transfer';
  readonly partner: string;
  readonly amount: bigint;
  readonly charges: bigint;
  readonly status: ListStatus;
  readonly reversed: number | null;
  readonly integration: Integration;
}

/** A list, payment or transfer closed by hand with something left on it. */
export interface ClosureFact {
  readonly company: string;
  readonly entityType: 'packlist' | 'payment' | 'transfer';
  readonly number: string;
  readonly forced: boolean | null;
  readonly closed: number | null;
  readonly amount: bigint;
  readonly created: number;
  readonly integration: Integration;
}

export interface CollectionFacts {
  readonly cashTransactions: CashTransactionFact[];
  readonly reallocations: ReallocationFact[];
  readonly packlistPackages: PacklistPackageFact[];
  readonly packlistPayments: PacklistPaymentFact[];
  readonly cashDeposits: CashDepositFact[];
  readonly closures: ClosureFact[];
}

export function emptyCollection(): CollectionFacts {
  return {
    cashTransactions: [],
    reallocations: [],
    packlistPackages: [],
    packlistPayments: [],
    cashDeposits: [],
    closures: [],
  };
}
