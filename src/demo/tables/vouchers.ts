import { COMPANIES } from '../group/companies.ts';
import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import {
  VOUCHER_USES,
  type VoucherFact,
  type VoucherTemplateFact,
} from '../model/voucher-facts.ts';
import { code, column, type DemoTable, derived } from './table.ts';

const location = { database: 'FIN_REC', schema: 'dbo' } as const;
const COMPANY_CODES = COMPANIES.map((company) => company.code);

export const VOUCHERS: DemoTable<VoucherFact> = {
  ...location,
  name: 'V_STORECREDITVOUCHER_CLOSING',
  columns: [
    code('ID_COMPANY', COMPANY_CODES, (voucher) => voucher.company),
    column('id', 'big', (voucher) => voucher.id),
    column('code', 'text', (voucher) => voucher.code),
    code('business_use', VOUCHER_USES, (voucher) => voucher.use),
    code('type', ['coupon', 'reusablecredit'], ({ use }) =>
      use === 'marketing' ? 'coupon' : 'reusablecredit',
    ),
    column('is_active', 'flag', (voucher) => voucher.active),
    code('Template_status', ['active', 'inactive'], ({ templateInactivated }) =>
      templateInactivated === null ? 'active' : 'inactive',
    ),
    column('discount_amount', 'money', (voucher) => voucher.value),
    column('used_discount_amount', 'money', (voucher) => voucher.used),
    derived('remaining_amount', 'money', 'discount_amount - used_discount_amount'),
    column('from_date', 'moment', (voucher) => voucher.validFrom),
    column('to_date', 'moment', (voucher) => voucher.validTo),
    column('created_at', 'moment', (voucher) => voucher.created),
    column('updated_at', 'moment', (voucher) => voucher.updated),
    column('last_time_used', 'moment', (voucher) => voucher.lastUsed),
    column('snapshot_date', 'moment', ({ snapshotDay }) => snapshotDay * MILLISECONDS_PER_DAY),
    column('voucher_inactive_date', 'moment', (voucher) => voucher.inactivated),
    column('template_inactive_date', 'moment', (voucher) => voucher.templateInactivated),
    code('reason', ['Taken back'], ({ inactivated }) =>
      inactivated === null ? null : 'Taken back',
    ),
    code(
      'description',
      VOUCHER_USES.map((use) => `Voucher, ${use}`),
      ({ use }) => `Voucher, ${use}`,
    ),
    column('fk_Customer', 'big', (voucher) => voucher.customerId),
    column('times_used', 'integer', (voucher) => voucher.timesUsed),
  ],
};

export const VOUCHER_TEMPLATES: DemoTable<VoucherTemplateFact> = {
  ...location,
  name: 'StoreCreditVoucher',
  columns: [
    code('ID_COMPANY', COMPANY_CODES, (template) => template.company),
    column('id', 'big', (template) => template.id),
    column('template_id', 'big', ({ use }) => 100 + VOUCHER_USES.indexOf(use)),
    code(
      'template_name',
      VOUCHER_USES.map((use) => `Template ${use}`),
      ({ use }) => `Template ${use}`,
    ),
  ],
};
