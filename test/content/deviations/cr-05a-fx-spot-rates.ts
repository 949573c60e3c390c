import { type ItemDeviations, inPlace } from './deviation.ts';

export const cr05a: ItemDeviations = {
  item: 'CR_05a',
  amount: null,
  deviations: [
    {
      change: 'latest rate on or before the cutoff day',
      historic: inPlace(['r."Starting Date" <= :cutoff', 'r."Starting Date" = :cutoff']),
    },
    {
      change: 'both amounts of the pair and the starting date added',
      listed:
        'SELECT o."Currency Code" AS currency FROM ours AS o WHERE o."Exchange Rate Amount" <> 1',
    },
    {
      change: 'key is the currency',
      listed: `
SELECT r.currency AS currency
FROM (
  SELECT
    o."Currency Code" AS currency,
    ROW_NUMBER() OVER (PARTITION BY o."Currency Code" ORDER BY o."Starting Date") AS n
  FROM ours AS o
) AS r
WHERE r.n > 1`,
    },
    {
      change: 'every requested currency must be there, above zero',
      listed: `
SELECT w.currency AS currency
FROM (
  VALUES ('EGP'), ('GHS'), ('KES'), ('MAD'), ('NGN'), ('UGX'), ('USD'), ('XOF')
) AS w (currency)
WHERE NOT EXISTS (
  SELECT 1 FROM ours AS o
  WHERE o."Currency Code" = w.currency AND o."Relational Exch_ Rate Amount" > 0
)`,
    },
    {
      change: 'a company code leads to its currency as its country does',
      none: 'Senegal asks for the same currency',
    },
    {
      change: 'the Algerian dinar is not asked for',
      historic: inPlace([
        'AND r."Currency Code" <> :local_currency',
        'AND r."Currency Code" IS NOT NULL',
      ]),
    },
    {
      change: 'texts compared with their case',
      historic: inPlace(
        ['r."Currency Code" IN', 'r."Currency Code" COLLATE NOCASE IN'],
        ['l.currency =', 'l.currency COLLATE NOCASE ='],
      ),
    },
  ],
};
