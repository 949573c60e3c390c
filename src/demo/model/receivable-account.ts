import { postingGroup } from '../group/posting-groups.ts';
import { BLANK_DATE } from './calendar.ts';
import type { CustomerFact, FactBatch, LedgerDetailFact, LedgerEntryFact } from './facts.ts';
import type { Journal } from './journal.ts';
import type { DayNumbers } from './numbering.ts';

/** What an entry of the customer ledger says; numbers and the first detail are added when it is written. */
type EntryDraft = Pick<
  LedgerEntryFact,
  'day' | 'documentType' | 'description' | 'sourceCode' | 'originalLcy' | 'postedBy'
> &
  Partial<
    Pick<
      LedgerEntryFact,
      'dueDay' | 'externalNumber' | 'original' | 'currency' | 'reasonCode' | 'postingGroup'
    >
  > & { readonly contra: string };

/** An entry and what is left of it. */
export interface OpenEntry {
  readonly entry: LedgerEntryFact & { open: boolean };
  left: bigint;
}

/** A customer's account while its entries are written. */
export interface ReceivableAccount {
  /** Writes an entry, its first detail and its posting on the receivable account. */
  readonly post: (draft: EntryDraft) => OpenEntry;
  /** Sets `amount` of a credit entry against a debit entry, unless the books end before that day. */
  readonly apply: (debit: OpenEntry, credit: OpenEntry, amount: bigint, day: number) => void;
  /** Changes an entry's LCY value without changing its original amount. */
  readonly revalue: (entry: OpenEntry, amount: bigint, day: number) => void;
  /** Hands over the entries with what is known about them in the end. */
  readonly close: () => void;
}

/** What the customer ledger of one company is written with. */
export interface CustomerLedger {
  readonly company: string;
  readonly journal: Journal;
  readonly entryNumbers: DayNumbers;
  readonly nextDetail: () => number;
}

/** Part of `original` that belongs to `amount` of `whole`. */
function originalShare({ entry }: OpenEntry, amount: bigint): bigint {
  if (entry.currency === '' || entry.originalLcy === 0n) return amount;
  return (entry.original * amount) / entry.originalLcy;
}

export function openAccount(
  { company, journal, entryNumbers, nextDetail }: CustomerLedger,
  customer: CustomerFact,
  entryGroup: string,
  batch: FactBatch,
): ReceivableAccount {
  const entries: OpenEntry[] = [];
  const icPartner = entryGroup === 'IC-INT' ? 'IC01' : '';

  const detail = (
    held: OpenEntry,
    type: LedgerDetailFact['type'],
    day: number,
    amount: bigint,
    original: bigint,
  ): void => {
    batch.ledgerDetails.push({
      company,
      number: nextDetail(),
      entry: held.entry.number,
      customer: customer.number,
      day,
      type,
      original,
      amount,
    });
    held.left += amount;
  };

  const post = (draft: EntryDraft): OpenEntry => {
    const { day, sourceCode, documentType, description, originalLcy, postedBy } = draft;
    const group = draft.postingGroup ?? entryGroup;
    const documentNumber = journal.documentNumber(day, sourceCode);
    const externalNumber = draft.externalNumber ?? '';
    const reasonCode = draft.reasonCode ?? '';
    const glNumber = journal.post(batch, {
      day,
      documentType,
      documentNumber,
      externalNumber,
      description,
      sourceCode,
      reasonCode,
      busline: customer.busline,
      icPartner,
      account: postingGroup(group).account,
      amount: originalLcy,
      user: postedBy,
      balancingType: 'G/L Account',
      sourceNumber: customer.number,
      contra: draft.contra,
    });
    const held: OpenEntry = {
      entry: {
        company,
        number: entryNumbers.next(day),
        glNumber,
        documentNumber,
        documentType,
        externalNumber,
        day,
        dueDay: draft.dueDay ?? BLANK_DATE,
        customer: customer.number,
        postingGroup: group,
        description,
        sourceCode,
        reasonCode,
        busline: customer.busline,
        icPartner,
        original: draft.original ?? originalLcy,
        originalLcy,
        currency: draft.currency ?? '',
        open: true,
        postedBy,
      },
      left: 0n,
    };
    entries.push(held);
    detail(held, 'Initial Entry', day, originalLcy, held.entry.original);
    return held;
  };

  return {
    post,
    apply: (debit, credit, amount, day) => {
      if (!journal.knows(day)) return;
      detail(debit, 'Application', day, -amount, -originalShare(debit, amount));
      detail(credit, 'Application', day, amount, originalShare(credit, amount));
    },
    revalue: (held, amount, day) => {
      if (!journal.knows(day) || amount === 0n) return;
      detail(held, 'Unrealized Gain/Loss', day, amount, 0n);
      journal.post(batch, {
        day,
        documentType: '',
        account: postingGroup(held.entry.postingGroup).account,
        amount,
        description: 'Exchange rate adjustment',
        sourceCode: 'GENJNL',
        user: held.entry.postedBy,
        busline: customer.busline,
        icPartner,
        sourceNumber: customer.number,
        contra: '70090',
      });
    },
    close: () => {
      for (const { entry, left } of entries) {
        entry.open = left !== 0n;
        batch.ledgerEntries.push(entry);
      }
    },
  };
}
