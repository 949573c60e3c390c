import type { Company } from '../group/companies.ts';
import { companyRate, inLocalCurrency, RATE_SCALE } from '../group/rates.ts';
import { dateOf } from './calendar.ts';
import type { Profile } from './customers.ts';
import { type Journal, SERVICE_USER, USERS } from './journal.ts';
import type { OrderStory } from './orders.ts';
import type { Random } from './random.ts';
import type { OpenEntry, ReceivableAccount } from './receivable-account.ts';

interface Billing {
  readonly company: Company;
  readonly journal: Journal;
  readonly account: ReceivableAccount;
  readonly profile: Profile;
  readonly random: Random;
}

const PAYMENT_TERMS: readonly [number, ...number[]] = [0, 0, 15, 30, 30, 60];

function poster(random: Random): string {
  return random.chance(850) ? SERVICE_USER : random.pick(USERS);
}

function monthOf(day: number): string {
  return dateOf(day).slice(0, 7);
}

/** An amount of LCY in USD cents, half up. */
function inDollars(amount: bigint, company: Company, month: string): bigint {
  const rate = companyRate(company, month) ?? 1n;
  return (amount * 10n ** BigInt(RATE_SCALE) + rate / 2n) / rate;
}

function postInvoice(billing: Billing, story: OrderStory, day: number): OpenEntry {
  const { company, account, profile, random } = billing;
  const { id } = story.order;
  const total = story.billed;
  const terms = random.pick(PAYMENT_TERMS);
  const original = inDollars(total, company, monthOf(day));
  return account.post({
    day,
    documentType: 'Invoice',
    description: `Invoice for order ${id}`,
    sourceCode: 'SALES',
    externalNumber: id.toString(),
    postingGroup: random.chance(500) ? profile.entryGroup : profile.otherGroup,
    ...(profile.dollars
      ? {
          currency: 'USD' as const,
          original,
          originalLcy: inLocalCurrency(original, company, monthOf(day)),
        }
      : { originalLcy: total }),
    // NAV writes no due date on some migrated invoices: the blank date of domain/catalog.md 0.3.
    ...(random.chance(980) ? { dueDay: day + terms } : {}),
    postedBy: poster(random),
    contra: '70010',
  });
}

/** The goods came back: a credit memo, set against the unpaid invoice or paid out. True when it used the invoice up. */
function postReturn(billing: Billing, invoice: OpenEntry, day: number, paid: boolean): boolean {
  const { account, journal, random } = billing;
  const { originalLcy, original, currency, externalNumber, postingGroup } = invoice.entry;
  const common = {
    externalNumber,
    currency,
    postingGroup,
    reasonCode: 'RF',
    contra: '70010',
  } as const;
  const memo = account.post({
    ...common,
    day,
    documentType: 'Credit Memo',
    description: `Credit memo for order ${externalNumber}`,
    sourceCode: 'SALES',
    original: -original,
    originalLcy: -originalLcy,
    postedBy: poster(random),
  });
  if (!paid) {
    account.apply(invoice, memo, originalLcy, day);
    return true;
  }
  const refunded = day + random.between(1, 10);
  if (!journal.knows(refunded)) return false;
  const refund = account.post({
    ...common,
    day: refunded,
    documentType: 'Refund',
    description: `Refund for order ${externalNumber}`,
    sourceCode: 'PAYMENTJNL',
    original,
    originalLcy,
    postedBy: poster(random),
    contra: '10010',
  });
  account.apply(refund, memo, originalLcy, refunded);
  return false;
}

/** Posts a payment for several invoices and applies it, mostly at once, sometimes days later. */
function settle(billing: Billing, invoices: readonly OpenEntry[], unapplied: boolean): void {
  const { company, account, journal, profile, random } = billing;
  const last = invoices.at(-1);
  if (last === undefined) return;
  const latest = Math.max(...invoices.map(({ entry }) => entry.day));
  const day = latest + random.between(0, profile.corporate ? 45 : 12);
  if (!journal.knows(day)) return;
  const owed = invoices.reduce((sum, { entry }) => sum + entry.originalLcy, 0n);
  const short = !unapplied && random.chance(50) ? (last.entry.originalLcy / 200n) * 100n : 0n;
  const extra = !unapplied && short === 0n && random.chance(30) ? 5_000n : 0n;
  const amount = owed - short + extra;
  const payment = account.post({
    day,
    documentType: 'Payment',
    description: `Payment for ${invoices.length} invoices`,
    sourceCode: random.chance(800) ? 'CASHRECJNL' : 'PAYMENTJNL',
    externalNumber: last.entry.externalNumber,
    postingGroup: last.entry.postingGroup,
    currency: last.entry.currency,
    original: -(profile.dollars ? inDollars(amount, company, monthOf(day)) : amount),
    originalLcy: -amount,
    postedBy: poster(random),
    contra: '10010',
  });
  if (unapplied) return;
  const applied = random.chance(950) ? day : day + random.between(1, 10);
  for (const invoice of invoices) {
    const part = invoice === last ? invoice.entry.originalLcy - short : invoice.entry.originalLcy;
    account.apply(invoice, payment, part, applied);
    if (profile.dollars) revalueAtMonthEnd(billing, invoice, applied);
  }
}

/** Invoices in dollars are valued at the closing rate while they stay open, and put back the day after. */
function revalueAtMonthEnd(
  { account, random }: Billing,
  invoice: OpenEntry,
  applied: number,
): void {
  const { day, originalLcy } = invoice.entry;
  let monthEnd = day;
  while (monthOf(monthEnd + 1) === monthOf(day)) monthEnd += 1;
  if (applied <= monthEnd + 1) return;
  const change = (originalLcy / 10_000n) * 100n * BigInt(random.between(-2, 2));
  account.revalue(invoice, change, monthEnd);
  account.revalue(invoice, -change, monthEnd + 1);
}

/** Bills the delivered orders of one customer: invoices, then payments for one to four of them, returns. */
export function billOrders(billing: Billing, stories: readonly OrderStory[]): void {
  const { profile, random } = billing;
  // One consumer in a hundred has paid everything, and nobody has applied the payment: open, and net zero.
  const unapplied =
    !profile.corporate && random.chance(15) && stories.every(({ returned }) => returned === null);
  let waiting: OpenEntry[] = [];
  const payers = profile.corporate ? 860 : 900;
  const settleWaiting = (): void => {
    if (unapplied || random.chance(payers)) settle(billing, waiting, unapplied);
    waiting = [];
  };
  for (const story of stories) {
    if (story.delivered === null) continue;
    const invoice = postInvoice(billing, story, story.delivered);
    const paid = random.chance(500);
    const usedUp = story.returned !== null && postReturn(billing, invoice, story.returned, paid);
    if (!usedUp) waiting.push(invoice);
    if (!unapplied && waiting.length >= 4) settleWaiting();
  }
  settleWaiting();
}
