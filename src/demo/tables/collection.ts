import { COMPANIES } from '../group/companies.ts';
import { COLLECTION_PARTNERS } from '../group/partners.ts';
import {
  CASH_TYPES,
  type CashDepositFact,
  type CashTransactionFact,
  type ClosureFact,
  LIST_STATUSES,
  type PacklistPackageFact,
  type PacklistPaymentFact,
  type ReallocationFact,
} from '../model/collection-facts.ts';
import { INTEGRATED } from '../model/integration-facts.ts';
import { code, column, type DemoTable, fixed } from './table.ts';

const location = { database: 'FIN_REC', schema: 'dbo' } as const;
const COMPANY_CODES = COMPANIES.map((company) => company.code);
const PARTNER_NAMES = COLLECTION_PARTNERS.map(({ name }) => name);

export const CASH_TRANSACTIONS: DemoTable<CashTransactionFact> = {
  ...location,
  name: 'RPT_CASHREC_TRANSACTION',
  columns: [
    code('ID_Company', COMPANY_CODES, (transaction) => transaction.company),
    column('Transaction_ID', 'big', (transaction) => transaction.id),
    code('Transaction_Type', CASH_TYPES, (transaction) => transaction.type),
    column('Related_Entity', 'text', (transaction) => transaction.entity),
    column('Created_Date', 'moment', (transaction) => transaction.created),
    code('Collection_Partner', PARTNER_NAMES, (transaction) => transaction.partner),
    column('Amount', 'money', (transaction) => transaction.amount),
    column('Transaction_List_Nr', 'text', (transaction) => transaction.list),
    column('Transaction_List_Date', 'moment', (transaction) => transaction.listMoment),
  ],
};

export const REALLOCATIONS: DemoTable<ReallocationFact> = {
  ...location,
  name: 'RPT_CASHREC_REALLOCATIONS',
  columns: [
    code('ID_Company', COMPANY_CODES, (moved) => moved.company),
    column('id', 'big', (moved) => moved.id),
    column('Original_Transaction_date', 'moment', (moved) => moved.original),
    column('Reallocated_Transaction_Date', 'moment', (moved) => moved.reallocated),
    code('Collection_Partner_From', PARTNER_NAMES, (moved) => moved.partner),
    code('Transaction_type', CASH_TYPES, (moved) => moved.type),
    column('Related_Entity', 'text', (moved) => moved.entity),
    column('Amount', 'money', (moved) => moved.amount),
  ],
};

export const PACKLIST_PACKAGES: DemoTable<PacklistPackageFact> = {
  ...location,
  name: 'RPT_PACKLIST_PACKAGES',
  columns: [
    code('ID_Company', COMPANY_CODES, (packed) => packed.company),
    column('OMS_Packlist_No', 'text', (packed) => packed.list),
    column('OMS_Package_No', 'text', (packed) => packed.packageNumber),
    code('OMS_Packlist_Status', LIST_STATUSES, (packed) => packed.status),
  ],
};

export const PACKLIST_PAYMENTS: DemoTable<PacklistPaymentFact> = {
  ...location,
  name: 'RPT_PACKLIST_PAYMENTS',
  columns: [
    code('ID_Company', COMPANY_CODES, (payment) => payment.company),
    column('Reconcile_ID', 'big', (payment) => payment.id),
    column('OMS_Packlist_No', 'text', (payment) => payment.list),
    code('OMS_Packlist_Status', LIST_STATUSES, (payment) => payment.listStatus),
    column('OMS_Packlist_Created_Date', 'moment', (payment) => payment.listCreated),
    code('OMS_Collection_Partner_Name', PARTNER_NAMES, (payment) => payment.partner),
    column('OMS_Amount_Received', 'money', (payment) => payment.received),
    column('OMS_Payment_No', 'text', (payment) => payment.payment),
    column('OMS_Payment_Date', 'moment', (payment) => payment.paid),
    code('OMS_Payment_Status', LIST_STATUSES, (payment) => payment.paymentStatus),
    column('OMS_Payment_Reconciled_Amount', 'money', (payment) => payment.reconciled),
    column('OMS_Payment_Charges_Reconciled_Amount', 'money', (payment) => payment.charges),
    column('Created_Date', 'moment', (payment) => payment.created),
    code('Nav_Integration_Status', INTEGRATED, (payment) => payment.integration),
    fixed('Nav_Error_Message', null),
  ],
};

export const CASH_DEPOSITS: DemoTable<CashDepositFact> = {
  ...location,
  name: 'RPT_CASHDEPOSIT',
  columns: [
    code('ID_Company', COMPANY_CODES, (deposit) => deposit.company),
    column('OMS_Payment_No', 'text', (deposit) => deposit.number),
    column('OMS_Payment_Date', 'moment', (deposit) => deposit.paid),
    code('OMS_Type', ['Payment', 'Transfer'], (deposit) => deposit.type),
    code('OMS_Collection_Partner', PARTNER_NAMES, (deposit) => deposit.partner),
    column('OMS_Payment_Amount', 'money', (deposit) => deposit.amount),
    column('OMS_Charges_Amount', 'money', (deposit) => deposit.charges),
    code('OMS_Payment_Status', LIST_STATUSES, (deposit) => deposit.status),
    column('payment_reversal_date', 'moment', (deposit) => deposit.reversed),
    column('Created_Date', 'moment', (deposit) => deposit.paid),
    code('Nav_Integration_Status', INTEGRATED, (deposit) => deposit.integration),
    fixed('Nav_Error_Message', null),
  ],
};

export const COLLECTION_CLOSURES: DemoTable<ClosureFact> = {
  ...location,
  name: 'RPT_COLLECTIONADJ',
  columns: [
    code('ID_Company', COMPANY_CODES, (closure) => closure.company),
    code('OMS_Entity_Type', ['packlist', 'payment', 'transfer'], (closure) => closure.entityType),
    column('OMS_Entity_No', 'text', (closure) => closure.number),
    column('OMS_Force_Closed', 'flag', (closure) => closure.forced),
    column('OMS_Close_Date', 'moment', (closure) => closure.closed),
    column('Amount', 'money', (closure) => closure.amount),
    column('Created_Date', 'moment', (closure) => closure.created),
    code('Nav_Integration_Status', INTEGRATED, (closure) => closure.integration),
    fixed('Nav_Error_Message', null),
  ],
};
