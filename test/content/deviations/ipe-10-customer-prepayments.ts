import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';

const FLAG = 'CAST(s."IS_MARKETPLACE" AS INTEGER)';

export const ipe10: ItemDeviations = {
  item: 'IPE_10',
  amount: '"PAID_FOR_ITEMS" + "PAID_FOR_SHIPPING"',
  deviations: [
    {
      change: 'the whole cutoff day counts as by the cutoff',
      historic: inPlace(
        ['"FINANCE_VERIFIED_DATE" < :period_next', '"FINANCE_VERIFIED_DATE" <= :cutoff'],
        ['"REFUND_DATE" >= :period_next', '"REFUND_DATE" > :cutoff'],
        ['END >= :period_next', 'END > :cutoff'],
      ),
    },
    {
      change: 'retail items without a delivery type are kept',
      historic: inPlace([
        'END >= :period_next',
        `END >= :period_next
  AND CASE WHEN ${FLAG} = 0 AND s."DELIVERY_TYPE" IS NULL THEN 0 ELSE 1 END = 1`,
      ]),
    },
    {
      change: 'items without a marketplace flag are retail and an exception',
      historic: inPlace([
        'END >= :period_next',
        `END >= :period_next
  AND s."IS_MARKETPLACE" IS NOT NULL`,
      ]),
    },
    {
      change: 'the international delivery-fee cart rule is taken off shipping',
      historic: inPlace([
        '\n      - COALESCE(s."MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE", 0)',
        '',
      ]),
    },
    {
      change: 'orders created in the first instant of 2018 are in',
      historic: inPlace([
        's."ORDER_CREATION_DATE" >= :since_created',
        's."ORDER_CREATION_DATE" > :since_created',
      ]),
    },
    {
      change: SELECTED_ONLY,
      historic: inPlace(['s."ID_COMPANY" IN (:companies)', 's."ID_COMPANY" IS NOT NULL']),
    },
    {
      change: 'target value defined as items plus shipping',
      listed: 'SELECT "PAID_FOR_ITEMS" + "PAID_FOR_SHIPPING" AS amount FROM ours',
    },
    {
      change: 'texts compared with their case',
      historic: inPlace(
        [`s."CURRENT_STATUS" = 'closed'`, `lower(s."CURRENT_STATUS") = 'closed'`],
        [
          `s."DELIVERY_TYPE" IN ('Digital Content', 'Gift Card')`,
          `lower(s."DELIVERY_TYPE") IN ('digital content', 'gift card')`,
        ],
      ),
    },
  ],
};
