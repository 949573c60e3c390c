import type { TableDefinition } from '../../src/catalog/definition.ts';
import { code, filled, optional, optionalCode } from './source-columns.ts';

/** One kind of operational transaction with what became of it on its way to NAV. */
function integrationTable<Table extends string, Amount extends string>(
  table: Table,
  amount: Amount,
) {
  return {
    schema: 'dbo',
    table,
    key: ['ID_Company', 'Transaction_ID'],
    columns: {
      ID_Company: code('varchar(10)'),
      Transaction_ID: code('varchar(255)'),
      [amount]: optional('decimal(19,4)'),
      Created_Date: filled('timestamp(3)'),
      Nav_Integration_Status: optionalCode('varchar(20)'),
      Nav_Error_Message: optional('nvarchar(250)'),
    },
  } satisfies TableDefinition;
}

/** Tables only the report of integration errors reads. */
export const integrationTables = {
  RPT_3PL_MANUAL_TRANSACTIONS: integrationTable(
    'RPT_3PL_MANUAL_TRANSACTIONS',
    'Transaction_Amount',
  ),
  RPT_DELIVERY_FEES: integrationTable('RPT_DELIVERY_FEES', 'Amount'),
  RPT_EXC_ACCOUNTSTATEMENTS: integrationTable('RPT_EXC_ACCOUNTSTATEMENTS', 'Total_Amount'),
  RPT_JFORCE_PAYOUTS: integrationTable('RPT_JFORCE_PAYOUTS', 'Amount'),
  RPT_JPAY_APP_TRANSACTION: integrationTable('RPT_JPAY_APP_TRANSACTION', 'Transaction_Amount'),
  RPT_MARKETPLACE_SHIPPING_FEES: integrationTable('RPT_MARKETPLACE_SHIPPING_FEES', 'Amount'),
  RPT_PREPAID_DELIVERIES: integrationTable('RPT_PREPAID_DELIVERIES', 'Amount'),
  RPT_REFUNDS: integrationTable('RPT_REFUNDS', 'Amount'),
  RPT_VENDOR_PAYMENTS: integrationTable('RPT_VENDOR_PAYMENTS', 'Amount'),
};
