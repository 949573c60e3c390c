import { type ItemDeviations, inPlace } from './deviation.ts';

export const cr05: ItemDeviations = {
  item: 'CR_05',
  amount: null,
  deviations: [
    { change: 'a missing rate is an exception', reported: 'missing_rates' },
    { change: 'a look-up that matches twice is an exception', reported: 'fan_out' },
    {
      change: 'rates without a country name are kept',
      historic: inPlace([`COALESCE(r."country", '')`, 'r."country"']),
    },
    {
      change: 'texts compared with their case',
      historic: inPlace(
        ['r."country_code" =', 'r."country_code" COLLATE NOCASE ='],
        ['n."Country_Code" =', 'n."Country_Code" COLLATE NOCASE ='],
        ['n."Country_Name" =', 'n."Country_Name" COLLATE NOCASE ='],
        ['r."rate_type" =', 'r."rate_type" COLLATE NOCASE ='],
        ['r."base_currency" =', 'r."base_currency" COLLATE NOCASE ='],
        ['c."Company_Code" LIKE', 'c."Company_Code" ILIKE'],
        ['COALESCE(r."country", \'\')', 'COALESCE(r."country", \'\') COLLATE NOCASE'],
      ),
    },
  ],
};
