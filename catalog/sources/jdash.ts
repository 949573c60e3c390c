import { defineSource } from '../../src/catalog/definition.ts';
import { code, filled, optional } from './source-columns.ts';

/** Exports of the operational dashboard, handed over by people: one file per company and period. */
export const jdash = defineSource({
  name: 'jdash',
  system: 'Jdash (operational dashboard), export handed over by its users',
  database: 'JDASH',
  origin: 'received',
  tables: {
    export: {
      schema: 'main',
      table: 'export',
      key: ['ID_Company', 'Row No'],
      columns: {
        ID_Company: code('varchar(10)'),
        'Row No': filled('integer'),
        'Voucher Id': {
          ...filled('varchar(50)'),
          aliases: ['Voucher_Id', 'voucher_id', 'VoucherId', 'id', 'voucher'],
        },
        'Amount Used': {
          ...filled('decimal(19,4)'),
          aliases: ['Amount_Used', 'amount_used', 'AmountUsed', 'amount', 'Ordered Amount'],
        },
        'Usage Date': optional('date'),
        'Order Id': optional('varchar(50)'),
        'Customer Id': optional('varchar(50)'),
        Status: optional('varchar(50)'),
      },
    },
    declaration: {
      schema: 'main',
      table: 'declaration',
      key: ['ID_Company'],
      columns: {
        ID_Company: code('varchar(10)'),
        declared_rows: filled('bigint'),
        declared_total: filled('decimal(19,4)'),
        file_name: filled('nvarchar(250)'),
        sha256: filled('varchar(64)'),
        received_at: filled('timestamp(3)'),
      },
    },
  },
});
