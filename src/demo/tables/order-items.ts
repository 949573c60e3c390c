import { COMPANIES } from '../group/companies.ts';
import type { CustomerTypeFact } from '../model/dimension-facts.ts';
import {
  CUSTOMER_TYPES,
  DELIVERY_TYPES,
  ITEM_STATUSES,
  type ItemFact,
  type KeptItemFact,
  PACKAGE_MARK,
  PAYMENT_METHODS,
} from '../model/item-facts.ts';

import { code, column, type DemoTable, derived, fixed } from './table.ts';

const location = { database: 'FIN_REC', schema: 'dbo' } as const;
const COMPANY_CODES = COMPANIES.map((company) => company.code);

/** BOB numbers items on their own; the mart has a number of its own again. */
export const BOB_ITEMS = 5_000_000_000;
export const MART_ITEMS = 10_000_000_000;

const PACKAGE_STATUSES = ['delivered', 'failed', 'shipped'];

function packageStatus({ packageId, delivered, failed }: ItemFact): string | null {
  if (packageId === null) return null;
  if (delivered !== null) return 'delivered';
  return failed === null ? 'shipped' : 'failed';
}

export const ORDER_ITEMS: DemoTable<ItemFact> = {
  ...location,
  name: 'RPT_SOI',
  columns: [
    code('ID_COMPANY', COMPANY_CODES, (item) => item.company),
    column('COD_OMS_SALES_ORDER_ITEM', 'big', (item) => item.id),
    derived('ID_Sales_Order_Item', 'big', `COD_OMS_SALES_ORDER_ITEM + ${MART_ITEMS}`),
    derived('COD_BOB_SALES_ORDER_ITEM', 'big', `COD_OMS_SALES_ORDER_ITEM + ${BOB_ITEMS}`),
    derived('COD_OMS_SALES_ORDER', 'big', 'COD_OMS_SALES_ORDER_ITEM // 10'),
    derived('ORDER_NR', 'text', 'COD_OMS_SALES_ORDER_ITEM // 10'),
    column('BOB_ID_CUSTOMER', 'big', (item) => item.customerId),
    code('BOB_CUSTOMER_TYPE', CUSTOMER_TYPES, (item) => item.customerType),
    code('CURRENT_STATUS', ITEM_STATUSES, (item) => item.status),
    column('IS_MARKETPLACE', 'flag', (item) => item.marketplace),
    column('IS_PREPAYMENT', 'flag', (item) => item.prepaid),
    column('IS_GLOBAL', 'flag', (item) => item.global),
    code('PAYMENT_METHOD', PAYMENT_METHODS, (item) => item.paymentMethod),
    code('DELIVERY_TYPE', DELIVERY_TYPES, (item) => item.deliveryType),
    code('VOUCHER_TYPE', ['reusablecredit', 'coupon'], (item) => item.voucherType),
    column('voucher_code', 'text', (item) => item.voucherCode),
    column('ORDER_CREATION_DATE', 'moment', (item) => item.created),
    column('FINANCE_VERIFIED_DATE', 'moment', (item) => item.verified),
    column('SHIPPED_DATE', 'moment', (item) => item.shipped),
    column('DELIVERED_DATE', 'moment', (item) => item.delivered),
    column('PACKAGE_DELIVERY_DATE', 'moment', (item) => item.packageDelivered),
    column('CANCELLATION_DATE', 'moment', (item) => item.cancelled),
    column('FAIL_DATE', 'moment', (item) => item.failed),
    column('RETURN_DATE', 'moment', (item) => item.returned),
    column('REFUND_DATE', 'moment', (item) => item.refunded),
    derived('REFUND_COMPLETED', 'flag', 'REFUND_DATE IS NOT NULL'),
    column('COD_OMS_ID_PACKAGE', 'big', (item) => item.packageId),
    derived('PACKAGE_NUMBER', 'text', `'${PACKAGE_MARK}' || COD_OMS_ID_PACKAGE`),
    derived('TRACKING_NUMBER', 'text', "'TRK' || COD_OMS_ID_PACKAGE"),
    code('OMS_PACKAGE_STATUS', PACKAGE_STATUSES, packageStatus),
    column('MTR_UNIT_PRICE', 'money', (item) => item.unitPrice),
    column('MTR_PAID_PRICE', 'money', (item) => item.paidPrice),
    column('MTR_PRICE_AFTER_DISCOUNT', 'money', (item) => item.afterDiscount),
    column('MTR_AMOUNT_PAID', 'money', (item) => item.amountPaid),
    column('MTR_COUPON_MONEY_VALUE', 'money', (item) => item.coupon),
    column('MTR_CART_RULE_DISCOUNT', 'money', (item) => item.cartRule),
    column('MTR_BASE_SHIPPING_AMOUNT', 'money', (item) => item.shipping),
    column('MTR_SHIPPING_CART_RULE_DISCOUNT', 'money', (item) => item.shippingCartRule),
    column('MTR_SHIPPING_VOUCHER_DISCOUNT', 'money', (item) => item.shippingVoucher),
    derived(
      'MTR_SHIPPING_DISCOUNT_AMOUNT',
      'money',
      'MTR_SHIPPING_CART_RULE_DISCOUNT + MTR_SHIPPING_VOUCHER_DISCOUNT',
    ),
    derived('MTR_SHIPPING_FEE_MODIFICATION', 'money', '0 * MTR_BASE_SHIPPING_AMOUNT'),
    column('MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT', 'money', (item) => item.customsFee),
    column(
      'MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT',
      'money',
      (item) => item.customsCartRule,
    ),
    column('MTR_INTERNATIONAL_FREIGHT_FEE', 'money', (item) => item.freightFee),
    column('MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE', 'money', (item) => item.deliveryFeeCartRule),
    code('Nav_Integration_Status', ['Posted', 'Integrated'], ({ orderId }) =>
      orderId % 5 === 0 ? 'Integrated' : 'Posted',
    ),
    fixed('Nav_Error_Message', null),
  ],
};

export const CUSTOMER_TYPES_TABLE: DemoTable<CustomerTypeFact> = {
  ...location,
  name: 'RPT_DIM_BOB_CUSTOMER_TYPE',
  columns: [
    column('Bob_Customer_Type', 'text', (type) => type.code),
    column('Customer_Type_L1', 'text', (type) => type.level),
  ],
};

export const KEPT_ITEMS: DemoTable<KeptItemFact> = {
  ...location,
  name: 'RPT_REFUND_NO_RETURN',
  columns: [
    code('ID_Company', COMPANY_CODES, (kept) => kept.company),
    column('OMS_ID_Sales_Order_Item', 'big', (kept) => kept.item),
    code('OMS_Type', ['keep-item refund', 'lost', 'partial'], (kept) => kept.type),
  ],
};
