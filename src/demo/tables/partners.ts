import type {
  BankAccountFact,
  BankPostingGroupFact,
  NodeFact,
  PartnerFact,
} from '../model/partner-facts.ts';
import { column, type DemoTable } from './table.ts';

const mart = { database: 'FIN_REC', schema: 'dbo' } as const;
const ledgers = { database: 'NAV_DW', schema: 'dbo' } as const;

export const COLLECTION_PARTNERS_TABLE: DemoTable<PartnerFact> = {
  ...mart,
  name: 'RPT_COLLECTIONPARTNERS',
  columns: [
    column('ID_Company', 'text', (fact) => fact.company),
    column('Name', 'text', (fact) => fact.partner.name),
    column('Type', 'text', (fact) => fact.partner.type),
    column('ERP_Name', 'text', (fact) => fact.partner.erpName),
  ],
};

export const HUB_MAPPING: DemoTable<NodeFact> = {
  ...mart,
  name: 'RPT_HUBS_3PL_MAPPING',
  columns: [
    column('ID_COMPANY', 'text', (fact) => fact.company),
    column('NODE', 'text', (fact) => fact.node),
    column('SERVICE_PROVIDER', 'text', (fact) => fact.serviceProvider),
  ],
};

export const BANK_ACCOUNTS: DemoTable<BankAccountFact> = {
  ...ledgers,
  name: 'Bank Accounts',
  columns: [
    column('ID_Company', 'text', (fact) => fact.company),
    column('No_', 'text', (fact) => fact.number),
    column('Service Provider No_', 'text', (fact) => fact.provider),
    column('Bank Account Posting Group', 'text', (fact) => fact.group),
  ],
};

export const BANK_POSTING_GROUPS_TABLE: DemoTable<BankPostingGroupFact> = {
  ...ledgers,
  name: 'Bank Account Posting Group',
  columns: [
    column('ID_Company', 'text', (fact) => fact.company),
    column('Code', 'text', (fact) => fact.code),
    column('G_L Bank Account No_', 'text', (fact) => fact.account),
  ],
};
