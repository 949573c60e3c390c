import { KNOWN_BUSLINE } from '../group/buslines.ts';
import { UNMAPPED_ACCOUNT } from '../group/chart-of-accounts.ts';
import { inLocalCurrency } from '../group/rates.ts';
import { dateOf } from './calendar.ts';
import { customerNumber } from './customers.ts';
import { type CustomerFact, emptyBatch, type FactBatch } from './facts.ts';
import { type Journal, SERVICE_USER } from './journal.ts';
import { type KnownItemBook, recordKnownItems } from './known-items.ts';
import { postKnownVouchers } from './known-vouchers.ts';
import type { Random } from './random.ts';
import { type CustomerLedger, openAccount, type ReceivableAccount } from './receivable-account.ts';
import type { Timeline } from './timeline.ts';
import type { VoucherBook } from './vouchers.ts';

/**
 * Customers every covered company has, in this order: their records are known and tests may look for them. What only
 * they use (a business line, posting groups, a local account) lets a break touch one known entry and no other.
 */
const KNOWN_CUSTOMERS = [
  { index: 1, what: 'boundary', postingGroup: 'B2C-NG-NAT', busline: 'BL01' },
  { index: 2, what: 'loan', postingGroup: 'LOAN-REC-NAT', busline: 'BL01' },
  { index: 3, what: 'doubtful', postingGroup: 'EXCB2B-NAT', busline: KNOWN_BUSLINE },
  { index: 4, what: 'nets to zero', postingGroup: 'B2C-NG-NAT', busline: 'BL01' },
  { index: 5, what: 'export', postingGroup: 'EXPORT', busline: 'BL01' },
  { index: 6, what: 'overseas', postingGroup: 'AUS', busline: 'BL01' },
  { index: 7, what: 'applied late', postingGroup: 'B2C-NG-NAT', busline: 'BL01' },
] as const;

export type KnownCustomer = (typeof KNOWN_CUSTOMERS)[number];

/** The first customer number that is free for drawn customers, less one. */
export const KNOWN_CUSTOMER_COUNT = KNOWN_CUSTOMERS.length;

/** Number of a known customer, the same in every covered company. */
export function knownCustomerNumber(what: KnownCustomer['what']): string {
  return customerNumber(KNOWN_CUSTOMERS.find((known) => known.what === what)?.index ?? 0);
}

type Books = KnownItemBook &
  VoucherBook & {
    readonly customerLedger: CustomerLedger;
    readonly knownRandom: Random;
  };

/** Days on which something known happens: first day, cutoff and day after of each period. */
function boundaryDays({ periods }: Timeline): number[] {
  return [...new Set(periods.flatMap(({ start, cutoff, next }) => [start, cutoff, next]))];
}

function knownCustomer(company: string, known: KnownCustomer): CustomerFact {
  return {
    company,
    number: customerNumber(known.index),
    name: `Known customer (${known.what})`,
    busline: known.busline,
    integrated: true,
    postingGroup: known.postingGroup,
    stream: known.postingGroup === 'B2C-NG-NAT' ? 'B2C' : 'B2B',
  };
}

function openInvoice(account: ReceivableAccount, day: number, amount: bigint, what: string) {
  return account.post({
    day,
    documentType: 'Invoice',
    description: what,
    sourceCode: 'SALES',
    originalLcy: amount,
    dueDay: day + 30,
    postedBy: SERVICE_USER,
    contra: '70010',
  });
}

function payment(account: ReceivableAccount, day: number, amount: bigint) {
  return account.post({
    day,
    documentType: 'Payment',
    description: 'Known payment',
    sourceCode: 'CASHRECJNL',
    originalLcy: -amount,
    postedBy: SERVICE_USER,
    contra: '10010',
  });
}

function postDirectly(
  journal: Journal,
  batch: FactBatch,
  posting: { day: number; amount: bigint; account: string; description: string },
): void {
  journal.post(batch, {
    ...posting,
    documentType: '',
    sourceCode: 'GENJNL',
    user: SERVICE_USER,
    contra: '19990',
  });
}

function postKnown(
  { what }: KnownCustomer,
  account: ReceivableAccount,
  timeline: Timeline,
  amount: bigint,
): void {
  switch (what) {
    case 'boundary':
      for (const day of boundaryDays(timeline))
        openInvoice(account, day, amount, 'Boundary invoice');
      return;
    case 'nets to zero':
      for (const { start } of timeline.periods) {
        openInvoice(account, start, amount, 'Known invoice');
        payment(account, start + 1, amount);
      }
      return;
    case 'applied late':
      for (const { cutoff, next } of timeline.periods) {
        const invoice = openInvoice(account, cutoff - 5, amount, 'Paid on the cutoff');
        account.apply(invoice, payment(account, cutoff, amount), amount, next);
      }
      return;
    default:
      for (const { start } of timeline.periods) {
        openInvoice(account, start, amount, 'Known invoice');
      }
  }
}

/**
 * The records of a covered company that are there on purpose in every set of books: order items and
 * vouchers around every cutoff, boundary invoices, an invoice paid on the cutoff whose payment is applied the day after, a customer that nets to zero,
 * a customer on each receivable account, a back margin, an account without a group account.
 */
export function knownRecords(books: Books): FactBatch {
  const { company, timeline, journal, customerLedger } = books;
  const batch = emptyBatch();
  const amount = inLocalCurrency(5_000n, company, dateOf(timeline.firstDay).slice(0, 7));
  for (const known of KNOWN_CUSTOMERS) {
    const customer = knownCustomer(company.code, known);
    batch.customers.push(customer);
    const account = openAccount(customerLedger, customer, known.postingGroup, batch);
    postKnown(known, account, timeline, amount);
    account.close();
  }
  recordKnownItems(books, batch, amount, books.knownRandom);
  postKnownVouchers(books, batch, amount, books.knownRandom);
  postDirectly(journal, batch, {
    day: timeline.firstDay,
    amount,
    account: UNMAPPED_ACCOUNT,
    description: 'Account without a group account',
  });
  for (const { start } of timeline.periods) {
    const description = 'BACKMARGIN of the month';
    postDirectly(journal, batch, { day: start, amount, account: '18304', description });
    // Settled the next day: at a period end the account holds what IPE_11 lists and nothing else.
    const settled = { description: 'BACKMARGIN settled', amount: -amount, account: '18304' };
    postDirectly(journal, batch, { ...settled, day: start + 1 });
  }
  return batch;
}
