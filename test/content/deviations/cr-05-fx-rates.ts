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
  ],
};
