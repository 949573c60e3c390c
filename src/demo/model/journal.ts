import { groupAccountOf } from '../group/chart-of-accounts.ts';
import type { Company } from '../group/companies.ts';
import { type BalanceSheet, balanceSheet } from './balances.ts';
import { dateOf, MILLISECONDS_PER_DAY } from './calendar.ts';
import type { FactBatch, GlEntryFact, SourceCode } from './facts.ts';
import { counter, numbersByDay } from './numbering.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

/** The integration's own account (domain/catalog.md RU-1). */
export const SERVICE_USER = 'SAVANNA/NAVBATCH.SRVC';
/** Every user that posts; both slash styles occur at the source. */
export const USERS: readonly [string, ...string[]] = [
  SERVICE_USER,
  'SAVANNA\\FIN.CLERK1',
  'SAVANNA\\FIN.CLERK2',
  'SAVANNA/FIN.CLERK3',
];

/** Partners of the collection accounts, one per kind of account. */
export const PARTNERS = ['', '3PL01', 'PSP01'] as const;

/** What a posting says; the journal adds numbers, details, the balancing side and the moment. */
type Posting = Pick<
  GlEntryFact,
  'day' | 'documentType' | 'account' | 'amount' | 'description' | 'sourceCode' | 'user'
> &
  Partial<
    Pick<
      GlEntryFact,
      | 'documentNumber'
      | 'externalNumber'
      | 'voucher'
      | 'busline'
      | 'icPartner'
      | 'reasonCode'
      | 'balancingType'
      | 'sourceNumber'
    >
  > & {
    /** Local account of the other side, which `post` writes in one sum a day. */
    readonly contra: string;
  };

/** A company's general ledger while it is being written. */
export interface Journal {
  /** True for a day the books know about. */
  readonly knows: (day: number) => boolean;
  /** Writes an entry, its details and, in the day's sum, its other side; gives its number. */
  readonly post: (batch: FactBatch, posting: Posting) => number;
  /** Writes an entry and its other side, an entry on `contra`, under one document number. */
  readonly transfer: (batch: FactBatch, posting: Posting) => void;
  /** Adds to the day's sum of one side of an account, and to the other side of `contra`. */
  readonly summarise: (day: number, account: string, amount: bigint, contra: string) => void;
  /** Writes the day sums and the balance view. Nothing is posted afterwards. */
  readonly close: (batch: FactBatch) => void;
  /** Next document number of a journal on a day: country, company, journal, date, sequence. */
  readonly documentNumber: (day: number, sourceCode: SourceCode) => string;
}

/** Lowest number of a G/L entry. */
export const FIRST_GL_ENTRY = 400_000_000;
const JOURNAL_MARKS: Readonly<Record<SourceCode, string>> = {
  SALES: 'SALE',
  CASHRECJNL: 'CRJL',
  PAYMENTJNL: 'PYJL',
  GENJNL: 'GJNL',
};

function partnerOf(account: string): (typeof PARTNERS)[number] {
  if (account === '13001' || account === '13011') return '3PL01';
  return account === '13002' || account === '13012' ? 'PSP01' : '';
}

/** Cuts an amount into one to three parts that add up to it, whole currency units except the last. */
function parts(amount: bigint, random: Random): bigint[] {
  const draw = random.below(20);
  const third = (amount / 300n) * 100n;
  if (draw < 16 || third === 0n) return [amount];
  return draw < 19 ? [third, amount - third] : [third, third, amount - third - third];
}

export function openJournal(
  company: Company,
  timeline: Timeline,
  room: number,
  random: Random,
): Journal {
  const { firstDay, endDay } = timeline;
  const days = endDay - firstDay;
  const numbers = numbersByDay(timeline, FIRST_GL_ENTRY, room);
  const nextDetail = counter();
  const balances: BalanceSheet = balanceSheet(timeline.snapshots);
  const sums = new Map<string, { debit: BigInt64Array; credit: BigInt64Array }>();

  const documentNumber = (day: number, sourceCode: SourceCode): string => {
    const date = dateOf(day);
    const sequence = (numbers.countOf(day) + 1).toString().padStart(3, '0');
    const written = `${date.slice(2, 4)}${date.slice(5, 7)}${date.slice(8)}`;
    return `${company.country}${company.code.slice(0, 2)}${JOURNAL_MARKS[sourceCode]}${written}${sequence}`;
  };

  const addToSum = (day: number, account: string, amount: bigint): void => {
    let sum = sums.get(account);
    if (sum === undefined) {
      sum = { debit: new BigInt64Array(days), credit: new BigInt64Array(days) };
      sums.set(account, sum);
    }
    const side = amount < 0n ? sum.credit : sum.debit;
    side[day - firstDay] = (side[day - firstDay] ?? 0n) + amount;
  };

  const write = (
    batch: FactBatch,
    posting: Posting,
    amount: bigint,
    details: readonly bigint[],
    correction: boolean,
  ): number => {
    const { day, account, user, contra } = posting;
    // Field by field: copying objects of this width costs more than everything else in the model.
    const entry: GlEntryFact = {
      company: company.code,
      documentNumber: posting.documentNumber ?? documentNumber(day, posting.sourceCode),
      number: numbers.next(day),
      externalNumber: posting.externalNumber ?? '',
      voucher: posting.voucher ?? '',
      day,
      documentType: correction ? '' : posting.documentType,
      account,
      description: correction ? 'Correction, nets to zero' : posting.description,
      amount,
      balancingType: posting.balancingType ?? '',
      balancingAccount: contra,
      busline: posting.busline ?? '',
      sourceCode: posting.sourceCode,
      reasonCode: posting.reasonCode ?? '',
      partner: partnerOf(account),
      icPartner: posting.icPartner ?? '',
      reversed: correction,
      systemCreated: user === SERVICE_USER,
      user,
      created: day * MILLISECONDS_PER_DAY + random.below(2 * MILLISECONDS_PER_DAY),
      sourceType: posting.sourceNumber === undefined ? '' : 'Customer',
      sourceNumber: posting.sourceNumber ?? '',
    };
    batch.glEntries.push(entry);
    for (const part of details) {
      batch.glDetails.push({
        company: company.code,
        number: nextDetail(),
        entry: entry.number,
        account,
        day,
        amount: part,
      });
    }
    balances.add(entry);
    return entry.number;
  };

  const post = (batch: FactBatch, posting: Posting): number => {
    const number = write(batch, posting, posting.amount, parts(posting.amount, random), false);
    addToSum(posting.day, posting.contra, -posting.amount);
    if (random.chance(40)) {
      // Put right on the same day: the details net to zero, so no item may show the entry.
      write(batch, posting, 0n, [posting.amount, -posting.amount], true);
    }
    return number;
  };

  const transfer = (batch: FactBatch, posting: Posting): void => {
    const { day, sourceCode, account, contra, amount } = posting;
    const one = { ...posting, documentNumber: documentNumber(day, sourceCode) };
    const other = { ...one, account: contra, contra: account };
    write(batch, one, amount, parts(amount, random), false);
    write(batch, other, -amount, parts(-amount, random), false);
  };

  const close = (batch: FactBatch): void => {
    for (const [account, { debit, credit }] of sums) {
      // Accounts of the control keep both sides of a day apart, the others are netted.
      const gross = groupAccountOf(account)?.inControl ?? false;
      for (let offset = 0; offset < days; offset += 1) {
        const both = [debit[offset] ?? 0n, credit[offset] ?? 0n] as const;
        const written = gross ? both : [both[0] + both[1]];
        for (const amount of written) {
          if (amount === 0n) continue;
          const posting: Posting = {
            day: firstDay + offset,
            documentType: '',
            account,
            amount,
            description: `Postings of the day, ${amount < 0n ? 'credit' : 'debit'}`,
            sourceCode: 'GENJNL',
            user: SERVICE_USER,
            contra: '',
          };
          write(batch, posting, amount, parts(amount, random), false);
        }
      }
    }
    batch.balances.push(...balances.lines());
  };

  return {
    knows: (day) => day >= firstDay && day < endDay,
    post,
    transfer,
    summarise: (day, account, amount, contra) => {
      addToSum(day, account, amount);
      addToSum(day, contra, -amount);
    },
    close,
    documentNumber,
  };
}
