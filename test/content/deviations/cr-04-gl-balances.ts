import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';

export const cr04: ItemDeviations = {
  item: 'CR_04',
  amount: '"BALANCE_AT_DATE"',
  deviations: [
    {
      change: 'the eleven accounts of the control',
      historic: inPlace([
        'IN (:gl_accounts)',
        `IN ('13001', '13002', '13003', '18412', '18650', '18397')`,
      ]),
    },
    { change: 'key of twelve columns', none: 'the key decides no row' },
    { change: SELECTED_ONLY, historic: inPlace(['IN (:companies)', 'IS NOT NULL']) },
    {
      change: 'refresh date tested',
      listed: 'SELECT 0 AS amount FROM ours AS o WHERE o."REFRESH_DATE" < :period_next',
    },
    {
      change: 'texts compared with their case',
      historic: inPlace(
        ['v."GROUP_COA_ACCOUNT_NO" IN', 'v."GROUP_COA_ACCOUNT_NO" COLLATE NOCASE IN'],
        ['v."ID_COMPANY" IN', 'v."ID_COMPANY" COLLATE NOCASE IN'],
      ),
    },
    {
      change: 'the balance is declared as the measure',
      listed: 'SELECT o."BALANCE_AT_DATE" AS amount FROM ours AS o',
    },
  ],
};
