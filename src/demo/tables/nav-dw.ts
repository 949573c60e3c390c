import { BUSLINE_CODES } from '../group/buslines.ts';
import { groupAccountOf, LOCAL_ACCOUNTS } from '../group/chart-of-accounts.ts';
import { COMPANIES } from '../group/companies.ts';
import { POSTING_GROUPS } from '../group/posting-groups.ts';
import type { PostingGroupFact } from '../model/dimension-facts.ts';
import {
  BALANCING_TYPES,
  type CustomerFact,
  DETAIL_TYPES,
  DOCUMENT_TYPES,
  type GlDetailFact,
  type GlEntryFact,
  type LedgerDetailFact,
  type LedgerEntryFact,
  REASON_CODES,
  SOURCE_CODES,
} from '../model/facts.ts';
import { PARTNERS, USERS } from '../model/journal.ts';
import { code, column, type DemoTable, derived, fixed } from './table.ts';

const COMPANY_CODES = COMPANIES.map((company) => company.code);
const GROUP_CODES = POSTING_GROUPS.map((group) => group.code);
const IC_PARTNERS = ['', 'IC01'];

const location = { database: 'NAV_DW', schema: 'dbo' } as const;

/** Name of a local account; the unmapped one has none. */
function accountName(local: string): string {
  return groupAccountOf(local)?.name ?? '';
}

export const CUSTOMER_LEDGER_ENTRIES: DemoTable<LedgerEntryFact> = {
  ...location,
  name: 'Customer Ledger Entries',
  columns: [
    code('id_company', COMPANY_CODES, (entry) => entry.company),
    column('Entry No_', 'integer', (entry) => entry.number),
    column('GL Entry No_', 'integer', (entry) => entry.glNumber),
    column('Document No_', 'text', (entry) => entry.documentNumber),
    code('Document Type', DOCUMENT_TYPES, (entry) => entry.documentType),
    column('External Document No_', 'text', (entry) => entry.externalNumber),
    column('Posting Date', 'date', (entry) => entry.day),
    column('Due Date', 'date', (entry) => entry.dueDay),
    column('Customer No_', 'text', (entry) => entry.customer),
    code('Customer Posting Group', GROUP_CODES, (entry) => entry.postingGroup),
    column('Description', 'text', (entry) => entry.description),
    code('Source Code', SOURCE_CODES, (entry) => entry.sourceCode),
    code('Reason Code', REASON_CODES, (entry) => entry.reasonCode),
    code('Busline Code', BUSLINE_CODES, (entry) => entry.busline),
    fixed('Department Code', 'D100'),
    fixed('Destination Code'),
    fixed('Partner Code'),
    code('IC Partner Code', IC_PARTNERS, (entry) => entry.icPartner),
    column('Original Amount', 'navmoney', (entry) => entry.original),
    column('Original Amount (LCY)', 'navmoney', (entry) => entry.originalLcy),
    code('Currency', ['', 'USD'], (entry) => entry.currency),
    column('Open', 'flag', (entry) => entry.open),
    code('Posted by', USERS, (entry) => entry.postedBy),
  ],
};

export const CUSTOMER_LEDGER_DETAILS: DemoTable<LedgerDetailFact> = {
  ...location,
  name: 'Detailed Customer Ledg_ Entry',
  columns: [
    code('id_company', COMPANY_CODES, (detail) => detail.company),
    column('Entry No_', 'integer', (detail) => detail.number),
    column('Cust_ Ledger Entry No_', 'integer', (detail) => detail.entry),
    column('Customer No_', 'text', (detail) => detail.customer),
    column('Posting Date', 'date', (detail) => detail.day),
    code('Entry Type', DETAIL_TYPES, (detail) => detail.type),
    column('Amount', 'navmoney', (detail) => detail.original),
    column('Amount (LCY)', 'navmoney', (detail) => detail.amount),
  ],
};

export const CUSTOMERS: DemoTable<CustomerFact> = {
  ...location,
  name: 'Customers',
  columns: [
    code('id_company', COMPANY_CODES, (customer) => customer.company),
    column('No_', 'text', (customer) => customer.number),
    column('Name', 'text', (customer) => customer.name),
    code('Busline Code', BUSLINE_CODES, (customer) => customer.busline),
    column('Automatically integrated', 'flag', (customer) => customer.integrated),
    code('Customer Posting Group', GROUP_CODES, (customer) => customer.postingGroup),
    code('Stream', ['B2B', 'B2C', 'NTR', 'EMP'], (customer) => customer.stream),
  ],
};

export const CUSTOMER_POSTING_GROUPS: DemoTable<PostingGroupFact> = {
  ...location,
  name: 'Customer Posting Group',
  columns: [
    code('id_company', COMPANY_CODES, (group) => group.company),
    column('Code', 'text', (group) => group.code),
    column('Receivables Account', 'text', (group) => group.account),
  ],
};

export const GL_ENTRIES: DemoTable<GlEntryFact> = {
  ...location,
  name: 'G_L Entries',
  columns: [
    code('id_company', COMPANY_CODES, (entry) => entry.company),
    column('Entry No_', 'integer', (entry) => entry.number),
    column('Document No_', 'text', (entry) => entry.documentNumber),
    column('External Document No_', 'text', (entry) => entry.externalNumber),
    column('Voucher No_', 'text', (entry) => entry.voucher),
    column('Posting Date', 'date', (entry) => entry.day),
    derived('Document Date', 'date', '"Posting Date"'),
    code('Document Type', DOCUMENT_TYPES, (entry) => entry.documentType),
    code('Chart of Accounts No_', LOCAL_ACCOUNTS, (entry) => entry.account),
    code('Account Name', ['', ...LOCAL_ACCOUNTS.map(accountName)], (entry) =>
      accountName(entry.account),
    ),
    column('Document Description', 'text', (entry) => entry.description),
    column('Amount', 'navmoney', (entry) => entry.amount),
    code('Bal_ Account Type', BALANCING_TYPES, (entry) => entry.balancingType),
    code('Bal_ Account No_', ['', ...LOCAL_ACCOUNTS], (entry) => entry.balancingAccount),
    code('Bal_ Account Name', ['', ...LOCAL_ACCOUNTS.map(accountName)], (entry) =>
      accountName(entry.balancingAccount),
    ),
    code('Busline Code', BUSLINE_CODES, (entry) => entry.busline),
    fixed('Department Code', 'D100'),
    code('Reason Code', REASON_CODES, (entry) => entry.reasonCode),
    code('Source Code', SOURCE_CODES, (entry) => entry.sourceCode),
    fixed('Destination Code'),
    code('Partner Code', PARTNERS, (entry) => entry.partner),
    code('IC Partner Code', IC_PARTNERS, (entry) => entry.icPartner),
    fixed('VendorTag Code'),
    fixed('CustomerTag Code'),
    fixed('Service_Period'),
    column('Reversed', 'flag', (entry) => entry.reversed),
    column('System-Created Entry', 'flag', (entry) => entry.systemCreated),
    code('User ID', USERS, (entry) => entry.user),
    column('G_L Creation Date', 'moment', (entry) => entry.created),
    code('Source Type', ['', 'Customer'], (entry) => entry.sourceType),
    column('Source No', 'text', (entry) => entry.sourceNumber),
  ],
};

export const GL_DETAILS: DemoTable<GlDetailFact> = {
  ...location,
  name: 'Detailed G_L Entry',
  columns: [
    code('id_company', COMPANY_CODES, (detail) => detail.company),
    column('Entry No_', 'integer', (detail) => detail.number),
    column('Gen_ Ledger Entry No_', 'integer', (detail) => detail.entry),
    code('G_L Account No_', LOCAL_ACCOUNTS, (detail) => detail.account),
    column('Posting Date', 'date', (detail) => detail.day),
    column('Amount', 'navmoney', (detail) => detail.amount),
  ],
};
