import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';
import { ANY_SNAPSHOT } from './voucher-rules.ts';

export const ipe08Timing: ItemDeviations = {
  item: 'IPE_08_TIMING',
  // the face value of a voucher repeats on each of its order items
  amount: `CASE WHEN row_number() OVER (PARTITION BY "ID_Company", "Voucher_ID" ORDER BY "fk_Sales_Order_Item") = 1
    THEN "Amount" ELSE 0 END`,
  deviations: [
    { change: 'only the snapshot of the end of the period', historic: inPlace(ANY_SNAPSHOT) },
    {
      change: 'open at the cutoff decided by dates alone',
      historic: inPlace([
        'WHERE (i."DELIVERED_DATE" IS NULL',
        `WHERE COALESCE(i."CURRENT_STATUS", '') NOT IN ('delivered', 'cancelled', 'closed')
  AND (i."DELIVERED_DATE" IS NULL`,
      ]),
    },
    {
      change: 'vouchers without an expiry stay',
      historic: inPlace([
        '(v."to_date" IS NULL OR v."to_date" >= :period_next)',
        'v."to_date" >= :period_next',
      ]),
    },
    {
      change: SELECTED_ONLY,
      historic: inPlace(['v."ID_COMPANY" IN (:companies)', 'v."ID_COMPANY" IS NOT NULL']),
    },
    {
      change: 'the period ends with the cutoff day',
      historic: inPlace(['>= :period_next', '>= :cutoff'], ['< :period_next', '< :cutoff']),
    },
    {
      change: 'currency of the company; wallet name gone',
      none: 'columns decide no row',
    },
    {
      change: 'key of company, voucher and order item, 0 for none',
      none: 'a key decides no row',
    },
    {
      change: 'columns of the view under names of the report',
      none: 'names decide no row',
    },
    {
      change: 'codes compared with their case',
      historic: inPlace(
        ['v.voucher_code = i."voucher_code"', 'lower(v.voucher_code) = lower(i."voucher_code")'],
        ['i."voucher_code" = v.voucher_code', 'lower(i."voucher_code") = lower(v.voucher_code)'],
      ),
    },
    {
      change: 'a voucher without an active flag is reported',
      reported: 'missing_flags',
      amount: '"Amount"',
    },
  ],
};
