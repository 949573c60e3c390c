import type { Company } from '../group/companies.ts';
import { isRevenue, sellerTransactionType } from '../group/seller-transaction-types.ts';
import { dateOf, MILLISECONDS_PER_DAY } from './calendar.ts';
import type { FactBatch } from './facts.ts';
import { drawIntegration } from './integration-facts.ts';
import { type Journal, SERVICE_USER } from './journal.ts';
import { counter } from './numbering.ts';
import type { Random } from './random.ts';
import type { SellerFacts } from './seller-facts.ts';

/** What a statement covers. */
export interface StatementDraft {
  readonly id: number;
  readonly vendor: number;
  readonly start: number;
  readonly end: number;
}

interface TransactionDraft {
  readonly type: string;
  readonly created: number;
  readonly amount: bigint;
  readonly vendor: number;
  readonly item: number | null;
  readonly order: string;
  /** Null: on no statement yet. */
  readonly statement: StatementDraft | null;
}

/**
 * Writes the transactions and statements of a company's Seller Center together with their postings, so that the two
 * cannot part: a revenue stands on 18304 from the transaction until its statement ends, and every closed statement is
 * posted once, debit 18314, credit 13023, at the sum of its transactions.
 */
export interface SellerDesk {
  readonly company: Company;
  readonly transact: (to: SellerFacts, draft: TransactionDraft) => void;
  /** Writes every statement that has transactions; nothing is transacted afterwards. */
  readonly close: (to: FactBatch) => void;
}

/** Local account of what vendors are owed before it is on a statement. */
const UNSTATED = '183141';

function dayOf(moment: number): number {
  return Math.floor(moment / MILLISECONDS_PER_DAY);
}

function writtenDay(moment: number): string {
  return dateOf(dayOf(moment)).replaceAll('-', '').slice(2);
}

/** What a statement is called in the Seller Center and in NAV. */
export function statementNumber({ country }: Company, end: number, vendor: number): string {
  return `ST-${country}-${writtenDay(end)}-${vendor.toString().padStart(4, '0')}`;
}

export function openSellerDesk(company: Company, journal: Journal, random: Random): SellerDesk {
  const nextTransaction = counter();
  const statements = new Map<number, { draft: StatementDraft; amount: bigint }>();

  /** Every other local account of accrued revenue is used by some vendors. */
  const accruedOn = (vendor: number): string => (vendor % 4 === 1 ? '183041' : '18304');

  const transact = (to: SellerFacts, draft: TransactionDraft): void => {
    const { type, created, amount, vendor, item, statement } = draft;
    const known = sellerTransactionType(type);
    const id = nextTransaction();
    to.sellerTransactions.push({
      company: company.code,
      id,
      created,
      number: `T${writtenDay(created)}${id.toString().padStart(6, '0')}`,
      type,
      navType: known.navType,
      amount,
      manual: random.chance(10),
      vendor,
      item,
      order: draft.order,
      statement: statement?.id ?? null,
      integration: drawIntegration(random),
      inRing: !random.chance(5),
    });
    const revenue = isRevenue(known);
    journal.summarise(dayOf(created), revenue ? accruedOn(vendor) : '19990', amount, UNSTATED);
    if (statement === null) return;
    if (revenue) journal.summarise(dayOf(statement.end), accruedOn(vendor), -amount, '70020');
    const held = statements.get(statement.id);
    if (held === undefined) statements.set(statement.id, { draft: statement, amount });
    else held.amount += amount;
  };

  const closeStatement = (
    to: FactBatch,
    { id, vendor, start, end }: StatementDraft,
    amount: bigint,
  ) => {
    const day = dayOf(end);
    const number = statementNumber(company, end, vendor);
    const payday = day + 1 + random.below(5);
    const paid = amount > 0n && journal.knows(payday);
    to.sellerStatements.push({
      company: company.code,
      id,
      number,
      vendor,
      start,
      end,
      paid,
      paidMoment: paid ? payday * MILLISECONDS_PER_DAY + 10 * 3_600_000 : null,
      amount,
      integration: drawIntegration(random),
    });
    journal.transfer(to, {
      day,
      documentType: '',
      externalNumber: number,
      account: '18314',
      amount,
      description: `Account statement ${number}`,
      sourceCode: 'GENJNL',
      user: SERVICE_USER,
      contra: '13023',
    });
    if (paid) journal.summarise(payday, '13023', amount, '10010');
  };

  return {
    company,
    transact,
    close: (to) => {
      for (const { draft, amount } of statements.values()) closeStatement(to, draft, amount);
    },
  };
}
