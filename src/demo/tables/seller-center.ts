import { COMPANIES } from '../group/companies.ts';
import {
  SELLER_TRANSACTION_TYPES,
  type SellerTransactionType,
} from '../group/seller-transaction-types.ts';
import { INTEGRATED } from '../model/integration-facts.ts';
import type {
  SellerStatementFact,
  SellerTransactionFact,
  VendorFact,
} from '../model/seller-facts.ts';
import { VENDORS_AT_MOST } from '../model/statements.ts';
import { BOB_ITEMS, MART_ITEMS } from './order-items.ts';
import { code, column, type DemoTable, fixed } from './table.ts';

const mart = { database: 'FIN_REC', schema: 'dbo' } as const;
const ring = { database: 'FIN_REC', schema: 'RING' } as const;
const COMPANY_CODES = COMPANIES.map((company) => company.code);
const TYPE_NAMES = SELLER_TRANSACTION_TYPES.map(({ name }) => name);
const NAV_TYPES = SELLER_TRANSACTION_TYPES.map(({ navType }) => navType);

const VENDORS_BY_NUMBER = Array.from({ length: VENDORS_AT_MOST }, (_, vendor) => ({
  code: `V${vendor.toString().padStart(5, '0')}`,
  name: `Vendor ${vendor}`,
}));
const VENDOR_CODES = VENDORS_BY_NUMBER.map((vendor) => vendor.code);
const VENDOR_NAMES = VENDORS_BY_NUMBER.map((vendor) => vendor.name);

export const SELLER_TRANSACTIONS: DemoTable<SellerTransactionFact> = {
  ...mart,
  name: 'RPT_TRANSACTIONS_SELLER',
  columns: [
    code('ID_Company', COMPANY_CODES, (line) => line.company),
    column('ID_Transaction', 'big', (line) => line.id),
    column('Created_Date', 'moment', (line) => line.created),
    column('Transaction_No', 'text', (line) => line.number),
    code('Transaction_Type', TYPE_NAMES, (line) => line.type),
    code('Nav_Type', NAV_TYPES, (line) => line.navType),
    code('ERP_Name', TYPE_NAMES, (line) => line.type),
    column('Transaction_Amount', 'money', (line) => line.amount),
    column('Created_Manually', 'flag', (line) => line.manual),
    code('Vendor_Short_Code', VENDOR_CODES, ({ vendor }) => VENDOR_CODES[vendor] ?? null),
    column('BOB_ID_Vendor', 'big', (line) => line.vendor),
    code('Vendor_Name', VENDOR_NAMES, ({ vendor }) => VENDOR_NAMES[vendor] ?? null),
    column('SC_ID_Sales_Order_Item', 'big', ({ item }) =>
      item === null ? null : MART_ITEMS + item,
    ),
    column('OMS_ID_Sales_Order_Item', 'big', (line) => line.item),
    column('BOB_ID_Sales_Order_Item', 'big', ({ item }) =>
      item === null ? null : BOB_ITEMS + item,
    ),
    column('Order_Number', 'text', (line) => line.order),
    column('ID_Account_Statement', 'big', (line) => line.statement),
    code('Nav_Integration_Status', INTEGRATED, (line) => line.integration),
    fixed('Nav_Error_Message', null),
  ],
};

/** Rows of the transactions that RING knows. */
export const RING_TRANSACTIONS: DemoTable<SellerTransactionFact> = {
  ...ring,
  name: 'RPT_TRANSACTIONS',
  columns: [
    code('ID_Company', COMPANY_CODES, (line) => line.company),
    column('ID_Transaction', 'big', (line) => line.id),
    code('Transaction_Type_Name', TYPE_NAMES, (line) => line.type),
  ],
};

export const ACCOUNT_STATEMENTS: DemoTable<SellerStatementFact> = {
  ...ring,
  name: 'RPT_ACCOUNTSTATEMENTS',
  columns: [
    code('id_company', COMPANY_CODES, (statement) => statement.company),
    column('RING_ID_Transaction_Statement', 'big', (statement) => statement.id),
    column('RING_Transaction_Statement_No', 'text', (statement) => statement.number),
    column('RING_Start_Date', 'moment', (statement) => statement.start),
    column('RING_End_Date', 'moment', (statement) => statement.end),
    column('RING_Paid', 'flag', (statement) => statement.paid),
    column('RING_Paid_Date', 'moment', (statement) => statement.paidMoment),
    column('Statement_Amount', 'money', (statement) => statement.amount),
    column('Created_Date', 'moment', (statement) => statement.end),
    code('Nav_Integration_Status', INTEGRATED, (statement) => statement.integration),
    fixed('Nav_Error_Message', null),
  ],
};

export const VENDORS: DemoTable<VendorFact> = {
  ...mart,
  name: 'RPT_VENDORS',
  columns: [
    code('ID_company', COMPANY_CODES, (vendor) => vendor.company),
    column('BOB_ID_Vendor', 'big', (vendor) => vendor.id),
    column('Is_Global', 'flag', (vendor) => vendor.global),
  ],
};

export interface MappedTypeFact {
  readonly company: string;
  readonly type: SellerTransactionType;
}

export function mappedTypeFacts(): MappedTypeFact[] {
  return COMPANY_CODES.flatMap((company) =>
    SELLER_TRANSACTION_TYPES.map((type) => ({ company, type })),
  );
}

export const TRANSACTION_GROUPS: DemoTable<MappedTypeFact> = {
  ...mart,
  name: 'GDOC_DIM_ASG_V2',
  columns: [
    code('ID_Company', COMPANY_CODES, (mapped) => mapped.company),
    column('SC_ASG_Name', 'text', ({ type }) => type.name),
    column('ASG_Level_1', 'text', ({ type }) => type.levels[0]),
    column('ASG_Level_2', 'text', ({ type }) => type.levels[1]),
    column('ASG_Level_3', 'text', ({ type }) => type.levels[2]),
    column('ASG_Level_4', 'text', ({ type }) => type.levels[3]),
  ],
};
