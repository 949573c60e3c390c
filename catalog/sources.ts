import {
  defineSource,
  type SourceColumnDefinition,
  type SourceType,
} from '../src/catalog/definition.ts';

/** A column that always holds a value; NAV writes blank text as '' and a blank date as 1753-01-01. */
const filled = (type: SourceType): SourceColumnDefinition => ({ type, nullable: false });
/** A column that may be NULL. */
const optional = (type: SourceType): SourceColumnDefinition => ({ type, nullable: true });
/** A code that queries compare: never NULL, held to the trailing-blank and case-twin contract. */
const code = (type: SourceType): SourceColumnDefinition => ({ type, nullable: false, code: true });
/** A compared code that may be missing. */
const optionalCode = (type: SourceType): SourceColumnDefinition => ({
  type,
  nullable: true,
  code: true,
});

/** Dynamics NAV ledgers of all companies, as the data warehouse copies them. */
export const navDw = defineSource({
  name: 'nav_dw',
  system: 'Dynamics NAV (data warehouse copy)',
  database: 'NAV_DW',
  tables: {
    'Customer Ledger Entries': {
      schema: 'dbo',
      table: 'Customer Ledger Entries',
      key: ['id_company', 'Entry No_'],
      columns: {
        id_company: code('varchar(10)'),
        'Entry No_': filled('integer'),
        'GL Entry No_': filled('integer'),
        'Document No_': filled('varchar(20)'),
        'Document Type': filled('varchar(20)'),
        'External Document No_': filled('varchar(50)'),
        'Posting Date': filled('date'),
        'Due Date': filled('date'),
        'Customer No_': code('varchar(20)'),
        'Customer Posting Group': code('varchar(20)'),
        Description: filled('nvarchar(250)'),
        'Source Code': filled('varchar(10)'),
        'Reason Code': filled('varchar(10)'),
        'Busline Code': code('varchar(20)'),
        'Department Code': filled('varchar(20)'),
        'Destination Code': filled('varchar(20)'),
        'Partner Code': filled('varchar(20)'),
        'IC Partner Code': filled('varchar(20)'),
        'Original Amount': filled('decimal(38,20)'),
        'Original Amount (LCY)': filled('decimal(38,20)'),
        Currency: filled('varchar(10)'),
        Open: filled('flag'),
        'Posted by': filled('varchar(50)'),
      },
    },
    'Detailed Customer Ledg_ Entry': {
      schema: 'dbo',
      table: 'Detailed Customer Ledg_ Entry',
      key: ['id_company', 'Entry No_'],
      columns: {
        id_company: code('varchar(10)'),
        'Entry No_': filled('integer'),
        'Cust_ Ledger Entry No_': filled('integer'),
        'Customer No_': code('varchar(20)'),
        'Posting Date': filled('date'),
        'Entry Type': code('varchar(50)'),
        Amount: filled('decimal(38,20)'),
        'Amount (LCY)': filled('decimal(38,20)'),
      },
    },
    Customers: {
      schema: 'dbo',
      table: 'Customers',
      key: ['id_company', 'No_'],
      columns: {
        id_company: code('varchar(10)'),
        No_: code('varchar(20)'),
        Name: filled('nvarchar(100)'),
        'Busline Code': filled('varchar(20)'),
        'Automatically integrated': filled('flag'),
        'Customer Posting Group': filled('varchar(20)'),
        Stream: filled('varchar(20)'),
      },
    },
    'Customer Posting Group': {
      schema: 'dbo',
      table: 'Customer Posting Group',
      key: ['id_company', 'Code'],
      columns: {
        id_company: code('varchar(10)'),
        Code: code('varchar(20)'),
        'Receivables Account': code('varchar(20)'),
      },
    },
    'G_L Entries': {
      schema: 'dbo',
      table: 'G_L Entries',
      key: ['id_company', 'Entry No_'],
      columns: {
        id_company: code('varchar(10)'),
        'Entry No_': filled('integer'),
        'Document No_': filled('varchar(20)'),
        'External Document No_': filled('varchar(50)'),
        'Voucher No_': filled('varchar(50)'),
        'Posting Date': filled('date'),
        'Document Date': filled('date'),
        'Document Type': filled('varchar(20)'),
        'Chart of Accounts No_': code('varchar(20)'),
        'Account Name': filled('nvarchar(100)'),
        'Document Description': filled('nvarchar(250)'),
        Amount: filled('decimal(38,20)'),
        'Bal_ Account Type': filled('varchar(20)'),
        'Bal_ Account No_': filled('varchar(20)'),
        'Bal_ Account Name': filled('nvarchar(100)'),
        'Busline Code': filled('varchar(20)'),
        'Department Code': filled('varchar(20)'),
        'Reason Code': filled('varchar(10)'),
        'Source Code': filled('varchar(10)'),
        'Destination Code': filled('varchar(20)'),
        'Partner Code': filled('varchar(20)'),
        'IC Partner Code': filled('varchar(20)'),
        'VendorTag Code': filled('varchar(20)'),
        'CustomerTag Code': filled('varchar(20)'),
        Service_Period: filled('varchar(20)'),
        Reversed: filled('flag'),
        'System-Created Entry': filled('flag'),
        'User ID': filled('varchar(50)'),
        'G_L Creation Date': filled('timestamp(3)'),
        'Source Type': filled('varchar(20)'),
        'Source No': filled('varchar(20)'),
      },
    },
    'Detailed G_L Entry': {
      schema: 'dbo',
      table: 'Detailed G_L Entry',
      key: ['id_company', 'Entry No_'],
      columns: {
        id_company: code('varchar(10)'),
        'Entry No_': filled('integer'),
        'Gen_ Ledger Entry No_': filled('integer'),
        'G_L Account No_': code('varchar(20)'),
        'Posting Date': filled('date'),
        Amount: filled('decimal(38,20)'),
      },
    },
  },
});

/** The finance reconciliation mart: dimensions, rates and the balance view. */
export const finRec = defineSource({
  name: 'fin_rec',
  system: 'Finance reconciliation mart (FinRec)',
  database: 'FIN_REC',
  tables: {
    Dim_Company: {
      schema: 'fdw',
      table: 'Dim_Company',
      key: ['Company_Code'],
      columns: {
        Company_Code: code('varchar(10)'),
        Company_Name: optional('nvarchar(100)'),
        'Opco/Central_?': optional('varchar(10)'),
        Company_Country: optionalCode('varchar(10)'),
        'Is_Active?': optional('flag'),
        Flg_In_Conso_Scope: optional('flag'),
      },
    },
    Dim_Country: {
      schema: 'fdw',
      table: 'Dim_Country',
      key: ['Country_Code'],
      columns: {
        Country_Code: code('varchar(10)'),
        Country_Name: optional('nvarchar(100)'),
      },
    },
    Dim_Busline: {
      schema: 'fdw',
      table: 'Dim_Busline',
      key: ['Company_Code', 'Busline_Code'],
      columns: {
        Company_Code: code('varchar(10)'),
        Busline_Code: code('varchar(20)'),
        Busline_Vertical_Name_1: optional('nvarchar(100)'),
        Busline_Vertical_Name_2: optional('nvarchar(100)'),
        Busline_Vertical_Name_3: optional('nvarchar(100)'),
      },
    },
    Dim_ChartOfAccounts: {
      schema: 'fdw',
      table: 'Dim_ChartOfAccounts',
      key: ['Company_Code', 'G/L_Account_No'],
      columns: {
        Company_Code: code('varchar(10)'),
        'G/L_Account_No': code('varchar(20)'),
        Group_COA_Account_no: optionalCode('varchar(20)'),
        Group_COA_Account_Name: optional('nvarchar(100)'),
      },
    },
    GDOC_IFRS_Tabular_Mapping: {
      schema: 'dbo',
      table: 'GDOC_IFRS_Tabular_Mapping',
      key: ['Level_4_Code'],
      columns: {
        Level_4_Code: code('varchar(20)'),
        Level_1_Name: optional('nvarchar(100)'),
        Level_2_Name: optional('nvarchar(100)'),
        Level_3_Name: optional('nvarchar(100)'),
      },
    },
    RPT_FX_RATES: {
      schema: 'dbo',
      table: 'RPT_FX_RATES',
      key: ['country_code', 'rate_type', 'year', 'cod_month', 'base_currency'],
      columns: {
        country_code: code('varchar(10)'),
        country: optional('nvarchar(100)'),
        rate_type: code('varchar(20)'),
        year: filled('integer'),
        cod_month: filled('integer'),
        base_currency: code('varchar(10)'),
        rate: optional('decimal(18,8)'),
      },
    },
    V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT: {
      schema: 'dbo',
      table: 'V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT',
      key: [
        'ID_COMPANY',
        'CLOSING_DATE',
        'GROUP_COA_ACCOUNT_NO',
        'REAL_COA',
        'CURRENCY',
        'BUSLINE_CODE',
        'REPORTING_COUNTRY_CODE',
        'PARTNER_CODE',
        'IC_PARTNER_CODE',
        'IS_RECHARGE',
        'IS_RETAINED_EARNINGS',
        'IS_INTERCO',
      ],
      columns: {
        ID_COMPANY: code('varchar(10)'),
        COMPANY_NAME: optional('nvarchar(100)'),
        COUNTRY_CODE: optional('varchar(10)'),
        COUNTRY_NAME: optional('nvarchar(100)'),
        CLOSING_DATE: filled('date'),
        REFRESH_DATE: optional('timestamp(3)'),
        GROUP_COA_ACCOUNT_NO: code('varchar(20)'),
        GROUP_COA_ACCOUNT_NAME: optional('nvarchar(100)'),
        REAL_COA: code('varchar(20)'),
        CURRENCY: filled('varchar(10)'),
        FX_RATE: optional('decimal(18,8)'),
        BALANCE_AT_DATE: filled('decimal(19,4)'),
        BUSLINE_CODE: filled('varchar(20)'),
        REPORTING_COUNTRY_CODE: filled('varchar(10)'),
        REPORTING_COUNTRY_NAME: optional('nvarchar(100)'),
        PARTNER_CODE: filled('varchar(20)'),
        IC_PARTNER_CODE: filled('varchar(20)'),
        IS_RECHARGE: filled('flag'),
        IS_RETAINED_EARNINGS: filled('flag'),
        CONSO_ACCOUNT_NO: optional('varchar(20)'),
        CONSO_ACCOUNT_NAME: optional('nvarchar(100)'),
        IFRS_LEVEL_1_NAME: optional('nvarchar(100)'),
        IFRS_LEVEL_2_NAME: optional('nvarchar(100)'),
        IFRS_LEVEL_3_NAME: optional('nvarchar(100)'),
        IS_INTERCO: filled('flag'),
      },
    },
  },
});

/** Raw OMS staging of the mart; no item defined so far reads a table of it. */
export const stgFinRec = defineSource({
  name: 'stg_fin_rec',
  system: 'Finance reconciliation mart, staging',
  database: 'STG_FIN_REC',
  tables: {},
});

/** The back office, orders as created. */
export const bob = defineSource({
  name: 'bob',
  system: 'BOB (back office)',
  database: 'BOB',
  athenaDatabase: 'process_pg_bob',
  tables: {
    pg_bob_sales_order: {
      schema: 'process_pg_bob',
      table: 'pg_bob_sales_order',
      key: ['id_company', 'order_id'],
      columns: {
        id_company: code('varchar(10)'),
        order_id: filled('bigint'),
        order_date: filled('timestamp(3)'),
        customer_id: filled('bigint'),
        total_amount: filled('decimal(19,4)'),
        currency: filled('varchar(10)'),
        order_status: optional('varchar(20)'),
      },
    },
  },
});
