import { type ItemDeviations, inPlace } from './deviation.ts';
import { ANY_SNAPSHOT } from './voucher-rules.ts';

const COUNTS_IF_ACTIVE = `"Is_Valid" = 'valid' AND "business_use" <> 'marketing'
  AND ("min_inactive_date" IS NULL OR "min_inactive_date" >= CAST('2025-10-01' AS TIMESTAMP))`;

/** What a voucher adds to the target value. */
const TARGET_VALUE = `CASE WHEN ${COUNTS_IF_ACTIVE} AND "is_active" = 1 THEN "TotalRemainingAmount" ELSE 0 END`;

const FLAG = 'CAST(i."IS_MARKETPLACE" AS INTEGER)';
const COUPON = 'COALESCE(i."MTR_COUPON_MONEY_VALUE", 0)';
const NOTHING = 'CAST(0 AS DECIMAL(19,4))';

/** Year and month without a leading zero, a hyphen for a missing date. */
function hyphenated(extract: string): string {
  return extract.replaceAll(
    /SUBSTRING\(CAST\(CAST\((v\."\w+") AS DATE\) AS VARCHAR\(10\)\), 1, 7\)/g,
    `COALESCE(CAST(year($1) AS VARCHAR), '') || '-' || COALESCE(CAST(month($1) AS VARCHAR), '')`,
  );
}

export const ipe08: ItemDeviations = {
  item: 'IPE_08',
  amount: TARGET_VALUE,
  deviations: [
    {
      change: 'only the snapshot of the end of the period',
      historic: inPlace(ANY_SNAPSHOT),
    },
    {
      change: 'the whole cutoff day is in',
      historic: inPlace(
        ['v."created_at" < :period_next', 'v."created_at" < :cutoff'],
        ['i."PACKAGE_DELIVERY_DATE" < :period_next', 'i."PACKAGE_DELIVERY_DATE" < :cutoff'],
        ['v."to_date" < :period_next', 'v."to_date" < :cutoff'],
      ),
    },
    {
      change: 'lower bounds include their first moment',
      historic: inPlace(['v."created_at" >= :since_created', 'v."created_at" > :since_created']),
    },
    {
      change: 'usage grouped by company and code only',
      historic: inPlace([
        'GROUP BY i."ID_COMPANY", i."voucher_code"',
        'GROUP BY i."ID_COMPANY", i."voucher_code", i."VOUCHER_TYPE"',
      ]),
    },
    {
      change: 'target value recalculated, of vouchers that count only',
      listed: `
        SELECT t.amount AS amount
        FROM (SELECT ${TARGET_VALUE} - COALESCE("remaining_amount", 0) AS amount FROM ours) AS t
        WHERE t.amount <> 0`,
    },
    {
      change: 'first end takes every known date',
      historic: inPlace([
        'WHEN v."to_date" IS NOT NULL\n',
        'WHEN v."voucher_inactive_date" IS NULL THEN v."to_date"\n    WHEN v."to_date" IS NOT NULL\n',
      ]),
    },
    { change: 'months written `YYYY-MM`, empty without a date', historic: hyphenated },
    {
      change: 'items without a marketplace flag count as retail',
      historic: inPlace([
        `WHEN ${FLAG} = 1 THEN ${NOTHING}\n        ELSE ${COUPON}`,
        `WHEN ${FLAG} = 0 THEN ${COUPON}\n        ELSE ${NOTHING}`,
      ]),
    },
    {
      change: '`Jpay store_credit` taken as `jpay_store_credit`',
      historic: inPlace([
        `NOT IN ('jpay_store_credit', 'Jpay store_credit')`,
        `<> 'jpay_store_credit'`,
      ]),
    },
    {
      change: 'codes compared with their case',
      historic: inPlace(
        ['GROUP BY i."ID_COMPANY", i."voucher_code"', 'GROUP BY i."ID_COMPANY", 2'],
        ['i."voucher_code" AS voucher_code', 'lower(i."voucher_code") AS voucher_code'],
        ['u.voucher_code = v."code"', 'u.voucher_code = lower(v."code")'],
        [`v."code" LIKE 'GC%'`, `lower(v."code") LIKE 'gc%'`],
        [`v."code" LIKE 'JP%'`, `lower(v."code") LIKE 'jp%'`],
      ),
    },
    { change: 'a code that several vouchers share', reported: 'reused_codes' },
    {
      change: 'a voucher without an active flag counts as inactive',
      listed: `
        SELECT CASE WHEN ${COUNTS_IF_ACTIVE} THEN -"TotalRemainingAmount" ELSE 0 END AS amount
        FROM ours WHERE "is_active" IS NULL`,
    },
  ],
};
