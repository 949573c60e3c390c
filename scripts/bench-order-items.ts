import { companiesInScope } from './bench-ledger.ts';
import { amount, COMPANIES, pick, scrambled, type TableRows } from './bench-tables.ts';

type Cells = TableRows['cells'];

const company = pick(COMPANIES);
const SNAPSHOT = "TIMESTAMP '2025-10-01'";
const code = "'SC' || lpad(CAST(i AS VARCHAR), 10, '0')";

/** A moment on one of the 638 days up to the cutoff 2025-09-30, `days` later. */
function moment(days: number): string {
  return `TIMESTAMP '2024-01-02' + to_days(CAST(n % 638 AS INTEGER) + ${days}) + to_milliseconds(i * 7919 % 80000000)`;
}

/** A moment in the two months after the cutoff, for some items. */
const afterCutoff = `CASE WHEN n % 4 = 0 THEN ${SNAPSHOT} + to_days(CAST(n % 60 AS INTEGER)) END`;

/** What makes every order item stand in the report of an item. */
const ITEMS: Readonly<Record<string, Cells>> = {
  IPE_10: {
    IS_PREPAYMENT: 'true',
    FINANCE_VERIFIED_DATE: moment(0),
    DELIVERED_DATE: afterCutoff,
    PACKAGE_DELIVERY_DATE: afterCutoff,
  },
  IPE_12: { SHIPPED_DATE: moment(-1), DELIVERED_DATE: moment(0), PACKAGE_DELIVERY_DATE: moment(0) },
  IPE_34: {
    DELIVERED_DATE: moment(-9),
    REFUND_DATE: `CASE WHEN n % 3 < 2 THEN ${moment(0)} ELSE ${afterCutoff} END`,
    RETURN_DATE: `CASE WHEN n % 3 < 2 THEN ${afterCutoff} ELSE ${moment(0)} END`,
  },
  IPE_08: { DELIVERED_DATE: moment(-1), PACKAGE_DELIVERY_DATE: moment(0) },
  IPE_08_USAGE: { DELIVERED_DATE: moment(-1), PACKAGE_DELIVERY_DATE: moment(0) },
  IPE_08_TIMING: { DELIVERED_DATE: afterCutoff },
  IPE_REC_ERRORS: {
    IS_PREPAYMENT: 'true',
    Nav_Integration_Status: "'Error'",
    Nav_Error_Message: "'no dimension value'",
  },
};

/** Items of the catalog whose report the order items fill. */
export const ORDER_ITEM_REPORTS = Object.keys(ITEMS);

/** `rows` order items, every one in the report of `item`, and what is looked up for them. */
export function orderItemTables(item: string, rows: number): readonly TableRows[] {
  const withVouchers = item.startsWith('IPE_08');
  return [
    {
      table: 'fin_rec.RPT_SOI',
      from: scrambled(rows),
      cells: {
        ID_COMPANY: company,
        COD_OMS_SALES_ORDER_ITEM: '1000000000 + i',
        ID_Sales_Order_Item: '2000000000 + i',
        COD_OMS_SALES_ORDER: '700000000 + n // 2',
        ORDER_NR: `'3' || lpad(CAST(n // 2 * ${COMPANIES.length} + i % ${COMPANIES.length} AS VARCHAR), 9, '0')`,
        BOB_ID_CUSTOMER: 'i * 2654435761 % 1000003',
        BOB_CUSTOMER_TYPE: pick(['B2B', 'B2C'], 'n'),
        CURRENT_STATUS: pick(['shipped', 'delivered', 'closed', 'returned'], 'n'),
        IS_MARKETPLACE: 'n % 3 <> 0',
        PAYMENT_METHOD: pick(['CashOnDelivery', 'JPay', 'Card'], 'n'),
        DELIVERY_TYPE: pick(['Standard', 'Digital Content', 'Pickup'], 'n'),
        ORDER_CREATION_DATE: moment(-12),
        COD_OMS_ID_PACKAGE: '400000000 + n // 2',
        PACKAGE_NUMBER: `'PKG-' || ${company} || '-' || CAST(n // 2 AS VARCHAR)`,
        TRACKING_NUMBER: "'TRK' || CAST(n // 2 AS VARCHAR)",
        OMS_PACKAGE_STATUS: pick(['delivered', 'in transit'], 'n'),
        MTR_UNIT_PRICE: amount(40503),
        MTR_PAID_PRICE: amount(30011),
        MTR_PRICE_AFTER_DISCOUNT: amount(30011),
        MTR_AMOUNT_PAID: amount(30011),
        MTR_BASE_SHIPPING_AMOUNT: amount(7),
        MTR_SHIPPING_CART_RULE_DISCOUNT: '0.25',
        ...(withVouchers && {
          VOUCHER_TYPE: "'reusablecredit'",
          voucher_code: code,
          MTR_COUPON_MONEY_VALUE: '12.5',
          MTR_SHIPPING_VOUCHER_DISCOUNT: '1.25',
        }),
        ...ITEMS[item],
      },
    },
    {
      table: 'fin_rec.RPT_DIM_BOB_CUSTOMER_TYPE',
      from: "(VALUES ('B2B'), ('B2C')) AS t(kind)",
      cells: { Bob_Customer_Type: 'kind', Customer_Type_L1: 'kind' },
    },
    companiesInScope(),
    ...(withVouchers ? [vouchers(item, rows)] : []),
    ...(item === 'IPE_12' ? [cashRecords(rows)] : []),
  ];
}

/** One voucher for every order item. */
function vouchers(item: string, rows: number): TableRows {
  return {
    table: 'fin_rec.V_STORECREDITVOUCHER_CLOSING',
    from: scrambled(rows),
    cells: {
      ID_COMPANY: company,
      id: '9000000 + n',
      code,
      business_use: pick(['refund', 'store_credit', 'apology_v2', 'marketing'], 'n'),
      type: "'reusablecredit'",
      is_active: item === 'IPE_08_TIMING' ? 'false' : 'n % 5 <> 0',
      Template_status: "'active'",
      discount_amount: `13.75 + ${amount(40503)}`,
      used_discount_amount: '13.75',
      remaining_amount: amount(40503),
      from_date: moment(-20),
      to_date: `CASE WHEN n % 3 <> 0 THEN ${SNAPSHOT} + to_days(CAST(n % 400 AS INTEGER)) END`,
      created_at: moment(-20),
      updated_at: moment(-2),
      snapshot_date: SNAPSHOT,
      description: "'Voucher of order ' || CAST(i AS VARCHAR)",
      fk_Customer: 'i * 2654435761 % 1000003',
      times_used: '1',
    },
  };
}

/** The cash record of every package of two order items, none of them reconciled by the cutoff. */
function cashRecords(rows: number): TableRows {
  return {
    table: 'stg_fin_rec.PACKAGE_CASHREC',
    from: `${scrambled(rows)} WHERE n % 2 = 0`,
    cells: {
      ID_COMPANY: company,
      package_nr: `'PKG-' || ${company} || '-' || CAST(n // 2 AS VARCHAR)`,
      amount_expected: amount(30011),
      amount_received: `CASE WHEN n % 6 = 0 THEN ${amount(30011)} END`,
      fk_package_status: 'n % 4',
      package_status: pick(['open', 'troubleshoot', 'partly paid'], 'n'),
      delivery_date: moment(0),
      troubleshoot_resolution_date: afterCutoff,
      fk_collection_partner: 'n % 40',
      last_mile: pick(['Own fleet', 'Partner'], 'n'),
      payment_method_confirmed: "'CashOnDelivery'",
    },
  };
}
