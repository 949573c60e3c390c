import { type ItemDeviations, inPlace } from './deviation.ts';

export const cr01: ItemDeviations = {
  item: 'CR_01',
  amount: '"Difference"',
  deviations: [
    {
      change: 'there was no query, only a name',
      none: 'no historic rows to compare with',
    },
    {
      change: 'booked by the cutoff',
      historic: inPlace(['g."Posting Date" < :period_next', 'g."Posting Date" IS NOT NULL']),
    },
  ],
};
