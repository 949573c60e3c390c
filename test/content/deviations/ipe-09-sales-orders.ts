import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';

export const ipe09: ItemDeviations = {
  item: 'IPE_09',
  amount: '"total_amount"',
  deviations: [
    {
      change: 'the whole cutoff day is in',
      historic: inPlace(['< :period_next', '< :cutoff']),
    },
    {
      change: 'company and currency added, company part of the key',
      none: 'columns decide no row',
    },
    {
      change: SELECTED_ONLY,
      historic: inPlace(['o."id_company" IN (:companies)', 'o."id_company" IS NOT NULL']),
    },
    { change: 'ordered by company and order number', none: 'order decides no row' },
    { change: 'optional start bound', none: 'it excludes nothing unless set' },
  ],
};
