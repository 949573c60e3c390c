import { COMPANIES } from '../group/companies.ts';
import {
  BANK_POSTING_GROUPS,
  COLLECTION_PARTNERS,
  type CollectionPartner,
  IDLE_NODES,
} from '../group/partners.ts';

/** A partner or bank account of one company. */
interface OfCompany {
  readonly company: string;
}
export interface PartnerFact extends OfCompany {
  readonly partner: CollectionPartner;
}
export interface NodeFact extends OfCompany {
  readonly node: string;
  readonly serviceProvider: string | null;
}
export interface BankAccountFact extends OfCompany {
  readonly number: string;
  /** Blank for an account that is no partner's. */
  readonly provider: string;
  readonly group: string;
}
export interface BankPostingGroupFact extends OfCompany {
  readonly code: string;
  readonly account: string | null;
}

/** Bank accounts that are no partner's: 30 in a hundred have no provider (domain/catalog.md 4.1). */
const OWN_ACCOUNTS = ['BANK-01', 'BANK-02', 'BANK-NONE'];

function ofEveryCompany<Fact>(facts: (company: string) => readonly Fact[]): Fact[] {
  return COMPANIES.flatMap(({ code }) => facts(code));
}

/** Partners the mart knows: one is missing, a look-up that finds nothing. */
export function partnerFacts(): PartnerFact[] {
  const known = COLLECTION_PARTNERS.filter(({ type }) => type !== null);
  return ofEveryCompany((company) => known.map((partner) => ({ company, partner })));
}

/** Hubs and other nodes with the courier that runs them. */
export function nodeFacts(): NodeFact[] {
  const hubs = COLLECTION_PARTNERS.filter(({ type }) => type === 'Hub').map(
    ({ name: node, serviceProvider }) => ({ node, serviceProvider }),
  );
  const idle = IDLE_NODES.map((node) => ({ node, serviceProvider: 'Swift Couriers' }));
  return ofEveryCompany((company) => [...hubs, ...idle].map((node) => ({ company, ...node })));
}

export function bankAccountFacts(): BankAccountFact[] {
  const banks = [
    ...COLLECTION_PARTNERS.flatMap(({ erpName, banks: groups }) =>
      groups.map((group) => ({ provider: erpName ?? '', group })),
    ),
    ...OWN_ACCOUNTS.map((group) => ({ provider: '', group })),
  ].map((bank, index) => ({ ...bank, number: `BA${(index + 1).toString().padStart(3, '0')}` }));
  return ofEveryCompany((company) => banks.map((bank) => ({ company, ...bank })));
}

export function bankPostingGroupFacts(): BankPostingGroupFact[] {
  return ofEveryCompany((company) => BANK_POSTING_GROUPS.map((group) => ({ company, ...group })));
}
