import type { Company } from '../group/companies.ts';
import type { CollectionPartner } from '../group/partners.ts';
import { BANK_POSTING_GROUPS } from '../group/partners.ts';
import { MILLISECONDS_PER_DAY } from './calendar.ts';
import type {
  CashDepositFact,
  CashTransactionFact,
  CashType,
  ClosureFact,
  CollectionFacts,
  ListStatus,
} from './collection-facts.ts';
import { drawIntegration } from './integration-facts.ts';
import type { Journal } from './journal.ts';
import { counter } from './numbering.ts';
import type { Random } from './random.ts';

/** A packlist while its transactions are collected. The status is the one it has when the books are read. */
export interface Packlist {
  readonly number: string;
  readonly partner: CollectionPartner;
  readonly created: number;
  readonly status: ListStatus;
  received: bigint;
}

/** Money a partner owes from a moment on. */
interface Collection {
  readonly partner: CollectionPartner;
  readonly type: CashType;
  readonly entity: string;
  /** From when it counts. */
  readonly moment: number;
  /** When it was entered, where that is another moment than a deposit's. */
  readonly created?: number;
  readonly amount: bigint;
  /** Account it comes from. */
  readonly contra: string;
  readonly list?: Packlist | undefined;
}

/** Money a partner hands over; `amount` is what it is relieved of, charges included. */
interface Deposit {
  readonly partner: CollectionPartner;
  readonly type: CashDepositFact['type'];
  readonly paid: number;
  readonly amount: bigint;
  readonly charges?: bigint;
  readonly status?: ListStatus;
  readonly reversed?: number;
}

interface Closure {
  readonly partner: CollectionPartner;
  readonly entityType: ClosureFact['entityType'];
  readonly number: string;
  readonly forced: boolean | null;
  /** When it was closed by hand, and what that took off the books. */
  readonly moment: number;
  /** False where nobody entered the date of the closure. */
  readonly dated?: boolean;
  readonly amount: bigint;
}

/**
 * Writes what OMS knows of collected money together with its postings, so that the two cannot part: a partner's
 * account rises when a transaction counts, falls by what the partner pays and by what is closed by hand. Lists and
 * the setting of payments against lists move nothing: what they take from one population of IPE_31 they give another.
 */
export interface CashDesk {
  readonly company: Company;
  readonly collect: (to: CollectionFacts, collection: Collection) => void;
  /** A transaction of a type that IPE_31 leaves out: the other side of something, or a note. */
  readonly note: (to: CollectionFacts, draft: TransactionDraft) => void;
  /** Gives the payment's number. */
  readonly deposit: (to: CollectionFacts, deposit: Deposit) => CashDepositFact;
  /** Sets a part of a payment against a list; amount null where it is not reconciled. */
  readonly apply: (
    to: CollectionFacts,
    list: Packlist,
    deposit: CashDepositFact | null,
    amount: bigint | null,
    charges?: bigint,
  ) => void;
  readonly close: (to: CollectionFacts, closure: Closure) => void;
  /** The transaction stood at `from` until `moment`, and stands at `partner` since. */
  readonly reallocate: (
    to: CollectionFacts,
    collection: Collection,
    from: CollectionPartner,
    moment: number,
  ) => void;
}

type TransactionDraft = Pick<CashTransactionFact, 'type' | 'entity' | 'created' | 'amount'> & {
  readonly partner: CollectionPartner;
};

function dayOf(moment: number): number {
  return Math.floor(moment / MILLISECONDS_PER_DAY);
}

/** Account the partner's money is paid into. */
function bankOf({ banks }: CollectionPartner): string {
  const [first] = banks;
  return BANK_POSTING_GROUPS.find(({ code }) => code === first)?.account ?? '10010';
}

export function openCashDesk(company: Company, journal: Journal, random: Random): CashDesk {
  const nextTransaction = counter();
  const nextReallocation = counter();
  const nextPayment = counter();
  const nextReconciliation = counter();

  const transaction = (
    to: CollectionFacts,
    draft: TransactionDraft,
    list?: Packlist | undefined,
  ): void => {
    to.cashTransactions.push({
      company: company.code,
      id: nextTransaction(),
      type: draft.type,
      entity: draft.entity,
      created: draft.created,
      partner: draft.partner.name,
      amount: draft.amount,
      list: list?.number ?? null,
      listMoment: list?.created ?? null,
    });
  };

  const collect = (to: CollectionFacts, collection: Collection): void => {
    const { partner, type, entity, moment, created = moment, amount, contra, list } = collection;
    transaction(to, { partner, type, entity, created, amount }, list);
    journal.summarise(dayOf(moment), partner.account, amount, contra);
    if (list === undefined) return;
    list.received += amount;
    to.packlistPackages.push({
      company: company.code,
      list: list.number,
      packageNumber: entity,
      status: list.status,
    });
  };

  const deposit = (to: CollectionFacts, given: Deposit): CashDepositFact => {
    const { partner, type, paid, amount, charges = 0n, status = 'closed', reversed = null } = given;
    const fact: CashDepositFact = {
      company: company.code,
      number: `PAY${company.country}${nextPayment().toString().padStart(7, '0')}`,
      paid,
      type,
      partner: partner.name,
      amount: amount - charges,
      charges,
      status,
      reversed,
      integration: drawIntegration(random),
    };
    to.cashDeposits.push(fact);
    // A cancelled payment was never made.
    if (status === 'cancelled') return fact;
    const side = { partner, entity: fact.number, created: paid };
    const out = type === 'Payment' ? 'Payment' : 'Transfer From';
    transaction(to, { ...side, type: out, amount: charges - amount });
    journal.summarise(dayOf(paid), partner.account, charges - amount, bankOf(partner));
    if (charges !== 0n) {
      transaction(to, { ...side, type: 'Payment Charges', amount: -charges });
      journal.summarise(dayOf(paid), partner.account, -charges, '70040');
    }
    return fact;
  };

  return {
    company,
    collect,
    note: (to, draft) => transaction(to, draft),
    deposit,
    apply: (to, list, paidBy, amount, charges = 0n) => {
      to.packlistPayments.push({
        company: company.code,
        id: nextReconciliation(),
        list: list.number,
        listStatus: list.status,
        listCreated: list.created,
        partner: list.partner.name,
        received: list.received,
        payment: paidBy?.number ?? null,
        paid: paidBy?.paid ?? null,
        paymentStatus: paidBy?.status ?? null,
        reconciled: amount,
        charges: amount === null ? null : charges,
        created: Math.max(list.created, paidBy?.paid ?? 0),
        integration: drawIntegration(random),
      });
    },
    close: (to, { partner, entityType, number, forced, moment, dated = true, amount }) => {
      to.closures.push({
        company: company.code,
        entityType,
        number,
        forced,
        closed: dated ? moment : null,
        amount,
        created: moment,
        integration: drawIntegration(random),
      });
      const type = amount < 0n ? 'Collection Adjustment (under)' : 'Collection Adjustment (over)';
      transaction(to, { partner, type, entity: number, created: moment, amount });
      journal.summarise(dayOf(moment), partner.account, amount, '70040');
    },
    reallocate: (to, collection, from, moment) => {
      const { partner, type, entity, moment: original, amount, contra } = collection;
      to.reallocations.push({
        company: company.code,
        id: nextReallocation(),
        original,
        reallocated: moment,
        partner: from.name,
        type,
        entity,
        amount,
      });
      journal.summarise(dayOf(original), from.account, amount, contra);
      transaction(to, {
        partner: from,
        type: 'Reallocation From',
        entity,
        created: moment,
        amount: -amount,
      });
      // Accounts of the two partners may differ: the debt moves with the transaction.
      collect(to, {
        ...collection,
        partner,
        type: 'Reallocation To',
        moment,
        contra: from.account,
      });
    },
  };
}
