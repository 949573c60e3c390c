import type { TableDefinition } from '../../src/catalog/definition.ts';
import { code, filled, optional, optionalCode } from './source-columns.ts';

/** Store-credit vouchers of BOB, one snapshot per period end. */
export const voucherTables = {
  V_STORECREDITVOUCHER_CLOSING: {
    schema: 'dbo',
    table: 'V_STORECREDITVOUCHER_CLOSING',
    key: ['ID_COMPANY', 'id', 'snapshot_date'],
    columns: {
      ID_COMPANY: code('varchar(10)'),
      id: filled('bigint'),
      code: code('varchar(50)'),
      business_use: optionalCode('varchar(50)'),
      type: optional('varchar(20)'),
      is_active: optional('flag'),
      Template_status: optional('varchar(20)'),
      discount_amount: optional('decimal(19,4)'),
      used_discount_amount: optional('decimal(19,4)'),
      remaining_amount: optional('decimal(19,4)'),
      from_date: optional('timestamp(3)'),
      to_date: optional('timestamp(3)'),
      created_at: filled('timestamp(3)'),
      updated_at: optional('timestamp(3)'),
      last_time_used: optional('timestamp(3)'),
      snapshot_date: filled('timestamp(3)'),
      voucher_inactive_date: optional('timestamp(3)'),
      template_inactive_date: optional('timestamp(3)'),
      reason: optional('nvarchar(250)'),
      description: optional('nvarchar(250)'),
      fk_Customer: optional('bigint'),
      times_used: optional('integer'),
    },
  },
  StoreCreditVoucher: {
    schema: 'dbo',
    table: 'StoreCreditVoucher',
    key: ['ID_COMPANY', 'id'],
    columns: {
      ID_COMPANY: code('varchar(10)'),
      id: filled('bigint'),
      template_id: optional('bigint'),
      template_name: optional('nvarchar(100)'),
    },
  },
} as const satisfies Readonly<Record<string, TableDefinition>>;
