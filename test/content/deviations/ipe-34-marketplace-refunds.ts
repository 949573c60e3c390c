import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';

export const ipe34: ItemDeviations = {
  item: 'IPE_34',
  amount: '"AmountToRefund"',
  deviations: [
    {
      change: 'the whole last day counts',
      historic: inPlace(
        [
          's."REFUND_DATE" < :period_next',
          `s."REFUND_DATE" <= CAST(:period_next AS TIMESTAMP) - INTERVAL '1' SECOND`,
        ],
        [
          's."RETURN_DATE" < :period_next',
          `s."RETURN_DATE" <= CAST(:period_next AS TIMESTAMP) - INTERVAL '1' SECOND`,
        ],
      ),
    },
    {
      change: 'target value is the marketplace rows, retail shown beside it',
      listed: 'SELECT -o."AmountToRefund" AS amount FROM ours AS o WHERE o."IS_MARKETPLACE" = 0',
    },
    {
      change: 'an item without a marketplace flag counts as retail',
      listed:
        'SELECT -o."AmountToRefund" AS amount FROM ours AS o WHERE o."IS_MARKETPLACE" IS NULL',
    },
    { change: 'a look-up that matches twice is an exception', reported: 'fan_out' },
    { change: 'item number added and made the key', none: 'columns decide no row' },
    {
      change: SELECTED_ONLY,
      historic: inPlace(['s."ID_COMPANY" IN (:companies)', 's."ID_COMPANY" IS NOT NULL']),
    },
    {
      change: 'texts compared with their case',
      historic: inPlace(
        ['s."VOUCHER_TYPE" =', 's."VOUCHER_TYPE" COLLATE NOCASE ='],
        ['t."Bob_Customer_Type" =', 't."Bob_Customer_Type" COLLATE NOCASE ='],
      ),
    },
    {
      change: 'the amount is declared as the measure',
      listed: 'SELECT o."AmountToRefund" AS amount FROM ours AS o WHERE o."IS_MARKETPLACE" = 1',
    },
  ],
};
