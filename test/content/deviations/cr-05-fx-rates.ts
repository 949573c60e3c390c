import { type ItemDeviations, inPlace } from './deviation.ts';

export const cr05: ItemDeviations = {
  item: 'CR_05',
  amount: null,
  deviations: [
    {
      change: 'a missing rate is an exception',
      listed: `
SELECT o."Company_Code" AS company
FROM ours AS o
JOIN {fin_rec.Dim_Company} AS c
  ON c."Company_Code" = o."Company_Code"
WHERE (o."FX_rate" IS NULL OR o."FX_rate" <= 0)
  AND CAST(c."Is_Active?" AS INTEGER) = 1
  AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1`,
    },
    {
      change: 'a company that stands twice is an exception',
      listed: `
SELECT r.company AS company
FROM (
  SELECT
    o."Company_Code" AS company,
    ROW_NUMBER() OVER (PARTITION BY o."Company_Code" ORDER BY o."FX_rate") AS n
  FROM ours AS o
) AS r
WHERE r.n > 1`,
    },
    {
      change: 'rates without a country name are kept',
      historic: inPlace([`COALESCE(r."country", '')`, 'r."country"']),
    },
  ],
};
