import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';

export const ipeRecErrors: ItemDeviations = {
  item: 'IPE_REC_ERRORS',
  amount: '"Amount"',
  deviations: [
    {
      change: 'a transaction without a status is in',
      historic: inPlace([`COALESCE(s."Nav_Integration_Status", '')`, 's."Nav_Integration_Status"']),
    },
    { change: 'status and message in two columns', none: 'columns decide no row' },
    {
      change: 'only transactions by the cutoff',
      historic: inPlace(
        ['s."Created_Date" < :period_next', 's."ID_Company" IS NOT NULL'],
        ['s."ORDER_CREATION_DATE" < :period_next', 's."ID_COMPANY" IS NOT NULL'],
      ),
    },
    { change: SELECTED_ONLY, historic: inPlace(['IN (:companies)', 'IS NOT NULL']) },
    {
      change: 'a collection adjustment is numbered by kind and number',
      none: 'the text of one column decides no row',
    },
    {
      change: 'fifteen tables of the first version',
      historic: (extract) => `SELECT e.* FROM (\n${extract}\n) AS e WHERE 1 = 0`,
    },
    {
      change: 'texts compared with their case',
      historic: inPlace([
        'COALESCE(s."Nav_Integration_Status", \'\')',
        'COALESCE(s."Nav_Integration_Status", \'\') COLLATE NOCASE',
      ]),
    },
  ],
};
