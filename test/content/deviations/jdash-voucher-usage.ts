import type { ItemDeviations } from './deviation.ts';

/** One row per company and voucher, as the historic step kept it, under the number of its first record. */
const PER_VOUCHER = `
SELECT
  e."ID_Company" AS "ID_Company",
  MIN(e."Row No") AS "Row No",
  e."Voucher Id" AS "Voucher Id",
  CAST(SUM(e."Amount Used") AS DECIMAL(19,4)) AS "Amount Used",
  MIN(e."Usage Date") AS "Usage Date",
  MIN(e."Order Id") AS "Order Id",
  MIN(e."Customer Id") AS "Customer Id",
  MIN(e."Status") AS "Status"
FROM {jdash.export} AS e
WHERE e."ID_Company" IN (:companies)
GROUP BY e."ID_Company", e."Voucher Id"`;

export const jdash: ItemDeviations = {
  item: 'JDASH',
  amount: '"Amount Used"',
  deviations: [
    { change: 'records kept one by one', historic: () => PER_VOUCHER },
    {
      change: 'declared rows and total are tested',
      listed: `
SELECT t.amount - d."declared_total" AS amount
FROM (
  SELECT o."ID_Company" AS company, COUNT(*) AS records, SUM(o."Amount Used") AS amount
  FROM ours AS o
  GROUP BY o."ID_Company"
) AS t
JOIN {jdash.declaration} AS d
  ON d."ID_Company" = t.company
WHERE t.records <> d."declared_rows" OR t.amount <> d."declared_total"`,
    },
    { change: 'the original is sealed with the evidence', none: 'it holds the same rows' },
  ],
};
