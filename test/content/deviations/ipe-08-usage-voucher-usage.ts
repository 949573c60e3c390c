import { type ItemDeviations, inPlace } from './deviation.ts';
import { ANY_SNAPSHOT } from './voucher-rules.ts';

/** Rows as the historic grouping gave them: codes without a voucher are one row per company and month. */
function collapsed(extract: string): string {
  const group =
    '"ID_Company", "id", "business_use", "creation_year", "voucher_type", "Delivery_mth"';
  const sums = [
    'shipping_storecredit',
    'MPL_storecredit',
    'RTL_storecredit',
    'TotalAmountUsed',
  ].map((name) => `SUM("${name}") AS "${name}"`);
  return `
    SELECT ${group}, MIN("voucher_code") AS "voucher_code", ${sums.join(', ')}
    FROM (${extract}) AS r GROUP BY ${group}`;
}

export const ipe08Usage: ItemDeviations = {
  item: 'IPE_08_USAGE',
  amount: '"TotalAmountUsed"',
  deviations: [
    { change: 'voucher code is a column and part of the key', historic: collapsed },
    {
      change: 'codes without a voucher are reported',
      reported: 'unmatched_codes',
      amount: '"amount"',
    },
    {
      change: 'only the voucher snapshot of the end of the period',
      historic: inPlace(ANY_SNAPSHOT),
    },
    {
      change: 'items without a marketplace flag count as retail',
      historic: inPlace(
        ['COALESCE(CAST(i."IS_MARKETPLACE" AS INTEGER), 0)', 'CAST(i."IS_MARKETPLACE" AS INTEGER)'],
        [
          'CASE WHEN u.marketplace = 1 THEN CAST(0 AS DECIMAL(19,4)) ELSE u.coupon END',
          'CASE WHEN u.marketplace = 0 THEN u.coupon ELSE CAST(0 AS DECIMAL(19,4)) END',
        ],
      ),
    },
    {
      change: 'the whole cutoff day is in',
      historic: inPlace([
        'i."PACKAGE_DELIVERY_DATE" < :period_next',
        'i."PACKAGE_DELIVERY_DATE" < :cutoff',
      ]),
    },
    {
      change: 'no Seller Center transaction number',
      none: 'the latest historic query has none either',
    },
    {
      change: 'codes compared with their case',
      historic: inPlace(
        [`i."VOUCHER_TYPE" = 'reusablecredit'`, `lower(i."VOUCHER_TYPE") = 'reusablecredit'`],
        ['GROUP BY u.company, u.voucher_code,', 'GROUP BY u.company, lower(u.voucher_code),'],
        ['    u.voucher_code AS voucher_code', '    MIN(u.voucher_code) AS voucher_code'],
        ['v.voucher_code = u.voucher_code', 'lower(v.voucher_code) = lower(u.voucher_code)'],
      ),
    },
  ],
};
