import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';

export const ipe12: ItemDeviations = {
  item: 'IPE_12',
  amount: '"paid_price" + "paid_shipping"',
  deviations: [
    {
      change: 'the period decides what is delivered and open',
      historic: inPlace([':period_next', `CAST('2025-09-01' AS TIMESTAMP)`]),
    },
    {
      change: 'items without a payment method are kept, as an exception',
      historic: inPlace(['s."PAYMENT_METHOD" IS NULL OR ', '']),
    },
    {
      change: 'item number added and made the key',
      none: 'columns and keys decide no row',
    },
    {
      change: 'order number once, that of the cash record renamed',
      none: 'columns decide no row',
    },
    {
      change: SELECTED_ONLY,
      historic: inPlace(['s."ID_COMPANY" IN (:companies)', 's."ID_COMPANY" IS NOT NULL']),
    },
    {
      change: 'totals by account, package status and receipt are published',
      none: 'totals beside the report decide no row',
    },
    {
      change: 'the accounts are told apart by what was received',
      none: 'the historic report had no account',
    },
    {
      change: 'the first moment after the period is after the cutoff',
      historic: inPlace(
        ['s."DELIVERED_DATE" < :period_next', 's."DELIVERED_DATE" <= :period_next'],
        ['_resolution_date" >= :period_next', '_resolution_date" > :period_next'],
      ),
    },
    {
      change: 'texts compared with their case',
      historic: inPlace(
        [
          'r."package_nr" = s."PACKAGE_NUMBER"',
          'lower(r."package_nr") = lower(s."PACKAGE_NUMBER")',
        ],
        [
          't."Bob_Customer_Type" = s."BOB_CUSTOMER_TYPE"',
          'lower(t."Bob_Customer_Type") = lower(s."BOB_CUSTOMER_TYPE")',
        ],
        [`s."PAYMENT_METHOD" <> 'NoPayment'`, `lower(s."PAYMENT_METHOD") <> 'nopayment'`],
      ),
    },
  ],
};
