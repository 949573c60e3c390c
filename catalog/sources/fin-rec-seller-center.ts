import type { TableDefinition } from '../../src/catalog/definition.ts';
import { code, filled, optional, optionalCode } from './source-columns.ts';

/** Transactions and account statements of the Seller Center (RING). */
export const sellerCenterTables = {
  RPT_TRANSACTIONS_SELLER: {
    schema: 'dbo',
    table: 'RPT_TRANSACTIONS_SELLER',
    key: ['ID_Company', 'ID_Transaction'],
    columns: {
      ID_Company: code('varchar(10)'),
      ID_Transaction: filled('bigint'),
      Created_Date: filled('timestamp(3)'),
      Transaction_No: optional('varchar(50)'),
      Transaction_Type: optionalCode('nvarchar(100)'),
      Nav_Type: optionalCode('varchar(50)'),
      ERP_Name: optional('nvarchar(250)'),
      Transaction_Amount: filled('decimal(19,4)'),
      Created_Manually: optional('flag'),
      Vendor_Short_Code: optional('varchar(20)'),
      BOB_ID_Vendor: optional('bigint'),
      Vendor_Name: optional('nvarchar(100)'),
      SC_ID_Sales_Order_Item: optional('bigint'),
      OMS_ID_Sales_Order_Item: optional('bigint'),
      BOB_ID_Sales_Order_Item: optional('bigint'),
      Order_Number: optional('varchar(20)'),
      ID_Account_Statement: optional('bigint'),
      Nav_Integration_Status: optionalCode('varchar(20)'),
      Nav_Error_Message: optional('nvarchar(250)'),
    },
  },
  RPT_VENDORS: {
    schema: 'dbo',
    table: 'RPT_VENDORS',
    key: ['ID_company', 'BOB_ID_Vendor'],
    columns: {
      ID_company: code('varchar(10)'),
      BOB_ID_Vendor: filled('bigint'),
      Is_Global: optional('flag'),
    },
  },
  GDOC_DIM_ASG_V2: {
    schema: 'dbo',
    table: 'GDOC_DIM_ASG_V2',
    key: ['ID_Company', 'SC_ASG_Name'],
    columns: {
      ID_Company: code('varchar(10)'),
      SC_ASG_Name: code('nvarchar(100)'),
      ASG_Level_1: optionalCode('nvarchar(100)'),
      ASG_Level_2: optional('nvarchar(100)'),
      ASG_Level_3: optional('nvarchar(100)'),
      ASG_Level_4: optional('nvarchar(100)'),
    },
  },
  RPT_TRANSACTIONS: {
    schema: 'RING',
    table: 'RPT_TRANSACTIONS',
    key: ['ID_Company', 'ID_Transaction'],
    columns: {
      ID_Company: code('varchar(10)'),
      ID_Transaction: filled('bigint'),
      Transaction_Type_Name: optional('nvarchar(100)'),
    },
  },
  RPT_ACCOUNTSTATEMENTS: {
    schema: 'RING',
    table: 'RPT_ACCOUNTSTATEMENTS',
    key: ['id_company', 'RING_ID_Transaction_Statement'],
    columns: {
      id_company: code('varchar(10)'),
      RING_ID_Transaction_Statement: filled('bigint'),
      RING_Transaction_Statement_No: code('varchar(50)'),
      RING_Start_Date: filled('timestamp(3)'),
      RING_End_Date: filled('timestamp(3)'),
      RING_Paid: optional('flag'),
      RING_Paid_Date: optional('timestamp(3)'),
      Statement_Amount: filled('decimal(19,4)'),
      Created_Date: filled('timestamp(3)'),
      Nav_Integration_Status: optionalCode('varchar(20)'),
      Nav_Error_Message: optional('nvarchar(250)'),
    },
  },
} as const satisfies Readonly<Record<string, TableDefinition>>;
